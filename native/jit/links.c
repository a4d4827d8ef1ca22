/* Jumps between traces, and from exits into bridges: written into the code, and taken back. */
#include "jit/jit.h"
#include <string.h>

/* A direct jump over the first bytes of an exit stub. */
static void patch_jump(uint8_t *at, const uint8_t *target) {
  uint8_t *write = code_memory_alias(at);
#if defined(__x86_64__)
  int32_t distance = (int32_t)(target - (at + 5));
  write[0] = 0xe9;
  memcpy(write + 1, &distance, 4);
#elif defined(__aarch64__)
  uint32_t word = 0x14000000u | ((uint32_t)((target - at) / 4) & 0x03ffffffu);
  memcpy(write, &word, 4);
#else
#error "no jump encoding for this target"
#endif
  code_memory_publish(at, 16);
}

/* Redirects the jump whose distance field (x86-64) or instruction (AArch64) is at `at`. */
static void patch_link(uint8_t *at, const uint8_t *target) {
  uint8_t *write = code_memory_alias(at);
#if defined(__x86_64__)
  int32_t distance = (int32_t)(target - (at + 4));
  memcpy(write, &distance, 4);
#else
  uint32_t word = 0x14000000u | ((uint32_t)((target - at) / 4) & 0x03ffffffu);
  memcpy(write, &word, 4);
#endif
  code_memory_publish(at, 4);
}

void jit_patch_bridge(TraceExit *exit, Trace *bridge) {
  memcpy(bridge->saved_stub, exit->stub, sizeof bridge->saved_stub);
  exit->bridge = bridge;
  patch_jump(exit->stub, (const uint8_t *)bridge->code_entry);
}

void jit_unpatch_bridge(TraceExit *exit, Trace *bridge) {
  memcpy(code_memory_alias(exit->stub), bridge->saved_stub, sizeof bridge->saved_stub);
  code_memory_publish(exit->stub, sizeof bridge->saved_stub);
  exit->bridge = NULL;
  exit->count = 0;
}

static void send_to_trace(const Jump *jump) {
  patch_link(jump->from->block.exec + jump->offset, (const uint8_t *)jump->to->code_entry);
}

static void send_to_stub(const Jit *jit, const Jump *jump) {
  const Trace *from = jump->from;
  patch_link(from->block.exec + jump->offset, jit->exits[from->table->first_exit + jump->exit].stub);
}

/* The two know each other, and the jump goes straight there unless it may not for now. */
static void join(const Jit *jit, Jump *jump, Trace *to) {
  jump->to = to;
  jump->next = to->jumps_here;
  to->jumps_here = jump;
  if (to->suspect) jit_acquit(to);
  if (jit_is_cut(to)) send_to_stub(jit, jump);
  else send_to_trace(jump);
}

void jit_link(Jit *jit, Trace *trace) {
  for (uint32_t i = 0; i < trace->njumps; i++) {
    Jump *jump = &trace->jumps[i];
    if (!jump->to || !jump->to->valid) { /* there is none yet, or it died while this one was compiled */
      jump->to = NULL;
      send_to_stub(jit, jump);
    } else {
      join(jit, jump, jump->to);
    }
  }
}

Trace *jit_find_target(Jit *jit, const TraceExit *exit, const Frame *frame, const CodeUnit *ip) {
  Trace *from = exit->trace, *to = jit_trace_at(frame->code, (uint32_t)(ip - frame->code->units));
  if (!to) return NULL;
  for (uint32_t i = 0; from->valid && i < from->njumps; i++) {
    Jump *jump = &from->jumps[i];
    if (jump->exit == exit->index && !jump->to) join(jit, jump, to);
  }
  return to;
}

void jit_cut(Jit *jit, Trace *trace) {
  for (Jump *jump = trace->jumps_here; jump; jump = jump->next) send_to_stub(jit, jump);
}

void jit_restore(Trace *trace) {
  for (Jump *jump = trace->jumps_here; jump; jump = jump->next) send_to_trace(jump);
}

void jit_unlink(Jit *jit, Trace *trace) {
  jit_cut(jit, trace);
  for (Jump *jump = trace->jumps_here; jump; jump = jump->next) jump->to = NULL;
  trace->jumps_here = NULL;
}

/* The trace may still run, and come to its jumps after their targets are gone. */
void jit_forget_jumps(Jit *jit, Trace *trace) {
  for (uint32_t i = 0; i < trace->njumps; i++) {
    Jump *jump = &trace->jumps[i];
    if (!jump->to) continue;
    send_to_stub(jit, jump);
    Jump **at = &jump->to->jumps_here;
    while (*at != jump) at = &(*at)->next;
    *at = jump->next;
    jump->to = NULL;
  }
}
