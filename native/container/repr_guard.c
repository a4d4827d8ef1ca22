/* The objects whose reprs are running, so that a container that holds itself prints [...]. Also the start-up of all
 * containers. */
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "object/buffer.h"
#include "object/object.h"
#include <stdlib.h>
#include <string.h>

typedef struct ReprStack {
  size_t n, cap;
  Value running[];
} ReprStack;

int repr_enter(Ctx *ctx, Value v) {
  ReprStack *s = ctx->repr_stack;
  size_t n = s ? s->n : 0;
  for (size_t i = n; i-- > 0;)
    if (s->running[i] == v) return 1;
  if (!s || n == s->cap) {
    size_t cap = n ? n * 2 : 16;
    ReprStack *grown = memory_resize(ctx, s, sizeof *s + cap * sizeof(Value));
    if (!grown) return raise_no_memory(ctx), -1;
    grown->n = n;
    grown->cap = cap;
    ctx->repr_stack = s = grown;
  }
  s->running[s->n++] = v; /* no root needed: whoever prints v holds it */
  return 0;
}

void repr_leave(Ctx *ctx, Value v) {
  ReprStack *s = ctx->repr_stack;
  for (size_t i = s->n; i-- > 0;)
    if (s->running[i] == v) {
      memmove(s->running + i, s->running + i + 1, (s->n - i - 1) * sizeof(Value));
      s->n--;
      return;
    }
}

bool container_startup(Ctx *ctx) {
  return tuple_startup(ctx) && list_startup(ctx) && dict_startup(ctx) && dict_view_startup(ctx) && set_startup(ctx) &&
         range_startup(ctx) && slice_startup(ctx) && iter_startup(ctx) && generic_alias_startup(ctx) &&
         buffer_startup(ctx);
}
