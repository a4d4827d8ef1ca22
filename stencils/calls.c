/* Calls and frames. Declared in ts/ops/uops-control.ts. Arguments are on the stack as [callable, self or null, args…]:
 * where there is a self, it and the arguments are one array. */
#include "interp/uop.h"

UOP(_CALL) {
  Entered entered = interp_call(ctx, callable, self_or_null, args, oparg, V_NULL);
  ENTER_OR_PUSH(entered);
}

UOP(_CALL_OBJECT) {
  res = interp_call_object(ctx, callable, self_or_null, args, oparg, V_NULL);
  RAISE_IF(!res);
}

UOP(_CALL_KW) {
  Entered entered = interp_call(ctx, callable, self_or_null, args, oparg, kwnames);
  ENTER_OR_PUSH(entered);
}

UOP(_CALL_OBJECT_KW) {
  res = interp_call_object(ctx, callable, self_or_null, args, oparg, kwnames);
  RAISE_IF(!res);
}

UOP(_CALL_FUNCTION_EX) {
  (void)unused;
  res = interp_call_ex(ctx, callable, args, kwargs);
  RAISE_IF(!res);
}

UOP(_CALL_FUNCTION_EX_ENTER) {
  (void)unused;
  Entered entered = interp_call_ex_enter(ctx, callable, args, kwargs);
  ENTER_OR_PUSH(entered);
}

UOP(_CHECK_FUNCTION_EXACT_ARGS) {
  EXIT_IF(!has_shape(callable, ctx->shape.function));
  EXIT_IF(((Function *)callable)->code->h.aux != FRAME_SIMPLE_ARGS(oparg + (self_or_null != V_NULL)));
}

UOP(_CHECK_FUNCTION) { EXIT_IF(!has_shape(callable, ctx->shape.function)); }

UOP(_CHECK_METHOD) {
  EXIT_IF(!has_shape(callable, ctx->shape.method) || self_or_null);
  EXIT_IF(!has_shape(((Method *)callable)->func, ctx->shape.function));
}

UOP(_EXPAND_METHOD) {
  (void)self_or_null, (void)rest;
  func = ((Method *)callable)->func;
  args[-1] = self = ((Method *)callable)->self;
}

UOP(_INIT_CALL_PY_EXACT_ARGS) {
  Function *func = (Function *)callable;
  Frame *new = frame_push_simple(ctx, frame, func, oparg + (self_or_null != V_NULL));
  RAISE_IF(!new);
  copy_values(new->slots, args - (self_or_null != V_NULL), oparg + (self_or_null != V_NULL));
  new_frame = new;
}

UOP(_PY_FRAME_GENERAL) {
  uint32_t shift = self_or_null != V_NULL;
  new_frame = interp_frame_for_call(ctx, (Function *)callable, args - shift, oparg + shift, V_NULL);
  RAISE_IF(!new_frame);
}

UOP(_CHECK_PARTIAL) {
  EXIT_IF(!is_cell(callable) || shape_of(ctx, callable)->kind != KIND_PARTIAL || self_or_null);
  EXIT_IF(!interp_partial_is_plain(ctx, callable, oparg));
}

UOP(_PARTIAL_FRAME) {
  (void)self_or_null;
  new_frame = interp_frame_for_partial(ctx, (Partial *)callable, args, oparg);
  RAISE_IF(!new_frame);
}

UOP(_PY_FRAME_KW) {
  EXIT_IF(!has_shape(callable, ctx->shape.function));
  uint32_t shift = self_or_null != V_NULL;
  new_frame = interp_frame_for_call(ctx, (Function *)callable, args - shift,
                                    oparg + shift - (uint32_t)((Tuple *)kwnames)->length, kwnames);
  RAISE_IF(!new_frame);
}

UOP(_INSTANCE_FRAME) {
  Value method = self_or_null ? V_NULL : interp_call_method(ctx, callable);
  EXIT_IF(!method);
  args[-1] = callable;
  new_frame = interp_frame_for_call(ctx, (Function *)method, args - 1, oparg + 1, V_NULL);
  RAISE_IF(!new_frame);
}

/* The operands stay where they are until the frame ends. */
UOP(_NEW_METHOD_FRAME) {
  EXIT_IF(self_or_null);
  new_frame = interp_new_frame(ctx, callable, args, oparg, V_NULL);
  RAISE_IF(!new_frame && ctx->exc);
  EXIT_IF(!new_frame);
}

UOP(_NEW_METHOD_FRAME_KW) {
  EXIT_IF(self_or_null);
  new_frame = interp_new_frame(ctx, callable, args, oparg, kwnames);
  RAISE_IF(!new_frame && ctx->exc);
  EXIT_IF(!new_frame);
}

UOP(_PUSH_FRAME) { ENTER_FRAME((Frame *)new_frame); }

UOP(_CHECK_AND_ALLOCATE_OBJECT) {
  EXIT_IF(self_or_null || !is_cell(callable) || CELL(callable)->shape != shape);
  EXIT_IF(((Class *)callable)->version != version);
  Shape *root = ((Class *)callable)->root;
  void *instance = heap_alloc(ctx, root, root->cell_size);
  RAISE_IF(!instance);
  interp_instance_created((Instance *)instance);
  class = callable;
  args[-1] = self = VAL(instance);
}

