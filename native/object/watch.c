/* The registry of watched assumptions; its contract is in watch.h. Two open hash tables would be quicker, but a trace
 * registers only tens of them and changes of watched objects are rare, so one growing array per kind is enough: a
 * change scans it. */
#include "object/watch.h"
#include "exception/exception.h"
#include "heap/heap.h"
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
  free(w->items);
  free(w);
  ctx->watchers = NULL;
}

static Watchers *registry(Ctx *ctx) {
  if (ctx->watchers) return ctx->watchers;
  Watchers *w = calloc(1, sizeof(Watchers));
  if (!w) return NULL;
  ctx->watchers = w;
  ctx_at_destroy(ctx, destroy, w);
  return w;
}

void watch_set_callback(Ctx *ctx, WatchBroken broken, void *data) {
  Watchers *w = registry(ctx);
  if (!w) return;
  w->broken = broken;
  w->data = data;
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
    Watch *grown = realloc(w->items, cap * sizeof(Watch));
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

/* Takes the matching registrations out first, because the callback may register again. */
static void notify(Ctx *ctx, Value object, Value key, bool any_key) {
  Watchers *w = ctx->watchers;
  if (!w) return;
  uint32_t kept = 0, nbroken = 0;
  uint32_t small[32], *broken = small;
  if (w->n > 32 && !(broken = malloc(w->n * sizeof *broken))) broken = small;
  bool still_watched = false;
  for (uint32_t i = 0; i < w->n; i++) {
    Watch watch = w->items[i];
    bool match = watch.object == object && (any_key || !watch.key || watch.key == key);
    if (match && (broken != small || nbroken < 32)) {
      broken[nbroken++] = watch.dependant;
      continue;
    }
    still_watched |= watch.object == object;
    w->items[kept++] = watch;
  }
  w->n = kept;
  if (!still_watched) {
    if (has_kind(ctx, object, KIND_CLASS)) ((Class *)object)->flags &= ~(uint32_t)CLASS_WATCHED;
    else CELL(object)->flags &= (uint8_t)~DICT_WATCHED;
  }
  for (uint32_t i = 0; i < nbroken && w->broken; i++) w->broken(ctx, w->data, broken[i]);
  if (broken != small) free(broken);
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
