/* What the files of module _collections share. */
#pragma once
#include "modules/module.h"

typedef struct CollectionsState {
  Class *deque, *deque_iterator, *deque_reverse_iterator;
  Class *defaultdict, *tuplegetter;
  Class *ordered_dict, *odict_iterator, *odict_keys, *odict_values, *odict_items;
} CollectionsState;

CollectionsState *collections_state(Ctx *ctx);

/* A ring of items: those from `head` on, `length` of them, in an Array whose capacity is a power of two (or 0). Words
 * of the ring that hold no item are V_NULL. */
typedef struct Deque {
  Cell h;
  Array *ring;
  int64_t head, length;
  int64_t maxlen;  /* -1: none */
  int64_t changes; /* counts changes of the length and the order: iterators look */
} Deque;
#define AS_DEQUE(v) ((Deque *)(v))

static inline Value *deque_place(Deque *d, int64_t i) { return &d->ring->items[(d->head + i) & (d->ring->cap - 1)]; }

/* ---- deque.c ---- */
bool deque_append(Ctx *ctx, Deque *d, Value item);
bool deque_append_left(Ctx *ctx, Deque *d, Value item);
Value deque_pop(Deque *d), deque_pop_left(Deque *d); /* length > 0 */
bool deque_extend(Ctx *ctx, Value self, Value iterable, bool left);
void deque_empty(Ctx *ctx, Deque *d);
/* An item changes places with its neighbour: wherever a stop leaves it, none is missing. false: exception */
bool deque_swap(Ctx *ctx, Deque *d, int64_t i, int64_t neighbour);
bool deque_delete(Ctx *ctx, Deque *d, int64_t index);
Class *make_deque(Ctx *ctx);

/* ---- deque_methods.c ---- */
extern const CFuncDef DEQUE_METHODS[];

/* ---- deque_iterator.c ---- */
Value deque_iter(Ctx *ctx, Value self);
Value deque_reversed(Ctx *ctx, Value self);
Class *make_deque_iterator(Ctx *ctx), *make_deque_reverse_iterator(Ctx *ctx);

Class *make_defaultdict(Ctx *ctx), *make_tuplegetter(Ctx *ctx);

/* ---- ordered_dict.c ---- */
Class *make_ordered_dict(Ctx *ctx);

/* ---- ordered_dict_views.c ---- */
Value odict_iter(Ctx *ctx, Value self);
Value odict_reversed(Ctx *ctx, Value self);
Value odict_keys(Ctx *ctx, Value self), odict_values(Ctx *ctx, Value self), odict_items(Ctx *ctx, Value self);
Class *make_odict_iterator(Ctx *ctx), *make_odict_keys(Ctx *ctx), *make_odict_values(Ctx *ctx),
    *make_odict_items(Ctx *ctx);
