/* The interpreter's own machinery. Declared in ts/ops/uops-dispatch.ts. */
#include "interp/uop.h"

UOP(_UNREACHABLE) { __builtin_trap(); }

UOP(_EXTENDED_ARG) {
  ip++;
  oparg = oparg << 8 | ip->arg;
  MUSTTAIL return ctx->dispatch[ip->op](ctx, frame, ip, sp, oparg);
}

/* Twelve bits count down, four hold the exponent of the back-off (as in CPython). */
UOP(_SPECIALIZE) {
  if (UNLIKELY(ip[1].cache < 16)) TAIL(interp_specialize);
  ip[1].cache -= 16;
}
