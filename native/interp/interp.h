/* The interpreter's parts: entry points for the rest of the runtime, and the slow paths that uop bodies call. A Value
 * result of V_NULL, a false or a -1 means that ctx->exc is set, unless said otherwise. */
#pragma once
#include "interp/run.h"

/* ---- the generated interpreter, frames.c, unwind.c, specialize.c ---- */
extern const Handler interp_handlers[256]; /* by opcode; ctx->dispatch is a copy, except while recording */
extern const Handler
    interp_single_handlers[256]; /* each runs exactly one instruction; the others may run a jump that follows, too */
void interp_startup(Ctx *ctx);   /* fills ctx->dispatch */
/* Goes on at ip with the evaluation stack up to sp: exits of machine code jump here. */
PRESERVE_NONE Value interp_resume(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused);
/* The same with ctx->exc raised by the instruction at ip. */
PRESERVE_NONE Value interp_raise(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused);
/* Raised again: the traceback has this frame already. frame->ip says where it was raised first, ip which handlers
 * apply. */
PRESERVE_NONE Value interp_unwind_again(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused);
/* Raised in a callee, which is gone, that the instruction at frame->ip called. */
PRESERVE_NONE Value interp_unwind_in_caller(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused);
/* Adaptive instructions whose counter has run down. */
PRESERVE_NONE Value interp_specialize(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t oparg);
/* A return, or an exception, that is not just one frame back. */
typedef struct Left {
  enum {
    LEFT_VALUE,       /* the caller is ctx->frame and gets `value`; V_NULL: ctx->exc is to be raised there */
    LEFT_NOTHING,     /* the caller goes on as it is: nothing is pushed */
    LEFT_INTERPRETER, /* `value` (V_NULL = exception) is interp_run's result */
  } how;
  Value value;
} Left;
Left interp_leave_frame(Ctx *ctx, Frame *frame, Value value);
/* The caller of a frame that has ended goes on. */
PRESERVE_NONE Value interp_go_on(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused);
bool interp_handle_pending(Ctx *ctx);  /* ctx->pending was not 0 */
bool interp_raise_recursion(Ctx *ctx); /* RecursionError; returns true */
/* Instance attributes were cached, by traces too, on the promise that no data descriptor, __getattribute__ or
 * __setattr__ of a class intervenes: forget all of them. For class_modified, when such a thing appears on a class. */
void interp_forget_attribute_caches(Ctx *ctx);

bool interp_caches_startup(Ctx *ctx);

/* ---- attr_cache.c: LOAD_ATTR and STORE_ATTR where the inline cache fails, with names from code objects ---- */
Value interp_load_attr(Ctx *ctx, Value owner, Value name);
bool interp_load_method(Ctx *ctx, Value owner, Value name, Value *func, Value *self);
bool interp_store_attr(Ctx *ctx, Value owner, Value name, Value value);

/* ---- call_entry.c ---- */
/* Either a frame to enter (not yet ctx->frame), or the result. */
typedef struct Entered {
  Frame *frame;
  Value value;
} Entered;
/* `total` arguments at args, keyword values included; args[-1] is the place of self_or_null. */
Entered interp_call(Ctx *ctx, Value callable, Value self_or_null, Value *args, uint32_t total, Value kwnames);
Entered interp_call_ex_enter(Ctx *ctx, Value callable, Value args, Value kwargs);
Value interp_call_ex(Ctx *ctx, Value callable, Value args, Value kwargs);
Value interp_call_object(Ctx *ctx, Value callable, Value self_or_null, Value *args, uint32_t total, Value kwnames);
Frame *interp_frame_for_call(Ctx *ctx, Function *func, const Value *args, uint32_t nargs, Value kwnames);
/* Can a call with nargs positional arguments be that of a frame for the Python function behind the partial? */
bool interp_partial_is_plain(Ctx *ctx, Value partial, uint32_t nargs);
Frame *interp_frame_for_partial(Ctx *ctx, Partial *p, const Value *args, uint32_t nargs);
/* The left operand's Python method whose result alone decides this operator: V_NULL when there is none or others may
 * have a say. */
