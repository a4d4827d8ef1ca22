/* Stack, locals, cells, namespaces. Declared in ts/ops/uops-locals.ts. */
#include "interp/uop.h"

UOP(_NOP) {}

UOP(_POP_TOP) { (void)value; }

UOP(_COPY) { top = sp[-(intptr_t)oparg]; }

UOP(_SWAP) {
  Value *other = sp - oparg;
  Value top = sp[-1];
  sp[-1] = *other;
  *other = top;
}

UOP(_PUSH_NULL) { null = V_NULL; }

UOP(_PUSH_NULL_CONDITIONAL) {
  if (oparg & 1) null[0] = V_NULL;
}

UOP(_LOAD_CONST) { value = ((Tuple *)frame->code->consts)->items[oparg]; }

UOP(_LOAD_SMALL_INT) { value = int_tag(oparg); }

UOP(_LOAD_COMMON_CONSTANT) { value = interp_common_constant(ctx, oparg); }

UOP(_LOAD_FAST) { value = frame->slots[oparg]; }

UOP(_LOAD_FAST_CHECK) {
  value = frame->slots[oparg];
  RAISE_IF(!value && interp_raise_unbound_local(ctx, frame, oparg));
}

UOP(_LOAD_FAST_AND_CLEAR) {
  value = frame->slots[oparg];
  frame->slots[oparg] = V_NULL;
}

UOP(_STORE_FAST) { frame->slots[oparg] = value; }

UOP(_DELETE_FAST) {
  RAISE_IF(!frame->slots[oparg] && interp_raise_unbound_local(ctx, frame, oparg));
  frame->slots[oparg] = V_NULL;
}

UOP(_MAKE_CELL) {
  ClosureCell *cell = heap_alloc(ctx, ctx->shape.closure_cell, sizeof(ClosureCell));
  RAISE_IF(!cell);
  cell->value = frame->slots[oparg];
  frame->slots[oparg] = VAL(cell);
}

UOP(_COPY_FREE_VARS) {
  Tuple *closure = (Tuple *)frame->func->closure;
  Value *target = frame->slots + frame->code->nlocalsplus - oparg;
  for (uint32_t i = 0; i < oparg; i++) target[i] = closure->items[i];
}

UOP(_LOAD_DEREF) {
  value = ((ClosureCell *)frame->slots[oparg])->value;
  RAISE_IF(!value && interp_raise_unbound_cell(ctx, frame, oparg));
}

UOP(_STORE_DEREF) { ((ClosureCell *)frame->slots[oparg])->value = value; }

UOP(_DELETE_DEREF) {
  ClosureCell *cell = (ClosureCell *)frame->slots[oparg];
  RAISE_IF(!cell->value && interp_raise_unbound_cell(ctx, frame, oparg));
  cell->value = V_NULL;
}

UOP(_LOAD_FROM_DICT_OR_DEREF) {
  value = interp_load_from_dict_or_deref(ctx, frame, namespace, oparg);
  RAISE_IF(!value);
}

UOP(_LOAD_NAME) {
  value = interp_load_name(ctx, frame, CODE_NAME(frame, oparg));
  RAISE_IF(!value);
}

UOP(_STORE_NAME) { RAISE_IF(!interp_store_name(ctx, frame, CODE_NAME(frame, oparg), value)); }

UOP(_DELETE_NAME) { RAISE_IF(!interp_delete_name(ctx, frame, CODE_NAME(frame, oparg))); }

UOP(_LOAD_GLOBAL) {
  value = interp_load_global(ctx, frame, CODE_NAME(frame, oparg >> 1));
  RAISE_IF(!value);
}

UOP(_STORE_GLOBAL) { RAISE_IF(!dict_set(ctx, frame->func->globals, CODE_NAME(frame, oparg), value)); }

UOP(_DELETE_GLOBAL) { RAISE_IF(!interp_delete_global(ctx, frame->func->globals, CODE_NAME(frame, oparg))); }

UOP(_GUARD_NAMESPACE_IS_GLOBALS) { EXIT_IF(frame->locals != frame->func->globals); }

UOP(_GUARD_GLOBALS_VERSION) { EXIT_IF(((Dict *)frame->func->globals)->keys_version != version); }

UOP(_GUARD_BUILTINS_VERSION) { EXIT_IF(((Dict *)frame->func->builtins)->keys_version != version); }

UOP(_LOAD_GLOBAL_MODULE) { value = ((Dict *)frame->func->globals)->table->entries[index].value; }

UOP(_LOAD_GLOBAL_BUILTINS) { value = ((Dict *)frame->func->builtins)->table->entries[index].value; }

UOP(_STORE_GLOBAL_MODULE) {
  Dict *globals = (Dict *)frame->func->globals;
  globals->table->entries[index].value = value;
  if (UNLIKELY(globals->h.flags & DICT_WATCHED)) dict_notify_watchers(ctx, globals, globals->table->entries[index].key);
}

UOP(_STORE_GLOBAL_NAMED) { RAISE_IF(!dict_set(ctx, globals, name, value)); }

UOP(_DELETE_GLOBAL_NAMED) { RAISE_IF(!interp_delete_global(ctx, globals, name)); }

UOP(_LOAD_BUILD_CLASS_IN) {
  value = interp_load_build_class(ctx, builtins);
  RAISE_IF(!value);
}

UOP(_LOAD_FROM_DICT_OR_CELL) {
  value = interp_load_from_dict_or_cell(ctx, namespace, cell, name);
  RAISE_IF(!value);
}

UOP(_LOAD_FROM_DICTS) {
  value = interp_load_from_dicts(ctx, namespace, globals, builtins, name);
  RAISE_IF(!value);
}

UOP(_LOAD_ROOT_NAME) {
  value = interp_load_name(ctx, frame, name);
  RAISE_IF(!value);
}

UOP(_STORE_ROOT_NAME) { RAISE_IF(!interp_store_name(ctx, frame, name, value)); }

UOP(_DELETE_ROOT_NAME) { RAISE_IF(!interp_delete_name(ctx, frame, name)); }

UOP(_LOAD_ROOT_LOCALS) {
  value = frame->locals;
  RAISE_IF(!value && interp_raise_no_locals(ctx));
}

UOP(_SETUP_ROOT_ANNOTATIONS) { RAISE_IF(!interp_setup_annotations(ctx, frame)); }

UOP(_LOAD_LOCALS) {
  value = frame->locals;
  RAISE_IF(!value && interp_raise_no_locals(ctx));
}

UOP(_LOAD_FROM_DICT_OR_GLOBALS) {
  value = interp_load_from_dict_or_globals(ctx, frame, namespace, CODE_NAME(frame, oparg));
  RAISE_IF(!value);
}

UOP(_LOAD_BUILD_CLASS) {
  value = interp_load_build_class(ctx, frame->func->builtins);
  RAISE_IF(!value);
}

UOP(_SETUP_ANNOTATIONS) { RAISE_IF(!interp_setup_annotations(ctx, frame)); }
