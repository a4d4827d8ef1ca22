/* Subscripts, attributes, building, unpacking, formatting, matching, imports. Declared in ts/ops/uops-objects.ts. */
#include "interp/uop.h"

UOP(_BINARY_OP_SUBSCR_LIST_INT) {
  int64_t i = int_val(index), length = ((List *)list)->length;
  if (UNLIKELY(i < 0)) i += length;
  EXIT_IF((uint64_t)i >= (uint64_t)length);
  res = ((List *)list)->items->items[i];
}

UOP(_BINARY_OP_SUBSCR_TUPLE_INT) {
  int64_t i = int_val(index), length = ((Tuple *)tuple)->length;
  if (UNLIKELY(i < 0)) i += length;
  EXIT_IF((uint64_t)i >= (uint64_t)length);
  res = ((Tuple *)tuple)->items[i];
}

UOP(_BINARY_OP_SUBSCR_STR_INT) {
  Str *s = (Str *)string;
  int64_t i = int_val(index);
  EXIT_IF(s->h.aux != 1);
  if (UNLIKELY(i < 0)) i += s->length;
  EXIT_IF((uint64_t)i >= (uint64_t)s->length);
  res = ctx->chars[s->data[i]];
}

UOP(_BINARY_OP_SUBSCR_DICT) {
  res = dict_get(ctx, dict, key);
  RAISE_IF(!res && interp_missing_key(ctx, key));
}

UOP(_BINARY_OP_SUBSCR_GETITEM) {
  EXIT_IF(!is_cell(container) || CELL(container)->shape != shape);
  Value getitem = interp_special_method(ctx, container, N___getitem__, 2);
  EXIT_IF(!getitem);
  new_frame = interp_special_frame(ctx, frame, getitem, (Value[]){container, key}, 2, 0);
  RAISE_IF(!new_frame);
}

UOP(_BINARY_OP_SUBSCR_INDEX) {
  Value method = interp_index_method(ctx, container, key);
  EXIT_IF(!method);
  new_frame = interp_special_frame(ctx, frame, method, &key, 1, FRAME_FINISHES(FINISH_INDEX, 0, 0));
  RAISE_IF(!new_frame);
}

UOP(_STORE_SUBSCR_METHOD) {
  Value setitem = interp_special_method(ctx, container, N___setitem__, 3);
  EXIT_IF(!setitem);
  new_frame = interp_special_frame(ctx, frame, setitem, (Value[]){container, key, value}, 3,
                                   FRAME_FINISHES(FINISH_DROP, 0, 0));
  RAISE_IF(!new_frame);
}

UOP(_BINARY_OP_REFLECTED) {
  Value method = interp_reflected_method(ctx, left, right, oparg);
  EXIT_IF(!method);
  uint32_t operand = is_int(left) ? OPERAND_BY_INT : OPERAND_BY_FLOAT;
  Frame *new = interp_special_frame(ctx, frame, method, (Value[]){right, left}, 2,
                                    FRAME_FINISHES(FINISH_OPERATOR, oparg, operand));
  RAISE_IF(!new);
  new->self_or_extra = right;
  new_frame = new;
}

UOP(_STORE_ATTR_SETTER) {
  Value setter = interp_setter(ctx, owner, CODE_NAME(frame, oparg));
  EXIT_IF(!setter);
  new_frame = interp_special_frame(ctx, frame, setter, (Value[]){owner, value}, 2, FRAME_FINISHES(FINISH_DROP, 0, 0));
  RAISE_IF(!new_frame);
}

UOP(_BINARY_OP_METHOD) {
  EXIT_IF(!is_cell(left) || CELL(left)->shape != shape);
  uint32_t operand;
  Value method = interp_binary_method(ctx, left, right, oparg, &operand);
  EXIT_IF(!method || ((Function *)method)->code->h.aux != FRAME_SIMPLE_ARGS(2));
  Frame *new = frame_push_simple(ctx, frame, (Function *)method, 2);
  RAISE_IF(!new);
  new->slots[0] = left;
  new->slots[1] = right;
  new->flags = FRAME_FINISHES(FINISH_OPERATOR, oparg, operand);
  new->self_or_extra = left;
  new_frame = new;
}

