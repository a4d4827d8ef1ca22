/* Generators that a trace follows: bodies of the uops declared in ts/ops/lowered-generator.ts. Their frames stay in
 * their cells; between a resumption and the next yield only exits make the frame a running one (native/jit/exit.c). */
#include "interp/uop.h"

/* A generator that has started is suspended at one of its own yields, so the address where it continues also says whose
 * code it runs. */
UOP(_GUARD_GENERATOR) {
  EXIT_IF(!has_shape(generator, ctx->shape.generator) && !has_shape(generator, ctx->shape.coroutine));
  Generator *g = (Generator *)generator;
  EXIT_IF(g->frame.resume_ip != ((Code *)code)->units + resume || g->state > GEN_SUSPENDED || g->exc_state ||
          g->frame.flags & FRAME_HAS_OBJECT);
}

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

UOP(_CLOSE_GENERATOR) { interp_finish_generator(ctx, (Generator *)generator); }
