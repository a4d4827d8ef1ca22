/* Module gc. The collector has no generations, no counts and no switch: it is how memory is freed at all. So the
 * settings are kept and reported but decide nothing, collect() does a whole collection whichever generation it is asked
 * for, and the numbers tell of collections, not of objects (docs/python-differences.md). */
#include "modules/gc/gc.h"

enum { DEBUG_STATS = 1, DEBUG_COLLECTABLE = 2, DEBUG_UNCOLLECTABLE = 4, DEBUG_SAVEALL = 32, DEBUG_LEAK = 38 };
enum { GENERATIONS = 3 };

typedef struct GcState {
  bool disabled, collecting;
  int64_t thresholds[GENERATIONS];
  int64_t debug;
  int64_t collections, finalized;
  Value garbage, callbacks;
} GcState;
static GcState *state_of(Ctx *ctx) { return module_state(ctx, &module_gc); }
static void trace(Ctx *ctx, void *data) {
  heap_mark(ctx, ((GcState *)data)->garbage), heap_mark(ctx, ((GcState *)data)->callbacks);
}

FUNCTION(f_enable) {
  state_of(ctx)->disabled = false;
  return V_NONE;
}
FUNCTION(f_disable) {
  state_of(ctx)->disabled = true;
  return V_NONE;
}
FUNCTION(f_isenabled) { return bool_tag(!state_of(ctx)->disabled); }

/* ---- collect ---- */

static bool add_info(Ctx *ctx, Value info, const char *name, int64_t n) {
  return dict_set(ctx, info, str_intern_c(ctx, name), int_tag(n));
}

/* false: the program is to stop */
static bool tell(Ctx *ctx, const char *phase, int64_t generation, int64_t collected) {
  Value callbacks = state_of(ctx)->callbacks;
  if (!callbacks || !is_list(ctx, callbacks) || AS_LIST(callbacks)->length == 0) return true;
  Value args[2] = {str_from_ascii(ctx, phase), dict_new(ctx)};
  if (!args[0] || !args[1] || !add_info(ctx, args[1], "generation", generation) ||
      !add_info(ctx, args[1], "collected", collected) || !add_info(ctx, args[1], "uncollectable", 0))
    return false;
  for (int64_t i = 0; i < AS_LIST(callbacks)->length; i++) {
    Value callback = AS_LIST(callbacks)->items->items[i];
    if (!py_call(ctx, callback, args, 2, V_NULL) &&
        !unraisable(ctx, "Exception ignored while calling GC callback", callback))
      return false;
  }
  return true;
}

/* Reads its argument itself: binding would leave a frame with room for many values on the stack that is scanned. */
static bool read_generation(Ctx *ctx, const Value *args, uint32_t nargs, Value kwnames, int64_t *generation) {
  Value bound[1];
  return bind_params(ctx, "collect", "generation=", args, nargs, kwnames, bound) &&
         (!bound[0] || object_index_i64(ctx, bound[0], generation, false));
}

FUNCTION(f_collect) {
  int64_t generation = GENERATIONS - 1;
  if ((nargs || kwcount(kwnames)) && !read_generation(ctx, args, nargs, kwnames, &generation)) return V_NULL;
  if (generation < 0 || generation >= GENERATIONS)
    return raise_format(ctx, EXC_ValueError, "invalid generation"), V_NULL;
  GcState *state = state_of(ctx);
  if (state->collecting) return int_tag(0); /* asked for by a finalizer, or by a callback */
  state->collecting = true;
  size_t ran = 0;
  bool whole = tell(ctx, "start", generation, 0) &&
               finalizers_collect(ctx, args ? args + nargs + kwcount(kwnames) : NULL, &ran) &&
               tell(ctx, "stop", generation, (int64_t)ran);
  state->collecting = false;
  if (!whole) return V_NULL;
  state->collections++;
  state->finalized += (int64_t)ran;
  return int_tag((int64_t)ran);
}

/* ---- settings ---- */

