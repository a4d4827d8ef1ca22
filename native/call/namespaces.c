/* The namespaces of the innermost frame, for globals(), locals() and frame objects. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"

Value frame_globals(Ctx *ctx) {
  if (ctx->frame && ctx->frame->func) return ctx->frame->func->globals;
  raise_format(ctx, EXC_SystemError, "globals do not exist: no Python code is running");
  return V_NULL;
}

static bool add_local(Ctx *ctx, Value dict, Code *code, uint32_t i, Value v) {
  if (v && code->local_kinds[i] & (LOCAL_CELL | LOCAL_FREE) && has_kind(ctx, v, KIND_CLOSURE_CELL))
    v = ((ClosureCell *)v)->value;
  return !v || dict_set(ctx, dict, AS_TUPLE(code->localsplus_names)->items[i], v);
}

/* In modules and class bodies the namespace itself; in functions a fresh snapshot (PEP 667). */
Value current_locals(Ctx *ctx) {
  Frame *f = ctx->frame;
  if (!f) {
    raise_format(ctx, EXC_SystemError, "locals do not exist: no Python code is running");
    return V_NULL;
  }
  if (f->locals) return f->locals;
  if (!(f->code->flags & CO_OPTIMIZED)) return f->func->globals;
  Value dict = dict_new(ctx);
  for (uint32_t i = 0; dict && i < f->code->nlocalsplus; i++)
    if (!add_local(ctx, dict, f->code, i, f->slots[i])) return V_NULL;
  return dict;
}
