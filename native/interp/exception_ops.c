/* Handled exceptions (sys.exception()), except*, with. */
#include "interp/interp.h"
#include "interp/uop.h"

static bool in_generator(Frame *frame) { return frame->flags & FRAME_OWNED_BY_GENERATOR; }

/* ctx->handled is what sys.exception() gives. A generator that handles nothing itself sees its resumer's, which may be another one at the
 * next resumption: V_NULL on its stack stands for "whatever the resumer handles". */
Value interp_push_handled(Ctx *ctx, Frame *frame, Value exc) {
  Value previous = ctx->handled;
  if (in_generator(frame) && previous == GENERATOR_OF(frame)->handled_outside) previous = V_NULL;
  ctx->handled = exc;
  return previous;
}

void interp_pop_handled(Ctx *ctx, Frame *frame, Value previous) {
  ctx->handled = previous ? previous : GENERATOR_OF(frame)->handled_outside;
}

Value interp_with_except(Ctx *ctx, Value exit, Value self_or_null, Value exc) {
  Value traceback = ((Exception *)exc)->traceback;
  Value args[] = {self_or_null, VAL(class_of(ctx, exc)), exc, traceback ? traceback : V_NONE};
  return self_or_null ? py_call(ctx, exit, args, 4, V_NULL) : py_call(ctx, exit, args + 1, 3, V_NULL);
}

/* `except*` refuses classes that are exception groups themselves. */
static bool check_star_type(Ctx *ctx, Value type) {
  bool tuple = has_kind(ctx, type, KIND_TUPLE);
  int64_t n = tuple ? ((Tuple *)type)->length : 1;
  for (int64_t i = 0; i < n; i++) {
    Value item = tuple ? ((Tuple *)type)->items[i] : type;
    if (!has_kind(ctx, item, KIND_CLASS) || !is_subclass((Class *)item, ctx->exc_class[EXC_BaseException])) {
      raise_format(ctx, EXC_TypeError, "catching classes that do not inherit from BaseException is not allowed");
      return false;
    }
    if (is_subclass((Class *)item, ctx->exc_class[EXC_BaseExceptionGroup])) {
      raise_format(ctx, EXC_TypeError, "catching ExceptionGroup with except* is not allowed. Use except instead.");
      return false;
    }
  }
  return true;
}

bool interp_check_eg_match(Ctx *ctx, Value exc, Value type, Value *rest, Value *match) {
  if (!check_star_type(ctx, type)) return false;
  *rest = V_NONE, *match = V_NONE;
  if (exc == V_NONE) return true;
  int whole = check_exc_match(ctx, exc, type);
  if (whole < 0) return false;
  bool group = is_instance(ctx, exc, ctx->exc_class[EXC_BaseExceptionGroup]);
  if (whole) {
    if (group) return *match = exc, true;
    Value pair[] = {ctx->empty_str, tuple_from(ctx, &exc, 1)};
    bool plain = is_instance(ctx, exc, ctx->exc_class[EXC_Exception]);
    if (!pair[1]) return false;
    *match = exception_new(ctx, ctx->exc_class[plain ? EXC_ExceptionGroup : EXC_BaseExceptionGroup], pair, 2);
    if (*match) ((Exception *)*match)->traceback = ((Exception *)exc)->traceback;
    return *match != V_NULL;
  }
  if (!group) return *rest = exc, true;
  Value pair = py_call_method(ctx, exc, str_intern_c(ctx, "split"), &type, 1);
  if (!pair) return false;
  if (!has_kind(ctx, pair, KIND_TUPLE) || ((Tuple *)pair)->length < 2) {
    raise_format(ctx, EXC_TypeError, "%T.split must return a tuple, not %T", exc, pair);
    return false;
  }
  *match = ((Tuple *)pair)->items[0];
  *rest = ((Tuple *)pair)->items[1];
  return true;
}

