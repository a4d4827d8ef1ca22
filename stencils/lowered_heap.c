/* Single loads, stores and identity guards: bodies of the uops declared in ts/ops/lowered-heap.ts. */

UOP(_FRAME_SLOT) { res = *(Value *)((char *)frame + slot); }
UOP(_LOAD_CELL) { res = ((ClosureCell *)cell)->value; }
UOP(_STORE_CELL) { ((ClosureCell *)cell)->value = value; }

UOP(_LIST_LENGTH) { res = ((List *)list)->length; }
UOP(_LIST_ITEMS) { res = (void *)((List *)list)->items; }
UOP(_LOAD_ITEM) { res = ((Array *)items)->items[index]; }
UOP(_STORE_ITEM) { ((Array *)items)->items[index] = value; }
UOP(_TUPLE_LENGTH) { res = ((Tuple *)tuple)->length; }
UOP(_LOAD_TUPLE_ITEM) { res = ((Tuple *)tuple)->items[index]; }
UOP(_LOAD_TUPLE_INDEX) { res = ((Tuple *)tuple)->items[index]; }
UOP(_STR_LENGTH) { res = ((Str *)string)->length; }

UOP(_RANGE_ITER_NEXT) { res = ((Iter *)iter)->i; }
UOP(_RANGE_ITER_LEFT) { res = ((Iter *)iter)->j; }
UOP(_RANGE_ITER_STEP) { res = ((Iter *)iter)->k; }
UOP(_RANGE_ITER_ADVANCE) {
  ((Iter *)iter)->i = next;
  ((Iter *)iter)->j = left;
}
UOP(_BUILD_RANGE) {
  res = range_new(ctx, start, stop, step);
  RAISE_IF(res == V_NULL);
}
UOP(_NEW_RANGE_ITER) {
  Value created = iter_new(ctx, ITER_RANGE);
  RAISE_IF(created == V_NULL);
  ((Iter *)created)->i = next;
  ((Iter *)created)->j = left;
  ((Iter *)created)->k = step;
  res = created;
}

UOP(_GUARD_ROOT_GLOBALS) { EXIT_IF(frame->func->globals != globals || frame->func->builtins != builtins); }
UOP(_GUARD_ROOT_NAMESPACE) { EXIT_IF(frame->locals != frame->func->globals); }
UOP(_GUARD_DEPTH) { EXIT_IF(ctx->depth + frames > ctx->recursion_limit); }
UOP(_GUARD_KEYS_VERSION) { EXIT_IF(((Dict *)dict)->keys_version != version); }
UOP(_LOAD_DICT_ENTRY) { res = ((Dict *)dict)->table->entries[index].value; }
UOP(_STORE_DICT_ENTRY) {
  EXIT_IF(((Dict *)dict)->h.flags & DICT_WATCHED);
  ((Dict *)dict)->table->entries[index].value = value;
}
UOP(_STORE_DICT_ENTRY_UNWATCHED) { ((Dict *)dict)->table->entries[index].value = value; }
UOP(_GUARD_DICT_LENGTH) {
  EXIT_IF(!has_shape(dict, ctx->shape.dict) || ((Dict *)dict)->length != length);
  EXIT_IF(((Dict *)dict)->table->nentries != length);
}
UOP(_GUARD_DICT_KEY) { EXIT_IF(((Dict *)dict)->table->entries[index].key != key); }
UOP(_NEW_TUPLE_OF) {
  res = tuple_subclass_new(ctx, ctx->shapes[shape]->cls, values, oparg);
  RAISE_IF(!res);
}
UOP(_NEW_DICT) {
  map = interp_build_map(ctx, pairs, oparg);
  RAISE_IF(!map);
}
UOP(_GUARD_TYPE_VERSION) { EXIT_IF(((Class *)cls)->version != version); }

