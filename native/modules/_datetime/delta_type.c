/* Module _datetime: class timedelta: its cells, texts, comparison, hash. Construction is in delta_new.c, operators in
 * delta_arithmetic.c. */
#include "modules/_datetime/datetime.h"

int64_t span_days(Span span, int64_t *seconds) {
  int64_t days = floor_divide(span.seconds, DAY_SECONDS);
  if (seconds) *seconds = span.seconds - days * DAY_SECONDS;
  return days;
}

Value delta_new(Ctx *ctx, Class *cls, Span span) {
  int64_t limit = (int64_t)MAX_DELTA_DAYS * DAY_SECONDS;
  if (UNLIKELY(span.seconds < -limit || span.seconds >= limit + DAY_SECONDS)) {
    raise_format(ctx, EXC_OverflowError, "days=%lld; must have magnitude <= %d", (long long)span_days(span, NULL),
                 MAX_DELTA_DAYS);
    return V_NULL;
  }
  Value delta = instance_new(ctx, cls);
  if (!delta) return V_NULL;
  AS_DELTA(delta)->seconds = span.seconds;
  CELL(delta)->flags = (uint8_t)(span.microseconds >> 16);
  CELL(delta)->aux = (uint16_t)span.microseconds;
  return delta;
}

/* ---- text ---- */

static Value delta_repr(Ctx *ctx, Value self) {
  Span span = delta_span(self);
  int64_t seconds, days = span_days(span, &seconds);
  Value name = str_format_c(ctx, "%T", self);
  if (!name) return V_NULL;
  StrBuilder sb;
  sb_init(&sb, ctx);
  sb_str(&sb, name);
  sb_char(&sb, '(');
  if (span_is_zero(span)) sb_char(&sb, '0');
  if (days) sb_ascii(&sb, "days="), sb_int(&sb, days);
  if (seconds) sb_ascii(&sb, days ? ", seconds=" : "seconds="), sb_int(&sb, seconds);
  if (span.microseconds) {
    sb_ascii(&sb, days || seconds ? ", microseconds=" : "microseconds=");
    sb_int(&sb, span.microseconds);
  }
  sb_char(&sb, ')');
  return sb_finish(&sb);
}

static Value delta_str(Ctx *ctx, Value self) {
  Span span = delta_span(self);
  int64_t seconds, days = span_days(span, &seconds);
  StrBuilder sb;
  sb_init(&sb, ctx);
  if (days) sb_int(&sb, days), sb_ascii(&sb, days == 1 || days == -1 ? " day, " : " days, ");
  sb_int(&sb, seconds / 3600);
  char text[16], *p = text;
  *p++ = ':';
  p = put_number(p, (int)(seconds / 60 % 60), 2);
  *p++ = ':';
  p = put_number(p, (int)(seconds % 60), 2);
  if (span.microseconds) *p++ = '.', p = put_number(p, span.microseconds, 6);
  sb_bytes(&sb, text, (size_t)(p - text));
  return sb_finish(&sb);
}

/* ---- comparison ---- */

static Value delta_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (!is_delta(ctx, b)) return V_NOTIMPL;
  return order_result(span_compare(delta_span(a), delta_span(b)), op);
}

/* That of the tuple (days, seconds, microseconds). */
void span_hash(Span span, uint64_t *out) {
  int64_t seconds, days = span_days(span, &seconds);
  uint64_t hashes[] = {(uint64_t)(days == -1 ? -2 : days), (uint64_t)seconds, (uint64_t)span.microseconds};
  *out = hash_of_items(hashes, 3);
}
bool delta_hash(Ctx *ctx, Value self, uint64_t *out) {
  UNUSED(ctx);
  span_hash(delta_span(self), out);
  return true;
}

/* ---- operators of one operand ---- */

static int delta_truth(Ctx *ctx, Value self) { return UNUSED(ctx), !span_is_zero(delta_span(self)); }
static Value delta_negative(Ctx *ctx, Value self) {
  return delta_of(ctx, span_subtract((Span){0, 0}, delta_span(self)));
}
static Value delta_positive(Ctx *ctx, Value self) { return delta_of(ctx, delta_span(self)); }
static Value delta_absolute(Ctx *ctx, Value self) {
  return delta_span(self).seconds < 0 ? delta_negative(ctx, self) : delta_positive(ctx, self);
}

/* ---- methods ---- */

/* Rounded once, as the quotient of two ints. */
Value delta_total_seconds(Ctx *ctx, Span span) {
  I128 us = span_us(span);
  if (LIKELY(us > -(1LL << 53) && us < 1LL << 53)) return float_new(ctx, (double)(int64_t)us / 1e6);
  Value all = int_of_us(ctx, us);
  return all ? int_binary(ctx, all, int_tag(SECOND_US), OP_TRUEDIV) : V_NULL;
}
METHOD(method_total_seconds) { return delta_total_seconds(ctx, delta_span(self)); }
METHOD(method_reduce) {
  int64_t seconds, days = span_days(delta_span(self), &seconds);
  Value parts[] = {int_tag(days), int_tag(seconds), int_tag(delta_span(self).microseconds)};
  Value pair[] = {VAL(class_of(ctx, self)), tuple_from(ctx, parts, 3)};
  return pair[1] ? tuple_from(ctx, pair, 2) : V_NULL;
}
METHOD(method_sizeof) { return int_tag(40); } /* as in CPython */

static const CFuncDef methods[] = {
    METHOD_ROW("total_seconds", method_total_seconds, 0, 0, "The whole duration in seconds."),
    METHOD_ROW("__reduce__", method_reduce, 0, 0, NULL),
    METHOD_ROW("__sizeof__", method_sizeof, 0, 0, NULL),
    METHOD_ROW("__divmod__", delta_divmod, 1, 1, "Return divmod(self, value)."),
    METHOD_ROW("__rdivmod__", delta_reflected_divmod, 1, 1, "Return divmod(value, self)."),
    {0},
};

static Value get_days(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(span_days(delta_span(self), NULL)); }
static Value get_seconds(Ctx *ctx, Value self) {
  UNUSED(ctx);
  int64_t seconds;
  span_days(delta_span(self), &seconds);
  return int_tag(seconds);
}
static Value get_microseconds(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(delta_span(self).microseconds); }
static const GetSetDef getset[] = {
    {"days", get_days, readonly_member, "Number of days."},
    {"seconds", get_seconds, readonly_member, "Number of seconds (>= 0 and less than 1 day)."},
    {"microseconds", get_microseconds, readonly_member, "Number of microseconds (>= 0 and less than 1 second)."},
    {0}};

#define OPERATOR(op) (UINT64_C(1) << (op))
Class *make_delta(Ctx *ctx) {
  static const TypeOps ops = {.new_ = delta_construct,
                              .repr = delta_repr,
                              .str = delta_str,
                              .hash = delta_hash,
                              .compare = delta_compare,
                              .truth = delta_truth,
                              .binary = delta_binary,
                              .operators = OPERATOR(OP_ADD) | OPERATOR(OP_SUB) | OPERATOR(OP_MUL) |
                                           OPERATOR(OP_TRUEDIV) | OPERATOR(OP_FLOORDIV) | OPERATOR(OP_MOD),
                              .negative = delta_negative,
                              .positive = delta_positive,
                              .absolute = delta_absolute};
  Class *cls = class_new_builtin(ctx, "datetime.timedelta", NULL, KIND_OTHER, sizeof(Delta), &ops, methods, 0);
  bool ok = class_set_doc(ctx, cls, "A duration: days, seconds and microseconds.") &&
            class_add_getset(ctx, cls, getset);
  return ok ? cls : NULL;
}