UOP(_STORE_SUBSCR) { RAISE_IF(!object_setitem(ctx, container, key, value)); }

UOP(_STORE_SUBSCR_LIST_INT) {
  int64_t i = int_val(index), length = ((List *)list)->length;
  if (UNLIKELY(i < 0)) i += length;
  EXIT_IF((uint64_t)i >= (uint64_t)length);
  ((List *)list)->items->items[i] = value;
}

UOP(_STORE_SUBSCR_DICT) { RAISE_IF(!dict_set(ctx, dict, key, value)); }

UOP(_DELETE_SUBSCR) { RAISE_IF(!object_setitem(ctx, container, key, V_NULL)); }

UOP(_BINARY_SLICE) {
  res = interp_binary_slice(ctx, container, start, stop);
  RAISE_IF(!res);
}

UOP(_BINARY_SLICE_PURE) {
  res = interp_binary_slice(ctx, container, start, stop);
  RAISE_IF(!res);
}

UOP(_BYTES_ITEM) {
  Bytes *b = (Bytes *)bytes;
  int64_t i = int_val(index);
  if (UNLIKELY(i < 0)) i += b->length;
  EXIT_IF((uint64_t)i >= (uint64_t)b->length);
  res = int_tag(b->data[i]);
}

UOP(_BYTEARRAY_ITEM) {
  ByteArray *b = (ByteArray *)bytearray;
  int64_t i = int_val(index);
  if (UNLIKELY(i < 0)) i += b->length;
  EXIT_IF((uint64_t)i >= (uint64_t)b->length);
  res = int_tag(b->raw->data[i]);
}

UOP(_STORE_BYTEARRAY_ITEM) {
  ByteArray *b = (ByteArray *)bytearray;
  int64_t i = int_val(index), byte = int_val(value);
  if (UNLIKELY(i < 0)) i += b->length;
  EXIT_IF((uint64_t)i >= (uint64_t)b->length || (uint64_t)byte > UINT8_MAX);
  b->raw->data[i] = (uint8_t)byte;
}

UOP(_STORE_SLICE) {
  Value slice = slice_new(ctx, start, stop, V_NONE);
  RAISE_IF(!slice || !object_setitem(ctx, container, slice, value));
}

UOP(_LOAD_ATTR) {
  if (oparg & 1) {
    Value func, self;
    RAISE_IF(!interp_load_method(ctx, owner, CODE_NAME(frame, oparg >> 1), &func, &self));
    attr = func;
    self_or_null[0] = self;
  } else {
    attr = interp_load_attr(ctx, owner, CODE_NAME(frame, oparg >> 1));
    RAISE_IF(!attr);
  }
}

UOP(_LOAD_ATTR_NAMED) {
  attr = get_attr(ctx, owner, name);
  RAISE_IF(!attr);
}

UOP(_LOAD_METHOD_NAMED) {
  Value func, self;
  RAISE_IF(!load_method(ctx, owner, name, &func, &self));
  attr = func;
  self_or_null = self;
}

UOP(_STORE_ATTR_NAMED) { RAISE_IF(!set_attr(ctx, owner, name, value)); }

UOP(_DELETE_ATTR_NAMED) { RAISE_IF(!set_attr(ctx, owner, name, V_NULL)); }

UOP(_GUARD_SHAPE) { EXIT_IF(!is_cell(owner) || CELL(owner)->shape != shape); }

UOP(_GUARD_CLASS_VERSION) { EXIT_IF(((Class *)cls)->version != version); }

UOP(_GUARD_SHAPE_CLASS_VERSION) {
  EXIT_IF(!is_cell(owner) || CELL(owner)->shape != shape);
  EXIT_IF(ctx->shapes[shape]->cls->version != version);
}

