/* Calls from C: py_call and its relatives. Python functions run in a frame of the interpreter; built-in functions get
 * their arguments checked by cfunction_call (cfunction.c); everything else goes through TypeOps.call. */
#include "call/call.h"
#include "container/container.h"
#include "core/outcome.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "interp/run.h"
#include "object/object.h"
#include "text/text.h"
#include <string.h>

uint32_t kwnames_count(Value kwnames) { return kwnames ? (uint32_t)tuple_length(kwnames) : 0; }

bool c_stack_left(Ctx *ctx) {
  if (LIKELY((char *)__builtin_frame_address(0) > ctx->c_stack_limit)) return true;
  raise_format(ctx, EXC_RecursionError, "maximum recursion depth exceeded");
  return false;
}

bool c_stack_check(Ctx *ctx) { return c_stack_left(ctx) && CHECK_STOP(ctx); }

static Value call_function(Ctx *ctx, Function *func, const Value *args, uint32_t nargs, Value kwnames) {
  Frame *frame = frame_push(ctx, func, V_NULL);
  if (!frame) return V_NULL;
  if (!bind_arguments(ctx, func, frame->slots, args, nargs, kwnames)) {
    frame_pop(ctx, frame);
    return V_NULL;
  }
  return OUTCOME(ctx, interp_run(ctx, frame), "interp_run", "");
}

/* A Python function that takes just these arguments, by position. */
static Value call_exact(Ctx *ctx, Function *func, Value self, const Value *args, uint32_t nargs) {
  Frame *frame = c_stack_check(ctx) ? frame_push(ctx, func, V_NULL) : NULL;
  if (!frame) return V_NULL;
  frame->slots[0] = self;
  for (uint32_t i = 0; i < nargs; i++) frame->slots[i + 1] = args[i];
  return OUTCOME(ctx, interp_run(ctx, frame), "interp_run", "");
}

/* In general the arguments move to a place with room in front. */
Value py_call_self(Ctx *ctx, Value func, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  if (has_shape(func, ctx->shape.function) && !kwnames) {
    const Code *code = ((Function *)func)->code;
    if (nargs + 1 == code->argcount && !code->kwonly && !(code->flags & (CO_VARARGS | CO_VARKEYWORDS)))
      return call_exact(ctx, (Function *)func, self, args, nargs);
  }
  uint32_t n = nargs + kwnames_count(kwnames);
  Value small[17];
  Value *all = small;
  if (n > 16) { /* a cell, so that the collector sees it whole */
    Array *array = array_new(ctx, n + 1);
    if (!array) return V_NULL;
    all = array->items;
  }
  all[0] = self;
  for (uint32_t i = 0; i < n; i++) all[i + 1] = args[i];
  return py_call(ctx, func, all, nargs + 1, kwnames);
}

Value py_call(Ctx *ctx, Value callable, const Value *args, uint32_t nargs, Value kwnames) {
  if (UNLIKELY(!c_stack_check(ctx))) return V_NULL;
  if (has_shape(callable, ctx->shape.function)) return call_function(ctx, (Function *)callable, args, nargs, kwnames);
  if (has_shape(callable, ctx->shape.cfunction)) {
    CFunction *function = (CFunction *)callable;
    return cfunction_call(ctx, function->def, function->self, args, nargs, kwnames);
  }
  if (has_shape(callable, ctx->shape.method)) {
    Method *method = (Method *)callable;
    return py_call_self(ctx, method->func, method->self, args, nargs, kwnames);
  }
  Value (*call)(Ctx *, Value, const Value *, uint32_t, Value) = class_of(ctx, callable)->ops.call;
  if (call)
    return OUTCOME(ctx, call(ctx, callable, args, nargs, kwnames), "__call__",
                   OUTCOME_NAME(class_of(ctx, callable)->name));
  raise_format(ctx, EXC_TypeError, "'%T' object is not callable", callable);
  return V_NULL;
}

