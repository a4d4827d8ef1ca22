/* str(), repr() and format() of objects whose class says in Python what they are: which method it is, and what becomes
 * of its result. */
#include "exception/exception.h"
#include "interp/interp.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

/* The method if it is the class's own in Python. `inherited`: it is that of object, which asks another one. */
static Value own(Ctx *ctx, Value v, NameId name, uint32_t nargs, bool *inherited) {
  Value found = class_lookup(ctx, class_of(ctx, v), ctx->names[name]);
  *inherited = found == class_lookup(ctx, ctx->cls.object, ctx->names[name]);
  return *inherited ? V_NULL : interp_special_method(ctx, v, name, nargs);
}

Value interp_text_method(Ctx *ctx, Value v, uint32_t wanted, uint32_t *of) {
  if (!is_cell(v)) return V_NULL;
  bool inherited = true;
  Value method = V_NULL;
  if (wanted == TEXT_OF_FORMAT) *of = TEXT_OF_FORMAT, method = own(ctx, v, N___format__, 2, &inherited);
  if (inherited && wanted != TEXT_OF_REPR) *of = TEXT_OF_STR, method = own(ctx, v, N___str__, 1, &inherited);
  if (inherited) *of = TEXT_OF_REPR, method = own(ctx, v, N___repr__, 1, &inherited);
  return method;
}

Entered interp_text_enter(Ctx *ctx, Value v, uint32_t wanted, Value spec) {
  uint32_t of;
  Value method = interp_text_method(ctx, v, wanted, &of);
  /* object.__format__ takes no spec */
  if (method && spec && of != TEXT_OF_FORMAT && ((Str *)spec)->length) method = V_NULL;
  if (!method) {
    Value text = wanted == TEXT_OF_FORMAT ? object_format(ctx, v, spec)
                 : wanted == TEXT_OF_STR  ? object_str(ctx, v)
                                          : object_repr(ctx, v);
    return (Entered){NULL, text};
  }
  Value args[] = {v, spec ? spec : ctx->empty_str};
  uint32_t nargs = of == TEXT_OF_FORMAT ? 2 : 1;
  return (Entered){interp_special_frame(ctx, ctx->frame, method, args, nargs, FRAME_FINISHES(FINISH_TEXT, of, 0)),
                   V_NULL};
}

Value interp_text_result(Ctx *ctx, uint32_t of, Value value) {
  if (is_str(ctx, value)) return value;
  if (of != TEXT_OF_FORMAT) return not_a_string(ctx, value, of == TEXT_OF_STR ? "__str__" : "__repr__");
  return raise_format(ctx, EXC_TypeError, "__format__ must return a str, not %T", value), V_NULL;
}
