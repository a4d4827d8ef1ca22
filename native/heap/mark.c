/* Marking: what is alive. Roots are the context's fields, registered roots, the Python stack and the C stack. The
 * stacks are scanned conservatively: any word that points into a live cell keeps it, because compilers sometimes keep
 * only a derived pointer. Cells are traced precisely, by kind; those whose layout is their owner's business, and
 * generator frames, are scanned word by word. */
#include "heap/blocks.h"
#include "heap/finalization.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "heap/reach.h"
#include "heap/unreachable.h"
#include <string.h>

static inline bool in_heap(Heap *heap, Value v) { return v - (Value)heap->base < heap->in_use; }

/* Precise: v is a Value or points to the start of a cell. */
static inline void mark(Heap *heap, Value v) {
  if ((v & 15) || !in_heap(heap, v)) return;
  size_t offset = v - (Value)heap->base;
  uint64_t *word = &mark_bits(heap, offset >> BLOCK_SHIFT)[(offset & (BLOCK_SIZE - 1)) / GRANULE / 64];
  uint64_t bit = (uint64_t)1 << (offset / GRANULE & 63);
  if (*word & bit) return;
  *word |= bit;
  if (UNLIKELY(heap->mark_top == heap->mark_cap)) {
    size_t cap = heap->mark_cap ? heap->mark_cap * 2 : 4096;
    Cell **grown = memory_resize(heap->ctx, heap->mark_stack, cap * sizeof *grown);
    if (!grown) {
      heap->mark_overflow = true;
      return;
    }
    heap->mark_stack = grown;
    heap->mark_cap = cap;
  }
  heap->mark_stack[heap->mark_top++] = CELL(v);
}

#define MARK(p) mark(heap, VAL(p))

static inline void mark_range(Heap *heap, const Value *v, int64_t n) {
  for (int64_t i = 0; i < n; i++) mark(heap, v[i]);
}

/* ---- giving up ---- */

#define CELLS_BETWEEN_LOOKS 4096
#define ITEMS_BETWEEN_LOOKS 65536

/* Is the program to stop? Then marking is given up. A look (core/stop.h) is answered here: a collection that was given
 * up for each of them would never end. */
static bool gives_up(Ctx *ctx) {
  if (ctx->stop.raising) return true;
  if (!stop_wanted(ctx)) return false;
  if (ctx->pending & PENDING_LOOK) {
    __atomic_and_fetch(&ctx->pending, ~(uint32_t)PENDING_LOOK, __ATOMIC_SEQ_CST);
    if (ctx->host.thread_goes_on && !ctx->host.thread_goes_on(ctx->host.data)) stop_scope(ctx, NULL, STOP_THREAD_END);
  }
  return stop_due(ctx);
}

bool mark_gives_up(Ctx *ctx) { return ctx->heap->mark_given_up || (ctx->heap->mark_given_up = gives_up(ctx)); }

/* After the n-th cell, from 1. */
static inline bool gives_up_after(Ctx *ctx, Heap *heap, uint32_t n) {
  return UNLIKELY(heap->mark_given_up) || (n % CELLS_BETWEEN_LOOKS == 0 && gives_up(ctx));
}

/* Of a cell of any size. When marking is to be given up, the rest is left and the caller of trace() sees to it. */
static inline void mark_items(Ctx *ctx, Heap *heap, const Value *items, int64_t n) {
  for (; UNLIKELY(n > ITEMS_BETWEEN_LOOKS); n -= ITEMS_BETWEEN_LOOKS, items += ITEMS_BETWEEN_LOOKS) {
    if (heap->mark_given_up || gives_up(ctx)) {
      heap->mark_given_up = true;
      return;
    }
    mark_range(heap, items, ITEMS_BETWEEN_LOOKS);
  }
  mark_range(heap, items, n);
}

void heap_mark(Ctx *ctx, Value v) { mark(ctx->heap, v); }

