/* Module _heapq: heaps in lists. `up` and `down` are seen from the root: an item is let sink from the root to a leaf,
 * always in favour of the smaller child, and then rises to its place, which compares least. A comparison may run Python
 * code that changes the list. */
#include "modules/module.h"

typedef struct Heapq {
  Value list;
  bool max; /* the largest item is first */
} Heapq;

/* x < y, or y < x in a heap whose largest item is first; -1: an exception */
static inline int before(Ctx *ctx, const Heapq *h, Value x, Value y) {
  if (h->max) {
    Value t = x;
    x = y;
    y = t;
  }
  if (both_int(x, y)) return (int64_t)x < (int64_t)y;
  if (exact_float(ctx, x) && exact_float(ctx, y)) return exact_float_val(x) < exact_float_val(y);
  if (exact_tuple(ctx, x) && exact_tuple(ctx, y) && tuple_length(x) && tuple_length(y)) {
    Value a = tuple_item(x, 0), b = tuple_item(y, 0);
    if (both_int(a, b) && a != b) return (int64_t)a < (int64_t)b;
    if (exact_float(ctx, a) && exact_float(ctx, b) && exact_float_val(a) != exact_float_val(b) &&
        exact_float_val(a) == exact_float_val(a) && exact_float_val(b) == exact_float_val(b))
      return exact_float_val(a) < exact_float_val(b);
  }
  return object_compare_bool(ctx, x, y, CMP_LT);
}

#define ITEMS(h) (AS_LIST((h)->list)->items->items)
#define LENGTH(h) (AS_LIST((h)->list)->length)

static bool same_length(Ctx *ctx, const Heapq *h, int64_t n) {
  if (LIKELY(LENGTH(h) == n)) return true;
  raise_format(ctx, EXC_RuntimeError, "list changed size during iteration");
  return false;
}

static void swap(const Heapq *h, int64_t i, int64_t j) {
  Value *items = ITEMS(h), item = items[i];
  items[i] = items[j];
  items[j] = item;
}

/* The item at `at` rises, no further than to `root`. */
static bool rise(Ctx *ctx, const Heapq *h, int64_t root, int64_t at) {
  int64_t n = LENGTH(h);
  if (at >= n) return raise_format(ctx, EXC_IndexError, "index out of range"), false;
  while (at > root) {
    int64_t parent = (at - 1) >> 1;
    int less = before(ctx, h, ITEMS(h)[at], ITEMS(h)[parent]);
    if (less < 0 || !same_length(ctx, h, n)) return false;
    if (!less) break;
    swap(h, at, parent);
    at = parent;
  }
  return true;
}

static bool sink(Ctx *ctx, const Heapq *h, int64_t root) {
  int64_t n = LENGTH(h), at = root;
  if (at >= n) return raise_format(ctx, EXC_IndexError, "index out of range"), false;
  while (at < n >> 1) {
    int64_t child = 2 * at + 1;
    if (child + 1 < n) {
      int less = before(ctx, h, ITEMS(h)[child], ITEMS(h)[child + 1]);
      if (less < 0 || !same_length(ctx, h, n)) return false;
      child += !less;
    }
    swap(h, at, child);
    at = child;
  }
  return rise(ctx, h, root, at);
}

/* ---- the functions ---- */

static bool heap_of(Ctx *ctx, const char *name, const char *which, Value v, bool max, Heapq *h) {
  h->list = v;
  h->max = max;
  if (LIKELY(is_list(ctx, v))) return true;
  raise_format(ctx, EXC_TypeError, "%s() argument%s must be list, not %A", name, which, v);
  return false;
}

static Value push(Ctx *ctx, const char *name, const Value *args, bool max) {
  Heapq h;
  if (!heap_of(ctx, name, " 1", args[0], max, &h) || !list_append(ctx, h.list, args[1])) return V_NULL;
  return rise(ctx, &h, 0, LENGTH(&h) - 1) ? V_NONE : V_NULL;
}

