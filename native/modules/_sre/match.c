/* re.Match: the text, the pattern, and where the groups are. */
#include "modules/_sre/sre.h"
#include <string.h>

bool sre_group_span(const Matcher *m, int64_t group, int64_t *from, int64_t *to) {
  *from = group ? m->marks[group * 2 - 2] : m->start;
  *to = group ? m->marks[group * 2 - 1] : m->end;
  return *from >= 0 && *to >= *from;
}

Value sre_match_new(Ctx *ctx, Value pattern, const Subject *subject, const Matcher *m) {
  int64_t groups = AS_PATTERN(pattern)->groups + 1;
  Match *match = heap_alloc(ctx, sre_state(ctx)->match->root, sizeof(Match) + (size_t)groups * 2 * sizeof(int64_t));
  if (!match) return V_NULL;
  match->string = subject->string;
  match->pattern = pattern;
  match->pos = subject->pos;
  match->endpos = subject->endpos;
  match->lastindex = m->lastindex;
  match->groups = groups;
  for (int64_t g = 0; g < groups; g++) {
    int64_t *span = &match->spans[g * 2];
    if (sre_group_span(m, g, &span[0], &span[1])) continue;
    if (span[0] >= 0 && span[1] >= 0) {
      raise_format(ctx, EXC_SystemError,
                   "The span of capturing group is wrong, please report a bug for the re module.");
      return V_NULL;
    }
    span[0] = span[1] = -1;
  }
  return VAL(match);
}

static void trace(Ctx *ctx, Value self) {
  Match *m = AS_MATCH(self);
  heap_mark(ctx, m->string);
  heap_mark(ctx, m->pattern);
  heap_mark(ctx, m->regs);
}

/* ---- groups ---- */

/* The number of the group that Python calls `key`: a number or a name. -1 + IndexError. */
static int64_t group_index(Ctx *ctx, Match *m, Value key) {
  int64_t i = -1;
  if (LIKELY(is_int(key))) {
    i = int_val(key);
  } else if (is_int_value(ctx, key) || class_of(ctx, key)->ops.index) {
    if (!object_index_i64(ctx, key, &i, true)) return -1;
  } else {
    Value n = dict_get(ctx, AS_PATTERN(m->pattern)->groupindex, key);
    if (n && is_int(n)) i = int_val(n);
  }
  if (i >= 0 && i < m->groups) return i;
  if (!ctx->exc) raise_format(ctx, EXC_IndexError, "no such group");
  return -1;
}

static bool match_subject(Ctx *ctx, Match *m, Subject *out) {
  out->string = m->string;
  return sre_text_of(ctx, m->string, &out->text, &out->is_bytes);
}
static Value group_text(Ctx *ctx, Match *m, int64_t i, Value otherwise) {
  if (m->spans[i * 2] < 0) return otherwise;
  if (LIKELY(exact_str(ctx, m->string))) return str_substring(ctx, m->string, m->spans[i * 2], m->spans[i * 2 + 1]);
  Subject subject;
  return match_subject(ctx, m, &subject) ? sre_slice(ctx, &subject, m->spans[i * 2], m->spans[i * 2 + 1]) : V_NULL;
}
static Value group_of(Ctx *ctx, Value self, Value key) {
  int64_t i = group_index(ctx, AS_MATCH(self), key);
  return i < 0 ? V_NULL : group_text(ctx, AS_MATCH(self), i, V_NONE);
}

METHOD(m_group) {
  if (nargs == 0) return group_text(ctx, AS_MATCH(self), 0, V_NONE);
  if (nargs == 1) return group_of(ctx, self, args[0]);
  Value result = tuple_new(ctx, nargs);
  for (uint32_t i = 0; result && i < nargs; i++)
    if (!(AS_TUPLE(result)->items[i] = group_of(ctx, self, args[i]))) return V_NULL;
  return result;
}
static Value match_getitem(Ctx *ctx, Value self, Value key) { return group_of(ctx, self, key); }

METHOD(m_groups) {
  Match *m = AS_MATCH(self);
  Value result = tuple_new(ctx, m->groups - 1), otherwise = or_none(args[0]);
  for (int64_t i = 1; result && i < m->groups; i++)
    if (!(AS_TUPLE(result)->items[i - 1] = group_text(ctx, m, i, otherwise)) || !CHECK_STOP(ctx)) return V_NULL;
  return result;
}
METHOD(m_groupdict) {
  Match *m = AS_MATCH(self);
  Value result = dict_new(ctx), key, index, otherwise = or_none(args[0]);
  int64_t at = 0;
  while (result && dict_next(AS_PATTERN(m->pattern)->groupindex, &at, &key, &index)) {
    Value text = group_of(ctx, self, key);
    if (text == V_NONE) text = otherwise;
    if (!text || !CHECK_STOP(ctx) || !dict_set(ctx, result, key, text)) return V_NULL;
  }
  return result;
}