Cell *heap_find_cell(Heap *heap, uintptr_t address, size_t *size) {
  if (!in_heap(heap, address)) return NULL;
  size_t offset = address - (uintptr_t)heap->base;
  uint32_t index = offset >> BLOCK_SHIFT;
  Block *block = &heap->blocks[index];
  Cell *cell;
  if (block->kind == BLOCK_CELLS) {
    uint64_t within = offset & (BLOCK_SIZE - 1);
    uint32_t i = within * block->reciprocal >> 32;
    if (i >= block->ncells || !bit_get(live_bits(heap, index), i * (block->cell_size / GRANULE))) return NULL;
    cell = (Cell *)(block_address(heap, index) + (size_t)i * block->cell_size);
    *size = block->cell_size;
  } else {
    if (block->kind == BLOCK_FREE) return NULL;
    if (block->kind == BLOCK_LARGE_REST) index -= block->run;
    block = &heap->blocks[index];
    if (!bit_get(live_bits(heap, index), 0)) return NULL;
    cell = (Cell *)block_address(heap, index);
    *size = (size_t)block->cell_size << 12;
  }
  return cell->shape ? cell : NULL;
}

bool heap_is_marked(Ctx *ctx, Value v) {
  Heap *heap = ctx->heap;
  if ((v & 15) || !in_heap(heap, v)) return true;
  size_t offset = v - (Value)heap->base;
  return bit_get(mark_bits(heap, offset >> BLOCK_SHIFT), (offset & (BLOCK_SIZE - 1)) / GRANULE);
}

static inline void mark_conservative(Heap *heap, uintptr_t word) {
  size_t size;
  if (!in_heap(heap, word)) return;
  Cell *cell = heap_find_cell(heap, word, &size);
  if (cell) MARK(cell);
}

bool heap_is_cell(Ctx *ctx, uint64_t word) {
  size_t size;
  return heap_find_cell(ctx->heap, (uintptr_t)word, &size) == (Cell *)(uintptr_t)word;
}

void heap_mark_word(Ctx *ctx, uint64_t word) { mark_conservative(ctx->heap, (uintptr_t)word); }

/* Reads the frames of other functions, the sanitizer's red zones included. */
__attribute__((no_sanitize("address"), noinline)) static void scan_words(Heap *heap, const void *from, const void *to) {
  for (const uintptr_t *p = from; p < (const uintptr_t *)to; p++) mark_conservative(heap, *p);
}

static void scan_cell(Heap *heap, Cell *cell) {
  size_t size = sizeof(Cell);
  heap_find_cell(heap, (uintptr_t)cell, &size);
  scan_words(heap, cell + 1, (char *)cell + size);
}

/* Attributes of instances, and of instances of subclasses of built-in types. */
static inline void mark_slots(Heap *heap, Shape *shape, Cell *cell) {
  if (shape->slot_base) mark_range(heap, (Value *)((char *)cell + shape->slot_base - 8), shape->inline_cap + 1);
  else if (shape->flags & SHAPE_TAIL) mark(heap, *overflow_word(VAL(cell), shape));
}

static void trace_code(Ctx *ctx, Heap *heap, Code *c) {
  MARK(c->consts), MARK(c->names), MARK(c->localsplus_names);
  MARK(c->name), MARK(c->qualname), MARK(c->filename), MARK(c->source), MARK(c->strings);
  MARK(c->twins);
  if (c->nexecutors && ctx->code_hooks) ctx->code_hooks->mark(ctx, c);
}

static void trace_function(Heap *heap, Function *f) {
  MARK(f->code), MARK(f->globals), MARK(f->builtins), MARK(f->closure), MARK(f->defaults), MARK(f->kwdefaults);
  MARK(f->name), MARK(f->qualname), MARK(f->module), MARK(f->doc), MARK(f->annotations), MARK(f->annotate);
  MARK(f->dict), MARK(f->type_params);
}

/* The cell lives; what it refers to need not. */
static void mark_shallow(Heap *heap, void *cell) {
  if (!in_heap(heap, VAL(cell))) return;
  size_t offset = VAL(cell) - (Value)heap->base;
  bit_set(mark_bits(heap, offset >> BLOCK_SHIFT), (uint32_t)((offset & (BLOCK_SIZE - 1)) / GRANULE));
}

