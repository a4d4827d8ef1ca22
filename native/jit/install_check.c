/* What the compiler asks to be installed, checked: see jit_request_is_sound. Every word of an exit table is read once;
 * exits only read what was found in order here. */
#include "interp/interp.h"
#include "jit/jit.h"

typedef struct Check {
  const Ctx *ctx;
  const ExitTable *table;
  const uint32_t *at, *end; /* of the record's words */
  uint32_t nvirtuals;       /* of the record */
  uint32_t spill_end;       /* words from the root frame to the end of its trace's room */
} Check;

/* The next `words` words of the record, or NULL. */
static const void *take(Check *c, size_t words) {
  if ((size_t)(c->end - c->at) < words) return NULL;
  const uint32_t *at = c->at;
  c->at += words;
  return at;
}

static bool location_is_sound(const Check *c, ExitLocation location) {
  uint32_t payload = LOC_PAYLOAD(location);
  if (LOC_REPR(location) > REPR_BOOL) return false;
  switch (LOC_KIND(location)) {
  case LOC_UNCHANGED:
  case LOC_DEAD: return true;
  case LOC_REGISTER: return payload < 16;
  case LOC_SPILL: return payload < c->spill_end;
  case LOC_CONST: return payload < c->table->nconsts;
  case LOC_VIRTUAL: return payload < c->nvirtuals;
  default: return false;
  }
}

/* `n` locations that follow. */
static bool locations_are_sound(Check *c, uint32_t n) {
  const ExitLocation *locations = take(c, n);
  for (uint32_t i = 0; locations && i < n; i++)
    if (!location_is_sound(c, locations[i])) return false;
  return locations != NULL;
}

static bool frame_is_sound(Check *c, uint32_t *values) {
  const ExitFrame *frame = take(c, sizeof(ExitFrame) / 4);
  if (!frame || frame->code >= c->ctx->ncodes || !c->ctx->codes[frame->code]) return false;
  const Code *code = c->ctx->codes[frame->code];
  if (frame->nslots > code->nlocalsplus + code->stacksize || frame->nslots + 2 > EXIT_MAX_VALUES - *values)
    return false;
  *values += frame->nslots + 2;
  return frame->resume < code->nunits && frame->ip < code->nunits && location_is_sound(c, frame->func) &&
         location_is_sound(c, frame->extra) && locations_are_sound(c, frame->nslots);
}

static bool virtual_is_sound(const Check *c, const ExitVirtual *virtual) {
  const Shape *shape = virtual->shape < c->ctx->nshapes ? c->ctx->shapes[virtual->shape] : NULL;
  switch (virtual->kind) {
  case VIRTUAL_INSTANCE: return shape != NULL;
  case VIRTUAL_TUPLE: return shape != NULL || !virtual->shape;
  case VIRTUAL_EXCEPTION: return shape && shape->kind == KIND_EXCEPTION && virtual->nfields == 4;
  case VIRTUAL_TRACEBACK: return virtual->nfields == 5;
  case VIRTUAL_PAST_FRAME:
    return virtual->nfields >= EXIT_PAST_FRAME_FIELDS &&
           virtual->nfields <= EXIT_PAST_FRAME_FIELDS + EXIT_PAST_FRAME_VALUES;
  case VIRTUAL_DICT: return virtual->nfields % 2 == 0;
  default: return true;
  }
}

static bool record_is_sound(Check *c) {
  const ExitRecord *record = take(c, sizeof(ExitRecord) / 4);
  if (!record || record->nframes == 0 || record->nvirtuals > EXIT_MAX_VIRTUALS) return false;
  c->nvirtuals = record->nvirtuals;
  if (!location_is_sound(c, record->value)) return false;
  uint32_t values = 0;
  for (uint32_t i = 0; i < record->nframes; i++)
    if (!frame_is_sound(c, &values)) return false;
  for (uint32_t i = 0; i < record->nvirtuals; i++) {
    const ExitVirtual *virtual = take(c, sizeof(ExitVirtual) / 4);
    if (!virtual || virtual->kind > VIRTUAL_DICT || !locations_are_sound(c, virtual->nfields)) return false;
    if (!virtual_is_sound(c, virtual)) return false;
  }
  for (uint32_t i = 0; i < record->nstores; i++) {
    const ExitStore *store = take(c, sizeof(ExitStore) / 4);
    if (!store || store->field > STORE_CTX_HANDLED || !location_is_sound(c, store->object) ||
        !location_is_sound(c, store->value))
      return false;
  }
  return true;
}

static bool table_is_sound(Check *c, size_t bytes) {
  const ExitTable *table = c->table;
  size_t words = bytes / 4;
  if (bytes < sizeof *table ||
      sizeof *table / 4 + 2 * (uint64_t)table->nconsts + sizeof(ExitEntry) / 4 * (uint64_t)table->nexits > words)
    return false;
  const ExitEntry *entries = exit_entries(table);
  for (uint32_t i = 0; i < table->nexits; i++) {
    if (entries[i].kind > EXIT_CALL || entries[i].record >= words) return false;
    if (i > 0 && entries[i].record == entries[i - 1].record) continue;
    c->at = (const uint32_t *)table + entries[i].record;
    c->end = (const uint32_t *)table + words;
    if (!record_is_sound(c)) return false;
  }
  return true;
}

bool jit_request_is_sound(Ctx *ctx, const InstallRequest *request) {
  const Jit *jit = ctx->jit;
  if (request->kind > ANCHOR_BRIDGE || request->code >= ctx->ncodes || !ctx->codes[request->code]) return false;
  const Code *code = ctx->codes[request->code];
  if (request->kind == ANCHOR_BRIDGE ? request->parent_exit >= jit->exits_cap || !jit->exits[request->parent_exit].trace
                                     : request->unit >= code->nunits)
    return false;
  Check check = {.ctx = ctx, .table = request->table, .spill_end = code->frame_words + TRACE_ROOM_WORDS};
  if (!table_is_sound(&check, request->table_bytes) || request->table->first_exit != request->first_exit) return false;
  if (request->table->nexits != request->nexits || request->nstubs != request->nexits ||
      request->entry_offset >= request->block.size)
    return false;
  for (uint32_t i = 0; i < request->nstubs; i++)
    if (request->stub_offsets[i] >= request->block.size) return false;
  for (uint32_t i = 0; i < request->nlinks; i++) {
    const TraceLink *link = &request->links[i];
    bool exists = link->target < jit->next_id || link->target == NO_TRACE;
    if (link->offset >= request->block.size || !exists || link->exit >= request->nstubs) return false;
  }
  return true;
}