Value interp_binary_method(Ctx *ctx, Value left, Value right, uint32_t op, uint32_t *operand);
bool interp_simple_args(Code *code); /* computes Code.h.aux, see FRAME_SIMPLE_ARGS; false: it is 0 */
/* Calling it without arguments makes a blank instance, and that is all. */
bool interp_blank_class(Ctx *ctx, Class *cls);
bool interp_blank_instance(Ctx *ctx, Class *cls); /* object.__new__(cls) does, whoever asks for it */
/* calling it = blank instance + Python __init__ (V_NULL: none to run) */
bool interp_plain_class(Ctx *ctx, Class *cls, Value *init);

/* ---- special.c ---- */
static inline bool interp_is_generator_like(const Code *code) {
  return code->flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR);
}
/* The special method of the object's class if it is a Python function that takes so many arguments, self included, and
 * is no generator function; else V_NULL. */
Value interp_special_method(Ctx *ctx, Value owner, NameId name, uint32_t nargs);
/* The right operand's method, if the left one is an int or a float, which does not know what to do with it. */
Value interp_reflected_method(Ctx *ctx, Value left, Value right, uint32_t op);
/* The setter of the property `name` of the owner's class. */
Value interp_setter(Ctx *ctx, Value owner, Value name);
/* __set__ of the descriptor that the owner's class has for the name. */
Value interp_set_method(Ctx *ctx, Value owner, Value name, Value *descr);
/* __index__ of the key of a list or tuple. */
Value interp_index_method(Ctx *ctx, Value container, Value key);
Value interp_call_method(Ctx *ctx, Value callable); /* its class's Python __call__, whatever arguments it takes */
/* The class's Python __new__, if its instances have no __init__ to be called. */
Value interp_new_method(Ctx *ctx, Class *cls);
/* The frame of that for a call of the class, whose operands stay on the stack; NULL without an exception: it has none.
 */
Frame *interp_new_frame(Ctx *ctx, Value callable, Value *args, uint32_t total, Value kwnames);
/* Any of these, by SPECIAL_CALL_* (ts/contract/frames.ts). */
Value interp_method(Ctx *ctx, uint32_t which, Value self, Value other, uint32_t argument, uint32_t *detail);
/* A frame for it, with these arguments. NULL: an exception is set. */
Frame *interp_special_frame(Ctx *ctx, Frame *caller, Value method, const Value *args, uint32_t nargs, uint32_t flags);
/* A frame with FRAME_FINISH has ended with `value`, or raised (V_NULL). */
Left interp_finish_special(Ctx *ctx, uint32_t flags, Value extra, Value value);

/* ---- applied.c ---- */
bool interp_applies(Ctx *ctx, Value iter); /* a map of one iterable, or a filter, with a Python function */
Frame *interp_applied_frame(Ctx *ctx, Value iter, Value item, uint32_t oparg); /* oparg: FOR_ITER's. NULL: ctx->exc */
Left interp_filtered(Ctx *ctx, uint32_t flags, Value item, Value verdict);

/* ---- special_text.c ---- */
/* The Python method that str(), repr() or format() (`wanted`, TEXT_OF_*) ends at, and which one that is; else V_NULL.
 */
Value interp_text_method(Ctx *ctx, Value v, uint32_t wanted, uint32_t *of);
Entered interp_text_enter(Ctx *ctx, Value v, uint32_t wanted,
                          Value spec); /* spec: V_NULL, or what format() was given */
Value interp_text_result(Ctx *ctx, uint32_t of, Value value);
/* Who decides the truth of the object: the method, and FINISH_TRUTH or FINISH_TRUTH_OF_LENGTH; V_NULL: not Python. */
Value interp_truth_method(Ctx *ctx, Value owner, uint32_t *finish);
/* Whose result alone decides the comparison, but for NotImplemented. */
Value interp_compare_method(Ctx *ctx, Value left, Value right, CmpOp op, bool *inverted); /* __eq__, inverted, for != */

