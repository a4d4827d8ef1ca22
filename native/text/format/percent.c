/* The % operator of str and bytes: printf-like formatting. Bytes are formatted as Latin-1 text, which becomes bytes at
 * the end. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/memory.h"
#include "number/number.h"
#include "object/buffer.h"
#include "object/object.h"
#include "text/format/format.h"
#include "text/text.h"
#include <limits.h>
#include <stdlib.h>

typedef struct Percent {
  Ctx *ctx;
  Text format;
  int64_t pos;
  Value args; /* the right operand */
  /* number of the next item of a tuple; -1 = the single argument is still there, -2 = it is used */
  int64_t next;
  bool mapping; /* %(key)s may be used */
  bool used_key;
  bool bytes;
  StrBuilder sb;
} Percent;

typedef struct Directive {
  bool left, plus, blank, alternate, zero;
  int64_t width, precision;
  uint32_t type;
  Value value;
} Directive;

static bool fail(Percent *p, ExcId id, const char *message) {
  raise_format(p->ctx, id, "%s", message);
  return false;
}

static Value next_argument(Percent *p) {
  if (p->used_key || p->next == -1) {
    if (!p->used_key) p->next = -2;
    return p->args;
  }
  if (p->next >= 0 && p->next < ((Tuple *)p->args)->length) return ((Tuple *)p->args)->items[p->next++];
  fail(p, EXC_TypeError, "not enough arguments for format string");
  return V_NULL;
}

/* '(key)': the mapping's value becomes the argument of this directive. */
static bool read_key(Percent *p, Value mapping) {
  if (!p->mapping) return fail(p, EXC_TypeError, "format requires a mapping");
  int64_t from = ++p->pos;
  int depth = 1;
  for (; p->pos < p->format.length; p->pos++) {
    uint32_t c = text_at(p->format, p->pos);
    if (!CHECK_STOP_AT(p->ctx, p->pos)) return false;
    if (c == '(') depth++;
    if (c == ')' && --depth == 0) break;
  }
  if (depth) return fail(p, EXC_ValueError, "incomplete format key");
  Text name = text_slice(p->format, from, p->pos++);
  Value key = p->bytes ? bytes_new(p->ctx, name.data, name.length) : str_of_text(p->ctx, name);
  Value v = key ? object_getitem(p->ctx, mapping, key) : V_NULL;
  if (!v) return false;
  p->args = v;
  p->used_key = true;
  return true;
}

/* Digits or '*'. */
static bool read_size(Percent *p, int64_t *out, const char *too_big, bool *negative) {
  *negative = false;
  if (p->pos < p->format.length && text_at(p->format, p->pos) == '*') {
    p->pos++;
    Value v = next_argument(p);
    if (!v) return false;
    if (!is_int_value(p->ctx, v)) return fail(p, EXC_TypeError, "* wants int");
    if (!int_to_i64(p->ctx, v, out) || *out > INT_MAX || *out < -INT_MAX)
      return fail(p, EXC_OverflowError, "Python int too large to convert to C int");
    if (*out < 0) *negative = true, *out = -*out;
    return true;
  }
  int64_t n = 0;
  for (; p->pos < p->format.length; p->pos++) {
    uint32_t c = text_at(p->format, p->pos);
    if (!CHECK_STOP_AT(p->ctx, p->pos)) return false;
    if (c < '0' || c > '9') break;
    n = n * 10 + (c - '0');
    if (n > INT_MAX) return fail(p, EXC_ValueError, too_big);
  }
  *out = n;
  return true;
}

static bool read_directive(Percent *p, Directive *d) {
  *d = (Directive){.width = -1, .precision = -1};
  Text t = p->format;
  if (p->pos < t.length && text_at(t, p->pos) == '(') {
    if (!read_key(p, p->args)) return false;
  }
  for (; p->pos < t.length; p->pos++) {
    uint32_t c = text_at(t, p->pos);
    if (!CHECK_STOP_AT(p->ctx, p->pos)) return false;
    if (c == '-') d->left = true;
    else if (c == '+') d->plus = true;
    else if (c == ' ') d->blank = true;
    else if (c == '#') d->alternate = true;
    else if (c == '0') d->zero = true;
    else break;
  }
  bool negative;
  if (!read_size(p, &d->width, "width too big", &negative)) return false;
  if (negative) d->left = true;
  if (p->pos < t.length && text_at(t, p->pos) == '.') {
    p->pos++;
    if (!read_size(p, &d->precision, "precision too big", &negative)) return false;
    if (negative) d->precision = 0;
  }
  if (p->pos < t.length && strchr("hlL", (int)(text_at(t, p->pos) < 128 ? text_at(t, p->pos) : '?'))) p->pos++;
  if (p->pos >= t.length) return fail(p, EXC_ValueError, "incomplete format");
  d->type = text_at(t, p->pos++);
  return true;
}

