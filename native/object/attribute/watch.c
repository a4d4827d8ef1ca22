/* The registry of watched assumptions; its contract is in watch.h. Two open hash tables would be quicker, but a trace
 * registers only tens of them and changes of watched objects are rare, so one growing array per kind is enough: a
 * change scans it. */
#include "object/watch.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "object/object.h"
#include "text/text.h"
#include <stdlib.h>

typedef struct Watch {
  Value object, key;
  uint32_t dependant;
  bool is_class;
} Watch;
typedef struct Watchers {
  Watch *items;
  uint32_t n, cap;
  WatchBroken broken;
  void *data;
} Watchers;

static void destroy(Ctx *ctx, void *data) {
  Watchers *w = data;
  memory_free(ctx, w->items);
  memory_free(ctx, w);
  ctx->watchers = NULL;
}

static Watchers *registry(Ctx *ctx) {
  if (ctx->watchers) return ctx->watchers;
  Watchers *w = memory_zeroed(ctx, sizeof(Watchers));
  if (!w) return NULL;
  if (!ctx_at_destroy(ctx, destroy, w)) return memory_free(ctx, w), NULL;
  return ctx->watchers = w;
}

bool watch_set_callback(Ctx *ctx, WatchBroken broken, void *data) {
  Watchers *w = registry(ctx);
  if (!w) return false;
  w->broken = broken;
  w->data = data;
  return true;
}

static bool add(Ctx *ctx, Watch watch) {
  Watchers *w = registry(ctx);
  if (!w) return false;
  /* A dependant registers all that it needs at a stretch. */
  for (uint32_t i = w->n; i > 0 && w->items[i - 1].dependant == watch.dependant; i--) {
    const Watch *known = &w->items[i - 1];
    if (known->object == watch.object && known->key == watch.key) return true;
  }
  if (w->n == w->cap) {
    uint32_t cap = w->cap ? w->cap * 2 : 64;
    Watch *grown = memory_resize(ctx, w->items, cap * sizeof(Watch));
    if (!grown) return false;
    w->items = grown;
    w->cap = cap;
  }
  w->items[w->n++] = watch;
  return true;
}

bool watch_dict_key(Ctx *ctx, Value dict, Value key, uint32_t dependant) {
  if (!add(ctx, (Watch){dict, key, dependant, false})) return false;
  CELL(dict)->flags |= DICT_WATCHED;
  return true;
}

bool watch_class(Ctx *ctx, Class *cls, uint32_t dependant) {
  if (!add(ctx, (Watch){VAL(cls), V_NULL, dependant, true})) return false;
  cls->flags |= CLASS_WATCHED;
  return true;
}

static bool matches(const Watch *watch, Value object, Value key, bool any_key) {
  return watch->object == object && (any_key || !watch->key || watch->key == key);
}

/* Takes up to `max` matching registrations out of the first `*end`; says for whom they were. */
static uint32_t take_out(Watchers *w, Value object, Value key, bool any_key, uint32_t *end, uint32_t *out,
                         uint32_t max) {
  uint32_t kept = 0, taken = 0, i = 0;
  for (; i < *end; i++) {
    if (taken < max && matches(&w->items[i], object, key, any_key)) out[taken++] = w->items[i].dependant;
    else w->items[kept++] = w->items[i];
  }
  *end = kept;
  while (i < w->n) w->items[kept++] = w->items[i++];
  w->n = kept;
  return taken;
}

/* The callback may register and forget dependants, so matching registrations are taken out before it is called, a few
 * at a time: a change must not need memory. Those that it adds come last, and are not about this change. */
static void notify(Ctx *ctx, Value object, Value key, bool any_key) {
  Watchers *w = ctx->watchers;
  if (!w) return;
  uint32_t end = w->n, broken[32], n;
  do {
    if (end > w->n) end = w->n;
    n = take_out(w, object, key, any_key, &end, broken, 32);
    for (uint32_t i = 0; i < n && w->broken; i++) w->broken(ctx, w->data, broken[i]);
  } while (n == 32);
  for (uint32_t i = 0; i < w->n; i++)
    if (w->items[i].object == object) return;
  if (has_kind(ctx, object, KIND_CLASS)) ((Class *)object)->flags &= ~(uint32_t)CLASS_WATCHED;
  else CELL(object)->flags &= (uint8_t)~DICT_WATCHED;
}

/* A key may be equal to a watched name without being the same string. Names of traces are interned, so the interned key
 * is compared. */
void dict_notify_watchers(Ctx *ctx, Dict *dict, Value key) {
  if (key && is_cell(key) && has_kind(ctx, key, KIND_STR) && !(CELL(key)->flags & STR_INTERNED)) {
    Value interned = str_intern(ctx, key);
    if (!interned) exc_clear(ctx);
    notify(ctx, VAL(dict), interned, !interned);
    return;
  }
  notify(ctx, VAL(dict), key, key == V_NULL);
}

void class_notify_watchers(Ctx *ctx, Class *cls) { notify(ctx, VAL(cls), V_NULL, true); }

void watch_forget(Ctx *ctx, uint32_t dependant) {
  Watchers *w = ctx->watchers;
  uint32_t kept = 0;
  for (uint32_t i = 0; w && i < w->n; i++)
    if (w->items[i].dependant != dependant) w->items[kept++] = w->items[i];
  if (w) w->n = kept;
}

uint32_t watch_count(Ctx *ctx) { return ctx->watchers ? ((Watchers *)ctx->watchers)->n : 0; }
