/* Generators that a trace follows: bodies of the uops declared in ts/ops/lowered-generator.ts. Their frames stay in
 * their cells; between a resumption and the next yield only exits make the frame a running one (native/jit/exit.c). */
#include "interp/uop.h"

/* A generator that has started is suspended at one of its own yields, so the address where it continues also says whose
 * code it runs. */
UOP(_GUARD_GENERATOR) {
  EXIT_IF(!has_shape(generator, ctx->shape.generator) && !has_shape(generator, ctx->shape.coroutine));
  Generator *g = (Generator *)generator;
  EXIT_IF(g->frame.resume_ip != ((Code *)code)->units + resume || g->state > GEN_SUSPENDED);
}

UOP(_GUARD_GENERATOR_CODE) {
  EXIT_IF(!has_shape(generator, ctx->shape.generator) || VAL(((Generator *)generator)->frame.code) != code);
}

UOP(_GUARD_NO_GENERATOR_OBJECT) { EXIT_IF(((Generator *)generator)->frame.flags & FRAME_HAS_OBJECT); }

UOP(_GUARD_GENERATOR_GLOBALS) {
  Function *func = ((Generator *)generator)->frame.func;
  EXIT_IF(func->globals != globals || func->builtins != builtins);
}

UOP(_LOAD_GENERATOR_SLOT) { res = *(Value *)((char *)generator + slot); }
UOP(_STORE_GENERATOR_SLOT) { *(Value *)((char *)generator + slot) = value; }
UOP(_GENERATOR_RUNS) { ((Generator *)generator)->state = GEN_RUNNING; }

UOP(_SUSPEND_GENERATOR) {
  Generator *g = (Generator *)generator;
  CodeUnit *units = ((Code *)code)->units;
  g->state = GEN_SUSPENDED;
  g->frame.ip = units + yielded;
  g->frame.resume_ip = units + resume;
  g->frame.sp = (Value *)((char *)generator + top);
}

/* Exceptions handled in followed generators: Generator.handled_outside is V_NULL until something is handled inside. */
UOP(_KEEP_HANDLED) {
  Generator *g = (Generator *)generator;
  if (!g->handled_outside) g->handled_outside = ctx->handled;
}

UOP(_RESUME_HANDLED) {
  Generator *g = (Generator *)generator;
  if (g->exc_state) {
    g->handled_outside = ctx->handled;
    ctx->handled = g->exc_state;
  }
}

UOP(_SUSPEND_HANDLED) {
  Generator *g = (Generator *)generator;
  if (g->handled_outside) {
    ctx->handled = g->handled_outside;
    g->handled_outside = V_NULL;
  }
}

UOP(_PUSH_HANDLED) {
  Generator *g = (Generator *)generator;
  previous = g->exc_state;
  g->exc_state = ctx->handled = exc;
}

UOP(_POP_HANDLED) {
  Generator *g = (Generator *)generator;
  g->exc_state = previous;
  ctx->handled = previous ? previous : g->handled_outside;
}

UOP(_HANDLE_MATCH_INSIDE) {
  if (match != V_NONE) ((Generator *)generator)->exc_state = ctx->handled = match;
}

UOP(_LEAVE_GENERATOR) { ((Generator *)generator)->frame.ip = ((Code *)code)->units + int_val(unit); }

UOP(_CLOSE_GENERATOR) { interp_finish_generator(ctx, (Generator *)generator); }
