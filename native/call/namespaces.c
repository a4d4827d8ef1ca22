/* The namespaces of frames, for globals(), locals() and frame objects. */
#include "call/call.h"
#include "call/frame_object.h"
#include "call/frame_view.h"
#include "container/container.h"
#include "exception/exception.h"
#include "object/object.h"

Value frame_globals(Ctx *ctx) {
  FrameView view;
  if (frame_view(ctx, &view) && view.func) return view.func->globals;
  raise_format(ctx, EXC_SystemError, "globals do not exist: no Python code is running");
  return V_NULL;
}

Value current_module_name(Ctx *ctx) {
  FrameView view;
  return frame_view(ctx, &view) ? dict_get_str(ctx, view.func->globals, NAME(__name__)) : V_NULL;
}

static bool add_local(Ctx *ctx, Value dict, Code *code, uint32_t i, Value v) {
  if (v && code->local_kinds[i] & (LOCAL_CELL | LOCAL_FREE) && has_kind(ctx, v, KIND_CLOSURE_CELL))
    v = ((ClosureCell *)v)->value;
  return !v || dict_set(ctx, dict, AS_TUPLE(code->localsplus_names)->items[i], v);
}

/* In modules and class bodies the namespace itself; in functions a fresh snapshot (PEP 667). */
Value frame_view_locals(Ctx *ctx, const FrameView *view) {
  Code *code = view->code;
  if (view->locals) return view->locals;
  if (!(code->flags & CO_OPTIMIZED)) return view->func->globals;
  FrameObject *object = frame_object_made(ctx, view);
  if (object) return frame_locals_copy(ctx, object);
  Value room[EXIT_MAX_VALUES];
  const Value *slots = frame_view_slots(ctx, view, room);
  Value dict = slots ? dict_new(ctx) : V_NULL;
  for (uint32_t i = 0; dict && i < code->nlocalsplus; i++)
    if (!add_local(ctx, dict, code, i, slots[i])) return V_NULL;
  return dict;
}

Value current_locals(Ctx *ctx) {
  FrameView view;
  if (frame_view(ctx, &view)) return frame_view_locals(ctx, &view);
  raise_format(ctx, EXC_SystemError, "locals do not exist: no Python code is running");
  return V_NULL;
}
