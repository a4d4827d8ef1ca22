/* Codecs by a mapping: from bytes through a str or any object with items; to bytes through an EncodingMap, which is a
 * three-level table that _codecs makes of a str of 256 characters, or through any object with items. */
#include "container/container.h"
#include "number/number.h"
#include "object/object.h"
#include "text/codec/engine.h"

static const char undefined[] = "character maps to <undefined>";

/* mapping[key]; V_NONE where there is none; V_NULL: exception */
static Value mapped(Ctx *ctx, Value mapping, uint32_t key) {
  Value v = has_kind(ctx, mapping, KIND_DICT) && class_of(ctx, mapping) == ctx->cls.dict
                ? dict_get(ctx, mapping, int_tag(key))
                : object_getitem(ctx, mapping, int_tag(key));
  if (v) return v;
  if (!ctx->exc) return V_NONE;
  if (!exc_matches(ctx, EXC_LookupError)) return V_NULL;
  exc_clear(ctx);
  return V_NONE;
}

static bool put_mapped(Encoder *e, uint32_t c) {
  Ctx *ctx = e->ctx;
  Value v = mapped(ctx, e->mapping, c);
  int64_t byte;
  if (!v || v == V_NONE) return false;
  if (is_int_value(ctx, v)) {
    if (!int_to_i64(ctx, int_unwrap(ctx, v), &byte) || byte < 0 || byte > 255)
      return raise_format(ctx, EXC_TypeError, "character mapping must be in range(256)"), false;
    return out_byte(e, (uint8_t)byte);
  }
  if (has_kind(ctx, v, KIND_BYTES)) return out_bytes(e, AS_BYTES(v)->data, (size_t)AS_BYTES(v)->length);
  raise_format(ctx, EXC_TypeError, "character mapping must return integer, bytes or None, not %T", v);
  return false;
}

Value charmap_encode(Ctx *ctx, Value str, Value errors, Value mapping) {
  if (!mapping) return codec_encode_as(ctx, str, CODEC_LATIN1, errors);
  Text t = text_of(str);
  Encoder e = {.ctx = ctx,
               .str = str,
               .name = "charmap",
               .reason = undefined,
               .errors = errors,
               .codec = CODEC_OTHER,
               .unit = 1,
               .put = put_mapped,
               .mapping = mapping};
  bool ok = out_room(&e, (size_t)t.length + 1);
  for (int64_t i = 0; ok && i < t.length;) {
    if (!CHECK_STOP(ctx)) {
      ok = false;
    } else if (LIKELY(put_mapped(&e, text_at(t, i)))) {
      i++;
    } else if (ctx->exc) {
      ok = false;
    } else {
      int64_t end = i + 1; /* the whole run */
      Value v = V_NONE;
      for (; ok && end < t.length && (v = mapped(ctx, mapping, text_at(t, end))) == V_NONE; end++) ok = CHECK_STOP(ctx);
      ok = ok && v && encode_error(&e, i, end, &i);
    }
  }
  return encoder_finish(&e, ok);
}

/* One byte through a mapping that is no str; false: exception. *known: there is a character, which was added. */
static bool decode_mapped(Decoder *d, Value mapping, uint8_t byte, bool *known) {
  Ctx *ctx = d->ctx;
  Value v = mapped(ctx, mapping, byte);
  int64_t cp;
  *known = false;
  if (!v) return false;
  if (v == V_NONE) return true;
  if (is_int_value(ctx, v)) {
    if (!int_to_i64(ctx, int_unwrap(ctx, v), &cp) || cp < 0 || cp > 0x10ffff)
      return raise_format(ctx, EXC_TypeError, "character mapping must be in range(0x110000)"), false;
    if (cp == 0xfffe) return true;
    sb_char(&d->sb, (uint32_t)cp);
  } else if (is_str(ctx, v)) {
    if (str_length(v) == 1 && str_at(v, 0) == 0xfffe) return true;
    sb_str(&d->sb, v);
  } else {
    return raise_format(ctx, EXC_TypeError, "character mapping must return integer, None or str"), false;
  }
  return *known = true;
}

Value charmap_decode(Ctx *ctx, Value object, const uint8_t *data, int64_t n, Value errors, Value mapping) {
  if (!mapping) return str_latin1(ctx, data, n);
  Decoder d;
  decoder_start(&d, ctx, object, data, n, "charmap", errors);
  bool ok = true, table = is_str(ctx, mapping);
  Text t = table ? text_of(mapping) : (Text){NULL, 0, 1};
  while (ok && d.at < d.n) {
    uint8_t byte = d.data[d.at];
    bool known = false;
    if (!CHECK_STOP(ctx)) {
      ok = false;
    } else if (table) {
      uint32_t c = byte < t.length ? text_at(t, byte) : 0xfffe;
      known = c != 0xfffe;
      if (known) sb_char(&d.sb, c);
    } else {
      ok = decode_mapped(&d, mapping, byte, &known);
    }
    if (ok && known) d.at++;
    else if (ok) ok = decode_error(&d, d.at, d.at + 1, undefined);
  }
  return decoder_finish(&d, ok, NULL);
}
