/* Installation of compiled traces. */
#include "heap/memory.h"
#include "jit/jit.h"
#include <stdlib.h>
#include <string.h>

static Jump *jumps_of(Jit *jit, const InstallRequest *request, Trace *from) {
  Jump *jumps = memory_new(jit->ctx, (request->nlinks + 1) * sizeof *jumps);
  for (uint32_t i = 0; jumps && i < request->nlinks; i++) {
    const TraceLink *link = &request->links[i];
    jumps[i] = (Jump){link->offset, link->exit, from, jit_trace(jit, link->target), NULL};
  }
  return jumps;
}

/* A copy; not NULL for nothing. */
static void *copy_of(Ctx *ctx, const void *from, size_t bytes) {
  void *copy = memory_new(ctx, bytes + 1);
  if (copy && bytes) memcpy(copy, from, bytes); /* memcpy takes no null pointer, not even for no bytes */
  return copy;
}

/* Functions and what follows calls are gone through: the caller's trace is the better one. Loops are not, and joins not
 * by those whose copies they are there to prevent. */
static uint16_t stops_recording(uint8_t kind) {
  return kind == ANCHOR_LOOP ? STOPS_RECORDING : kind == ANCHOR_JOIN ? STOPS_BRIDGES : GOES_THROUGH;
}

static Trace *make(Ctx *ctx, Jit *jit, const InstallRequest *request, uint32_t slot) {
  Trace *trace = memory_zeroed(ctx, sizeof *trace);
  ExitTable *table = copy_of(ctx, request->table, request->table_bytes);
  uint64_t *roots = copy_of(ctx, request->roots, request->nroots * sizeof *roots);
  Jump *jumps = trace ? jumps_of(jit, request, trace) : NULL;
  if (!table || !roots || !jumps) {
    memory_free(ctx, trace);
    memory_free(ctx, table);
    memory_free(ctx, roots);
    memory_free(ctx, jumps);
    return NULL;
  }
  *trace = (Trace){
      .executor = {.entry = jit_enter_trace, .stops_recording = stops_recording(request->kind)},
      .code_entry = (Handler)(uintptr_t)(request->block.exec + request->entry_offset),
      .code = ctx->codes[request->code],
      .unit = request->unit,
      .kind = request->kind,
      .valid = true,
      .slot = slot,
      .parent_exit = request->parent_exit,
      .loop_exit = request->loop_exit,
      .place = request->kind == ANCHOR_BRIDGE ? jit_place_of_bridge(jit, request->parent_exit) : 0,
      .block = request->block,
      .table = table,
      .jumps = jumps,
      .njumps = request->nlinks,
      .roots = roots,
      .nroots = request->nroots,
  };
  return trace;
}

int32_t jit_install(Ctx *ctx, const InstallRequest *request) {
  Jit *jit = jit_of(ctx);
  if (!jit || !jit_request_is_sound(ctx, request) || !jit_room_for_trace(jit)) return -1;
  Code *code = ctx->codes[request->code];
  bool bridge = request->kind == ANCHOR_BRIDGE;
  int slot = bridge ? 0 : jit_free_executor(ctx, code);
  Trace *trace = slot < 0 ? NULL : make(ctx, jit, request, (uint32_t)slot);
  if (!trace) return -1;
  for (uint32_t i = 0; i < request->nexits; i++)
    jit->exits[request->first_exit + i] = (TraceExit){
        .trace = trace, .stub = request->block.exec + request->stub_offsets[i], .index = i};
  code_memory_publish(request->block.exec, request->block.size);
  jit_add_trace(jit, trace);
  jit_link(jit, trace);
  if (bridge) {
    jit_patch_bridge(&jit->exits[request->parent_exit], trace);
  } else {
    code->executors[slot] = &trace->executor;
    jit_set_anchor(trace);
  }
  return (int32_t)trace->executor.id;
}
