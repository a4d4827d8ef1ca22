/* What scanner() returns: match after match of one text. finditer() calls its search again and again. */
#include "modules/_sre/sre.h"

Value sre_scanner_new(Ctx *ctx, Value pattern, const Subject *subject) {
  Scanner *s = heap_alloc(ctx, sre_state(ctx)->scanner->root, sizeof(Scanner));
  if (!s) return V_NULL;
  s->pattern = pattern;
  s->string = subject->string;
  s->start = s->pos = subject->pos;
  s->end = subject->endpos;
  return VAL(s);
}

static Value next(Ctx *ctx, Value self, bool search) {
  Scanner *s = AS_SCANNER(self);
  Pattern *pattern = AS_PATTERN(s->pattern);
  if (s->start < 0) return V_NONE;
  Subject subject = {.string = s->string, .pos = s->pos, .endpos = s->end};
  Matcher m;
  if (!sre_text_of(ctx, s->string, &subject.text, &subject.is_bytes)) return V_NULL;
  if (subject.endpos > subject.text.length) subject.endpos = subject.text.length; /* a bytearray that shrank */
  if (s->start > subject.endpos) return s->start = -1, V_NONE;
  if (!sre_begin(ctx, pattern, &subject, &m)) return V_NULL;
  m.start = s->start;
  m.advance = s->advance;
  int found = search ? sre_search(&m) : sre_match(&m);
  Value match = found < 0 ? V_NULL : found ? sre_match_new(ctx, s->pattern, &subject, &m) : V_NONE;
  if (found > 0) {
    s->advance = m.start == m.end;
    s->start = m.end;
  } else if (found == 0) {
    s->start = -1;
  }
  sre_matcher_free(&m);
  return match;
}
METHOD(s_match) { return next(ctx, self, false); }
METHOD(s_search) { return next(ctx, self, true); }

static Value get_pattern(Ctx *ctx, Value self) { return UNUSED(ctx), AS_SCANNER(self)->pattern; }
static const GetSetDef getset[] = {{"pattern", get_pattern, readonly_member, NULL}, {0}};
static const CFuncDef methods[] = {
    METHOD_ROW("match", s_match, 0, 0, ""),
    METHOD_ROW("search", s_search, 0, 0, ""),
    {0},
};

Class *sre_make_scanner_class(Ctx *ctx) {
  Class *cls = class_new_builtin(ctx, "_sre.SRE_Scanner", NULL, KIND_OTHER, sizeof(Scanner), NULL, methods,
                                 CLASS_BUILTIN | CLASS_FINAL | CLASS_IMMUTABLE);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}
