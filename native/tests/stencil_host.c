/* A host for tests of stencils: runs stitched code with given registers and returns the registers it ended with.
 * tests/stencils/host.ts builds it into a shared object, together with native/jit/code_memory.c, and calls it through
 * koffi.
 *
 * The code continues at host_continue, its exit stubs jump to host_exit. Both have the form of `jit_exit` and note what
 * they get. */
#include "jit/code_memory.h"
#include "jit/exits.h"
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

enum { OUTCOME_NONE, OUTCOME_CONTINUE, OUTCOME_EXIT, OUTCOME_MISSING };

/* The same layout as the buffer that the test passes. */
typedef struct HostState {
  uint64_t r[8];
  double f[8];
  uint32_t outcome, exit;
} HostState;

static HostState *state;
static uint32_t missing_calls;

static void note(uint32_t outcome, uint64_t r0, uint64_t r1, uint64_t r2, uint64_t r3, uint64_t r4, uint64_t r5,
                 uint64_t r6, uint64_t r7, double f0, double f1, double f2, double f3, double f4, double f5, double f6,
                 double f7) {
  const uint64_t r[8] = {r0, r1, r2, r3, r4, r5, r6, r7};
  const double f[8] = {f0, f1, f2, f3, f4, f5, f6, f7};
  memcpy(state->r, r, sizeof r);
  memcpy(state->f, f, sizeof f);
  state->outcome = missing_calls ? OUTCOME_MISSING : outcome;
}

PRESERVE_NONE Value host_continue(JIT_REGISTERS) {
  (void)ctx, (void)frame;
  note(OUTCOME_CONTINUE, r0, r1, r2, r3, r4, r5, r6, r7, f0, f1, f2, f3, f4, f5, f6, f7);
  return 0;
}
PRESERVE_NONE Value host_exit(JIT_REGISTERS) {
  (void)frame;
  note(OUTCOME_EXIT, r0, r1, r2, r3, r4, r5, r6, r7, f0, f1, f2, f3, f4, f5, f6, f7);
  state->exit = ctx->jit_exit;
  return 0;
}
/* Stands for the runtime functions that the host does not link. */
uint64_t host_missing(void) {
  missing_calls++;
  return 0;
}

/* Runtime functions that traces of the register allocator's tests call. They destroy every register that C may destroy.
 */
static void clobber(void) {
#if defined(__x86_64__)
  __asm__ volatile(
      "movq $-1, %%rdi; movq %%rdi, %%rsi; movq %%rdi, %%rdx; movq %%rdi, %%rcx; movq %%rdi, %%r8; movq %%rdi, %%r9;"
      "pcmpeqd %%xmm0, %%xmm0; movaps %%xmm0, %%xmm1; movaps %%xmm0, %%xmm2; movaps %%xmm0, %%xmm3; movaps %%xmm0, "
      "%%xmm4;"
      "movaps %%xmm0, %%xmm5; movaps %%xmm0, %%xmm6; movaps %%xmm0, %%xmm7" ::
          : "rdi", "rsi", "rdx", "rcx", "r8", "r9", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7");
#endif
}
double host_float_mod(double a, double b) {
  double r = a - b * __builtin_trunc(a / b);
  clobber();
  return r;
}
/* In place of tuple_from: a hash of the items; never 0. */
uint64_t host_tuple_from(void *ctx, const uint64_t *items, uint32_t n) {
  (void)ctx;
  uint64_t hash = 17 + n;
  for (uint32_t i = 0; i < n; i++) hash = hash * 31 + items[i];
  clobber();
  return (hash & 0xffffffffffff) | 1;
}

typedef PRESERVE_NONE Value (*Entry)(JIT_REGISTERS);

uint32_t host_run(uint64_t code, void *ctx, void *frame, HostState *s) {
  state = s;
  missing_calls = 0;
  s->outcome = OUTCOME_NONE;
  const uint64_t *r = s->r;
  const double *f = s->f;
  ((Entry)code)(ctx, frame, r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], f[0], f[1], f[2], f[3], f[4], f[5], f[6],
                f[7]);
  return s->outcome;
}

static Ctx context;
static uint64_t frame_words[4096];
void *host_context(void) {
  if (!context.recursion_limit) {
    context.recursion_limit = 1000;
    /* Shapes for guards to compare with: no cell has the shape with id 0. */
    static Shape none;
    Shape **shapes = (Shape **)&context.shape;
    for (size_t i = 0; i < sizeof(Shapes) / sizeof(Shape *); i++) shapes[i] = &none;
  }
  return &context;
}
void *host_frame(void) { return frame_words; }
uint64_t host_frame_read(uint64_t word) { return frame_words[word]; }
void host_frame_write(uint64_t word, uint64_t value) { frame_words[word] = value; }

/* 0: the host does not have it. */
uint64_t host_symbol(const char *name) {
  if (strcmp(name, "jit_exit") == 0) return (uint64_t)&host_exit;
  if (strcmp(name, "jit_return") == 0 || strcmp(name, "jit_yield") == 0) return (uint64_t)&host_continue;
  if (strcmp(name, "float_mod") == 0) return (uint64_t)&host_float_mod;
  if (strcmp(name, "tuple_from") == 0) return (uint64_t)&host_tuple_from;
  if (strcmp(name, "host_missing") == 0) return (uint64_t)&host_missing;
  return (uint64_t)dlsym(RTLD_DEFAULT, name);
}

/* Copies finished code into executable memory; 0 when there is none. */
uint64_t host_reserve(uint64_t size, uint64_t *write_address) {
  if (code_memory_unavailable()) return 0;
  CodeBlock block = code_memory_alloc(size);
  *write_address = (uint64_t)block.write;
  return (uint64_t)block.exec;
}
void host_install(uint64_t exec, const uint8_t *code, uint64_t size) {
  memcpy(code_memory_alias((uint8_t *)exec), code, size);
  code_memory_publish((uint8_t *)exec, size);
}
