/* Methods of re.Pattern that go through a whole text: sub, subn, split, findall.
 *
 * Matches do not overlap. After each one the search goes on where it ended; after an empty one, or at the end of one, a
 * match there may not be empty again. */
#include "modules/_sre/pattern.h"

static void go_on(Matcher *m) {
  m->advance = m->start == m->end;
  m->start = m->end;
}
static Value empty_of(Ctx *ctx, const Subject *subject) {
  return subject->is_bytes ? ctx->empty_bytes : ctx->empty_str;
}
static Value group_slice(Ctx *ctx, const Subject *subject, const Matcher *m, int64_t group, Value otherwise) {
  int64_t from, to;
  return sre_group_span(m, group, &from, &to) ? sre_slice(ctx, subject, from, to) : otherwise;
}

/* ---- findall, split ---- */

static Value found_item(Ctx *ctx, const Subject *subject, const Matcher *m, int64_t groups) {
  Value empty = empty_of(ctx, subject);
  if (groups <= 1) return group_slice(ctx, subject, m, groups, empty);
  Value tuple = tuple_new(ctx, groups);
  for (int64_t g = 1; tuple && g <= groups; g++)
    if (!(AS_TUPLE(tuple)->items[g - 1] = group_slice(ctx, subject, m, g, empty))) return V_NULL;
  return tuple;
}

SHARED_METHOD(sre_findall) {
  Subject subject;
  Matcher m;
  if (!sre_bind_text(ctx, "findall", self, args, nargs, kwnames, &subject)) return V_NULL;
  Value list = list_new(ctx, 0);
  if (!list || !sre_begin(ctx, AS_PATTERN(self), &subject, &m)) return V_NULL;
  int found;
  while ((found = sre_search(&m)) > 0) {
    Value item = found_item(ctx, &subject, &m, AS_PATTERN(self)->groups);
    if (!item || !list_append(ctx, list, item) || !CHECK_STOP(ctx)) break;
    go_on(&m);
  }
  sre_matcher_free(&m);
  return found == 0 ? list : V_NULL;
}

SHARED_METHOD(sre_split) {
  Value given[2];
  Subject subject;
  Matcher m;
  int64_t most = 0, n = 0, last = 0;
  if (!sre_bind(ctx, "split", "string maxsplit=", 2, 1, args, nargs, kwnames, given) ||
      (given[1] && !object_ssize(ctx, given[1], &most)) ||
      !sre_subject(ctx, AS_PATTERN(self), given[0], V_NULL, V_NULL, &subject))
    return V_NULL;
  Value list = list_new(ctx, 0), item;
  if (!list || !sre_begin(ctx, AS_PATTERN(self), &subject, &m)) return V_NULL;
  int found = 0;
  bool ok = true;
  while (ok && (most == 0 || n < most) && (found = sre_search(&m)) > 0) {
    item = sre_slice(ctx, &subject, last, m.start);
    ok = item && list_append(ctx, list, item) && CHECK_STOP(ctx);
    for (int64_t g = 1; ok && g <= AS_PATTERN(self)->groups; g++) {
      item = group_slice(ctx, &subject, &m, g, V_NONE);
      ok = item && list_append(ctx, list, item);
    }
    last = m.end;
    n++;
    go_on(&m);
  }
  sre_matcher_free(&m);
  if (!ok || found < 0) return V_NULL;
  item = sre_slice(ctx, &subject, last, subject.endpos);
  return item && list_append(ctx, list, item) ? list : V_NULL;
}

/* ---- sub, subn ---- */

typedef struct Substitution {
  Ctx *ctx;
  Value self, repl;
  Value template_; /* V_NULL: repl is text without escapes, or a function */
  Text text;       /* of repl, when it is text */
  Subject subject;
  Matcher m;
  int64_t most, n; /* replacements wanted (0: all), and made */
} Substitution;

/* The template of a replacement that has escapes. */
static bool read_replacement(Substitution *s) {
  Ctx *ctx = s->ctx;
  bool is_bytes;
  if (sre_text_of(ctx, s->repl, &s->text, &is_bytes)) {
    uint8_t backslash = '\\';
    int64_t at = text_find(ctx, s->text, (Text){&backslash, 1, 1});
    if (at == -2) return false;
    if (at == -1) return true;
  } else if (exc_matches(ctx, EXC_TypeError)) {
    exc_clear(ctx);
  } else {
    return false;
  }
  if (!(s->template_ = sre_template_compile(ctx, s->self, s->repl))) return false;
  if (sre_template_groups(s->template_)) return true;
  s->repl = AS_TEMPLATE(s->template_)->literal;
  s->template_ = V_NULL;
  return sre_text_of(ctx, s->repl, &s->text, &is_bytes);
}

static bool wanted(const Substitution *s) { return s->most == 0 || s->n < s->most; }