UOP(_LOAD_SLOT) {
  attr = *(Value *)((char *)owner + offset);
  EXIT_IF(!attr);
}

UOP(_LOAD_OVERFLOW_SLOT) {
  attr = (*(Array **)((char *)owner + base))->items[index];
  EXIT_IF(!attr);
}

UOP(_LOAD_ATTR_MODULE) {
  Dict *dict = (Dict *)((Module *)owner)->dict;
  EXIT_IF(dict->keys_version != version);
  attr = dict->table->entries[index].value;
}

UOP(_LOAD_ATTR_METHOD) {
  attr = descr;
  self = owner;
}

UOP(_LOAD_ATTR_NONDESCRIPTOR) {
  (void)owner;
  attr = descr;
}

UOP(_GUARD_CLASS_OBJECT) {
  EXIT_IF(!is_cell(owner) || CELL(owner)->shape != shape);
  EXIT_IF(((Class *)owner)->version != version);
}

UOP(_LOAD_ATTR_CLASS) {
  (void)owner;
  attr = descr;
}

UOP(_LOAD_ATTR_TUPLE_ITEM) {
  EXIT_IF(((Tuple *)owner)->length <= (int64_t)index);
  attr = ((Tuple *)owner)->items[index];
}

UOP(_LOAD_ATTR_PROPERTY_FRAME) {
  EXIT_IF(((Function *)getter)->code->h.aux != FRAME_SIMPLE_ARGS(1));
  Frame *new = frame_push_simple(ctx, frame, (Function *)getter, 1);
  RAISE_IF(!new);
  new->slots[0] = owner;
  new_frame = new;
}

UOP(_LOAD_ATTR_GET_FRAME) {
  Value method = interp_special_method(ctx, descr, N___get__, 3);
  EXIT_IF(!method);
  new_frame = interp_special_frame(ctx, frame, method, (Value[]){descr, owner, VAL(class_of(ctx, owner))}, 3, 0);
  RAISE_IF(!new_frame);
}

UOP(_STORE_ATTR_SET_FRAME) {
  Value descr, method = interp_set_method(ctx, owner, CODE_NAME(frame, oparg), &descr);
  EXIT_IF(!method);
  new_frame = interp_special_frame(ctx, frame, method, (Value[]){descr, owner, value}, 3,
                                   FRAME_FINISHES(FINISH_DROP, 0, 0));
  RAISE_IF(!new_frame);
}

UOP(_LOAD_ATTR_HOOK_FRAME) {
  EXIT_IF(((Function *)hook)->code->h.aux != FRAME_SIMPLE_ARGS(2));
  new_frame = interp_special_frame(ctx, frame, hook, (Value[]){owner, CODE_NAME(frame, oparg >> 1)}, 2, 0);
  RAISE_IF(!new_frame);
}

UOP(_STORE_ATTR) { RAISE_IF(!interp_store_attr(ctx, owner, CODE_NAME(frame, oparg), value)); }

UOP(_STORE_SLOT) { *(Value *)((char *)owner + offset) = value; }

UOP(_STORE_ADD_SLOT) {
  *(Value *)((char *)owner + offset) = value;
  CELL(owner)->shape = shape;
}

UOP(_STORE_OVERFLOW_SLOT) { (*(Array **)((char *)owner + base))->items[index] = value; }

UOP(_DELETE_ATTR) { RAISE_IF(!set_attr(ctx, owner, CODE_NAME(frame, oparg), V_NULL)); }

UOP(_LOAD_SUPER_ATTR) {
  Value method_self = V_NULL;
  attr = interp_load_super_attr(ctx, global_super, class, self, CODE_NAME(frame, oparg >> 2),
                                oparg & 1 ? &method_self : NULL);
  RAISE_IF(!attr);
  if (oparg & 1) self_or_null[0] = method_self;
}

UOP(_LOAD_SPECIAL) {
  Value method, self;
  RAISE_IF(!interp_load_special(ctx, owner, oparg, &method, &self));
  attr = method;
  self_or_null = self;
}