static Value three(Ctx *ctx, const int64_t *n) {
  Value parts[GENERATIONS];
  for (int i = 0; i < GENERATIONS; i++)
    if (!(parts[i] = int_from_i64(ctx, n[i]))) return V_NULL;
  return tuple_from(ctx, parts, GENERATIONS);
}
FUNCTION(f_get_threshold) { return three(ctx, state_of(ctx)->thresholds); }
FUNCTION(f_get_count) {
  const int64_t none[GENERATIONS] = {0, 0, 0};
  return three(ctx, none);
}
FUNCTION(f_set_threshold) {
  if (nargs < 1 || nargs > 3)
    return raise_format(ctx, EXC_TypeError, "gc.set_threshold requires 1 to 3 arguments"), V_NULL;
  int64_t n[GENERATIONS];
  for (uint32_t i = 0; i < nargs; i++)
    if (!object_index_i64(ctx, args[i], &n[i], false)) return V_NULL;
  for (uint32_t i = 0; i < nargs; i++) state_of(ctx)->thresholds[i] = n[i];
  return V_NONE;
}
FUNCTION(f_get_debug) { return int_from_i64(ctx, state_of(ctx)->debug); }
FUNCTION(f_set_debug) { return object_index_i64(ctx, args[0], &state_of(ctx)->debug, false) ? V_NONE : V_NULL; }
FUNCTION(f_get_stats) {
  const GcState *state = state_of(ctx);
  Value list = list_new(ctx, GENERATIONS);
  for (int i = 0; list && i < GENERATIONS; i++) {
    bool last = i == GENERATIONS - 1;
    Value info = dict_new(ctx);
    if (!info || !add_info(ctx, info, "collections", last ? state->collections : 0) ||
        !add_info(ctx, info, "collected", last ? state->finalized : 0) || !add_info(ctx, info, "uncollectable", 0) ||
        !list_append(ctx, list, info))
      return V_NULL;
  }
  return list;
}

FUNCTION(f_none) { return V_NONE; }
FUNCTION(f_zero) { return int_tag(0); }

/* ---- objects ---- */

FUNCTION(f_is_tracked) { return bool_tag(gc_is_tracked(ctx, args[0])); }
FUNCTION(f_is_finalized) { return bool_tag(is_cell(args[0]) && CELL(args[0])->gc & CELL_FINALIZED); }
FUNCTION(f_get_objects) {
  int64_t generation = -1;
  if (args[0] && args[0] != V_NONE) {
    if (!is_int_value(ctx, args[0]) && !class_of(ctx, args[0])->ops.index)
      return raise_format(ctx, EXC_TypeError, "argument should be integer or None, not '%T'", args[0]), V_NULL;
    if (!object_index_i64(ctx, args[0], &generation, false)) return V_NULL;
    if (generation >= GENERATIONS) {
      raise_format(ctx, EXC_ValueError,
                   "generation parameter must be less than the number of available generations (3)");
      return V_NULL;
    }
    if (generation < -1) return raise_format(ctx, EXC_ValueError, "generation parameter cannot be negative"), V_NULL;
    if (generation >= 0 && generation != GENERATIONS - 1) return list_new(ctx, 0); /* all are in the oldest */
  }
  return gc_reachable(ctx);
}

static bool append(Ctx *ctx, Value v, void *list) { return list_append(ctx, (Value)(uintptr_t)list, v); }
FUNCTION(f_get_referents) {
  Value list = list_new(ctx, 4);
  for (uint32_t i = 0; list && i < nargs; i++)
    if (!gc_referents(ctx, args[i], append, (void *)(uintptr_t)list)) return V_NULL;
  return list;
}

typedef struct Wanted {
  const Value *objects;
  uint32_t n;
  bool found;
  uint32_t seen; /* references; one object may have millions */
} Wanted;
static bool compare(Ctx *ctx, Value v, void *data) {
  Wanted *wanted = data;
  if (!CHECK_STOP_AT(ctx, wanted->seen++)) return false;
  for (uint32_t i = 0; i < wanted->n; i++)
    if (wanted->objects[i] == v) wanted->found = true;
  return !wanted->found;
}
FUNCTION(f_get_referrers) {
  Value all = gc_reachable(ctx), list = all ? list_new(ctx, 4) : V_NULL;
  for (int64_t i = 0; list && i < AS_LIST(all)->length; i++) {
    Wanted wanted = {.objects = args, .n = nargs};
    Value object = AS_LIST(all)->items->items[i];
    gc_referents(ctx, object, compare, &wanted);
    if (ctx->exc || (wanted.found && !list_append(ctx, list, object)) || !CHECK_STOP(ctx)) return V_NULL;
  }
  return list;
}

