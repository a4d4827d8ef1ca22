/* Module _datetime: what time and datetime have in common: their cells, attributes, order, pickled states. `has_date`
 * tells which of them it is: the fields of a time begin at its hour. */
#include "modules/_datetime/datetime.h"

Value moment_alloc(Ctx *ctx, Class *cls, const Civil *c, Value zone) {
  Value moment = instance_new(ctx, cls);
  if (!moment) return V_NULL;
  CELL(moment)->aux = (uint16_t)c->year;
  CELL(moment)->flags = (uint8_t)c->fold;
  const uint8_t field[8] = {(uint8_t)c->month,
                            (uint8_t)c->day,
                            (uint8_t)c->hour,
                            (uint8_t)c->minute,
                            (uint8_t)c->second,
                            (uint8_t)(c->microsecond >> 16),
                            (uint8_t)(c->microsecond >> 8),
                            (uint8_t)c->microsecond};
  memcpy(AS_MOMENT(moment)->field, field, sizeof field);
  AS_MOMENT(moment)->zone = zone;
  return moment;
}

Value moment_call(Ctx *ctx, Class *cls, const int *fields, uint32_t n, Value zone, int fold) {
  Value args[9], name = WORD(fold), kwnames = V_NULL;
  for (uint32_t i = 0; i < n; i++) args[i] = int_tag(fields[i]);
  args[n] = zone, args[n + 1] = int_tag(fold);
  if (fold && !(kwnames = tuple_from(ctx, &name, 1))) return V_NULL;
  return py_call(ctx, VAL(cls), args, n + 1, kwnames);
}

void moment_trace(Ctx *ctx, Value self) { heap_mark(ctx, moment_zone(self)); }

/* ---- order ---- */

static uint64_t in_order(Value v) {
  uint64_t fields;
  memcpy(&fields, AS_MOMENT(v)->field, sizeof fields);
  return __builtin_bswap64(fields);
}
int moment_order(Value a, Value b) {
  if (date_year(a) != date_year(b)) return date_year(a) < date_year(b) ? -1 : 1;
  uint64_t x = in_order(a), y = in_order(b);
  return x < y ? -1 : x > y;
}
Value order_result(int order, CmpOp op) {
  switch (op) {
  case CMP_LT: return bool_tag(order < 0);
  case CMP_LE: return bool_tag(order <= 0);
  case CMP_EQ: return bool_tag(order == 0);
  case CMP_NE: return bool_tag(order != 0);
  case CMP_GT: return bool_tag(order > 0);
  default: return bool_tag(order >= 0);
  }
}

/* ---- states ---- */

/* Where the year is, if there is one, in the bytes of a state; what comes after it. */
static uint32_t state_of(Value self, bool has_date, uint8_t *state) {
  if (!has_date) return memcpy(state, AS_MOMENT(self)->field + 2, 6), 6;
  state[0] = (uint8_t)(date_year(self) >> 8), state[1] = (uint8_t)date_year(self);
  memcpy(state + 2, AS_MOMENT(self)->field, 8);
  return 10;
}

/* The fold is the highest bit of a month or an hour. */
Value moment_set_state(Ctx *ctx, Class *cls, const uint8_t *state, bool has_date, Value zone) {
  Value moment = instance_new(ctx, cls);
  if (!moment) return V_NULL;
  uint8_t *field = AS_MOMENT(moment)->field, *first = has_date ? field : field + 2;
  if (has_date) CELL(moment)->aux = (uint16_t)(state[0] << 8 | state[1]);
  memcpy(first, has_date ? state + 2 : state, has_date ? 8 : 6);
  CELL(moment)->flags = *first >> 7;
  *first &= 0x7f;
  AS_MOMENT(moment)->zone = zone;
  return moment;
}

Value moment_reduce(Ctx *ctx, Value self, bool has_date, int protocol) {
  uint8_t state[10];
  uint32_t n = state_of(self, has_date, state);
  if (moment_fold(self) && protocol > 3) state[has_date ? 2 : 0] |= 0x80;
  Value parts[] = {bytes_new(ctx, state, n), moment_zone(self)};
  Value arguments = parts[0] ? tuple_from(ctx, parts, parts[1] == V_NONE ? 1 : 2) : V_NULL;
  Value pair[] = {VAL(class_of(ctx, self)), arguments};
  return arguments ? tuple_from(ctx, pair, 2) : V_NULL;
}

bool moment_hash_bytes(Ctx *ctx, Value self, bool has_date, uint64_t *out) {
  uint8_t state[10];
  *out = hash_bytes(ctx, state, state_of(self, has_date, state));
  return true;
}

/* ---- attributes ---- */

static Value get_hour(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(moment_hour(self)); }
static Value get_minute(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(moment_minute(self)); }
static Value get_second(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(moment_second(self)); }
static Value get_microsecond(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(moment_microsecond(self)); }
static Value get_tzinfo(Ctx *ctx, Value self) { return UNUSED(ctx), moment_zone(self); }
static Value get_fold(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(moment_fold(self)); }
const GetSetDef MOMENT_GETSET[] = {{"hour", get_hour, NULL, NULL},
                                   {"minute", get_minute, NULL, NULL},
                                   {"second", get_second, NULL, NULL},
                                   {"microsecond", get_microsecond, NULL, NULL},
                                   {"tzinfo", get_tzinfo, NULL, NULL},
                                   {"fold", get_fold, NULL, NULL},
                                   {0}};
