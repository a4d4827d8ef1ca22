/* The buffer protocol: asking an exporter, giving back, copying what is not contiguous; and exporters whose __buffer__
 * is written in Python. */
#include "object/buffer.h"
#include "call/call.h"
#include "core/outcome.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"
#include <string.h>

bool buffer_offered(Ctx *ctx, Value v) { return class_of(ctx, v)->ops.get_buffer != NULL; }

bool buffer_get_from(Ctx *ctx, const TypeOps *ops, Value v, uint32_t flags, Buffer *out) {
  memset(out, 0, sizeof *out);
  return OUTCOME(ctx, ops->get_buffer(ctx, v, flags, out), "get_buffer", "");
}

bool buffer_get(Ctx *ctx, Value v, uint32_t flags, Buffer *out) {
  Class *cls = class_of(ctx, v);
  if (LIKELY(cls->ops.get_buffer != NULL)) return buffer_get_from(ctx, &cls->ops, v, flags, out);
  memset(out, 0, sizeof *out);
  raise_format(ctx, EXC_TypeError, "a bytes-like object is required, not '%T'", v);
  return false;
}

void buffer_release(Ctx *ctx, Buffer *buffer) {
  if (!buffer->object) return;
  Buffer released = *buffer;
  buffer->object = V_NULL;
  buffer->data = NULL;
  if (!released.release) return;
  Value exc = exc_take(ctx);
  released.release(ctx, &released);
  ctx->exc = exc;
}

bool buffer_fill(Ctx *ctx, Buffer *out, Value object, void *data, int64_t length, bool readonly, uint32_t flags) {
  if (readonly && (flags & BUFFER_WRITABLE))
    return raise_format(ctx, EXC_BufferError, "Object is not writable."), false;
  *out = (Buffer){.data = data,
                  .length = length,
                  .itemsize = 1,
                  .ndim = 1,
                  .object = object,
                  .readonly = readonly,
                  .in_collector = true};
  return true;
}

void buffer_mark(Ctx *ctx, const Buffer *buffer) {
  if (buffer->object) heap_mark(ctx, buffer->object);
  if (buffer->keep) heap_mark(ctx, buffer->keep);
}

/* ---- items that do not follow each other ---- */

static int64_t extent(const Buffer *b, int64_t i) { return b->shape ? b->shape[i] : b->length / b->itemsize; }

static bool follows(const Buffer *b, bool fortran) {
  int64_t step = b->itemsize;
  for (int64_t k = 0; k < b->ndim; k++) {
    int64_t i = fortran ? k : b->ndim - 1 - k, n = extent(b, i);
    if (n > 1 && b->strides[i] != step) return false;
    step *= n;
  }
  return true;
}

bool buffer_is_contiguous(const Buffer *b, char order) {
  if (b->length == 0 || b->ndim == 0) return true;
  if (!b->strides) return order != 'F' || b->ndim <= 1;
  return (order != 'F' && follows(b, false)) || (order != 'C' && follows(b, true));
}

bool buffer_copy_out(Ctx *ctx, const Buffer *b, char order, uint8_t *to) {
  bool fortran = order == 'F' || (order == 'A' && !buffer_is_contiguous(b, 'C') && buffer_is_contiguous(b, 'F'));
  if (buffer_is_contiguous(b, fortran ? 'F' : 'C')) return stop_copy(ctx, to, b->data, (size_t)b->length);
  int64_t index[BUFFER_MAX_DIMENSIONS] = {0}, strides[BUFFER_MAX_DIMENSIONS], step = b->itemsize;
  for (int64_t i = b->ndim - 1; i >= 0; i--) {
    strides[i] = b->strides ? b->strides[i] : step;
    step *= extent(b, i);
  }
  const uint8_t *from = b->data;
  size_t size = (size_t)b->itemsize;
  for (int64_t done = 0; done < b->length; done += b->itemsize, to += size) {
    if (!CHECK_STOP_AT(ctx, done / b->itemsize)) return false;
    memcpy(to, from, size);
    for (int64_t k = 0; k < b->ndim; k++) { /* the next item: the fastest index goes up, the full ones back to 0 */
      int64_t i = fortran ? k : b->ndim - 1 - k;
      from += strides[i];
      if (++index[i] < extent(b, i)) break;
      from -= strides[i] * index[i];
      index[i] = 0;
    }
  }
  return true;
}

Value buffer_to_bytes(Ctx *ctx, Value v) {
  Buffer view;
  if (!buffer_get(ctx, v, BUFFER_FULL_RO, &view)) return V_NULL;
  Value bytes = bytes_new(ctx, NULL, view.length);
  if (bytes && view.length && !buffer_copy_out(ctx, &view, 'C', ((Bytes *)bytes)->data)) bytes = V_NULL;
  buffer_release(ctx, &view);
  return bytes;
}

bool buffer_get_writable(Ctx *ctx, Value v, const char *name, Buffer *out) {
  if (buffer_offered(ctx, v)) {
    if (buffer_get(ctx, v, BUFFER_WRITABLE, out)) return true;
    if (!exc_matches(ctx, EXC_BufferError)) return false;
    exc_clear(ctx);
  }
  raise_format(ctx, EXC_TypeError, "%s() argument must be read-write bytes-like object, not %T", name, v);
  return false;
}

/* ---- __buffer__ in Python ---- */

/* What is exported: the memory of the memoryview that __buffer__ returned, until __release_buffer__ got it back. */
typedef struct BufferWrapper {
  Cell h;
  Value object, view;
  Buffer inner;
} BufferWrapper;

static void wrapper_trace(Ctx *ctx, Value self) {
  BufferWrapper *w = (BufferWrapper *)self;
  heap_mark(ctx, w->object), heap_mark(ctx, w->view);
  buffer_mark(ctx, &w->inner);
}

static void wrapper_release(Ctx *ctx, Buffer *buffer) {
  BufferWrapper *w = (BufferWrapper *)buffer->object;
  buffer_release(ctx, &w->inner);
  Value result;
  if (special_call(ctx, w->object, NAME(__release_buffer__), &w->view, 1, &result) == SPECIAL_RAISED) exc_clear(ctx);
  if (!memoryview_release(ctx, w->view)) exc_clear(ctx);
}

bool generic_get_buffer(Ctx *ctx, Value self, uint32_t flags, Buffer *out) {
  Value asked = int_tag((int32_t)flags);
  Value view = special_call_required(ctx, self, NAME(__buffer__), &asked, 1);
  if (!view) return false;
  if (!is_memoryview(ctx, view))
    return raise_format(ctx, EXC_TypeError, "__buffer__ returned non-memoryview object"), false;
  BufferWrapper *w = (BufferWrapper *)instance_new(ctx, ctx->cls.buffer_wrapper);
  if (!w) return false;
  w->object = self;
  w->view = view;
  if (!buffer_get(ctx, view, flags, &w->inner)) return false;
  *out = w->inner;
  out->object = VAL(w);
  out->keep = V_NULL;
  out->release = wrapper_release;
  out->in_collector = false;
  return true;
}

bool buffer_startup(Ctx *ctx) {
  static const TypeOps ops = {.trace = wrapper_trace};
  ctx->cls.buffer_wrapper = class_new_builtin(ctx, "_buffer_wrapper", NULL, KIND_OTHER, sizeof(BufferWrapper), &ops,
                                              NULL, CLASS_FINAL);
  return ctx->cls.buffer_wrapper && memoryview_startup(ctx);
}
