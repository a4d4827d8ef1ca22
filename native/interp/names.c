/* Names: namespaces, globals, builtins, unbound locals and cells. */
#include "container/container.h"
#include "exception/exception.h"
#include "interp/interp.h"
#include "interp/uop.h"
#include "object/object.h"
#include "text/text.h"

static void raise_undefined(Ctx *ctx, Value name) {
  raise_name_error(ctx, EXC_NameError, "name '%U' is not defined", name);
}

Value interp_common_constant(Ctx *ctx, uint32_t which) {
  switch (which) {
  case COMMON_ASSERTION_ERROR: return VAL(ctx->exc_class[EXC_AssertionError]);
  case COMMON_NOT_IMPLEMENTED_ERROR: return VAL(ctx->exc_class[EXC_NotImplementedError]);
  case COMMON_TUPLE: return VAL(ctx->cls.tuple);
  default: return dict_get_str(ctx, ctx->builtins, which == COMMON_ALL ? NAME(all) : NAME(any));
  }
}

static Value slot_name(Frame *frame, uint32_t slot) { return ((Tuple *)frame->code->localsplus_names)->items[slot]; }

bool interp_raise_unbound_local(Ctx *ctx, Frame *frame, uint32_t slot) {
  raise_name_error(ctx, EXC_UnboundLocalError,
                   "cannot access local variable '%U' where it is not associated with a value", slot_name(frame, slot));
  return true;
}

bool interp_raise_unbound_cell(Ctx *ctx, Frame *frame, uint32_t slot) {
  if (frame->code->local_kinds[slot] & LOCAL_FREE)
    raise_name_error(ctx, EXC_NameError,
                     "cannot access free variable '%U' where it is not associated with a value in enclosing scope",
                     slot_name(frame, slot));
  else interp_raise_unbound_local(ctx, frame, slot);
  return true;
}

bool interp_raise_no_locals(Ctx *ctx) {
  raise_format(ctx, EXC_SystemError, "no locals found");
  return true;
}

/* V_NULL: absent, or ctx->exc. */
static Value mapping_get(Ctx *ctx, Value mapping, Value name) {
  if (has_shape(mapping, ctx->shape.dict)) return dict_get_str(ctx, mapping, name);
  Value value = object_getitem(ctx, mapping, name);
  if (!value && exc_matches(ctx, EXC_KeyError)) exc_clear(ctx);
  return value;
}

/* Globals of a subclass of dict are asked as a mapping: annotationlib evaluates annotations in one with __missing__. */
static Value global_or_builtin(Ctx *ctx, Value globals, Value builtins, Value name) {
  Value value = mapping_get(ctx, globals, name);
  if (!value && !ctx->exc) value = mapping_get(ctx, builtins, name);
  if (!value && !ctx->exc) raise_undefined(ctx, name);
  return value;
}

Value interp_load_global(Ctx *ctx, Frame *frame, Value name) {
  return global_or_builtin(ctx, frame->func->globals, frame->func->builtins, name);
}

Value interp_load_from_dicts(Ctx *ctx, Value mapping, Value globals, Value builtins, Value name) {
  Value value = mapping_get(ctx, mapping, name);
  return value || ctx->exc ? value : global_or_builtin(ctx, globals, builtins, name);
}

Value interp_load_from_dict_or_globals(Ctx *ctx, Frame *frame, Value mapping, Value name) {
  return interp_load_from_dicts(ctx, mapping, frame->func->globals, frame->func->builtins, name);
}

Value interp_load_name(Ctx *ctx, Frame *frame, Value name) {
  if (!frame->locals) {
    interp_raise_no_locals(ctx);
    return V_NULL;
  }
  return interp_load_from_dict_or_globals(ctx, frame, frame->locals, name);
}

Value interp_load_from_dict_or_deref(Ctx *ctx, Frame *frame, Value mapping, uint32_t slot) {
  Value value = mapping_get(ctx, mapping, slot_name(frame, slot));
  if (value || ctx->exc) return value;
  value = ((ClosureCell *)frame->slots[slot])->value;
  if (!value) interp_raise_unbound_cell(ctx, frame, slot);
  return value;
}

Value interp_load_from_dict_or_cell(Ctx *ctx, Value mapping, Value cell, Value name) {
  Value value = mapping_get(ctx, mapping, name);
  if (value || ctx->exc) return value;
  value = ((ClosureCell *)cell)->value;
  if (!value)
    raise_name_error(ctx, EXC_NameError,
                     "cannot access free variable '%U' where it is not associated with a value in enclosing scope",
                     name);
  return value;
}

bool interp_store_name(Ctx *ctx, Frame *frame, Value name, Value value) {
  if (!frame->locals) return !interp_raise_no_locals(ctx);
  return has_shape(frame->locals, ctx->shape.dict) ? dict_set(ctx, frame->locals, name, value)
                                                   : object_setitem(ctx, frame->locals, name, value);
}

bool interp_delete_name(Ctx *ctx, Frame *frame, Value name) {
  if (!frame->locals) return !interp_raise_no_locals(ctx);
  if (has_shape(frame->locals, ctx->shape.dict)) {
    int deleted = dict_delete(ctx, frame->locals, name);
    if (deleted == 0) raise_undefined(ctx, name);
    return deleted > 0;
  }
  if (object_setitem(ctx, frame->locals, name, V_NULL)) return true;
  if (exc_matches(ctx, EXC_KeyError)) {
    exc_clear(ctx);
    raise_undefined(ctx, name);
  }
  return false;
}

bool interp_delete_global(Ctx *ctx, Value globals, Value name) {
  int deleted = dict_delete(ctx, globals, name);
  if (deleted == 0) raise_undefined(ctx, name);
  return deleted > 0;
}

Value interp_load_build_class(Ctx *ctx, Value builtins) {
  Value build = dict_get_str(ctx, builtins, NAME(__build_class__));
  if (!build) raise_format(ctx, EXC_NameError, "__build_class__ not found");
  return build;
}

bool interp_setup_annotations(Ctx *ctx, Frame *frame) {
  if (!frame->locals) return !interp_raise_no_locals(ctx);
  if (mapping_get(ctx, frame->locals, NAME(__annotations__))) return true;
  if (ctx->exc) return false;
  Value annotations = dict_new(ctx);
  return annotations && interp_store_name(ctx, frame, NAME(__annotations__), annotations);
}
