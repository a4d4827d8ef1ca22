/* re.Pattern: making one from what re._compiler hands over, and its methods that look for one match at a time. What
 * goes through a whole text is in substitute.c. */
#include "modules/_sre/pattern.h"
#include <stdio.h>
#include <string.h>

/* ---- making ---- */

static bool code_word(Ctx *ctx, Value v, uint32_t *out) {
  uint64_t word;
  if (!is_int_value(ctx, v)) return raise_format(ctx, EXC_TypeError, "an integer is required"), false;
  bool fits = int_to_u64(ctx, v, &word);
  *out = (uint32_t)word;
  if (fits && word <= UINT32_MAX) return true;
  raise_format(ctx, EXC_OverflowError,
               fits                   ? "regular expression code size limit exceeded"
               : int_sign(ctx, v) < 0 ? "can't convert negative value to unsigned int"
                                      : "Python int too large to convert to C unsigned long");
  return false;
}

static bool expect(Ctx *ctx, bool is, const char *name, const char *type, Value v) {
  if (!is) raise_format(ctx, EXC_TypeError, "compile() argument '%s' must be %s, not %T", name, type, v);
  return is;
}

/* args: pattern, flags, code, groups, groupindex, indexgroup */
Value sre_pattern_new(Ctx *ctx, const Value *args) {
  int64_t groups;
  int32_t flags;
  if (!object_c_int(ctx, args[1], &flags) || !expect(ctx, is_list(ctx, args[2]), "code", "list", args[2]) ||
      !object_ssize(ctx, args[3], &groups) || !expect(ctx, is_dict(ctx, args[4]), "groupindex", "dict", args[4]) ||
      !expect(ctx, is_tuple(ctx, args[5]), "indexgroup", "tuple", args[5]))
    return V_NULL;
  int64_t n = AS_LIST(args[2])->length;
  Value words = bytes_new(ctx, NULL, n * (int64_t)sizeof(uint32_t));
  if (!words) return V_NULL;
  uint32_t *at = (uint32_t *)AS_BYTES(words)->data;
  for (int64_t i = 0; i < n && i < AS_LIST(args[2])->length; i++)
    if (!code_word(ctx, AS_LIST(args[2])->items->items[i], &at[i]) || !CHECK_STOP_AT(ctx, i)) return V_NULL;
  Pattern *p = heap_alloc(ctx, sre_state(ctx)->pattern->root, sizeof(Pattern));
  if (!p) return V_NULL;
  p->is_bytes = -1;
  if (args[0] != V_NONE) {
    Text text;
    bool is_bytes;
    if (!sre_text_of(ctx, args[0], &text, &is_bytes)) return V_NULL;
    p->is_bytes = is_bytes;
  }
  p->pattern = args[0];
  p->flags = flags;
  p->code = words;
  p->groups = groups;
  p->groupindex = args[4];
  p->indexgroup = args[5];
  p->raw = sre_translate(ctx, at, (uint32_t)(n > UINT32_MAX ? 0 : n), groups);
  return p->raw ? VAL(p) : V_NULL;
}

/* ---- arguments ---- */

/* As bind_params, but fast for what is usual: positional arguments. */
bool sre_bind(Ctx *ctx, const char *name, const char *params, uint32_t n, uint32_t required, const Value *args,
              uint32_t nargs, Value kwnames, Value *out) {
  if (UNLIKELY(kwnames || nargs > n || nargs < required))
    return bind_params(ctx, name, params, args, nargs, kwnames, out);
  for (uint32_t i = 0; i < n; i++) out[i] = i < nargs ? args[i] : V_NULL;
  return true;
}
#define TEXT_PARAMS "string pos= endpos="
bool sre_bind_text(Ctx *ctx, const char *name, Value self, const Value *args, uint32_t nargs, Value kwnames,
                   Subject *subject) {
  Value given[3];
  return sre_bind(ctx, name, TEXT_PARAMS, 3, 1, args, nargs, kwnames, given) &&
         sre_subject(ctx, AS_PATTERN(self), given[0], given[1], given[2], subject);
}

/* ---- one match ---- */

enum { MATCH, FULLMATCH, SEARCH };
static Value find(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames, const char *name, int how) {
  Subject subject;
  Matcher m;
  if (!sre_bind_text(ctx, name, self, args, nargs, kwnames, &subject) ||
      !sre_begin(ctx, AS_PATTERN(self), &subject, &m))
    return V_NULL;
  m.whole = how == FULLMATCH;
  int found = how == SEARCH ? sre_search(&m) : sre_match(&m);
  Value match = found < 0 ? V_NULL : found ? sre_match_new(ctx, self, &subject, &m) : V_NONE;
  sre_matcher_free(&m);
  return match;
}
METHOD(p_match) { return find(ctx, self, args, nargs, kwnames, "match", MATCH); }
METHOD(p_fullmatch) { return find(ctx, self, args, nargs, kwnames, "fullmatch", FULLMATCH); }
METHOD(p_search) { return find(ctx, self, args, nargs, kwnames, "search", SEARCH); }

METHOD(p_scanner) {
  Subject subject;
  if (!sre_bind_text(ctx, "scanner", self, args, nargs, kwnames, &subject)) return V_NULL;
  return sre_scanner_new(ctx, self, &subject);
}
/* iter(scanner.search, None) */
METHOD(p_finditer) {
  Subject subject;
  if (!sre_bind_text(ctx, "finditer", self, args, nargs, kwnames, &subject)) return V_NULL;
  Value scanner = sre_scanner_new(ctx, self, &subject);
  Value search = scanner ? get_attr(ctx, scanner, str_intern_c(ctx, "search")) : V_NULL;
  Iter *it = search ? AS_ITER(iter_new(ctx, ITER_CALLABLE)) : NULL;
  if (!it) return V_NULL;
  it->a = search;
  it->b = V_NONE;
  return VAL(it);
}
METHOD(p_self) { return self; }