/* ---- numbers ---- */

/* Sign, prefix and padding around digits. */
static void add_number(Percent *p, const Directive *d, Text t) {
  uint32_t sign = 0;
  if (t.length && (text_at(t, 0) == '-' || text_at(t, 0) == '+')) {
    sign = text_at(t, 0);
    t = text_slice(t, 1, t.length);
  } else if (d->plus) {
    sign = '+';
  } else if (d->blank) {
    sign = ' ';
  }
  Text prefix = text_slice(t, 0, 0);
  if (d->alternate && (d->type == 'x' || d->type == 'X' || d->type == 'o')) {
    prefix = text_slice(t, 0, 2);
    t = text_slice(t, 2, t.length);
  }
  int64_t missing = d->width - (sign != 0) - prefix.length - t.length;
  bool zero = d->zero && !d->left;
  if (!zero && !d->left) sb_repeat(&p->sb, ' ', missing);
  if (sign) sb_char(&p->sb, sign);
  sb_text(&p->sb, prefix);
  if (zero) sb_repeat(&p->sb, '0', missing);
  sb_text(&p->sb, t);
  if (d->left) sb_repeat(&p->sb, ' ', missing);
}

static Value wants_int(Percent *p, const Directive *d) {
  bool real = d->type == 'd' || d->type == 'i' || d->type == 'u';
  raise_format(p->ctx, EXC_TypeError, "%%%c format: %s is required, not %T", (int)d->type,
               real ? "a real number" : "an integer", d->value);
  return V_NULL;
}

static Value integer_argument(Percent *p, const Directive *d) {
  Ctx *ctx = p->ctx;
  Value v = d->value;
  if (is_int_value(ctx, v)) return int_unwrap(ctx, v);
  const TypeOps *ops = &class_of(ctx, v)->ops;
  Value r = V_NULL;
  if (d->type == 'x' || d->type == 'X' || d->type == 'o') {
    if (!ops->index) return wants_int(p, d);
    r = object_index(ctx, v);
  } else {
    if (is_str(ctx, v) || (!ops->int_ && !ops->index)) return wants_int(p, d);
    r = ops->int_ ? ops->int_(ctx, v) : object_index(ctx, v);
    if (r && !is_int_value(ctx, r)) return wants_int(p, d);
  }
  if (r) return int_unwrap(ctx, r);
  if (!exc_matches(ctx, EXC_TypeError)) return V_NULL;
  exc_clear(ctx);
  return wants_int(p, d);
}

static bool add_int(Percent *p, const Directive *d) {
  Ctx *ctx = p->ctx;
  Value v = integer_argument(p, d);
  int base = d->type == 'o' ? 8 : (d->type | 0x20) == 'x' ? 16 : 10;
  Value digits = v ? int_to_str(ctx, v, base) : V_NULL;
  if (!digits) return false;
  Text t = text_of(digits);
  bool negative = text_at(t, 0) == '-';
  if (negative) t = text_slice(t, 1, t.length);
  StrBuilder sb;
  sb_init(&sb, ctx);
  if (negative) sb_char(&sb, '-');
  if (d->alternate && base != 10) sb_ascii(&sb, base == 8 ? "0o" : d->type == 'X' ? "0X" : "0x");
  sb_repeat(&sb, '0', d->precision - t.length);
  for (int64_t i = 0; i < t.length; i++) {
    uint32_t c = text_at(t, i);
    sb_char(&sb, d->type == 'X' && c >= 'a' ? c - 32 : c);
    if (!CHECK_STOP_AT(ctx, i)) return sb_discard(&sb), false;
  }
  Value text = sb_finish(&sb);
  if (!text) return false;
  add_number(p, d, text_of(text));
  return true;
}