Value py_call0(Ctx *ctx, Value callable) { return py_call(ctx, callable, NULL, 0, V_NULL); }
Value py_call1(Ctx *ctx, Value callable, Value a) { return py_call(ctx, callable, &a, 1, V_NULL); }
Value py_call2(Ctx *ctx, Value callable, Value a, Value b) {
  Value args[2] = {a, b};
  return py_call(ctx, callable, args, 2, V_NULL);
}

Value py_call_method(Ctx *ctx, Value obj, Value name, const Value *args, uint32_t nargs) {
  Value func, self;
  if (!name || !load_method(ctx, obj, name, &func, &self)) return V_NULL;
  return self ? py_call_self(ctx, func, self, args, nargs, V_NULL) : py_call(ctx, func, args, nargs, V_NULL);
}

/* "__main__.f()": what errors about * and ** arguments call the function. */
Value function_full_name(Ctx *ctx, Value callable) {
  Value qualname = get_attr_optional(ctx, callable, NAME(__qualname__));
  if (!qualname) return ctx->exc ? V_NULL : object_str(ctx, callable);
  Value module = get_attr_optional(ctx, callable, NAME(__module__));
  if (ctx->exc) return V_NULL;
  int builtin = !module || module == V_NONE ? 1 : object_equal(ctx, module, NAME(builtins));
  if (builtin < 0) return V_NULL;
  return builtin ? str_format_c(ctx, "%S()", qualname) : str_format_c(ctx, "%S.%S()", module, qualname);
}

/* f(*args, **kwargs) */
Value py_call_ex(Ctx *ctx, Value callable, Value args, Value kwargs) {
  if (!is_tuple(ctx, args)) {
    const TypeOps *ops = &class_of(ctx, args)->ops;
    if (!ops->iter && !ops->getitem) {
      Value name = function_full_name(ctx, callable);
      if (name) raise_format(ctx, EXC_TypeError, "%U argument after * must be an iterable, not %T", name, args);
      return V_NULL;
    }
    if (!(args = tuple_from_iterable(ctx, args))) return V_NULL;
  }
  uint32_t nargs = (uint32_t)tuple_length(args);
  if (!kwargs || kwargs == V_NONE) return py_call(ctx, callable, ((Tuple *)args)->items, nargs, V_NULL);
  if (!is_dict(ctx, kwargs)) {
    Value copy = dict_new(ctx);
    if (!copy || !dict_merge_kwargs(ctx, copy, kwargs, callable)) return V_NULL;
    kwargs = copy;
  }
  int64_t nkw = ((Dict *)kwargs)->length, pos = 0;
  if (nkw == 0) return py_call(ctx, callable, ((Tuple *)args)->items, nargs, V_NULL);
  Value names = tuple_new(ctx, nkw), key, value;
  Array *all = names ? array_new(ctx, nargs + nkw) : NULL;
  if (!all) return V_NULL;
  memcpy(all->items, ((Tuple *)args)->items, nargs * sizeof(Value));
  for (int64_t i = 0; i < nkw && dict_next(kwargs, &pos, &key, &value); i++) {
    if (!is_str(ctx, key)) return raise_format(ctx, EXC_TypeError, "keywords must be strings"), V_NULL;
    ((Tuple *)names)->items[i] = key;
    all->items[nargs + i] = value;
  }
  return py_call(ctx, callable, all->items, nargs, names);
}

Value run_code(Ctx *ctx, Code *code, Value globals, Value locals) {
  if (!c_stack_check(ctx)) return V_NULL;
  if (locals && locals != globals) code_shared(ctx, code);
  Value func = function_new(ctx, code, globals);
  Frame *frame = func ? frame_push(ctx, (Function *)func, locals) : NULL;
  if (!frame) return V_NULL;
  if (!bind_arguments(ctx, (Function *)func, frame->slots, NULL, 0, V_NULL)) return frame_pop(ctx, frame), V_NULL;
  return OUTCOME(ctx, interp_run(ctx, frame), "interp_run", "");
}