static void trace_class(Heap *heap, Class *c) {
  MARK(c->name), MARK(c->qualname), MARK(c->module), MARK(c->doc), MARK(c->bases), MARK(c->mro), MARK(c->dict);
  MARK(c->meta), MARK(c->base), MARK(c->slots_names), MARK(c->overflow);
  if (c->subclasses) mark_shallow(heap, (void *)c->subclasses), mark_shallow(heap, ((List *)c->subclasses)->items);
}

static void trace_exception(Heap *heap, Exception *e) {
  MARK(e->args), MARK(e->traceback), MARK(e->context), MARK(e->cause), MARK(e->notes);
  mark_range(heap, e->extra, 4);
}

static void trace(Ctx *ctx, Heap *heap, Cell *cell) {
  Shape *shape = ctx->shapes[cell->shape];
  if (shape->seen != heap->round) {
    shape->seen = heap->round;
    MARK(shape->cls);
  }
  switch (shape->kind) {
  case KIND_FREE:
  case KIND_RAW:
  case KIND_BIGINT: return;
  case KIND_INT_OBJECT: MARK(((IntObject *)cell)->value); break;
  case KIND_ARRAY: mark_items(ctx, heap, ((Array *)cell)->items, ((Array *)cell)->cap); return;
  case KIND_INSTANCE: break;
  case KIND_FLOAT:
  case KIND_COMPLEX:
  case KIND_BYTES: break;
  case KIND_STR: MARK(((Str *)cell)->buffer); break;
  case KIND_LIST: MARK(((List *)cell)->items); break;
  case KIND_TUPLE: /* aux: items behind the last, which only attributes show (container/structseq.c) */
    mark_items(ctx, heap, ((Tuple *)cell)->items, ((Tuple *)cell)->length + cell->aux);
    break;
  case KIND_DICT: /* subclasses written in C have more fields */
    MARK(((Dict *)cell)->table);
    if (shape != ctx->shape.dict && shape->cls->ops.trace) shape->cls->ops.trace(ctx, VAL(cell));
    break;
  case KIND_DICT_TABLE: {
    DictTable *t = (DictTable *)cell;
    for (uint32_t i = 0; i < t->nentries; i++) {
      if (UNLIKELY(i % ITEMS_BETWEEN_LOOKS == ITEMS_BETWEEN_LOOKS - 1) && (heap->mark_given_up = gives_up(ctx))) return;
      mark(heap, t->entries[i].key), mark(heap, t->entries[i].value);
    }
    return;
  }
  case KIND_SET: MARK(((Set *)cell)->table); break;
  case KIND_SET_TABLE: {
    SetTable *t = (SetTable *)cell;
    for (uint64_t i = 0; i <= t->mask; i++) {
      if (UNLIKELY(i % ITEMS_BETWEEN_LOOKS == ITEMS_BETWEEN_LOOKS - 1) && (heap->mark_given_up = gives_up(ctx))) return;
      mark(heap, t->entries[i].key);
    }
    return;
  }
  case KIND_RANGE:
  case KIND_SLICE: mark_range(heap, &((Range *)cell)->start, 3); return;
  case KIND_FUNCTION: trace_function(heap, (Function *)cell); return;
  case KIND_METHOD: MARK(((Method *)cell)->func), MARK(((Method *)cell)->self); return;
  case KIND_CFUNCTION:
    MARK(((CFunction *)cell)->self), MARK(((CFunction *)cell)->module), MARK(((CFunction *)cell)->owner);
    return;
  case KIND_CODE: trace_code(ctx, heap, (Code *)cell); return;
  case KIND_CLOSURE_CELL: MARK(((ClosureCell *)cell)->value); return;
  case KIND_CLASS: trace_class(heap, (Class *)cell); return;
  case KIND_EXCEPTION: trace_exception(heap, (Exception *)cell); break;
  case KIND_TRACEBACK:
    MARK(((Traceback *)cell)->next), MARK(((Traceback *)cell)->code), MARK(((Traceback *)cell)->globals),
        MARK(((Traceback *)cell)->frame);
    return;
  case KIND_MODULE: MARK(((Module *)cell)->name), MARK(((Module *)cell)->dict); break;
  case KIND_ITER: {
    Iter *it = (Iter *)cell;
    mark_range(heap, &it->a, 4);
    break; /* subclasses of zip, map, … have attributes */
  }
  case KIND_OTHER:
    if (shape->cls && shape->cls->ops.trace) {
      shape->cls->ops.trace(ctx, VAL(cell));
      break;
    }
    scan_cell(heap, cell);
    return;
  default:
    /* Small cells of pointers (property, super, views, frame objects, …) and generators, whose frames hold stale words.
     */
    scan_cell(heap, cell);
    return;
  }
  mark_slots(heap, shape, cell);
}