/* ---- names.c ---- */
Value interp_common_constant(Ctx *ctx, uint32_t which);
bool interp_raise_unbound_local(Ctx *ctx, Frame *frame, uint32_t slot); /* returns true */
bool interp_raise_unbound_cell(Ctx *ctx, Frame *frame, uint32_t slot);  /* returns true */
bool interp_raise_no_locals(Ctx *ctx);                                  /* returns true */
Value interp_load_name(Ctx *ctx, Frame *frame, Value name);
bool interp_store_name(Ctx *ctx, Frame *frame, Value name, Value value);
bool interp_delete_name(Ctx *ctx, Frame *frame, Value name);
Value interp_load_global(Ctx *ctx, Frame *frame, Value name);
bool interp_delete_global(Ctx *ctx, Value globals, Value name);
Value interp_load_from_dicts(Ctx *ctx, Value mapping, Value globals, Value builtins, Value name);
Value interp_load_from_dict_or_globals(Ctx *ctx, Frame *frame, Value mapping, Value name);
Value interp_load_from_dict_or_deref(Ctx *ctx, Frame *frame, Value mapping, uint32_t slot);
Value interp_load_build_class(Ctx *ctx, Value builtins);
Value interp_load_from_dict_or_cell(Ctx *ctx, Value mapping, Value cell, Value name); /* of a free variable */
bool interp_setup_annotations(Ctx *ctx, Frame *frame);

/* ---- object_ops.c, match_ops.c, intrinsics.c ---- */
bool interp_missing_key(Ctx *ctx, Value key); /* KeyError unless an exception is set; returns true */
Value interp_binary_slice(Ctx *ctx, Value container, Value start, Value stop);
int interp_list_contains(Ctx *ctx, Value list, Value item);
/* method_self NULL: plain attribute */
Value interp_load_super_attr(Ctx *ctx, Value super, Value cls, Value self, Value name, Value *method_self);
bool interp_load_special(Ctx *ctx, Value owner, uint32_t which, Value *method, Value *self);
Value interp_loaded_method(Ctx *ctx, Value owner, uint32_t which); /* that, if it is a Python function; else V_NULL */
Value interp_build_set(Ctx *ctx, const Value *items, uint32_t n);
Value interp_build_map(Ctx *ctx, const Value *pairs, uint32_t n);
Value interp_build_interpolation(Ctx *ctx, Value value, Value source, Value format, uint32_t conversion);
Value interp_build_template(Ctx *ctx, Value strings, Value interpolations);
bool interp_list_extend(Ctx *ctx, Value list, Value iterable);
bool interp_dict_update(Ctx *ctx, Value dict, Value update);
bool interp_unpack(Ctx *ctx, Value sequence, int64_t n, Value *to); /* to[n - 1] = first item */
bool interp_unpack_ex(Ctx *ctx, Value sequence, int64_t before, int64_t after, Value *to);
/* The same as a tuple: what is pushed first is its first item. */
Value interp_unpack_to_tuple(Ctx *ctx, Value sequence, uint32_t oparg, bool starred);
int64_t interp_len(Ctx *ctx, Value v);
int interp_isinstance(Ctx *ctx, Value v, Value cls);
bool interp_is_mapping(Ctx *ctx, Value v);
bool interp_is_sequence(Ctx *ctx, Value v);
Value interp_match_keys(Ctx *ctx, Value subject, Value keys);
bool interp_class_matches_itself(Ctx *ctx, Class *cls); /* with its one positional sub-pattern */
Value interp_match_class(Ctx *ctx, Value subject, Value cls, uint32_t positional, Value names);
Value interp_intrinsic_1(Ctx *ctx, uint32_t which, Value value);
Value interp_intrinsic_2(Ctx *ctx, uint32_t which, Value first, Value second);
/* A new instance counts as such for its class (Class.slot_hint needs nothing yet): overflow storage starts empty. */
static inline void interp_instance_created(Instance *instance) { (void)instance; }

