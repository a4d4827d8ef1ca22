/* Jumps, loops, returns, exceptions. Declared in ts/ops/uops-control.ts. Jump arguments count from `next`. */
#include "interp/uop.h"

UOP(_RETURN_VALUE) {
  Frame *caller = frame->prev;
  if (UNLIKELY(frame->flags)) {
    frame->ip = ip; /* a frame object keeps it */
    Left left = interp_leave_frame(ctx, frame, retval);
    if (left.how == LEFT_INTERPRETER) return left.value;
    frame = ctx->frame;
    if (left.how == LEFT_NOTHING) TAIL(interp_go_on);
    if (!left.value) TAIL(interp_unwind_in_caller);
    retval = left.value;
  } else {
    ctx->stack_top = (Value *)frame;
    ctx->depth--;
    ctx->frame = caller;
    frame = caller;
  }
  sp = frame->sp;
  next = frame->resume_ip;
  res = retval;
}

UOP(_RESUME) {
  ip->op = ctx->options.jit_threshold && oparg == 0 ? OP_RESUME_JIT : OP_RESUME_CHECK;
  next = ip;
}

UOP(_HANDLE_PENDING) {
  if (UNLIKELY(ctx->pending)) {
    SAVE_STATE();
    RAISE_IF(!interp_handle_pending(ctx));
  }
}

UOP(_RESUME_COUNT) {
  if (UNLIKELY(++ip[1].cache >= ctx->options.jit_threshold)) {
    SAVE_STATE();
    uint8_t now = ip->op; /* ENTER_EXECUTOR, when the instruction that it replaced runs */
    jit_hot(ctx, frame, ip, sp, NULL);
    if (ip->op != now) next = ip;
  }
}

UOP(_JUMP_FORWARD) { next += oparg; }

UOP(_JUMP_BACKWARD) { next -= oparg; }

UOP(_JUMP_BACKWARD_QUICKEN) { ip->op = ctx->options.jit_threshold ? OP_JUMP_BACKWARD_JIT : OP_JUMP_BACKWARD_NO_JIT; }

UOP(_JUMP_BACKWARD_COUNT) {
  next -= oparg;
  if (UNLIKELY(++ip[1].cache >= ctx->options.jit_threshold)) {
    SAVE_STATE();
    jit_hot(ctx, frame, ip, sp, next);
  }
}

UOP(_ENTER_EXECUTOR) {
  Executor *executor = frame->code->executors[oparg];
  SAVE_STATE();
  MUSTTAIL return executor->entry(ctx, frame, ip, sp, oparg);
}

UOP(_LOAD_BODY) {
  SAVE_STATE();
  RAISE_IF(!code_read(ctx, frame->code));
  next = frame->code->units;
}

UOP(_POP_JUMP_IF_TRUE) { POP_JUMP(cond == V_TRUE); }

UOP(_POP_JUMP_IF_FALSE) { POP_JUMP(cond == V_FALSE); }

UOP(_POP_JUMP_IF_NONE) { POP_JUMP(value == V_NONE); }

UOP(_POP_JUMP_IF_NOT_NONE) { POP_JUMP(value != V_NONE); }

UOP(_GUARD_IS_TRUE_POP) { EXIT_IF(cond != V_TRUE); }

UOP(_GUARD_IS_FALSE_POP) { EXIT_IF(cond != V_FALSE); }

UOP(_GUARD_IS_NONE_POP) { EXIT_IF(value != V_NONE); }

UOP(_GUARD_IS_NOT_NONE_POP) { EXIT_IF(value == V_NONE); }

UOP(_GET_ITER) {
  iter = object_iter(ctx, iterable);
  RAISE_IF(!iter);
}

UOP(_GET_ITER_BUILTIN) {
  iter = object_iter(ctx, iterable);
  RAISE_IF(!iter);
}

UOP(_FOR_ITER) {
  Generator *generator = interp_resumable(ctx, iter, V_NONE);
  if (generator) {
    RAISE_IF(!depth_left(ctx) && interp_raise_recursion(ctx));
    RESUME_GENERATOR(generator, V_NONE, next + oparg, next);
  } else {
    Value item = object_next(ctx, iter);
    if (item) {
      *sp++ = item;
    } else {
      RAISE_IF(ctx->exc);
      next += oparg + 1;
    }
  }
}