UOP(_BUILD_TUPLE) {
  tuple = tuple_from(ctx, values, oparg);
  RAISE_IF(!tuple);
}

UOP(_BUILD_LIST) {
  list = list_from(ctx, values, oparg);
  RAISE_IF(!list);
}

UOP(_BUILD_SET) {
  set = interp_build_set(ctx, values, oparg);
  RAISE_IF(!set);
}

UOP(_BUILD_MAP) {
  map = interp_build_map(ctx, values, oparg);
  RAISE_IF(!map);
}

UOP(_BUILD_STRING) {
  str = str_concat_n(ctx, pieces, oparg);
  RAISE_IF(!str);
}

UOP(_BUILD_SLICE) {
  slice = slice_new(ctx, args[0], args[1], oparg == 3 ? args[2] : V_NONE);
  RAISE_IF(!slice);
}

UOP(_BUILD_INTERPOLATION) {
  interpolation = interp_build_interpolation(ctx, value, source, oparg & 1 ? format[0] : V_NULL, oparg >> 2);
  RAISE_IF(!interpolation);
}

UOP(_BUILD_TEMPLATE) {
  template = interp_build_template(ctx, strings, interpolations);
  RAISE_IF(!template);
}

UOP(_LIST_APPEND) {
  List *l = (List *)list;
  if (LIKELY(l->length < l->items->cap)) {
    l->items->items[l->length++] = value;
  } else {
    RAISE_IF(!list_append(ctx, list, value));
  }
}

UOP(_LIST_EXTEND) { RAISE_IF(!interp_list_extend(ctx, list, iterable)); }

UOP(_SET_ADD) { RAISE_IF(set_add(ctx, set, value) < 0); }

UOP(_SET_UPDATE) { RAISE_IF(!set_update(ctx, set, iterable)); }

UOP(_MAP_ADD) { RAISE_IF(!dict_set(ctx, dict, key, value)); }

UOP(_DICT_UPDATE) { RAISE_IF(!interp_dict_update(ctx, dict, update)); }

UOP(_DICT_MERGE) { RAISE_IF(!dict_merge_kwargs(ctx, dict, update, callable)); }

UOP(_FORMAT_SIMPLE) {
  if (LIKELY(has_shape(value, ctx->shape.str))) {
    res = value;
  } else {
    res = object_format(ctx, value, V_NULL);
    RAISE_IF(!res);
  }
}

UOP(_FORMAT_SIMPLE_PURE) {
  res = object_format(ctx, value, V_NULL);
  RAISE_IF(!res);
}

UOP(_FORMAT_WITH_SPEC_PURE) {
  res = object_format(ctx, value, spec);
  RAISE_IF(!res);
}

UOP(_FORMAT_SIMPLE_ENTER) {
  if (LIKELY(has_shape(value, ctx->shape.str))) {
    *sp++ = value;
  } else {
    Entered entered = interp_text_enter(ctx, value, TEXT_OF_FORMAT, V_NULL);
    ENTER_OR_PUSH(entered);
  }
}

UOP(_FORMAT_WITH_SPEC_ENTER) {
  Entered entered = interp_text_enter(ctx, value, TEXT_OF_FORMAT, spec);
  ENTER_OR_PUSH(entered);
}

UOP(_CONVERT_VALUE_ENTER) {
  Entered entered = oparg == 3 ? (Entered){NULL, object_ascii(ctx, value)}
                               : interp_text_enter(ctx, value, oparg == 1 ? TEXT_OF_STR : TEXT_OF_REPR, V_NULL);
  ENTER_OR_PUSH(entered);
}

UOP(_FORMAT_WITH_SPEC) {
  res = object_format(ctx, value, spec);
  RAISE_IF(!res);
}

UOP(_CONVERT_VALUE) {
  res = oparg == 1 ? object_str(ctx, value) : oparg == 2 ? object_repr(ctx, value) : object_ascii(ctx, value);
  RAISE_IF(!res);
}

