/* Jumps and exits. LEAVE_TO(symbol) ends a stencil at `symbol` in place of the next stencil. */

UOP(_EMIT_JUMP) { LEAVE_TO(_JIT_TARGET); }

/* The runtime's jit_exit takes the registers as they are: where each value of the snapshot lives stands in the exit record. */
UOP(_EMIT_EXIT_STUB) {
  ctx->jit_exit = exit;
  LEAVE_TO(_JIT_TARGET);
}