static int64_t span_argument(Ctx *ctx, Value self, const Value *args, uint32_t nargs) {
  return nargs ? group_index(ctx, AS_MATCH(self), args[0]) : 0;
}
static Value span(Ctx *ctx, Match *m, int64_t i) {
  Value pair[2] = {int_tag(m->spans[i * 2]), int_tag(m->spans[i * 2 + 1])};
  return tuple_from(ctx, pair, 2);
}
METHOD(m_start) {
  int64_t i = span_argument(ctx, self, args, nargs);
  return i < 0 ? V_NULL : int_tag(AS_MATCH(self)->spans[i * 2]);
}
METHOD(m_end) {
  int64_t i = span_argument(ctx, self, args, nargs);
  return i < 0 ? V_NULL : int_tag(AS_MATCH(self)->spans[i * 2 + 1]);
}
METHOD(m_span) {
  int64_t i = span_argument(ctx, self, args, nargs);
  return i < 0 ? V_NULL : span(ctx, AS_MATCH(self), i);
}

METHOD(m_expand) {
  Match *m = AS_MATCH(self);
  Value template_ = sre_template_compile(ctx, m->pattern, args[0]);
  Subject subject;
  if (!template_ || !match_subject(ctx, m, &subject)) return V_NULL;
  Spans spans = {m->spans[0], m->spans[1], m->spans + 2, m->groups};
  return sre_template_expand(ctx, template_, &subject, &spans);
}
METHOD(m_self) { return self; }

/* ---- attributes ---- */

static Value get_string(Ctx *ctx, Value self) { return UNUSED(ctx), AS_MATCH(self)->string; }
static Value get_re(Ctx *ctx, Value self) { return UNUSED(ctx), AS_MATCH(self)->pattern; }
static Value get_pos(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(AS_MATCH(self)->pos); }
static Value get_endpos(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(AS_MATCH(self)->endpos); }
static Value get_lastindex(Ctx *ctx, Value self) {
  UNUSED(ctx);
  return AS_MATCH(self)->lastindex >= 0 ? int_tag(AS_MATCH(self)->lastindex) : V_NONE;
}
static Value get_lastgroup(Ctx *ctx, Value self) {
  UNUSED(ctx);
  Match *m = AS_MATCH(self);
  Value names = AS_PATTERN(m->pattern)->indexgroup;
  return m->lastindex >= 0 && m->lastindex < tuple_length(names) ? tuple_item(names, m->lastindex) : V_NONE;
}
static Value get_regs(Ctx *ctx, Value self) {
  Match *m = AS_MATCH(self);
  if (m->regs) return m->regs;
  Value regs = tuple_new(ctx, m->groups);
  for (int64_t i = 0; regs && i < m->groups; i++)
    if (!(AS_TUPLE(regs)->items[i] = span(ctx, m, i)) || !CHECK_STOP(ctx)) return V_NULL;
  return m->regs = regs;
}

static Value match_repr(Ctx *ctx, Value self) {
  Match *m = AS_MATCH(self);
  Value text = group_text(ctx, m, 0, V_NONE), repr = text ? object_repr(ctx, text) : V_NULL;
  if (repr && str_length(repr) > 50) repr = str_substring(ctx, repr, 0, 50);
  if (!repr) return V_NULL;
  return str_format_c(ctx, "<re.Match object; span=(%lld, %lld), match=%U>", (long long)m->spans[0],
                      (long long)m->spans[1], repr);
}

static const GetSetDef getset[] = {
    {"string", get_string, readonly_member, "The string passed to match() or search()."},
    {"re", get_re, readonly_member, "The regular expression object."},
    {"pos", get_pos, readonly_member, "The index into the string at which the RE engine started looking for a match."},
    {"endpos", get_endpos, readonly_member, "The index into the string beyond which the RE engine will not go."},
    {"lastindex", get_lastindex, NULL, "The integer index of the last matched capturing group."},
    {"lastgroup", get_lastgroup, NULL, "The name of the last matched capturing group."},
    {"regs", get_regs, NULL, NULL},
    {0},
};
static const CFuncDef methods[] = {
    METHOD_ROW("group", m_group, 0, -1, "The text of a group, or of several as a tuple; group 0 is the whole match."),
    METHOD_ROW("start", m_start, 0, 1, "Where a group's text begins."),
    METHOD_ROW("end", m_end, 0, 1, "Where a group's text ends."),
    METHOD_ROW("span", m_span, 0, 1, "Where a group's text begins and ends."),
    METHOD_ROW_NAMED("groups", m_groups, 0, 1, "default=", "The texts of all groups from 1 on."),
    METHOD_ROW_NAMED("groupdict", m_groupdict, 0, 1, "default=", "The texts of all named groups, by name."),
    METHOD_ROW_NAMED("expand", m_expand, 1, 1, "template", "A template with the groups' texts put in."),
    METHOD_ROW("__copy__", m_self, 0, 0, ""),
    METHOD_ROW("__deepcopy__", m_self, 1, 1, ""),
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    {0},
};

Class *sre_make_match_class(Ctx *ctx) {
  static const TypeOps ops = {.repr = match_repr, .getitem = match_getitem, .trace = trace};
  Class *cls = class_new_builtin(ctx, "re.Match", NULL, KIND_OTHER, sizeof(Match), &ops, methods,
                                 CLASS_BUILTIN | CLASS_FINAL | CLASS_IMMUTABLE);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}