UOP(_UNPACK_SEQUENCE) { RAISE_IF(!interp_unpack(ctx, sequence, (int64_t)oparg, values)); }

UOP(_UNPACK_SEQUENCE_TWO_TUPLE) {
  EXIT_IF(!has_shape(sequence, ctx->shape.tuple) || ((Tuple *)sequence)->length != 2);
  first = ((Tuple *)sequence)->items[0];
  second = ((Tuple *)sequence)->items[1];
}

UOP(_UNPACK_SEQUENCE_TUPLE) {
  EXIT_IF(!has_shape(sequence, ctx->shape.tuple) || ((Tuple *)sequence)->length != oparg);
  Value *items = ((Tuple *)sequence)->items;
  for (uint32_t i = 0; i < oparg; i++) values[oparg - 1 - i] = items[i];
}

UOP(_UNPACK_SEQUENCE_LIST) {
  EXIT_IF(!has_shape(sequence, ctx->shape.list) || ((List *)sequence)->length != oparg);
  Value *items = ((List *)sequence)->items->items;
  for (uint32_t i = 0; i < oparg; i++) values[oparg - 1 - i] = items[i];
}

UOP(_UNPACK_EX) { RAISE_IF(!interp_unpack_ex(ctx, sequence, oparg & 0xff, oparg >> 8, values)); }

UOP(_UNPACK_SEQUENCE_TO_TUPLE) {
  tuple = interp_unpack_to_tuple(ctx, sequence, oparg, false);
  RAISE_IF(!tuple);
}

UOP(_UNPACK_EX_TO_TUPLE) {
  tuple = interp_unpack_to_tuple(ctx, sequence, oparg, true);
  RAISE_IF(!tuple);
}

UOP(_GET_LEN) {
  int64_t n = object_len(ctx, value);
  RAISE_IF(n < 0);
  length = int_tag(n);
}

UOP(_MATCH_MAPPING) { res = bool_tag(interp_is_mapping(ctx, subject)); }

UOP(_MATCH_SEQUENCE) { res = bool_tag(interp_is_sequence(ctx, subject)); }

UOP(_MATCH_KEYS) {
  values = interp_match_keys(ctx, subject, keys);
  RAISE_IF(!values);
}

UOP(_MATCH_CLASS) {
  attrs = interp_match_class(ctx, subject, type, oparg, names);
  RAISE_IF(!attrs);
}

UOP(_IMPORT_NAME) {
  res = import_name(ctx, CODE_NAME(frame, oparg), frame->func->globals, fromlist, level);
  RAISE_IF(!res);
}

UOP(_IMPORT_FROM) {
  res = import_from(ctx, module, CODE_NAME(frame, oparg));
  RAISE_IF(!res);
}

UOP(_IMPORT_NAME_NAMED) {
  res = import_name(ctx, name, globals, fromlist, level);
  RAISE_IF(!res);
}

UOP(_IMPORT_FROM_NAMED) {
  res = import_from(ctx, module, name);
  RAISE_IF(!res);
}

UOP(_CALL_INTRINSIC_1) {
  res = interp_intrinsic_1(ctx, oparg, value);
  RAISE_IF(!res);
}

UOP(_CALL_INTRINSIC_2) {
  res = interp_intrinsic_2(ctx, oparg, first, second);
  RAISE_IF(!res);
}

UOP(_MAKE_FUNCTION) {
  func = function_new(ctx, (Code *)code, frame->func->globals);
  RAISE_IF(!func);
}

UOP(_SET_FUNCTION_ATTRIBUTE) {
  Function *target = (Function *)func;
  switch (oparg) {
  case FUNCTION_DEFAULTS: target->defaults = value; break;
  case FUNCTION_KWDEFAULTS: target->kwdefaults = value; break;
  case FUNCTION_ANNOTATIONS: target->annotations = value; break;
  case FUNCTION_CLOSURE: target->closure = value; break;
  default: target->annotate = value; break;
  }
  res = func;
}
