/* Padding, tabs, translation tables. */
#include "container/container.h"
#include "exception/exception.h"
#include "number/number.h"
#include "object/object.h"
#include "text/str/methods.h"
#include "text/text.h"

/* ---- padding ---- */

static Value pad(Ctx *ctx, Value self, int64_t left, int64_t right, uint32_t fill) {
  if (left < 0) left = 0;
  if (right < 0) right = 0;
  if (left + right == 0) return str_plain(ctx, self);
  StrBuilder sb;
  sb_init(&sb, ctx);
  sb_repeat(&sb, fill, left);
  sb_str(&sb, self);
  sb_repeat(&sb, fill, right);
  return sb_finish(&sb);
}

static bool pad_arguments(Ctx *ctx, Value self, const Value *args, uint32_t nargs, int64_t *missing, uint32_t *fill) {
  int64_t width;
  if (!object_ssize(ctx, args[0], &width)) return false;
  *fill = ' ';
  if (nargs > 1) {
    if (!is_str(ctx, args[1])) {
      raise_format(ctx, EXC_TypeError, "The fill character must be a unicode character, not %T", args[1]);
      return false;
    }
    if (str_length(args[1]) != 1) {
      raise_format(ctx, EXC_TypeError, "The fill character must be exactly one character long");
      return false;
    }
    *fill = str_at(args[1], 0);
  }
  *missing = width > str_length(self) ? width - str_length(self) : 0;
  return true;
}

SHARED_METHOD(str_m_center) {
  int64_t n;
  uint32_t fill;
  if (!pad_arguments(ctx, self, args, nargs, &n, &fill)) return V_NULL;
  int64_t left = n / 2 + (n & (n + str_length(self)) & 1);
  return pad(ctx, self, left, n - left, fill);
}
SHARED_METHOD(str_m_ljust) {
  int64_t n;
  uint32_t fill;
  return pad_arguments(ctx, self, args, nargs, &n, &fill) ? pad(ctx, self, 0, n, fill) : V_NULL;
}
SHARED_METHOD(str_m_rjust) {
  int64_t n;
  uint32_t fill;
  return pad_arguments(ctx, self, args, nargs, &n, &fill) ? pad(ctx, self, n, 0, fill) : V_NULL;
}

SHARED_METHOD(str_m_zfill) {
  int64_t n;
  uint32_t fill;
  if (!pad_arguments(ctx, self, args, nargs, &n, &fill)) return V_NULL;
  if (n == 0) return str_plain(ctx, self);
  bool sign = str_length(self) && (str_at(self, 0) == '+' || str_at(self, 0) == '-');
  StrBuilder sb;
  sb_init(&sb, ctx);
  if (sign) sb_char(&sb, str_at(self, 0));
  sb_repeat(&sb, '0', n);
  sb_text(&sb, text_slice(text_of(self), sign, str_length(self)));
  return sb_finish(&sb);
}

SHARED_METHOD(str_m_expandtabs) {
  int64_t size = 8;
  if (args[0] && !object_ssize(ctx, args[0], &size)) return V_NULL;
  Text t = text_of(self);
  StrBuilder sb;
  sb_init(&sb, ctx);
  int64_t column = 0;
  for (int64_t i = 0; i < t.length; i++) {
    uint32_t c = text_at(t, i);
    if (!CHECK_STOP_AT(ctx, i)) return sb_discard(&sb), V_NULL;
    if (c == '\t') {
      int64_t n = size > 0 ? size - column % size : 0;
      sb_repeat(&sb, ' ', n);
      column += n;
      continue;
    }
    sb_char(&sb, c);
    column = c == '\n' || c == '\r' ? 0 : column + 1;
  }
  return sb_finish(&sb);
}

/* ---- translation ---- */