static Tuple *group_members(Ctx *ctx, Value group) {
  Value members = get_attr(ctx, group, str_intern_c(ctx, "exceptions"));
  return members && has_kind(ctx, members, KIND_TUPLE) ? (Tuple *)members : NULL;
}

static bool collect_leaves(Ctx *ctx, Value exc, Value leaves) {
  if (!is_instance(ctx, exc, ctx->exc_class[EXC_BaseExceptionGroup])) return list_append(ctx, leaves, exc);
  Tuple *members = group_members(ctx, exc);
  for (int64_t i = 0; members && i < members->length; i++)
    if (!collect_leaves(ctx, members->items[i], leaves)) return false;
  return members != NULL;
}

/* The part of `exc` that has only these leaves, same nesting; V_NONE when nothing is left. */
static Value project(Ctx *ctx, Value exc, List *leaves) {
  if (!is_instance(ctx, exc, ctx->exc_class[EXC_BaseExceptionGroup])) {
    for (int64_t i = 0; i < leaves->length; i++)
      if (leaves->items->items[i] == exc) return exc;
    return V_NONE;
  }
  Tuple *members = group_members(ctx, exc);
  Value kept = members ? list_new(ctx, members->length) : V_NULL;
  if (!kept) return V_NULL;
  for (int64_t i = 0; i < members->length; i++) {
    Value part = project(ctx, members->items[i], leaves);
    if (!part || (part != V_NONE && !list_append(ctx, kept, part))) return V_NULL;
  }
  if (!((List *)kept)->length) return V_NONE;
  Value group = py_call_method(ctx, exc, str_intern_c(ctx, "derive"), &kept, 1);
  if (!group) return V_NULL;
  Exception *to = (Exception *)group, *from = (Exception *)exc;
  to->traceback = from->traceback, to->cause = from->cause, to->context = from->context, to->notes = from->notes;
  return group;
}

/* What is to be raised after the handlers of a try … except*: V_NONE for nothing. `excs`: list of the handlers' exceptions and the unhandled
 * rest (None entries count for nothing). An exception that came from the original group unchanged keeps its place in that structure. */
Value interp_prep_reraise_star(Ctx *ctx, Value original, Value excs) {
  List *list = (List *)excs;
  if (!is_instance(ctx, original, ctx->exc_class[EXC_BaseExceptionGroup])) {
    return list->length ? list->items->items[0] : V_NONE; /* a naked exception: raised by the one handler, or unhandled */
  }
  Value raised = list_new(ctx, 0), reraised = list_new(ctx, 0);
  if (!raised || !reraised) return V_NULL;
  Exception *origin = (Exception *)original;
  for (int64_t i = 0; i < list->length; i++) {
    Value exc = list->items->items[i];
    if (exc == V_NONE) continue;
    Exception *e = (Exception *)exc;
    bool same = is_instance(ctx, exc, ctx->exc_class[EXC_BaseExceptionGroup]) && e->traceback == origin->traceback &&
                e->cause == origin->cause && e->context == origin->context && e->notes == origin->notes;
    if (!list_append(ctx, same ? reraised : raised, exc)) return V_NULL;
  }
  List *again = (List *)reraised;
  if (again->length) {
    Value projection = again->items->items[0];
    if (again->length > 1) {
      Value leaves = list_new(ctx, 0);
      for (int64_t i = 0; i < again->length; i++)
        if (!leaves || !collect_leaves(ctx, again->items->items[i], leaves)) return V_NULL;
      projection = project(ctx, original, (List *)leaves);
    }
    if (!projection || !list_append(ctx, raised, projection)) return V_NULL;
  }
  List *result = (List *)raised;
  if (result->length == 0) return V_NONE;
  if (result->length == 1) return result->items->items[0];
  Value pair[] = {ctx->empty_str, raised};
  return exception_new(ctx, ctx->exc_class[EXC_BaseExceptionGroup], pair, 2);
}