#define AHEAD 8 /* cells: a power of two */

/* Traces what has been pushed and everything below it. Marking waits for memory more than for anything else, so a cell
 * taken from the stack is fetched first and traced AHEAD cells later. false: given up */
static bool empty_stack(Ctx *ctx, Heap *heap) {
  Cell *waiting[AHEAD] = {NULL};
  for (uint32_t n = 1, idle = 0; idle < AHEAD; n++) {
    Cell *next = NULL, *cell = waiting[n % AHEAD];
    if (LIKELY(heap->mark_top)) {
      next = heap->mark_stack[--heap->mark_top];
      __builtin_prefetch(next);
    }
    waiting[n % AHEAD] = next;
    idle = next || cell ? 0 : idle + 1;
    if (cell) trace(ctx, heap, cell);
    if (gives_up_after(ctx, heap, n)) return false;
  }
  return true;
}

/* false: given up */
static bool drain(Ctx *ctx, Heap *heap) {
  for (;;) {
    if (!empty_stack(ctx, heap)) return false;
    if (!heap->mark_overflow) return !heap->mark_given_up;
    /* Some marked cells were never pushed: traces all marked cells once more. Each round marks at least one new cell.
     */
    heap->mark_overflow = false;
    for (uint32_t b = 0; b < heap->nblocks; b++) {
      Block *block = &heap->blocks[b];
      if (block->kind != BLOCK_CELLS && block->kind != BLOCK_LARGE) continue;
      uint32_t n = block->kind == BLOCK_LARGE ? 1 : block->ncells,
               step = block->kind == BLOCK_LARGE ? 0 : block->cell_size;
      for (uint32_t i = 0; i < n; i++) {
        if (!bit_get(mark_bits(heap, b), i * step / GRANULE)) continue;
        trace(ctx, heap, (Cell *)(block_address(heap, b) + (size_t)i * step));
        if (!empty_stack(ctx, heap)) return false;
      }
      if (gives_up(ctx)) return false;
    }
  }
}

void mark_trace(Ctx *ctx, Cell *cell) { trace(ctx, ctx->heap, cell); }
bool mark_drain(Ctx *ctx) { return drain(ctx, ctx->heap); }

/* A register that survives calls may hold the only pointer to a cell. Not setjmp, which mangles some of them. */
__attribute__((noinline)) static void scan_native_stack(Heap *heap) {
  uintptr_t registers[12];
#if defined(__x86_64__)
  __asm__ volatile("movq %%rbx, 0(%0)\n\tmovq %%rbp, 8(%0)\n\tmovq %%r12, 16(%0)\n\tmovq %%r13, 24(%0)\n\t"
                   "movq %%r14, 32(%0)\n\tmovq %%r15, 40(%0)"
                   :
                   : "r"(registers)
                   : "memory");
  const int n = 6;
#elif defined(__aarch64__)
  __asm__ volatile(
      "stp x19, x20, [%0]\n\tstp x21, x22, [%0, 16]\n\tstp x23, x24, [%0, 32]\n\tstp x25, x26, [%0, 48]\n\t"
      "stp x27, x28, [%0, 64]\n\tstp x29, x30, [%0, 80]"
      :
      : "r"(registers)
      : "memory");
  const int n = 12;
#else
#error "callee-saved registers of this target"
#endif
  scan_words(heap, registers, registers + n);
  if (heap->native_base) scan_words(heap, registers, heap->native_base);
}

