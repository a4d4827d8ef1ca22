/* memoryview from inside. A view looks at the memory of a ManagedBuffer, which was asked of the exporter once and is
 * given back when its last view is released; a slice or a cast is another view of the same. Views that are dropped
 * without release count no more once a collection has found them. */
#pragma once
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "number/number.h"
#include "object/buffer.h"
#include "text/str.h"

typedef struct ManagedBuffer {
  Cell h;
  Buffer buffer;
  int64_t views, entered; /* entered: views that a `with` holds and will release */
} ManagedBuffer;

typedef struct MemoryView {
  Cell h;
  ManagedBuffer *managed; /* NULL: released */
  Buffer view;            /* shape and strides are always there, in `numbers` */
  Raw *numbers;
  Value format; /* Bytes that view.format points into, or V_NULL: the exporter's */
  int64_t exports;
  uint64_t hash;
  bool hashed;
  bool entered;
} MemoryView;
#define AS_VIEW(v) ((MemoryView *)(v))

/* ---- items.c ---- */
/* The letter of a format of one native item, 0: it is none. *size: bytes. */
char item_code(const char *format, int64_t *size);
Value item_unpack(Ctx *ctx, char code, const uint8_t *at, const char *format); /* code 0: NotImplementedError */
bool item_pack(Ctx *ctx, char code, uint8_t *at, Value item, const char *format);
/* Are the items at a and b, both of this code, equal? They are compared as Python would compare them. */
bool item_same(char code, const uint8_t *a, const uint8_t *b);

/* ---- type.c ---- */
bool view_check(Ctx *ctx, const MemoryView *m); /* ValueError: it is released */
/* Another view of the same memory; its Buffer is a copy, with shape and strides that may be changed. */
MemoryView *view_copy(Ctx *ctx, MemoryView *m, int64_t ndim);
static inline int64_t *view_shape(MemoryView *m) { return (int64_t *)m->numbers->data; }
static inline int64_t *view_strides(MemoryView *m) { return (int64_t *)m->numbers->data + m->view.ndim; }

/* ---- access.c ---- */
Value view_getitem(Ctx *ctx, Value self, Value key);
bool view_setitem(Ctx *ctx, Value self, Value key, Value value);
Value view_iter(Ctx *ctx, Value self);
Value view_tolist(Ctx *ctx, MemoryView *m, const uint8_t *at, int64_t dimension);
bool view_iter_startup(Ctx *ctx);

/* ---- compare.c ---- */
Value view_compare(Ctx *ctx, Value self, Value other, CmpOp op);
bool view_hash(Ctx *ctx, Value self, uint64_t *out);

/* ---- cast.c ---- */
SHARED_METHOD(view_cast);
