/* Module _datetime: sums and differences of datetimes, their comparison and hash. Two datetimes with the same time zone
 * object are compared as they are; with others, as their offsets tell. */
#include "modules/_datetime/datetime.h"

/* ---- arithmetic ---- */

static Span span_since(Value v) {
  Civil c = moment_civil(v);
  return (Span){civil_seconds(&c) + c.microsecond / SECOND_US, (int32_t)(c.microsecond % SECOND_US)};
}

Value datetime_shift(Ctx *ctx, Value self, Span by) {
  Civil c = moment_civil(self);
  int64_t in_day = (int64_t)c.hour * 3600 + c.minute * 60 + c.second + c.microsecond / SECOND_US;
  Span sum = span_add((Span){in_day, (int32_t)(c.microsecond % SECOND_US)}, by);
  int64_t days = floor_divide(sum.seconds, DAY_SECONDS);
  uint32_t seconds = (uint32_t)(sum.seconds - days * DAY_SECONDS);
  if (!civil_add_days(ctx, &c, days)) return V_NULL;
  c.hour = (int)(seconds / 3600), c.minute = (int)(seconds / 60 % 60), c.second = (int)(seconds % 60);
  c.microsecond = sum.microseconds, c.fold = 0;
  Class *cls = class_of(ctx, self);
  if (LIKELY(cls == datetime_state(ctx)->datetime)) return moment_alloc(ctx, cls, &c, moment_zone(self));
  return datetime_make(ctx, cls, &c, moment_zone(self));
}

/* The offsets of both; None, None if their zone is the same. */
static bool offsets(Ctx *ctx, Value left, Value right, Value *x, Value *y) {
  *x = *y = V_NONE;
  if (moment_zone(left) == moment_zone(right)) return true;
  return (*x = datetime_utcoffset(ctx, left)) && (*y = datetime_utcoffset(ctx, right));
}

bool datetime_difference(Ctx *ctx, Value left, Value right, Span *out) {
  Value x, y;
  if (!offsets(ctx, left, right, &x, &y)) return false;
  if ((x == V_NONE) != (y == V_NONE)) {
    raise_format(ctx, EXC_TypeError, "can't subtract offset-naive and offset-aware datetimes");
    return false;
  }
  *out = span_subtract(span_since(left), span_since(right));
  if (x != V_NONE) *out = span_subtract(*out, span_subtract(delta_span(x), delta_span(y)));
  return true;
}

Value datetime_binary(Ctx *ctx, Value left, Value right, BinOp op) {
  if (op == OP_ADD) {
    if (is_datetime(ctx, left)) return is_delta(ctx, right) ? datetime_shift(ctx, left, delta_span(right)) : V_NOTIMPL;
    return is_delta(ctx, left) ? datetime_shift(ctx, right, delta_span(left)) : V_NOTIMPL;
  }
  if (op != OP_SUB || !is_datetime(ctx, left)) return V_NOTIMPL;
  if (is_delta(ctx, right)) return datetime_shift(ctx, left, span_subtract((Span){0, 0}, delta_span(right)));
  if (!is_datetime(ctx, right)) return V_NOTIMPL;
  Span span;
  return datetime_difference(ctx, left, right, &span) ? delta_of(ctx, span) : V_NULL;
}

/* ---- comparison ---- */

/* Does the offset depend on the fold? Such a moment equals none in another zone. 1, 0, -1: an exception. */
static int offset_depends_on_fold(Ctx *ctx, Value v, Value offset) {
  Civil c = moment_civil(v);
  c.fold = !c.fold;
  Value other = moment_alloc(ctx, datetime_state(ctx)->datetime, &c, moment_zone(v));
  Value flipped = other ? datetime_utcoffset(ctx, other) : V_NULL;
  return flipped ? !offsets_equal(flipped, offset) : -1;
}
static Value equality(Ctx *ctx, Value a, Value b, Value x, Value y, CmpOp op) {
  int differs = offset_depends_on_fold(ctx, a, x);
  if (!differs) differs = offset_depends_on_fold(ctx, b, y);
  return differs < 0 ? V_NULL : order_result(differs, op);
}

Value datetime_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (!is_datetime(ctx, b)) return V_NOTIMPL;
  if (LIKELY(moment_zone(a) == moment_zone(b))) return order_result(moment_order(a, b), op);
  bool equal_or_not = op == CMP_EQ || op == CMP_NE;
  Value x, y;
  int order;
  if (!offsets(ctx, a, b, &x, &y)) return V_NULL;
  if (offsets_equal(x, y)) order = moment_order(a, b);
  else if (x != V_NONE && y != V_NONE) {
    Span span;
    if (!datetime_difference(ctx, a, b, &span)) return V_NULL;
    order = span_compare(span, (Span){0, 0});
  } else {
    if (equal_or_not) return bool_tag(op == CMP_NE);
    return raise_format(ctx, EXC_TypeError, "can't compare offset-naive and offset-aware datetimes"), V_NULL;
  }
  if (equal_or_not && order == 0) return equality(ctx, a, b, x, y, op);
  return order_result(order, op);
}

/* ---- hash ---- */

/* Of an aware one that of the time since 0001-01-01 in UTC, without regard to the fold. */
bool datetime_hash(Ctx *ctx, Value self, uint64_t *out) {
  if ((*out = AS_MOMENT(self)->hash)) return true;
  Value plain = self;
  if (moment_fold(self)) {
    Civil c = moment_civil(self);
    c.fold = 0;
    if (!(plain = moment_alloc(ctx, class_of(ctx, self), &c, moment_zone(self)))) return false;
  }
  Value offset = datetime_utcoffset(ctx, plain);
  if (!offset) return false;
  if (offset == V_NONE) moment_hash_bytes(ctx, self, true, out);
  else span_hash(span_subtract(span_since(self), delta_span(offset)), out);
  AS_MOMENT(self)->hash = *out;
  return true;
}