static const CFuncDef functions[] = {
    FUNCTION_ROW("enable", f_enable, 0, 0, "Enable automatic garbage collection."),
    FUNCTION_ROW("disable", f_disable, 0, 0, "Disable automatic garbage collection: only isenabled() tells."),
    FUNCTION_ROW("isenabled", f_isenabled, 0, 0, "Returns true if automatic garbage collection is enabled."),
    FUNCTION_ROW_KW("collect", f_collect, 0, 1, "Run the garbage collector, and what waits for it."),
    FUNCTION_ROW("get_count", f_get_count, 0, 0, "Return a three-tuple of the current collection counts."),
    FUNCTION_ROW("get_threshold", f_get_threshold, 0, 0, "Return the current collection thresholds."),
    FUNCTION_ROW("set_threshold", f_set_threshold, 0, -1, "Set the collection thresholds, which decide nothing."),
    FUNCTION_ROW("get_debug", f_get_debug, 0, 0, "Get the garbage collection debugging flags."),
    FUNCTION_ROW("set_debug", f_set_debug, 1, 1, "Set the garbage collection debugging flags."),
    FUNCTION_ROW("get_stats", f_get_stats, 0, 0, "Return a list of dictionaries containing per-generation statistics."),
    FUNCTION_ROW("is_tracked", f_is_tracked, 1, 1, "Returns true if the object may be part of a cycle."),
    FUNCTION_ROW("is_finalized", f_is_finalized, 1, 1, "Returns true if the object has been already finalized."),
    FUNCTION_ROW_NAMED("get_objects", f_get_objects, 0, 1, "generation=", "Return a list of the program's objects."),
    FUNCTION_ROW("get_referents", f_get_referents, 0, -1, "Return a list of objects directly referred to."),
    FUNCTION_ROW("get_referrers", f_get_referrers, 0, -1, "Return a list of objects that refer to any of 'objs'."),
    FUNCTION_ROW("freeze", f_none, 0, 0, "Accepted and ignored: there are no generations."),
    FUNCTION_ROW("unfreeze", f_none, 0, 0, "Accepted and ignored: there are no generations."),
    FUNCTION_ROW("get_freeze_count", f_zero, 0, 0, "Return the number of objects in the permanent generation: none."),
    {0},
};

static bool init(Ctx *ctx, Value module) {
  static const struct {
    const char *name;
    int value;
  } flags[] = {{"DEBUG_STATS", DEBUG_STATS},
               {"DEBUG_COLLECTABLE", DEBUG_COLLECTABLE},
               {"DEBUG_UNCOLLECTABLE", DEBUG_UNCOLLECTABLE},
               {"DEBUG_SAVEALL", DEBUG_SAVEALL},
               {"DEBUG_LEAK", DEBUG_LEAK}};
  GcState *state = state_of(ctx);
  if (!state->garbage) {
    const int64_t thresholds[GENERATIONS] = {2000, 10, 10};
    for (int i = 0; i < GENERATIONS; i++) state->thresholds[i] = thresholds[i];
    if (!(state->garbage = list_new(ctx, 0)) || !(state->callbacks = list_new(ctx, 0))) return false;
  }
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
    if (!module_add(ctx, module, flags[i].name, int_tag(flags[i].value))) return false;
  return module_add(ctx, module, "garbage", state->garbage) && module_add(ctx, module, "callbacks", state->callbacks);
}

MODULE(gc, .doc = "This module provides access to the garbage collector.", .functions = {functions},
       .state_size = sizeof(GcState), .trace = trace, .init = init);
