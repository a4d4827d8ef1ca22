/* The table of weak references: open addressing, by the address of the object, of which cells have one for life. */
#include "object/weakref.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "object/object.h"

typedef struct WeakEntry {
  Value object; /* V_NULL: free. Not kept alive */
  WeakRef *first;
} WeakEntry;
typedef struct WeakRefs {
  WeakEntry *entries;
  size_t n, mask; /* mask + 1 entries, or none */
  WeakRef *due, *due_last;
} WeakRefs;

static size_t start_of(Value object, size_t mask) { return (object >> 4) * 0x9e3779b97f4a7c15u >> 20 & mask; }

static WeakEntry *find(const WeakRefs *refs, Value object) {
  if (!refs->entries) return NULL;
  size_t i = start_of(object, refs->mask);
  while (refs->entries[i].object && refs->entries[i].object != object) i = (i + 1) & refs->mask;
  return &refs->entries[i];
}

static bool resize(Ctx *ctx, WeakRefs *refs, size_t size) {
  WeakEntry *entries = memory_zeroed(ctx, size * sizeof *entries);
  if (!entries) return false;
  WeakEntry *old = refs->entries;
  size_t n = old ? refs->mask + 1 : 0; /* the request may have collected: counted now */
  refs->entries = entries;
  refs->mask = size - 1;
  for (size_t i = 0; i < n; i++)
    if (old[i].object) *find(refs, old[i].object) = old[i];
  memory_free(ctx, old);
  return true;
}

bool weakref_allowed(const Class *cls) { return (cls->flags & CLASS_HAS_WEAKREF) != 0; }

WeakRef *weakref_first(Ctx *ctx, Value referent) {
  const WeakEntry *entry = find(ctx->weakrefs, referent);
  return entry && entry->object ? entry->first : NULL;
}

bool weakref_link(Ctx *ctx, WeakRef *ref, Value referent, bool first) {
  WeakRefs *refs = ctx->weakrefs;
  size_t size = refs->entries ? refs->mask + 1 : 0;
  if (refs->n * 2 >= size && !resize(ctx, refs, size ? size * 2 : 32)) return raise_no_memory(ctx), false;
  WeakEntry *entry = find(refs, referent);
  if (!entry->object) {
    *entry = (WeakEntry){.object = referent};
    refs->n++;
  }
  WeakRef **place = &entry->first;
  if (!first)
    while (*place && !(*place)->callback && CELL(*place)->aux) place = &(*place)->next;
  else if (*place && CELL(*place)->aux < CELL(ref)->aux) place = &(*place)->next;
  ref->referent = referent;
  ref->next = *place;
  *place = ref;
  return true;
}

size_t weakref_objects(Ctx *ctx) { return ctx->weakrefs->n; }

/* ---- when objects die ---- */

void weakref_trace(Ctx *ctx, Value self) {
  heap_mark(ctx, ((WeakRef *)self)->callback);
  heap_mark(ctx, VAL(((WeakRef *)self)->due));
}

static void trace_due(Ctx *ctx, void *data) {
  const WeakRefs *refs = data;
  heap_mark(ctx, VAL(refs->due)), heap_mark(ctx, VAL(refs->due_last));
}

WeakRef *weakref_take_due(Ctx *ctx) {
  WeakRefs *refs = ctx->weakrefs;
  WeakRef *ref = refs->due;
  if (!ref) return NULL;
  refs->due = ref->due;
  if (!refs->due) refs->due_last = NULL;
  ref->due = NULL;
  return ref;
}

/* The references of an object that are alive. If it has died they lose it. */
static WeakRef *living(Ctx *ctx, WeakRefs *refs, WeakEntry *entry, bool alive) {
  WeakRef *kept = NULL, **end = &kept;
  for (WeakRef *ref = entry->first; ref; ref = ref->next) {
    if (!heap_is_marked(ctx, VAL(ref))) continue;
    if (alive) {
      *end = ref;
      end = &ref->next;
      continue;
    }
    ref->referent = V_NULL;
    if (!ref->callback) continue;
    *(refs->due_last ? &refs->due_last->due : &refs->due) = ref;
    refs->due_last = ref;
  }
  *end = NULL;
  return kept;
}

static void drop(WeakRefs *refs, size_t i) {
  refs->n--;
  for (size_t next = i;;) {
    next = (next + 1) & refs->mask;
    Value object = refs->entries[next].object;
    if (!object) break;
    size_t home = start_of(object, refs->mask);
    if (((next - home) & refs->mask) < ((next - i) & refs->mask)) continue; /* its home is after the gap */
    refs->entries[i] = refs->entries[next];
    i = next;
  }
  refs->entries[i] = (WeakEntry){0};
}

/* Entries that move into a gap come from ahead, and at the end of the table from its start, where all have been looked
 * at. */
static void sweep(Ctx *ctx, void *data) {
  WeakRefs *refs = data;
  for (size_t i = 0; refs->entries && i <= refs->mask;) {
    WeakEntry *entry = &refs->entries[i];
    if (!entry->object) {
      i++;
      continue;
    }
    entry->first = living(ctx, refs, entry, heap_is_marked(ctx, entry->object));
    if (entry->first) i++;
    else drop(refs, i);
  }
  if (refs->due) __atomic_or_fetch(&ctx->pending, PENDING_FINALIZERS, __ATOMIC_SEQ_CST);
}

static void destroy(Ctx *ctx, void *data) {
  WeakRefs *refs = data;
  memory_free(ctx, refs->entries);
  memory_free(ctx, refs);
  ctx->weakrefs = NULL;
}

bool weakref_startup(Ctx *ctx) {
  WeakRefs *refs = memory_zeroed(ctx, sizeof *refs);
  if (!refs || !ctx_at_destroy(ctx, destroy, refs)) return memory_free(ctx, refs), false;
  ctx->weakrefs = refs;
  return heap_add_root_scanner(ctx, trace_due, refs) && heap_add_sweeper(ctx, sweep, refs);
}