__attribute__((no_sanitize("address"), noinline)) void heap_scan_native_stack(Ctx *ctx, void (*see)(void *, uintptr_t),
                                                                              void *data) {
  const uintptr_t *end = (const uintptr_t *)ctx->heap->native_base;
  for (const uintptr_t *p = __builtin_frame_address(0); end && p < end; p++) see(data, *p);
}

static void forget_above(Frame *frame, const Value *top) {
  Value *end = frame->slots + frame->code->nlocalsplus + frame->code->stacksize;
  if ((uintptr_t)frame->ip & FRAME_IN_TRACE || top < frame->slots + frame->code->nlocalsplus || top > end) return;
  memset(frame->slots + (top - frame->slots), 0, (size_t)(end - top) * sizeof(Value));
}

/* Frame.sp is right where the frame that it called was not entered from C. */
void heap_forget_stale_slots(Ctx *ctx, const Value *top) {
  Frame *frame = ctx->frame;
  if (!frame) return;
  if (top) forget_above(frame, top);
  for (; frame->prev; frame = frame->prev)
    if (!(frame->flags & FRAME_ENTRY)) forget_above(frame->prev, frame->prev->sp);
}

static void mark_context(Ctx *ctx, Heap *heap) {
  mark_range(heap, ctx->chars, 256);
  MARK(ctx->empty_str), MARK(ctx->empty_tuple), MARK(ctx->empty_bytes), MARK(ctx->empty_array),
      MARK(ctx->empty_dict_table);
  mark_range(heap, (const Value *)&ctx->cls, sizeof ctx->cls / sizeof(Class *));
  mark_range(heap, (const Value *)ctx->exc_class, EXC_COUNT);
  mark_range(heap, ctx->names, NAME_COUNT);
  MARK(ctx->builtins), MARK(ctx->sys_modules), MARK(ctx->sys_module), MARK(ctx->memory_error),
      MARK(ctx->last_exception);
  MARK(ctx->exc), MARK(ctx->handled), MARK(ctx->asyncgen_firstiter), MARK(ctx->asyncgen_finalizer);
  for (uint32_t i = 0; i < ctx->nshapes; i++) {
    Class *cls = ctx->shapes[i] ? ctx->shapes[i]->cls : NULL;
    if (cls && cls->flags & CLASS_BUILTIN) MARK(cls);
  }
}

/* Names of the attributes that instances of living classes may have. */
static void mark_shape_keys(Ctx *ctx, Heap *heap) {
  for (uint32_t i = 0; i < ctx->nshapes; i++) {
    Shape *shape = ctx->shapes[i];
    if (shape && shape->key && heap_is_marked(ctx, VAL(shape->cls))) MARK(shape->key);
  }
}

/* Where a word of the Python stack is. */
typedef enum Place {
  PLACE_LOCALS,
  PLACE_STACK,   /* an evaluation stack below its top */
  PLACE_UNKNOWN, /* one whose top nobody knows, or a field that the frame may not use: it may be left over */
  PLACE_NOWHERE, /* in no frame: of a call that has ended, or that a trace has inlined */
} Place;
/* `frame` is the innermost one that begins at or before `p`; `known`: its stack ends at its sp. */
static Place place_in(const Frame *frame, bool known, const uintptr_t *p) {
  if (!frame) return PLACE_NOWHERE;
  const uintptr_t *locals = (const uintptr_t *)frame->slots, *stack = locals + frame->code->nlocalsplus;
  if (p >= stack + frame->code->stacksize) return PLACE_NOWHERE;
  if (p < locals) return PLACE_UNKNOWN;
  if (p < stack) return PLACE_LOCALS;
  return known && !((uintptr_t)frame->ip & FRAME_IN_TRACE) ? PLACE_STACK : PLACE_UNKNOWN;
}