UOP(_ITER_CHECK) { EXIT_IF(!is_cell(iter) || CELL(iter)->shape != shape); }

UOP(_ITER_CHECK_LIST) { EXIT_IF(!is_cell(iter) || CELL(iter)->shape != shape); }

UOP(_ITER_CHECK_TUPLE) { EXIT_IF(!is_cell(iter) || CELL(iter)->shape != shape); }

UOP(_ITER_CHECK_RANGE) { EXIT_IF(!is_cell(iter) || CELL(iter)->shape != shape); }

UOP(_ITER_JUMP_LIST) {
  Iter *it = (Iter *)iter;
  List *list = (List *)it->a;
  if (UNLIKELY(!list || it->i >= list->length)) {
    it->a = V_NULL; /* stays exhausted even if the list grows */
    next += oparg + 1;
    DISPATCH();
  }
}

UOP(_ITER_JUMP_TUPLE) {
  Iter *it = (Iter *)iter;
  Tuple *tuple = (Tuple *)it->a;
  if (UNLIKELY(!tuple || it->i >= tuple->length)) {
    it->a = V_NULL;
    next += oparg + 1;
    DISPATCH();
  }
}

UOP(_ITER_JUMP_RANGE) {
  if (UNLIKELY(((Iter *)iter)->j <= 0)) {
    next += oparg + 1;
    DISPATCH();
  }
}

UOP(_GUARD_EXHAUSTED_LIST) {
  Iter *it = (Iter *)iter;
  EXIT_IF(it->a && it->i < ((List *)it->a)->length);
  it->a = V_NULL;
}

UOP(_GUARD_NOT_EXHAUSTED_LIST) {
  Iter *it = (Iter *)iter;
  EXIT_IF(!it->a);
  EXIT_IF(it->i >= ((List *)it->a)->length);
}

UOP(_GUARD_EXHAUSTED_TUPLE) {
  Iter *it = (Iter *)iter;
  EXIT_IF(it->a && it->i < ((Tuple *)it->a)->length);
  it->a = V_NULL;
}

UOP(_GUARD_NOT_EXHAUSTED_TUPLE) {
  Iter *it = (Iter *)iter;
  EXIT_IF(!it->a);
  EXIT_IF(it->i >= ((Tuple *)it->a)->length);
}

UOP(_GUARD_EXHAUSTED_RANGE) { EXIT_IF(((Iter *)iter)->j > 0); }

UOP(_GUARD_NOT_EXHAUSTED_RANGE) { EXIT_IF(((Iter *)iter)->j <= 0); }

UOP(_ITER_NEXT_LIST) {
  Iter *it = (Iter *)iter;
  next_item = ((List *)it->a)->items->items[it->i++];
}

UOP(_ITER_NEXT_TUPLE) {
  Iter *it = (Iter *)iter;
  next_item = ((Tuple *)it->a)->items[it->i++];
}

UOP(_ITER_NEXT_RANGE) {
  Iter *it = (Iter *)iter;
  next_item = int_tag(it->i);
  it->i += it->k;
  it->j--;
}

UOP(_FOR_ITER_GEN_FRAME) {
  EXIT_IF(!has_shape(iter, ctx->shape.generator));
  Generator *generator = (Generator *)iter;
  EXIT_IF(generator->state > GEN_SUSPENDED || !depth_left(ctx));
  RESUME_GENERATOR(generator, V_NONE, next + oparg, next);
}

UOP(_FOR_ITER_METHOD) {
  Value method = interp_special_method(ctx, iter, N___next__, 1);
  EXIT_IF(!method);
  Frame *new = interp_special_frame(ctx, frame, method, &iter, 1, FRAME_FINISHES(FINISH_NEXT, 0, 0));
  RAISE_IF(!new);
  next += oparg + 1;
  ENTER_FRAME(new);
}