/* When no Python code runs in between: everything goes into one builder. */
static Value with_text(Substitution *s) {
  Ctx *ctx = s->ctx;
  int64_t done = 0;
  int found = 0;
  bool ok = true, begun = false;
  StrBuilder out;
  while (ok && wanted(s) && (found = sre_search(&s->m)) > 0) {
    if (!begun) sb_init(&out, ctx);
    begun = true;
    sb_text(&out, text_slice(s->subject.text, done, s->m.start));
    if (s->template_) {
      Spans spans = {s->m.start, s->m.end, s->m.marks, AS_PATTERN(s->self)->groups + 1};
      ok = sre_template_write(ctx, s->template_, &s->subject, &spans, &out);
    } else {
      sb_text(&out, s->text);
    }
    done = s->m.end;
    s->n++;
    go_on(&s->m);
    ok = ok && !out.failed && CHECK_STOP(ctx);
  }
  if (!begun) return found < 0 ? V_NULL : sre_slice(ctx, &s->subject, 0, s->subject.endpos);
  sb_text(&out, text_slice(s->subject.text, done, s->subject.endpos));
  if (found >= 0 && (ok || out.failed)) return sre_builder_finish(&out, s->subject.is_bytes);
  sb_discard(&out);
  return V_NULL;
}

static Value join(Substitution *s, Value list) {
  if (AS_LIST(list)->length == 0) return empty_of(s->ctx, &s->subject);
  if (s->subject.is_bytes) return py_call_method(s->ctx, s->ctx->empty_bytes, s->ctx->names[N_join], &list, 1);
  return str_join(s->ctx, s->ctx->empty_str, AS_LIST(list)->items->items, AS_LIST(list)->length);
}

/* With a function, or with a replacement that cannot be joined with the text: pieces, joined at the end. */
static Value with_function(Substitution *s, bool call) {
  Ctx *ctx = s->ctx;
  Value list = list_new(ctx, 0), piece;
  int64_t done = 0;
  int found = 0;
  if (!list) return V_NULL;
  while (wanted(s) && (found = sre_search(&s->m)) > 0) {
    int64_t start = s->m.start, end = s->m.end;
    if (done < start && (!(piece = sre_slice(ctx, &s->subject, done, start)) || !list_append(ctx, list, piece)))
      return V_NULL;
    piece = s->repl;
    if (call) {
      Value match = sre_match_new(ctx, s->self, &s->subject, &s->m);
      piece = match ? py_call1(ctx, s->repl, match) : V_NULL;
      if (!piece || !sre_subject_again(ctx, &s->subject)) return V_NULL;
      s->m.text = text_slice(s->subject.text, 0, s->subject.endpos);
      if (end > s->subject.endpos) end = s->subject.endpos;
      s->m.end = end;
    }
    if ((piece != V_NONE && !list_append(ctx, list, piece)) || !CHECK_STOP(ctx)) return V_NULL;
    done = end;
    s->n++;
    go_on(&s->m);
  }
  if (found < 0) return V_NULL;
  if (done < s->subject.endpos &&
      (!(piece = sre_slice(ctx, &s->subject, done, s->subject.endpos)) || !list_append(ctx, list, piece)))
    return V_NULL;
  return join(s, list);
}

static Value substitute(Ctx *ctx, Value self, const char *name, const Value *args, uint32_t nargs, Value kwnames,
                        int64_t *n) {
  Value given[3];
  Substitution s = {.ctx = ctx, .self = self};
  if (!sre_bind(ctx, name, "repl string count=", 3, 2, args, nargs, kwnames, given) ||
      (given[2] && !object_ssize(ctx, given[2], &s.most)))
    return V_NULL;
  s.repl = given[0];
  bool call = is_callable(ctx, s.repl);
  if (!call && !read_replacement(&s)) return V_NULL;
  if (!sre_subject(ctx, AS_PATTERN(self), given[1], V_NULL, V_NULL, &s.subject) ||
      !sre_begin(ctx, AS_PATTERN(self), &s.subject, &s.m))
    return V_NULL;
  bool joins = s.template_ || is_str(ctx, s.repl) != s.subject.is_bytes;
  Buffer view; /* a function must not resize the bytes that are being searched */
  bool exported = call && s.subject.is_bytes;
  if (exported && !buffer_get(ctx, given[1], BUFFER_SIMPLE, &view)) return sre_matcher_free(&s.m), V_NULL;
  Value result = call || !joins ? with_function(&s, call) : with_text(&s);
  if (exported) buffer_release(ctx, &view);
  sre_matcher_free(&s.m);
  *n = s.n;
  return result;
}

SHARED_METHOD(sre_sub) {
  int64_t n;
  return substitute(ctx, self, "sub", args, nargs, kwnames, &n);
}
SHARED_METHOD(sre_subn) {
  int64_t n;
  Value pair[2] = {substitute(ctx, self, "subn", args, nargs, kwnames, &n), V_NULL};
  if (!pair[0]) return V_NULL;
  pair[1] = int_from_i64(ctx, n);
  return tuple_from(ctx, pair, 2);
}