/* From the top down, as the frames are linked; those of generators are elsewhere. */
__attribute__((no_sanitize("address"), noinline)) static void scan_sure(Ctx *ctx, Heap *heap) {
  const uintptr_t *base = (const uintptr_t *)ctx->stack_base;
  const Frame *frame = ctx->frame;
  bool known = false;
  for (const uintptr_t *p = (const uintptr_t *)ctx->stack_top; p-- > base;) {
    while (frame && ((const uintptr_t *)frame > p || (const uintptr_t *)frame < base)) {
      known = !(frame->flags & FRAME_ENTRY);
      frame = frame->prev;
    }
    size_t size;
    Cell *cell = in_heap(heap, *p) ? heap_find_cell(heap, *p, &size) : NULL;
    if (!cell) continue;
    Place place = place_in(frame, known, p);
    if (place == PLACE_NOWHERE || (place == PLACE_UNKNOWN && heap->reach->temporary(ctx, cell))) continue;
    MARK(cell);
  }
}

/* Before the C stack is looked at. */
static void count_sure(Ctx *ctx, Heap *heap) {
  HeapReach *reach = heap->reach;
  for (size_t i = 0; i < heap->nfinalizers; i++) {
    Finalizer *f = &heap->finalizers[i];
    reach->sure += f->fn == reach->fn && reach->match(f->cell, reach->of) && heap_is_marked(ctx, VAL(f->cell));
  }
}

/* ---- what is finalizable and dead: see finalization.h ---- */

/* Marks what a dead finalizable cell refers to, but not the cell itself. The finalizable cells found that way are put
 * after it in heap->finalizable, whose tail is free for that. */
static bool mark_below(Ctx *ctx, Heap *heap, Cell *cell, Value *found, size_t *nfound) {
  trace(ctx, heap, cell);
  for (uint32_t n = 1; heap->mark_top; n++) {
    Cell *next = heap->mark_stack[--heap->mark_top];
    if (UNLIKELY((next->gc & (CELL_FINALIZABLE | CELL_ORDERED)) == CELL_FINALIZABLE)) {
      next->gc |= CELL_ORDERED;
      found[(*nfound)++] = VAL(next);
    }
    trace(ctx, heap, next);
    if (gives_up_after(ctx, heap, n)) return false;
  }
  return heap->mark_overflow ? drain(ctx, heap) : !heap->mark_given_up;
}

/* A generator that has ended, or has not begun, has not; a coroutine that nobody awaited complains, and what has been
 * announced to a hook is announced once more. */
static bool has_something_to_do(Ctx *ctx, const Cell *cell) {
  const Shape *shape = ctx->shapes[cell->shape];
  if (shape->kind != KIND_GENERATOR) return true;
  const Generator *g = (const Generator *)cell;
  bool complains = shape == ctx->shape.coroutine || (shape == ctx->shape.async_generator && g->origin);
  return g->state == GEN_SUSPENDED || (g->state == GEN_CREATED && complains);
}

/* Takes the dead out of heap->finalizable, into heap->ordered. *whole: all were looked at, else it was given up. */
static size_t take_dead(Ctx *ctx, Heap *heap, bool *whole) {
  size_t kept = 0, dead = 0;
  *whole = true;
  for (size_t i = 0; i < heap->nfinalizable; i++) {
    Value cell = heap->finalizable[i];
    if (!*whole || heap_is_marked(ctx, cell)) heap->finalizable[kept++] = cell;
    else if (has_something_to_do(ctx, CELL(cell))) heap->ordered[dead++] = cell;
    if (*whole && gives_up_after(ctx, heap, (uint32_t)i + 1)) *whole = false;
  }
  heap->nfinalizable = kept;
  return dead;
}

/* Groups: a head, tagged with 1, and the cells found below it. A cell that is still unmarked when all heads have been
 * through is referred to by no other, and goes first. A head that was reached from a later head comes after that one,
 * so the rest of the groups goes in reverse. Cells that a full mark stack has hidden come last. */
