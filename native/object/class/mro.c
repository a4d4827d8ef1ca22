/* The method resolution order: C3. The next class is the first head that is in no other list's tail, again and again.
 * The lists are the bases' mros, then the bases themselves.
 *
 * How often a class is in tails is counted in a table of open addressing, so a step costs one look at each list,
 * however long they are. The table is not in cells: what it refers to is kept alive by the bases. */
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

typedef struct Tails {
  Value cls; /* V_NULL: a free place */
  int64_t count;
} Tails;

typedef struct Merge {
  Ctx *ctx;
  const Tuple *bases;
  int64_t *heads; /* in each list, the last being the bases */
  Tails *tails;
  size_t mask;
} Merge;

static const Tuple *list_at(const Merge *m, int64_t i) {
  return i < m->bases->length ? (const Tuple *)as_class(m->bases->items[i])->mro : m->bases;
}
static Value head_at(const Merge *m, int64_t i) {
  const Tuple *list = list_at(m, i);
  return m->heads[i] < list->length ? list->items[m->heads[i]] : V_NULL;
}

static Tails *tails_of(const Merge *m, Value cls) {
  size_t i = (size_t)(cls * 0x9e3779b97f4a7c15u >> 20) & m->mask;
  while (m->tails[i].cls && m->tails[i].cls != cls) i = (i + 1) & m->mask;
  m->tails[i].cls = cls;
  return &m->tails[i];
}

static bool prepare(Merge *m) {
  size_t total = 0, cap = 16;
  for (int64_t i = 0; i <= m->bases->length; i++) total += (size_t)list_at(m, i)->length;
  while (cap < 2 * total) cap *= 2;
  m->mask = cap - 1;
  m->heads = memory_zeroed(m->ctx, (size_t)(m->bases->length + 1) * sizeof *m->heads);
  m->tails = memory_zeroed(m->ctx, cap * sizeof *m->tails);
  if (!m->heads || !m->tails) return raise_no_memory(m->ctx), false;
  for (int64_t i = 0; i <= m->bases->length; i++) {
    const Tuple *list = list_at(m, i);
    for (int64_t k = 0; k < list->length; k++) {
      tails_of(m, list->items[k])->count += k > 0;
      if (!CHECK_STOP_AT(m->ctx, k)) return false;
    }
    if (!CHECK_STOP(m->ctx)) return false;
  }
  return true;
}

/* V_NULL: no head is possible; `left`: there are heads. */
static Value choose(const Merge *m, bool *left) {
  *left = false;
  for (int64_t i = 0; i <= m->bases->length; i++) {
    Value head = head_at(m, i);
    if (!head) continue;
    *left = true;
    if (!tails_of(m, head)->count) return head;
  }
  return V_NULL;
}

static void take(const Merge *m, Value chosen) {
  for (int64_t i = 0; i <= m->bases->length; i++) {
    if (head_at(m, i) != chosen) continue;
    m->heads[i]++;
    Value next = head_at(m, i);
    if (next) tails_of(m, next)->count--;
  }
}

static void raise_inconsistent(const Merge *m) {
  Ctx *ctx = m->ctx;
  StrBuilder sb;
  sb_init(&sb, ctx);
  sb_ascii(&sb, "Cannot create a consistent method resolution order (MRO) for bases ");
  bool first = true;
  for (int64_t i = 0; i <= m->bases->length; i++) {
    Value head = head_at(m, i);
    /* Each has a negative count once it was named: nobody needs the counts any more. */
    if (!head || tails_of(m, head)->count < 0) continue;
    tails_of(m, head)->count = -1;
    if (!first) sb_ascii(&sb, ", ");
    sb_str(&sb, as_class(head)->name);
    first = false;
  }
  Value message = sb_finish(&sb);
  if (message) raise_value(ctx, EXC_TypeError, message);
}

/* Appends to `order`; false = exception. */
static bool merge(Merge *m, Value order) {
  if (!prepare(m)) return false;
  for (;;) {
    bool left;
    Value chosen = choose(m, &left);
    if (!left) return true;
    if (!chosen) return raise_inconsistent(m), false;
    if (!list_append(m->ctx, order, chosen) || !CHECK_STOP(m->ctx)) return false;
    take(m, chosen);
  }
}

/* After one base nothing has to be merged; its mro, which a program may have made, is taken as it is. */
static bool append_all(Ctx *ctx, Value order, const Tuple *mro) {
  for (int64_t i = 0; i < mro->length; i++)
    if (!list_append(ctx, order, mro->items[i]) || !CHECK_STOP_AT(ctx, i)) return false;
  return true;
}

static bool bases_differ(Ctx *ctx, const Tuple *bases) {
  for (int64_t i = 0; i < bases->length; i++) {
    for (int64_t j = i + 1; j < bases->length; j++)
      if (bases->items[i] == bases->items[j])
        return raise_format(ctx, EXC_TypeError, "duplicate base class %U", as_class(bases->items[i])->name), false;
    if (!CHECK_STOP(ctx)) return false;
  }
  return true;
}

bool class_compute_mro(Ctx *ctx, Class *cls) {
  Merge m = {.ctx = ctx, .bases = (const Tuple *)cls->bases};
  if (!bases_differ(ctx, m.bases)) return false;
  for (int64_t i = 0; i < m.bases->length; i++)
    if (!as_class(m.bases->items[i])->mro) /* it is being computed, by a program */
      return raise_format(ctx, EXC_TypeError, "Cannot extend an incomplete type '%U'",
                          as_class(m.bases->items[i])->name),
             false;
  Value order = list_new(ctx, 8);
  bool done = order && list_append(ctx, order, VAL(cls)) &&
              (m.bases->length == 1 ? append_all(ctx, order, list_at(&m, 0)) : merge(&m, order));
  memory_free(ctx, m.heads);
  memory_free(ctx, m.tails);
  Value mro = done ? tuple_from(ctx, ((List *)order)->items->items, ((List *)order)->length) : V_NULL;
  if (!mro) return false;
  cls->mro = mro;
  return true;
}
