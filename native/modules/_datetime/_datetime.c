/* Module _datetime: its declaration, and the constants that classes and module have. */
#include "modules/_datetime/datetime.h"

static void trace(Ctx *ctx, void *data) {
  DatetimeState *state = data;
  heap_mark(ctx, state->utc), heap_mark(ctx, state->epoch);
  for (int i = 0; i < WORD_COUNT; i++) heap_mark(ctx, state->words[i]);
}

static bool make_words(DatetimeState *state, Ctx *ctx) {
  static const char *const spelled[] = {
#define X(name) #name,
      DATETIME_NAMES(X)
#undef X
  };
  for (int i = 0; i < WORD_COUNT; i++)
    if (!(state->words[i] = str_intern_c(ctx, spelled[i]))) return false;
  return true;
}

static bool put(Ctx *ctx, Class *cls, const char *name, Value value) {
  Value key = value ? str_intern_c(ctx, name) : V_NULL;
  return key && dict_set(ctx, cls->dict, key, value);
}

static bool delta_constants(Ctx *ctx, const DatetimeState *state) {
  int64_t days = MAX_DELTA_DAYS;
  Span last = {(days + 1) * DAY_SECONDS - 1, SECOND_US - 1};
  return put(ctx, state->delta, "min", delta_of(ctx, (Span){-days * DAY_SECONDS, 0})) &&
         put(ctx, state->delta, "max", delta_of(ctx, last)) &&
         put(ctx, state->delta, "resolution", delta_of(ctx, (Span){0, 1}));
}
static bool moment_constants(Ctx *ctx, const DatetimeState *state) {
  Civil first = {.year = MIN_YEAR, .month = 1, .day = 1}, last = {MAX_YEAR, 12, 31, 23, 59, 59, 999999, 0};
  Civil midnight = {0}, end = {0, 0, 0, 23, 59, 59, 999999, 0};
  return put(ctx, state->date, "min", date_alloc(ctx, state->date, &first)) &&
         put(ctx, state->date, "max", date_alloc(ctx, state->date, &last)) &&
         put(ctx, state->date, "resolution", delta_of(ctx, (Span){DAY_SECONDS, 0})) &&
         put(ctx, state->time, "min", moment_alloc(ctx, state->time, &midnight, V_NONE)) &&
         put(ctx, state->time, "max", moment_alloc(ctx, state->time, &end, V_NONE)) &&
         put(ctx, state->time, "resolution", delta_of(ctx, (Span){0, 1})) &&
         put(ctx, state->datetime, "min", moment_alloc(ctx, state->datetime, &first, V_NONE)) &&
         put(ctx, state->datetime, "max", moment_alloc(ctx, state->datetime, &last, V_NONE)) &&
         put(ctx, state->datetime, "resolution", delta_of(ctx, (Span){0, 1}));
}
/* Offsets of the first and the last are whole minutes, though others need not be. */
static bool zone_constants(Ctx *ctx, DatetimeState *state) {
  Value zero = delta_of(ctx, (Span){0, 0}), utc = zero ? timezone_alloc(ctx, zero, V_NULL) : V_NULL;
  Span limit = {DAY_SECONDS - 60, 0};
  if (!put(ctx, state->timezone, "utc", utc)) return false;
  state->utc = utc;
  Civil epoch = {.year = 1970, .month = 1, .day = 1};
  return (state->epoch = moment_alloc(ctx, state->datetime, &epoch, utc)) &&
         put(ctx, state->timezone, "min", timezone_of(ctx, span_subtract((Span){0, 0}, limit), V_NULL)) &&
         put(ctx, state->timezone, "max", timezone_of(ctx, limit, V_NULL));
}

static bool init(Ctx *ctx, Value module) {
  DatetimeState *state = datetime_state(ctx);
  bool made = state->epoch || (make_words(state, ctx) && delta_constants(ctx, state) && moment_constants(ctx, state) &&
                               zone_constants(ctx, state));
  return made && module_add(ctx, module, "MINYEAR", int_tag(MIN_YEAR)) &&
         module_add(ctx, module, "MAXYEAR", int_tag(MAX_YEAR)) && module_add(ctx, module, "UTC", state->utc);
}

static const ModuleClass classes[] = {{offsetof(DatetimeState, delta), make_delta},
                                      {offsetof(DatetimeState, date), make_date},
                                      {offsetof(DatetimeState, tzinfo), make_tzinfo},
                                      {offsetof(DatetimeState, time), make_time},
                                      {offsetof(DatetimeState, datetime), make_datetime},
                                      {offsetof(DatetimeState, timezone), make_timezone},
                                      {0}};
static const ModuleClass hidden[] = {{offsetof(DatetimeState, week), make_week}, {0}};

MODULE(_datetime, .doc = "Dates, times, durations and time zones.", .classes = classes, .hidden = hidden,
       .state_size = sizeof(DatetimeState), .trace = trace, .init = init);
