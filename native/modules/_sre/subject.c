/* Texts that patterns are matched against: str, or bytes in any object that has them. */
#include "modules/_sre/sre.h"

bool sre_text_of(Ctx *ctx, Value string, Text *text, bool *is_bytes) {
  const uint8_t *data;
  int64_t n;
  if (is_str(ctx, string)) {
    *text = text_of(string);
    *is_bytes = false;
    return true;
  }
  if (bytes_view(ctx, string, &data, &n)) {
    *text = (Text){data, n, 1};
    *is_bytes = true;
    return true;
  }
  if (!ctx->exc) raise_format(ctx, EXC_TypeError, "expected string or bytes-like object, got '%T'", string);
  return false;
}

static int64_t clip(int64_t i, int64_t low, int64_t high) { return i < low ? low : i > high ? high : i; }

bool sre_subject(Ctx *ctx, Pattern *pattern, Value string, Value pos, Value endpos, Subject *out) {
  int64_t from = 0, to = INT64_MAX;
  if ((pos && !object_ssize(ctx, pos, &from)) || (endpos && !object_ssize(ctx, endpos, &to))) return false;
  out->string = string;
  if (!sre_text_of(ctx, string, &out->text, &out->is_bytes)) return false;
  if (pattern->is_bytes >= 0 && out->is_bytes != pattern->is_bytes) {
    raise_format(ctx, EXC_TypeError,
                 out->is_bytes ? "cannot use a string pattern on a bytes-like object"
                               : "cannot use a bytes pattern on a string-like object");
    return false;
  }
  out->endpos = clip(to, 0, out->text.length);
  out->pos = clip(from, 0, out->endpos);
  return true;
}

bool sre_subject_again(Ctx *ctx, Subject *subject) {
  if (!subject->is_bytes) return true;
  if (!sre_text_of(ctx, subject->string, &subject->text, &subject->is_bytes)) return false;
  subject->endpos = clip(subject->endpos, 0, subject->text.length);
  subject->pos = clip(subject->pos, 0, subject->endpos);
  return true;
}

bool sre_begin(Ctx *ctx, Pattern *pattern, const Subject *subject, Matcher *m) {
  if (!sre_matcher_init(m, ctx, sre_program(pattern->raw))) return false;
  m->text = text_slice(subject->text, 0, subject->endpos);
  m->start = subject->pos;
  return true;
}

Value sre_slice(Ctx *ctx, const Subject *subject, int64_t from, int64_t to) {
  to = clip(to, 0, subject->text.length);
  from = clip(from, 0, to);
  if (!subject->is_bytes) return str_substring(ctx, subject->string, from, to);
  if (has_shape(subject->string, ctx->shape.bytes) && from == 0 && to == subject->text.length) return subject->string;
  return bytes_new(ctx, (const uint8_t *)subject->text.data + from, to - from);
}
