/* Module _datetime: class IsoCalendarDate, a tuple with named fields: what isocalendar() returns. */
#include "modules/_datetime/datetime.h"

Value week_new(Ctx *ctx, int year, int week, int weekday) {
  Value items[] = {int_tag(year), int_tag(week), int_tag(weekday)};
  return tuple_subclass_new(ctx, datetime_state(ctx)->week, items, 3);
}

static Value week_construct(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(cls);
  Value given[3];
  int number[3];
  if (!bind_params(ctx, "IsoCalendarDate", "year week weekday", args, nargs, kwnames, given)) return V_NULL;
  for (int i = 0; i < 3; i++)
    if (!object_c_int(ctx, given[i], &number[i])) return V_NULL;
  return week_new(ctx, number[0], number[1], number[2]);
}

static Value week_repr(Ctx *ctx, Value self) {
  return str_format_c(ctx, "datetime.IsoCalendarDate(year=%S, week=%S, weekday=%S)", tuple_item(self, 0),
                      tuple_item(self, 1), tuple_item(self, 2));
}
/* As a plain tuple: the class has no name from which it could be found. */
METHOD(method_reduce) {
  Value plain = tuple_from(ctx, AS_TUPLE(self)->items, 3), arguments = plain ? tuple_from(ctx, &plain, 1) : V_NULL;
  Value pair[] = {VAL(ctx->cls.tuple), arguments};
  return arguments ? tuple_from(ctx, pair, 2) : V_NULL;
}

static Value get_year(Ctx *ctx, Value self) { return UNUSED(ctx), tuple_item(self, 0); }
static Value get_week(Ctx *ctx, Value self) { return UNUSED(ctx), tuple_item(self, 1); }
static Value get_weekday(Ctx *ctx, Value self) { return UNUSED(ctx), tuple_item(self, 2); }

Class *make_week(Ctx *ctx) {
  static const TypeOps ops = {.new_ = week_construct, .repr = week_repr};
  static const CFuncDef methods[] = {METHOD_ROW("__reduce__", method_reduce, 0, 0, NULL), {0}};
  static const GetSetDef getset[] = {
      {"year", get_year, NULL, NULL}, {"week", get_week, NULL, NULL}, {"weekday", get_weekday, NULL, NULL}, {0}};
  Class *cls = class_new_builtin(ctx, "datetime.IsoCalendarDate", ctx->cls.tuple, KIND_TUPLE, sizeof(Tuple), &ops,
                                 methods, CLASS_FINAL);
  return class_set_doc(ctx, cls, "A day as ISO 8601 counts it: (year, week, weekday).") &&
                 class_add_getset(ctx, cls, getset)
             ? cls
             : NULL;
}