/* ---- exception_ops.c ---- */
/* Returns what POP_EXCEPT restores; V_NULL in generators: whatever the resumer handles. */
Value interp_push_handled(Ctx *ctx, Frame *frame, Value exc);
void interp_pop_handled(Ctx *ctx, Frame *frame, Value previous);
void interp_replace_handled(Ctx *ctx, Frame *frame, Value exc); /* by the part of it that an `except*` takes */
Value interp_with_except(Ctx *ctx, Value exit, Value self_or_null, Value exc);

/* ---- generator.c, coroutine.c ---- */
bool generator_startup(Ctx *ctx);
bool coroutine_startup(Ctx *ctx);
Value generator_thrown(Ctx *ctx, const Value *args, uint32_t nargs); /* the exception that throw()'s arguments mean */
/* throw() with more than an exception is deprecated; false: the warning is an exception. */
bool generator_warns_of_throw(Ctx *ctx, const char *method, uint32_t nargs);
Value generator_delegate(const Generator *g); /* what a suspended one delegates to or awaits, or V_NULL */
/* ---- async_generator.c ---- */
extern const CFuncDef ASYNC_GENERATOR_METHODS[];
/* Where helper classes that are no Iter are in ctx->cls.iter_class, which has room for others. */
enum { KEY_SEND = 56, KEY_THROW, KEY_WRAPPED, KEY_ANEXT };
bool async_generator_startup(Ctx *ctx);
Value async_generator_wrap(Ctx *ctx, Value value); /* what its body yields */
Value async_generator_running(Ctx *ctx, Value self);
bool async_generator_is_closed(Value self);       /* by aclose(), or because it ended */
Value async_generator_next(Ctx *ctx, Value self); /* __anext__() for somebody who awaits it at once */
bool anext_startup(Ctx *ctx);
Value await_iter(Ctx *ctx, Value v); /* what `await v` sends to; TypeError */
Value coroutine_await(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames); /* coroutine.__await__ */
/* NULL (no exception): not a generator that can take `sent` right now */
Generator *interp_resumable(Ctx *ctx, Value v, Value sent);
void interp_finish_generator(Ctx *ctx,
                             Generator *g); /* it has returned or raised; its frame no longer holds anything */
Value interp_send(Ctx *ctx, Value receiver, Value value); /* to any iterator; V_NULL: see interp_returned_value */
/* after V_NULL: value of the StopIteration, which is cleared; V_NULL when it is another exception */
Value interp_returned_value(Ctx *ctx);
Value interp_stop_iteration_value(Value exc);
bool interp_stop_iteration_swallowed(Ctx *ctx); /* ctx->exc was a StopIteration and is cleared */
Value interp_yield_from_iter(Ctx *ctx, Value iterable);
Value interp_get_awaitable(Ctx *ctx, Value iterable, uint32_t of);
Value interp_get_aiter(Ctx *ctx, Value v);
Value interp_get_anext(Ctx *ctx, Value aiter);

/* The generator's frame becomes ctx->frame / stops being it. */
static inline void interp_activate(Ctx *ctx, Generator *g, Frame *resumer) {
  g->frame.prev = resumer;
  g->state = GEN_RUNNING;
  g->handled_outside = ctx->handled;
  if (UNLIKELY(g->exc_state)) ctx->handled = g->exc_state;
  ctx->depth++;
  ctx->frame = &g->frame;
}
static inline void interp_suspend(Ctx *ctx, Generator *g) {
  g->state = GEN_SUSPENDED;
  ctx->handled = g->handled_outside;
  g->handled_outside = V_NULL;
  g->frame.flags &= ~FRAME_ENTRY;
  ctx->depth--;
  ctx->frame = g->frame.prev;
}
