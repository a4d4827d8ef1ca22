/* What the generated handlers are made of. */
#pragma once
#include "core/outcome.h"
#include "generated/opcodes.h"
#include "interp/interp.h"
#include "interp/jit_hooks.h"
#include "interp/record.h"
#include "interp/uop.h"
#include <string.h>

#pragma clang diagnostic ignored "-Wunused-parameter"
#pragma clang diagnostic ignored "-Wunused-variable"
#pragma clang diagnostic ignored "-Wunused-but-set-variable"
#pragma clang diagnostic ignored "-Wunused-function"

#define HANDLER(name) PRESERVE_NONE Value op_##name(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t oparg)

/* A guard of a specialized instruction failed: the generic one runs, whose counter decides about specializing again. */
#define MISS_HANDLER(family, adaptive)                                                                                 \
  static PRESERVE_NONE                                                                                                 \
      __attribute__((noinline)) Value miss_##family(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t oparg) { \
    if (UNLIKELY(ctx->recorder)) record_changed(ctx, OP_##family);                                                     \
    MUSTTAIL return op_##family(ctx, frame, ip, sp, oparg);                                                            \
  }

#define DISPATCH()                                                      \
  do {                                                                  \
    CHECK_OUTCOME(false);                                               \
    ip = next;                                                          \
    MUSTTAIL return ctx->dispatch[ip->op](ctx, frame, ip, sp, ip->arg); \
  } while (0)
/* Two jumps, not one with a selected target: each direction of each branch has its own history. */
#define POP_JUMP(condition)           \
  do {                                \
    if (condition) {                  \
      next += oparg;                  \
      __asm__ volatile("");           \
      DISPATCH();                     \
    }                                 \
    next += next->op == OP_NOT_TAKEN; \
  } while (0)
/* Instead of pushing a bool (sp is where it would go): a conditional jump that follows takes it directly. */
#define FUSE_POP_JUMP(value)                        \
  do {                                              \
    if (LIKELY(next->op == OP_POP_JUMP_IF_FALSE)) { \
      oparg = next->arg;                            \
      next++;                                       \
      POP_JUMP((value) == V_FALSE);                 \
      DISPATCH();                                   \
    }                                               \
    if (next->op == OP_POP_JUMP_IF_TRUE) {          \
      oparg = next->arg;                            \
      next++;                                       \
      POP_JUMP((value) == V_TRUE);                  \
      DISPATCH();                                   \
    }                                               \
  } while (0)
#define TAIL(handler) MUSTTAIL return handler(ctx, frame, ip, sp, oparg)
#define EXIT_IF(condition)              \
  do {                                  \
    if (UNLIKELY(condition)) goto miss; \
  } while (0)
#define RAISE_IF(condition)    \
  do {                         \
    if (UNLIKELY(condition)) { \
      CHECK_OUTCOME(true);     \
      goto raise;              \
    }                          \
  } while (0)
#define SAVE_STATE() (frame->ip = ip, frame->sp = sp)

/* The evaluation stack is as the callee's result will find it. */
#define ENTER_FRAME(callee)                       \
  do {                                            \
    Frame *callee_ = (callee);                    \
    frame->ip = ip;                               \
    frame->sp = sp;                               \
    frame->resume_ip = next;                      \
    frame = ctx->frame = callee_;                 \
    sp = frame->slots + frame->code->nlocalsplus; \
    next = frame->code->units;                    \
  } while (0)
#define ENTER_OR_PUSH(entered)      \
  do {                              \
    if ((entered).frame) {          \
      ENTER_FRAME((entered).frame); \
    } else {                        \
      RAISE_IF(!(entered).value);   \
      *sp++ = (entered).value;      \
    }                               \
  } while (0)
#define RESUME_GENERATOR(generator, sent, returned, yielded) \
  do {                                                       \
    Generator *generator_ = (generator);                     \
    Value sent_ = (sent);                                    \
    frame->ip = ip;                                          \
    frame->sp = sp;                                          \
    frame->resume_ip = (returned);                           \
    generator_->after_yield = (yielded);                     \
    interp_activate(ctx, generator_, frame);                 \
    frame = &generator_->frame;                              \
    next = frame->resume_ip;                                 \
    sp = frame->sp;                                          \
    *sp++ = sent_;                                           \
  } while (0)

static inline uint16_t cache_u16(const CodeUnit *at) { return at->cache; }
static inline uint32_t cache_u32(const CodeUnit *at) {
  uint32_t value;
  memcpy(&value, at, sizeof value);
  return value;
}
static inline uint64_t cache_u64(const CodeUnit *at) {
  uint64_t value;
  memcpy(&value, at, sizeof value);
  return value;
}