UOP(_VAL_IS) { res = left == right; }
UOP(_GUARD_CONST) { EXIT_IF(value != constant); }
UOP(_GUARD_NOT_CONST) { EXIT_IF(value == constant); }
UOP(_GUARD_CELL_SHAPE) { EXIT_IF(((Cell *)value)->shape != shape); }
UOP(_GUARD_CLASS) { EXIT_IF(!is_cell(value) || VAL(shape_of(ctx, value)->cls) != cls); }
UOP(_CHECK_PERIODIC) { EXIT_IF(ctx->pending); }
UOP(_GUARD_NO_FRAME_OBJECT) { EXIT_IF(frame->flags & FRAME_HAS_OBJECT); }
UOP(_CHECK_EXPOSED) { EXIT_IF((uintptr_t)frame->ip & FRAME_EXPOSED); }
UOP(_FORCE_EXIT) { EXIT_IF(jit_first_time(ctx, index)); }
UOP(_CHECK_VALID) { EXIT_IF(ctx->pending & PENDING_INVALIDATED); }

UOP(_GUARD_FUNCTION_VERSION) { EXIT_IF(((Function *)func)->version != version); }
UOP(_GUARD_FUNCTION_CODE) {
  EXIT_IF(!has_shape(func, ctx->shape.function));
  Function *f = (Function *)func;
  EXIT_IF(VAL(f->code) != code || f->globals != f->code->sole_globals);
  EXIT_IF(f->defaults || f->kwdefaults);
}
UOP(_GUARD_BUILTIN) {
  EXIT_IF(!is_cell(callable) || CELL(callable)->shape != shape || (uint64_t)((CFunction *)callable)->def != def);
}
UOP(_GUARD_OWNER) { EXIT_IF(!is_of_owner(ctx, callable, self)); }
UOP(_GUARD_METHOD) { EXIT_IF(!has_shape(method, ctx->shape.method) || ((Method *)method)->func != func); }
UOP(_NEW_METHOD) {
  res = method_new(ctx, func, self);
  RAISE_IF(!res);
}
UOP(_METHOD_SELF) { res = ((Method *)method)->self; }
UOP(_LOAD_CLOSURE) { res = ((Tuple *)((Function *)func)->closure)->items[index]; }
UOP(_NEW_FUNCTION) {
  res = function_new(ctx, (Code *)code, globals);
  RAISE_IF(!res);
}

UOP(_NEW_CELL) {
  Value created = VAL(heap_alloc(ctx, ctx->shape.closure_cell, sizeof(ClosureCell)));
  RAISE_IF(created == V_NULL);
  ((ClosureCell *)created)->value = value;
  res = created;
}
UOP(_NEW_INSTANCE) {
  (void)shape;
  res = instance_new(ctx, (Class *)cls);
  RAISE_IF(res == V_NULL);
}
UOP(_NEW_SHAPED) {
  Shape *of = ctx->shapes[shape];
  void *made = heap_alloc(ctx, of, of->cell_size);
  RAISE_IF(!made);
  res = VAL(made);
}
UOP(_ITER_SOURCE) { res = ((Iter *)iter)->a; }
UOP(_ITER_INDEX) { res = ((Iter *)iter)->i; }
UOP(_ITER_SET_INDEX) { ((Iter *)iter)->i = index; }
UOP(_POP_FRAME) {}
UOP(_YIELDS) {}
UOP(_GUARD_ENUMERATE) { EXIT_IF(!iter_enumerates_plainly(iter)); }
UOP(_GUARD_ZIP_OF_TWO) { EXIT_IF(!iter_zips_two(iter)); }
UOP(_INNER_ITER) {
  Iter *it = (Iter *)iter;
  res = it->op == ITER_ZIP ? ((Array *)it->a)->items[index] : it->a;
}
UOP(_GUARD_KEY_ABSENT) { EXIT_IF(!dict_lacks_plainly(ctx, dict, key)); }
UOP(_GUARD_APPLIES) { EXIT_IF(!iter_applied(ctx, iter)); }
UOP(_APPLIED_FUNCTION) { func = ((Iter *)iter)->b; }
UOP(_APPLIED_TO) { res = iter_applied_to(iter); }
UOP(_ENUMERATE_NEXT) { res = ((Iter *)iter)->i++; }
UOP(_GUARD_PAIR_ITER) { EXIT_IF(!iter_makes_pairs(ctx, iter)); }
UOP(_ITER_NEXT_PAIR) {
  Value other = V_NULL, item = iter_next_pair(ctx, iter, &other);
  RAISE_IF(item == V_NULL && ctx->exc != V_NULL);
  first = item;
  second = other;
}
UOP(_ITER_NEXT_OBJECT) {
  item = object_next(ctx, iter);
  RAISE_IF(item == V_NULL && ctx->exc != V_NULL);
}