UOP(_FOR_ITER_APPLY) {
  EXIT_IF(!interp_applies(ctx, iter));
  Value item = next_item_of(ctx, iter_applied_to(iter));
  if (item) {
    Frame *new = interp_applied_frame(ctx, iter, item, oparg);
    RAISE_IF(!new);
    next += oparg + 1;
    ENTER_FRAME(new);
  } else {
    RAISE_IF(ctx->exc && !interp_stop_iteration_swallowed(ctx));
    next += oparg + 1;
  }
}

UOP(_FOR_ITER_C) {
  Class *cls = shape_of(ctx, iter)->cls;
  Value item = OUTCOME_OR_NONE(ctx, cls->ops.next(ctx, iter), "next", OUTCOME_NAME(cls->name));
  if (item) {
    *sp++ = item;
  } else {
    /* a StopIteration out of a function that the iterator calls ends it */
    RAISE_IF(ctx->exc && !interp_stop_iteration_swallowed(ctx));
    next += oparg + 1;
  }
}

UOP(_RAISE_VARARGS) {
  bool again = oparg == 0 && ctx->handled != V_NONE;
  do_raise(ctx, oparg > 0 ? args[0] : V_NULL, oparg > 1 ? args[1] : V_NULL);
  if (again) { /* the traceback has this frame already */
    frame->ip = ip;
    TAIL(interp_unwind_again);
  }
  RAISE_IF(true);
}

UOP(_RAISED) {
  do_raise(ctx, oparg > 0 ? args[0] : V_NULL, oparg > 1 ? args[1] : V_NULL);
  RAISE_IF((uintptr_t)frame->ip & FRAME_EXPOSED); /* its constructor looked at the frames, which exist from now on */
  exc = exc_take(ctx);
}

UOP(_TAKE_EXCEPTION) {
  exc = ctx->exc;
  ctx->exc = V_NULL;
}

UOP(_ENDED_FRAME) {
  object = frame_object_past(ctx, (Code *)code, globals, unit, values, oparg);
  RAISE_IF(!object);
}

UOP(_ADD_TRACEBACK) {
  res = traceback_add_native(ctx, exc, frame, object, (Code *)code, unit, globals, innermost);
  RAISE_IF(!res);
}

UOP(_NEW_EXCEPTION) {
  exc = exception_described(ctx, ctx->shapes[shape], args, context, cause, traceback);
  RAISE_IF(!exc);
}

UOP(_NEW_TRACEBACK) {
  entry = traceback_described(ctx, frame, inner, object, (Code *)code, unit, globals);
  RAISE_IF(!entry);
}

UOP(_RERAISE) {
  ctx->exc = exc;
  frame->ip = oparg ? frame->code->units + int_val(sp[-(intptr_t)oparg])
                    : ip; /* for traceback and lasti; the handler goes by ip */
  TAIL(interp_unwind_again);
}

UOP(_PUSH_EXC_INFO) {
  previous = interp_push_handled(ctx, frame, exc);
  same = exc;
}

UOP(_SWAP_HANDLED) {
  previous = ctx->handled;
  ctx->handled = exc;
}

UOP(_LOAD_HANDLED) { exc = ctx->handled; }

UOP(_SET_HANDLED) { ctx->handled = previous; }

UOP(_POP_EXCEPT) { interp_pop_handled(ctx, frame, previous); }

UOP(_CHECK_EXC_MATCH) {
  int match = check_exc_match(ctx, exc, type);
  RAISE_IF(match < 0);
  res = bool_tag(match);
}

UOP(_MATCH_GROUP) {
  Value unmatched;
  match = except_star_match(ctx, exc, type, &unmatched);
  RAISE_IF(!match);
  rest = unmatched;
}

UOP(_HANDLE_MATCH) {
  if (match != V_NONE) ctx->handled = match;
}

UOP(_CHECK_EG_MATCH) {
  Value unmatched;
  match = except_star_match(ctx, exc, type, &unmatched);
  RAISE_IF(!match);
  if (match != V_NONE) interp_replace_handled(ctx, frame, match); /* what `raise` raises again; the context of others */
  rest = unmatched;
}

UOP(_WITH_EXCEPT_START) {
  (void)lasti, (void)previous;
  res = interp_with_except(ctx, exit, self_or_null, exc);
  RAISE_IF(!res);
}