static void queue_groups(Ctx *ctx, Heap *heap, const Value *groups, size_t n, size_t dead) {
  for (size_t i = 0; i < n; i++)
    if (groups[i] & 1 && !heap_is_marked(ctx, groups[i] & ~(Value)1)) heap->due[heap->ndue++] = groups[i] & ~(Value)1;
  for (size_t end = n; end > 0;) {
    size_t start = end - 1;
    while (!(groups[start] & 1)) start--;
    Value head = groups[start] & ~(Value)1;
    if (heap_is_marked(ctx, head)) heap->due[heap->ndue++] = head;
    for (size_t i = start + 1; i < end; i++) heap->due[heap->ndue++] = groups[i];
    end = start;
  }
  for (size_t i = 0; i < dead; i++)
    if (!(CELL(heap->ordered[i])->gc & CELL_ORDERED)) heap->due[heap->ndue++] = heap->ordered[i];
}

/* false: given up, and everything is as it was */
static bool mark_finalizable(Ctx *ctx, Heap *heap) {
  bool whole;
  size_t dead = take_dead(ctx, heap, &whole), n = 0;
  if (!dead) return whole;
  Value *groups = heap->finalizable + heap->nfinalizable;
  for (size_t i = 0; whole && i < dead; i++) {
    Cell *cell = CELL(heap->ordered[i]);
    if (heap_is_marked(ctx, VAL(cell))) continue;
    cell->gc |= CELL_ORDERED;
    groups[n++] = VAL(cell) | 1;
    whole = mark_below(ctx, heap, cell, groups, &n) && !gives_up_after(ctx, heap, (uint32_t)i + 1);
  }
  size_t first = heap->ndue;
  if (whole) queue_groups(ctx, heap, groups, n, dead);
  for (size_t i = 0; i < dead; i++) CELL(heap->ordered[i])->gc &= (uint8_t)~CELL_ORDERED;
  if (whole) {
    for (size_t i = first; i < heap->ndue; i++) mark(heap, heap->due[i]);
    whole = drain(ctx, heap);
  }
  if (whole) {
    __atomic_or_fetch(&ctx->pending, PENDING_FINALIZERS, __ATOMIC_SEQ_CST);
    return true;
  }
  heap->ndue = first;
  for (size_t i = 0; i < dead; i++) heap->finalizable[heap->nfinalizable++] = heap->ordered[i];
  return false;
}

bool mark_all(Ctx *ctx) {
  Heap *heap = ctx->heap;
  heap->mark_top = 0;
  heap->mark_given_up = false;
  mark_context(ctx, heap);
  for (size_t i = 0; i < heap->nroots; i++) mark(heap, *heap->roots[i]);
  for (size_t i = 0; i < heap->nscanners; i++) heap->scanners[i].scan(ctx, heap->scanners[i].data);
  if (ctx->stack_base && heap->reach) scan_sure(ctx, heap);
  else if (ctx->stack_base) scan_words(heap, ctx->stack_base, ctx->stack_top);
  /* Frames of running generators are in their cells, which the chain keeps alive. Fields that a frame does not use hold
   * stale words. */
  for (Frame *frame = ctx->frame; frame; frame = frame->prev) mark_conservative(heap, (uintptr_t)frame);
  if (heap->reach) {
    if (!drain(ctx, heap)) return false;
    count_sure(ctx, heap);
    heap->reach->counting = false;
    for (size_t i = 0; i < heap->nscanners; i++) heap->scanners[i].scan(ctx, heap->scanners[i].data);
    if (ctx->stack_base) scan_words(heap, ctx->stack_base, ctx->stack_top);
  }
  scan_native_stack(heap);
  for (size_t i = heap->due_taken; i < heap->ndue; i++) mark(heap, heap->due[i]);
  if (heap->unreachable && !heap->counting) unreachable_mark_kept(ctx);
  if (!drain(ctx, heap) || (heap->counting && !unreachable_find(ctx)) || !mark_finalizable(ctx, heap)) return false;
  mark_shape_keys(ctx, heap);
  return drain(ctx, heap) && (!heap->unreachable || unreachable_settle(ctx));
}