static bool add_float(Percent *p, const Directive *d) {
  double x;
  if (!float_coerce(p->ctx, d->value, &x)) return false;
  int64_t precision = d->precision < 0 ? 6 : d->precision, zeros;
  char *text = double_format(p->ctx, x, (char)d->type, precision, d->alternate, false, false, &zeros);
  if (!text) return false;
  size_t n = strlen(text);
  Value longer = V_NULL;
  if (zeros) {
    size_t head = strcspn(text, "eE");
    StrBuilder sb;
    sb_init(&sb, p->ctx);
    sb_bytes(&sb, text, head);
    sb_repeat(&sb, '0', zeros);
    sb_bytes(&sb, text + head, n - head);
    longer = sb_finish(&sb);
  }
  if (!zeros || longer) add_number(p, d, longer ? text_of(longer) : (Text){text, (int64_t)n, 1});
  memory_free(p->ctx, text);
  return !zeros || longer;
}

/* ---- text ---- */

static void add_text(Percent *p, const Directive *d, Text t) {
  if (d->precision >= 0 && d->precision < t.length) t = text_slice(t, 0, d->precision);
  if (!d->left) sb_repeat(&p->sb, ' ', d->width - t.length);
  sb_text(&p->sb, t);
  if (d->left) sb_repeat(&p->sb, ' ', d->width - t.length);
}

static bool add_char(Percent *p, Directive *d) {
  Ctx *ctx = p->ctx;
  uint32_t limit = p->bytes ? 256 : 0x110000, c;
  const uint8_t *data;
  int64_t n, code;
  d->precision = -1;
  if (!p->bytes && is_str(ctx, d->value)) {
    if (str_length(d->value) != 1) {
      raise_format(ctx, EXC_TypeError, "%%c requires an int or a unicode character, not a string of length %lld",
                   (long long)str_length(d->value));
      return false;
    }
    add_text(p, d, text_of(d->value));
    return true;
  }
  if (p->bytes && bytes_view(ctx, d->value, &data, &n)) {
    if (n != 1) {
      raise_format(ctx, EXC_TypeError,
                   "%%c requires an integer in range(256) or a single byte, not a %T object of length %lld", d->value,
                   (long long)n);
      return false;
    }
    add_text(p, d, (Text){data, 1, 1});
    return true;
  }
  if (ctx->exc) return false;
  bool is_index = is_int_value(ctx, d->value) || class_of(ctx, d->value)->ops.index;
  Value i = is_index ? object_index(ctx, d->value) : V_NULL;
  if (!i && is_index && (p->bytes || !exc_matches(ctx, EXC_TypeError))) return false;
  if (!i) {
    if (ctx->exc) exc_clear(ctx); /* in a str, an index that is none is not told from what is no index */
    raise_format(ctx, EXC_TypeError,
                 p->bytes ? "%%c requires an integer in range(256) or a single byte, not %F"
                          : "%%c requires an int or a unicode character, not %F",
                 d->value);
    return false;
  }
  if (!int_to_i64(ctx, i, &code) || code < 0 || code >= limit)
    return fail(p, EXC_OverflowError, p->bytes ? "%c arg not in range(256)" : "%c arg not in range(0x110000)");
  c = (uint32_t)code;
  add_text(p, d, (Text){&c, 1, 4});
  return true;
}

static bool add_bytes(Percent *p, const Directive *d) {
  Ctx *ctx = p->ctx;
  const uint8_t *data;
  int64_t n;
  Value v = d->value;
  if (!is_bytes_like(ctx, v)) {
    if (!buffer_offered(ctx, v) && !class_lookup(ctx, class_of(ctx, v), NAME(__bytes__))) {
      raise_format(ctx, EXC_TypeError,
                   "%%b requires a bytes-like object, or an object that implements __bytes__, not '%T'", v);
      return false;
    }
    if (!(v = bytes_from_object(ctx, v))) return false; /* __bytes__ goes first */
  }
  bytes_view(ctx, v, &data, &n);
  add_text(p, d, (Text){data, n, 1});
  return true;
}