static Value pop(Ctx *ctx, const char *name, const Value *args, bool max) {
  Heapq h;
  if (!heap_of(ctx, name, "", args[0], max, &h)) return V_NULL;
  if (!LENGTH(&h)) return raise_format(ctx, EXC_IndexError, "index out of range"), V_NULL;
  Value last = list_pop(ctx, h.list, LENGTH(&h) - 1);
  if (!last || !LENGTH(&h)) return last;
  Value first = ITEMS(&h)[0];
  ITEMS(&h)[0] = last;
  return sink(ctx, &h, 0) ? first : V_NULL;
}

static Value replace(Ctx *ctx, const char *name, const Value *args, bool max) {
  Heapq h;
  if (!heap_of(ctx, name, " 1", args[0], max, &h)) return V_NULL;
  if (!LENGTH(&h)) return raise_format(ctx, EXC_IndexError, "index out of range"), V_NULL;
  Value first = ITEMS(&h)[0];
  ITEMS(&h)[0] = args[1];
  return sink(ctx, &h, 0) ? first : V_NULL;
}

static Value push_pop(Ctx *ctx, const char *name, const Value *args, bool max) {
  Heapq h;
  if (!heap_of(ctx, name, " 1", args[0], max, &h)) return V_NULL;
  if (!LENGTH(&h)) return args[1];
  int less = before(ctx, &h, ITEMS(&h)[0], args[1]);
  if (less < 0) return V_NULL;
  return less ? replace(ctx, name, args, max) : args[1];
}

static Value heapify(Ctx *ctx, const char *name, const Value *args, bool max) {
  Heapq h;
  if (!heap_of(ctx, name, "", args[0], max, &h)) return V_NULL;
  for (int64_t i = LENGTH(&h) >> 1; i-- > 0;)
    if (!CHECK_STOP(ctx) || !sink(ctx, &h, i)) return V_NULL;
  return V_NONE;
}

FUNCTION(f_push) { return push(ctx, "heappush", args, false); }
FUNCTION(f_pop) { return pop(ctx, "heappop", args, false); }
FUNCTION(f_replace) { return replace(ctx, "heapreplace", args, false); }
FUNCTION(f_push_pop) { return push_pop(ctx, "heappushpop", args, false); }
FUNCTION(f_heapify) { return heapify(ctx, "heapify", args, false); }
FUNCTION(f_push_max) { return push(ctx, "heappush_max", args, true); }
FUNCTION(f_pop_max) { return pop(ctx, "heappop_max", args, true); }
FUNCTION(f_replace_max) { return replace(ctx, "heapreplace_max", args, true); }
FUNCTION(f_push_pop_max) { return push_pop(ctx, "heappushpop_max", args, true); }
FUNCTION(f_heapify_max) { return heapify(ctx, "heapify_max", args, true); }

static const CFuncDef functions[] = {
    FUNCTION_ROW("heappush", f_push, 2, 2, "Pushes an item."),
    FUNCTION_ROW("heappop", f_pop, 1, 1, "Pops the smallest item."),
    FUNCTION_ROW("heapreplace", f_replace, 2, 2, "Pops the smallest item, then pushes one."),
    FUNCTION_ROW("heappushpop", f_push_pop, 2, 2, "Pushes an item, then pops the smallest one."),
    FUNCTION_ROW("heapify", f_heapify, 1, 1, "Makes a heap of a list, in linear time."),
    FUNCTION_ROW("heappush_max", f_push_max, 2, 2, "Pushes an item on a heap whose largest is first."),
    FUNCTION_ROW("heappop_max", f_pop_max, 1, 1, "Pops the largest item."),
    FUNCTION_ROW("heapreplace_max", f_replace_max, 2, 2, "Pops the largest item, then pushes one."),
    FUNCTION_ROW("heappushpop_max", f_push_pop_max, 2, 2, "Pushes an item, then pops the largest one."),
    FUNCTION_ROW("heapify_max", f_heapify_max, 1, 1, "Makes a heap whose largest item is first."),
    {0},
};

static bool init(Ctx *ctx, Value module) {
  return module_add(ctx, module, "__about__",
                    str_from_ascii(ctx, "Heaps: lists in which no item is larger than the two "
                                        "at twice its index plus one and two."));
}

MODULE(_heapq, .doc = "Priority queues in lists.", .functions = {functions}, .init = init);