/* What `table` has for cp; V_NULL without exception = nothing. */
static Value translation(Ctx *ctx, Value table, uint32_t cp) {
  if (has_shape(table, ctx->shape.dict)) return dict_get(ctx, table, int_tag(cp));
  Value to = object_getitem(ctx, table, int_tag(cp));
  if (!to && exc_matches(ctx, EXC_LookupError)) exc_clear(ctx);
  return to;
}

static bool add_translation(Ctx *ctx, StrBuilder *sb, Value to, uint32_t cp) {
  if (!to) return sb_char(sb, cp), true;
  if (to == V_NONE) return true;
  if (is_str(ctx, to)) return sb_str(sb, to), true;
  if (!is_int_value(ctx, to)) {
    raise_format(ctx, EXC_TypeError, "character mapping must return integer, None or str");
    return false;
  }
  int64_t code;
  if (!int_to_i64(ctx, to, &code) || code < 0 || code > 0x10ffff) {
    raise_format(ctx, EXC_ValueError, "character mapping must be in range(0x110000)");
    return false;
  }
  sb_char(sb, (uint32_t)code);
  return true;
}

SHARED_METHOD(str_m_translate) {
  enum { KNOWN = 128 };
  Text t = text_of(self);
  /* ASCII characters are looked up once, if the table is a plain dict */
  Value known[KNOWN];
  bool asked[KNOWN] = {false}, plain = has_shape(args[0], ctx->shape.dict);
  StrBuilder sb;
  sb_init(&sb, ctx);
  for (int64_t i = 0; i < t.length; i++) {
    uint32_t c = text_at(t, i);
    Value to;
    if (!CHECK_STOP(ctx)) goto failed;
    if (plain && c < KNOWN && asked[c]) {
      to = known[c];
    } else {
      to = translation(ctx, args[0], c);
      if (!to && ctx->exc) goto failed;
      if (plain && c < KNOWN) known[c] = to, asked[c] = true;
    }
    if (!add_translation(ctx, &sb, to, c)) goto failed;
  }
  return sb_finish(&sb);
failed:
  sb_discard(&sb);
  return V_NULL;
}

static Value table_from_dict(Ctx *ctx, Value source) {
  if (!exact_dict(ctx, source))
    return raise_format(ctx, EXC_TypeError, "if you give only one argument to maketrans it must be a dict"), V_NULL;
  Value out = dict_new(ctx), key, value;
  int64_t pos = 0;
  while (out && dict_next(source, &pos, &key, &value)) {
    if (is_str(ctx, key)) {
      if (str_length(key) != 1)
        return raise_format(ctx, EXC_ValueError, "string keys in translatetable must be of length 1"), V_NULL;
      key = int_tag(str_at(key, 0));
    } else if (!is_int_value(ctx, key)) {
      return raise_format(ctx, EXC_TypeError, "keys in translate table mustbe strings or integers"), V_NULL;
    }
    if (!dict_set(ctx, out, key, value)) return V_NULL;
  }
  return out;
}

SHARED_METHOD(str_m_maketrans) {
  if (nargs == 1) return table_from_dict(ctx, args[0]);
  static const char *const what[] = {"maketrans() argument 1", "maketrans() argument 2", "maketrans() argument 3"};
  for (uint32_t i = 1; i < nargs; i++)
    if (!need_str(ctx, args[i], what[i])) return V_NULL;
  if (!is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "first maketrans argument must be a string if there is a second argument"),
           V_NULL;
  if (str_length(args[0]) != str_length(args[1]))
    return raise_format(ctx, EXC_ValueError, "the first two maketrans arguments must have equal length"), V_NULL;
  Value out = dict_new(ctx);
  for (int64_t i = 0; out && i < str_length(args[0]); i++)
    if (!dict_set(ctx, out, int_tag(str_at(args[0], i)), int_tag(str_at(args[1], i)))) return V_NULL;
  for (int64_t i = 0; out && nargs > 2 && i < str_length(args[2]); i++)
    if (!dict_set(ctx, out, int_tag(str_at(args[2], i)), V_NONE)) return V_NULL;
  return out;
}