static bool convert(Percent *p, Directive *d) {
  Ctx *ctx = p->ctx;
  Value s;
  switch (d->type) {
  case 'd':
  case 'i':
  case 'u':
  case 'o':
  case 'x':
  case 'X': return add_int(p, d);
  case 'e':
  case 'E':
  case 'f':
  case 'F':
  case 'g':
  case 'G': return add_float(p, d);
  case 'c': return add_char(p, d);
  case 's':
    if (p->bytes) return add_bytes(p, d);
    s = object_str(ctx, d->value);
    break;
  case 'r': s = p->bytes ? object_ascii(ctx, d->value) : object_repr(ctx, d->value); break;
  case 'a': s = object_ascii(ctx, d->value); break;
  case 'b':
    if (p->bytes) return add_bytes(p, d);
    /* fall through */
  default: {
    int shown = d->type > 31 && d->type < 128 ? (int)d->type : '?';
    raise_format(ctx, EXC_ValueError, "unsupported format character '%c' (0x%x) at index %lld", shown, d->type,
                 (long long)p->pos - 1);
    return false;
  }
  }
  if (s) add_text(p, d, text_of(s));
  return s != V_NULL;
}

/* Most directives are %s of a str or of an int, or %d of an int. false: it is none, and nothing has been done */
static bool plain_directive(Percent *p) {
  if (p->pos >= p->format.length) return false;
  uint32_t type = text_at(p->format, p->pos);
  if ((type != 's' && type != 'd') || p->used_key) return false;
  Value v;
  if (p->next == -1) v = p->args;
  else if (p->next >= 0 && p->next < ((Tuple *)p->args)->length) v = ((Tuple *)p->args)->items[p->next];
  else return false;
  if (is_int(v) && !(p->bytes && type == 's')) sb_int(&p->sb, int_val(v));
  else if (type == 's' && !p->bytes && exact_str(p->ctx, v)) sb_str(&p->sb, v);
  else return false;
  p->pos++;
  p->next = p->next == -1 ? -2 : p->next + 1;
  return true;
}

static bool format_all(Percent *p, Value args) {
  Text t = p->format;
  while (p->pos < t.length) {
    if (!CHECK_STOP(p->ctx)) return false;
    int64_t from = p->pos;
    for (; p->pos < t.length && text_at(t, p->pos) != '%'; p->pos++)
      if (!CHECK_STOP_AT(p->ctx, p->pos)) return false;
    sb_text(&p->sb, text_slice(t, from, p->pos));
    if (p->pos++ == t.length) break;
    if (p->pos < t.length && text_at(t, p->pos) == '%') {
      sb_char(&p->sb, '%');
      p->pos++;
      continue;
    }
    Directive d;
    int64_t next = p->next;
    if (plain_directive(p)) continue;
    if (!read_directive(p, &d)) return false;
    if (!(d.value = next_argument(p)) || !convert(p, &d)) return false;
    if (p->used_key) { /* the next directive sees the mapping again */
      p->used_key = false;
      p->args = args;
      p->next = next == -1 ? -2 : next;
    }
  }
  bool left_over = p->next >= 0 ? p->next < ((Tuple *)p->args)->length : p->next == -1 && !p->mapping;
  return !left_over || fail(p, EXC_TypeError,
                            p->bytes ? "not all arguments converted during bytes formatting"
                                     : "not all arguments converted during string formatting");
}

static Value percent(Ctx *ctx, Text format, Value args, bool bytes) {
  Percent p; /* not cleared: the builder has room for many characters */
  p.ctx = ctx, p.format = format, p.pos = 0, p.args = args, p.used_key = false, p.bytes = bytes;
  bool tuple = is_tuple(ctx, args);
  p.next = tuple ? 0 : -1;
  p.mapping = !tuple && !is_str(ctx, args) && !(bytes && is_bytes_like(ctx, args)) && class_of(ctx, args)->ops.getitem;
  sb_init(&p.sb, ctx);
  if (format_all(&p, args)) return sb_finish(&p.sb);
  sb_discard(&p.sb);
  return V_NULL;
}

Value str_percent(Ctx *ctx, Value format, Value args) { return percent(ctx, text_of(format), args, false); }

Value bytes_percent(Ctx *ctx, const uint8_t *format, int64_t n, Value args) {
  Value text = percent(ctx, (Text){format, n, 1}, args, true);
  return text ? bytes_new(ctx, AS_STR(text)->data, str_length(text)) : V_NULL;
}
