/* groupby, and the iterators over its groups. Both read from one iterator: whoever needs the next item steps. */
#include "modules/itertools/itertools.h"

typedef struct GroupBy {
  Cell h;
  Value it, key;
  Value target;  /* the key of the group that was returned last */
  Value current; /* the key of the item that was read last, and the item; V_NULL: there is none, or it was handed out */
  Value item;
  Value group; /* the group that may still read */
} GroupBy;
typedef struct Grouper {
  Cell h;
  GroupBy *parent;
  Value target;
} Grouper;

static void groupby_trace(Ctx *ctx, Value self) {
  GroupBy *g = (GroupBy *)self;
  heap_mark(ctx, g->it), heap_mark(ctx, g->key), heap_mark(ctx, g->target), heap_mark(ctx, g->current);
  heap_mark(ctx, g->item), heap_mark(ctx, g->group);
}
static void grouper_trace(Ctx *ctx, Value self) {
  heap_mark(ctx, VAL(((Grouper *)self)->parent)), heap_mark(ctx, ((Grouper *)self)->target);
}

NEW(groupby_new) {
  Value given[2];
  if (!bind_params(ctx, "groupby", "iterable key=", args, nargs, kwnames, given)) return V_NULL;
  Value inner = object_iter(ctx, given[0]);
  GroupBy *g = inner ? (GroupBy *)instance_new(ctx, cls) : NULL;
  if (!g) return V_NULL;
  g->it = inner;
  g->key = or_none(given[1]);
  return VAL(g);
}

static bool step(Ctx *ctx, GroupBy *g) {
  Value item = itertools_next(ctx, g->it);
  if (!item) return false;
  Value key = g->key == V_NONE ? item : py_call1(ctx, g->key, item);
  if (!key) return false;
  g->item = item;
  g->current = key;
  return true;
}

static Value grouper_make(Ctx *ctx, GroupBy *g, Value target) {
  Grouper *group = (Grouper *)instance_new(ctx, itertools_state(ctx)->grouper);
  if (!group) return V_NULL;
  group->parent = g;
  group->target = target;
  return g->group = VAL(group);
}

static Value groupby_next(Ctx *ctx, Value self) {
  GroupBy *g = (GroupBy *)self;
  g->group = V_NULL;
  for (;;) { /* over what is left of the last group */
    if (g->current) {
      if (!g->target) break;
      int same = object_equal(ctx, g->target, g->current);
      if (same < 0) return V_NULL;
      if (!same) break;
    }
    if (!CHECK_STOP(ctx) || !step(ctx, g)) return V_NULL;
  }
  g->target = g->current;
  Value group = grouper_make(ctx, g, g->target);
  return group ? tuple_from(ctx, (Value[]){g->target, group}, 2) : V_NULL;
}

NEW(grouper_new) {
  if (!itertools_positional(ctx, cls, nargs, kwnames, cls, "_grouper", 2, 2)) return V_NULL;
  if (!is_instance(ctx, args[0], itertools_state(ctx)->groupby))
    return raise_format(ctx, EXC_TypeError, "_grouper() argument 1 must be itertools.groupby, not %T", args[0]), V_NULL;
  return grouper_make(ctx, (GroupBy *)args[0], args[1]);
}

static Value grouper_next(Ctx *ctx, Value self) {
  Grouper *group = (Grouper *)self;
  GroupBy *g = group->parent;
  if (g->group != self) return V_NULL;
  if (!g->item && !step(ctx, g)) return V_NULL;
  if (object_equal(ctx, group->target, g->current) <= 0) return V_NULL;
  Value item = g->item;
  g->item = g->current = V_NULL;
  return item;
}

Class *make_groupby(Ctx *ctx) {
  static const TypeOps ops = {.new_ = groupby_new, .iter = iter_self, .next = groupby_next, .trace = groupby_trace};
  return itertools_class(ctx, "itertools.groupby", "(key, group) of each run of items that have the same key.",
                         sizeof(GroupBy), &ops, NULL, 0);
}
Class *make_grouper(Ctx *ctx) {
  static const TypeOps ops = {.new_ = grouper_new, .iter = iter_self, .next = grouper_next, .trace = grouper_trace};
  return itertools_class(ctx, "itertools._grouper", NULL, sizeof(Grouper), &ops, NULL, CLASS_FINAL);
}