/* ---- attributes ---- */

static Value get_pattern(Ctx *ctx, Value self) { return UNUSED(ctx), AS_PATTERN(self)->pattern; }
static Value get_flags(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(AS_PATTERN(self)->flags); }
static Value get_groups(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(AS_PATTERN(self)->groups); }
static Value get_groupindex(Ctx *ctx, Value self) {
  Value dict = AS_PATTERN(self)->groupindex;
  return AS_DICT(dict)->length ? proxy_new(ctx, dict) : dict_new(ctx);
}

static Value pattern_repr(Ctx *ctx, Value self) {
  static const struct {
    const char *name;
    uint32_t flag;
  } names[] = {
      {"re.IGNORECASE", FLAG_IGNORECASE}, {"re.LOCALE", FLAG_LOCALE},   {"re.MULTILINE", FLAG_MULTILINE},
      {"re.DOTALL", FLAG_DOTALL},         {"re.UNICODE", FLAG_UNICODE}, {"re.VERBOSE", FLAG_VERBOSE},
      {"re.DEBUG", FLAG_DEBUG},           {"re.ASCII", FLAG_ASCII},
  };
  Pattern *p = AS_PATTERN(self);
  uint32_t flags = (uint32_t)p->flags;
  if (p->is_bytes == 0 && (flags & (FLAG_LOCALE | FLAG_UNICODE | FLAG_ASCII)) == FLAG_UNICODE) flags &= ~FLAG_UNICODE;
  Value repr = object_repr(ctx, p->pattern);
  if (repr && str_length(repr) > 200) repr = str_substring(ctx, repr, 0, 200);
  if (!repr) return V_NULL;
  StrBuilder sb;
  sb_init(&sb, ctx);
  sb_ascii(&sb, "re.compile(");
  sb_str(&sb, repr);
  const char *between = ", ";
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (!(flags & names[i].flag)) continue;
    sb_ascii(&sb, between);
    sb_ascii(&sb, names[i].name);
    flags &= ~names[i].flag;
    between = "|";
  }
  if (flags) {
    char hex[16];
    snprintf(hex, sizeof hex, "%s0x%x", between, flags);
    sb_ascii(&sb, hex);
  }
  sb_char(&sb, ')');
  return sb_finish(&sb);
}

static Value pattern_compare(Ctx *ctx, Value self, Value other, CmpOp op) {
  if ((op != CMP_EQ && op != CMP_NE) || class_of(ctx, other) != sre_state(ctx)->pattern) return V_NOTIMPL;
  Pattern *a = AS_PATTERN(self), *b = AS_PATTERN(other);
  int equal = a == b;
  if (!equal && a->flags == b->flags && a->is_bytes == b->is_bytes) {
    equal = object_equal(ctx, a->code, b->code);
    if (equal > 0) equal = object_equal(ctx, a->pattern, b->pattern);
    if (equal < 0) return V_NULL;
  }
  return bool_tag(equal == (op == CMP_EQ));
}
static bool pattern_hash(Ctx *ctx, Value self, uint64_t *out) {
  Pattern *p = AS_PATTERN(self);
  uint64_t code, pattern;
  if (!object_hash(ctx, p->code, &code) || !object_hash(ctx, p->pattern, &pattern)) return false;
  *out = hash_mix(hash_mix(code, pattern), (uint64_t)(int64_t)p->flags);
  return true;
}

static const GetSetDef getset[] = {
    {"pattern", get_pattern, readonly_member, "The pattern string from which the RE object was compiled."},
    {"flags", get_flags, readonly_member, "The regex matching flags."},
    {"groups", get_groups, readonly_member, "The number of capturing groups in the pattern."},
    {"groupindex", get_groupindex, NULL, "A dictionary mapping group names to group numbers."},
    {0},
};
static const CFuncDef methods[] = {
    METHOD_ROW_KW("match", p_match, 0, -1, "Matches zero or more characters at the beginning of the string."),
    METHOD_ROW_KW("fullmatch", p_fullmatch, 0, -1, "Matches against all of the string."),
    METHOD_ROW_KW("search", p_search, 0, -1, "Scans through string looking for a match; returns None for none."),
    METHOD_ROW_KW("sub", sre_sub, 0, -1, "The string with leftmost non-overlapping matches replaced by repl."),
    METHOD_ROW_KW("subn", sre_subn, 0, -1, "The same as a tuple, with the number of replacements."),
    METHOD_ROW_KW("findall", sre_findall, 0, -1, "A list of all non-overlapping matches of pattern in string."),
    METHOD_ROW_KW("split", sre_split, 0, -1, "Splits string by the occurrences of pattern."),
    METHOD_ROW_KW("finditer", p_finditer, 0, -1, "An iterator over all non-overlapping matches in the string."),
    METHOD_ROW_KW("scanner", p_scanner, 0, -1, ""),
    METHOD_ROW("__copy__", p_self, 0, 0, ""),
    METHOD_ROW("__deepcopy__", p_self, 1, 1, ""),
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    {0},
};

Class *sre_make_pattern_class(Ctx *ctx) {
  static const TypeOps ops = {.repr = pattern_repr, .compare = pattern_compare, .hash = pattern_hash};
  Class *cls = class_new_builtin(ctx, "re.Pattern", NULL, KIND_OTHER, sizeof(Pattern), &ops, methods,
                                 CLASS_BUILTIN | CLASS_HAS_WEAKREF | CLASS_FINAL | CLASS_IMMUTABLE);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}