UOP(_CREATE_INIT_FRAME) {
  Function *func = (Function *)init;
  Frame *new;
  if (LIKELY(func->code->h.aux == FRAME_SIMPLE_ARGS(oparg + 1))) {
    new = frame_push_simple(ctx, frame, func, oparg + 1);
    RAISE_IF(!new);
    copy_values(new->slots, args - 1, oparg + 1);
  } else {
    new = interp_frame_for_call(ctx, func, args - 1, oparg + 1, V_NULL);
    RAISE_IF(!new);
  }
  new->flags |= FRAME_FINISHES(FINISH_INIT, 0, 0);
  new->self_or_extra = self_or_null;
  new_frame = new;
}

UOP(_GUARD_CALLABLE_DEF) {
  EXIT_IF(!is_cell(callable) || CELL(callable)->shape != shape || (uint64_t)((CFunction *)callable)->def != def);
}

UOP(_CALL_BUILTIN_FAST) {
  CFunction *function = (CFunction *)callable;
  res = OUTCOME(ctx, function->def->fn(ctx, function->self, args, oparg, V_NULL), function->def->name, "");
  RAISE_IF(!res);
}

UOP(_CALL_BUILTIN_O) {
  CFunction *function = (CFunction *)callable;
  res = OUTCOME(ctx, function->def->fn(ctx, function->self, args, 1, V_NULL), function->def->name, "");
  RAISE_IF(!res);
}

UOP(_GUARD_SELF_GIVEN) { EXIT_IF(!self_or_null); }

UOP(_GUARD_SELF_NULL) { EXIT_IF(self_or_null); }

UOP(_GUARD_SELF_OF_OWNER) { EXIT_IF(!is_of_owner(ctx, callable, self_or_null)); }

UOP(_CALL_METHOD_DESCRIPTOR) {
  const CFuncDef *def = ((CFunction *)callable)->def;
  res = OUTCOME(ctx, def->fn(ctx, self_or_null, args, oparg, V_NULL), def->name, "");
  RAISE_IF(!res);
}

UOP(_CALL_PURE) {
  CFunction *function = (CFunction *)callable;
  Value self = self_or_null ? self_or_null : function->self;
  res = OUTCOME(ctx, function->def->fn(ctx, self, args, oparg, V_NULL), function->def->name, "");
  RAISE_IF(!res);
  EXIT_IF(is_nan(ctx, res));
}

UOP(_CALL_PURE_PARTIAL) {
  CFunction *function = (CFunction *)callable;
  Value self = self_or_null ? self_or_null : function->self;
  res = OUTCOME(ctx, function->def->fn(ctx, self, args, oparg, V_NULL), function->def->name, "");
  RAISE_IF(!res);
  EXIT_IF(is_nan(ctx, res));
}

UOP(_CALL_PURE_OBJECT) {
  res = interp_call_object(ctx, callable, self_or_null, args, oparg, V_NULL);
  RAISE_IF(!res);
  EXIT_IF(is_nan(ctx, res));
}

UOP(_CALL_LEN) {
  int64_t length = interp_len(ctx, args[0]);
  RAISE_IF(length < 0);
  res = int_from_i64(ctx, length);
  RAISE_IF(!res);
}

UOP(_CALL_LEN_BUILTIN) { res = int_from_i64(ctx, interp_len(ctx, args[0])); }

UOP(_CALL_LEN_METHOD) {
  Value method = interp_special_method(ctx, args[0], N___len__, 1);
  EXIT_IF(!method);
  new_frame = interp_special_frame(ctx, frame, method, args, 1, FRAME_FINISHES(FINISH_LENGTH, 0, 0));
  RAISE_IF(!new_frame);
}

UOP(_CALL_ISINSTANCE) {
  int is = interp_isinstance(ctx, args[0], args[1]);
  RAISE_IF(is < 0);
  res = bool_tag(is);
}

UOP(_CALL_LIST_APPEND) {
  EXIT_IF(!has_shape(self_or_null, ctx->shape.list));
  List *l = (List *)self_or_null;
  if (LIKELY(l->length < l->items->cap)) {
    l->items->items[l->length++] = args[0];
  } else {
    RAISE_IF(!list_append(ctx, self_or_null, args[0]));
  }
  res = V_NONE;
}

UOP(_GUARD_CALLABLE_TYPE_1) { EXIT_IF(callable != VAL(ctx->cls.type) || self_or_null); }

UOP(_GUARD_CALLABLE_STR_1) { EXIT_IF(callable != VAL(ctx->cls.str) || self_or_null); }

UOP(_GUARD_CALLABLE_TUPLE_1) { EXIT_IF(callable != VAL(ctx->cls.tuple) || self_or_null); }

UOP(_CALL_TYPE_1) { res = VAL(class_of(ctx, args[0])); }

UOP(_CALL_STR_1) {
  res = object_str(ctx, args[0]);
  RAISE_IF(!res);
}

UOP(_CALL_STR_METHOD) {
  uint32_t of;
  Value method = interp_text_method(ctx, args[0], TEXT_OF_STR, &of);
  EXIT_IF(!method);
  new_frame = interp_special_frame(ctx, frame, method, args, 1, FRAME_FINISHES(FINISH_TEXT, of, 0));
  RAISE_IF(!new_frame);
}

UOP(_CALL_TUPLE_1) {
  res = tuple_from_iterable(ctx, args[0]);
  RAISE_IF(!res);
}

UOP(_GUARD_CALLABLE_BUILTIN_CLASS) {
  EXIT_IF(self_or_null || !is_cell(callable) || CELL(callable)->shape != shape);
  EXIT_IF(((Class *)callable)->version != version);
}

UOP(_CALL_NON_PY_GENERAL) {
  res = interp_call_object(ctx, callable, self_or_null, args, oparg, V_NULL);
  RAISE_IF(!res);
}
