/* The buffer protocol: memory of one object, seen by another. An exporter is a class with TypeOps.get_buffer; in Python
 * the method is __buffer__. Whoever takes bytes-like arguments works so:
 *
 *     Buffer view;
 *     if (!buffer_get(ctx, args[0], BUFFER_SIMPLE, &view)) return V_NULL;
 *     ... view.data, view.length bytes ...
 *     buffer_release(ctx, &view);
 *
 * Between the two calls the memory stays where it is: a bytearray, for example, refuses to be resized. So an exporter
 * counts its exports, and a view is released in any case, exceptions included. A Buffer may be in a C local or in a
 * cell that marks it (buffer_mark). Release may run Python code (__release_buffer__); it keeps the exception that is
 * set.
 *
 * An exporter fills `out` with buffer_fill (one dimension of bytes, what most have) or by hand, counts, and sets
 * `release`, a function that counts down. */
#pragma once
#include "core/ctx.h"

#define BUFFER_MAX_DIMENSIONS 64

/* What a consumer can handle, CPython's PyBUF_…: the numbers are part of __buffer__'s interface. All fields of Buffer
 * are always filled; flags only decide what is refused. */
enum {
  BUFFER_SIMPLE = 0, /* contiguous bytes, whatever the items are */
  BUFFER_WRITABLE = 1,
  BUFFER_FORMAT = 4,
  BUFFER_ND = 8,
  BUFFER_STRIDES = 0x10 | BUFFER_ND,
  BUFFER_C_CONTIGUOUS = 0x20 | BUFFER_STRIDES,
  BUFFER_F_CONTIGUOUS = 0x40 | BUFFER_STRIDES,
  BUFFER_ANY_CONTIGUOUS = 0x80 | BUFFER_STRIDES,
  BUFFER_INDIRECT = 0x100 | BUFFER_STRIDES,
  BUFFER_FULL_RO = BUFFER_INDIRECT | BUFFER_FORMAT
};

typedef struct Buffer Buffer;
struct Buffer {
  uint8_t *data;  /* of the first item: with negative strides not the lowest address */
  int64_t length; /* bytes of all items */
  int64_t itemsize;
  int64_t ndim;
  const char *format;     /* as in module struct; NULL: "B" */
  const int64_t *shape;   /* ndim numbers; NULL: one dimension */
  const int64_t *strides; /* ndim numbers, in bytes; NULL: items follow each other in C order */
  Value object;           /* the exporter; V_NULL: nothing to release */
  Value keep;             /* the exporter's own: what holds format, shape and strides, or its memory */
  void (*release)(Ctx *ctx, Buffer *buffer);
  bool readonly;
  bool in_collector; /* release may run in a collection: it neither allocates nor runs Python code */
};

/* ---- buffer.c ---- */
bool buffer_offered(Ctx *ctx, Value v); /* has its class get_buffer? */
/* TypeError "a bytes-like object is required, not 'X'"; BufferError, or what __buffer__ raised. */
bool buffer_get(Ctx *ctx, Value v, uint32_t flags, Buffer *out);
void buffer_release(Ctx *ctx, Buffer *buffer);
/* For exporters: `length` contiguous bytes. false: BufferError, they are read-only and flags ask for writing. */
bool buffer_fill(Ctx *ctx, Buffer *out, Value object, void *data, int64_t length, bool readonly, uint32_t flags);
/* For the `trace` of cells with a Buffer. */
void buffer_mark(Ctx *ctx, const Buffer *buffer);
bool buffer_is_contiguous(const Buffer *buffer, char order); /* 'C', 'F', 'A': one of them */
/* The items in C order ('F': Fortran's), to memory of buffer->length bytes. false: a stop. */
bool buffer_copy_out(Ctx *ctx, const Buffer *buffer, char order, uint8_t *to);
Value buffer_to_bytes(Ctx *ctx, Value v); /* exact bytes of any exporter, of those that are not contiguous too */
/* The contiguous bytes as an argument of function `name`: TypeError "name() argument must be read-write bytes-like
 * object, not X" when they must be writable and are not. */
bool buffer_get_writable(Ctx *ctx, Value v, const char *name, Buffer *out);
bool buffer_startup(Ctx *ctx);
/* Asks one class's own entry: what super().__buffer__ does. */
bool buffer_get_from(Ctx *ctx, const TypeOps *ops, Value v, uint32_t flags, Buffer *out);

/* ---- hashed_data.c ---- */
/* TypeError for a str and for what has no buffer, in the words of CPython's hash functions. */
bool buffer_get_hashed(Ctx *ctx, Value data, Buffer *out);
/* `data` has an older name: one of the two may be given (V_NULL: it is not), else TypeError. */
bool hashed_argument(Ctx *ctx, Value data, Value string, Value *out);

/* ---- container/memoryview ---- */
Value memoryview_new(Ctx *ctx, Value object, uint32_t flags);
Value memoryview_of_buffer(Ctx *ctx, const Buffer *buffer); /* takes over the buffer, on failure too */
bool is_memoryview(Ctx *ctx, Value v);
/* After this it refuses everything; false: BufferError, it has exports itself. */
bool memoryview_release(Ctx *ctx, Value view);
/* Is the memory of an exporter (or what it has set as Buffer.keep) in use, of which `exports` are counted? Collects
 * garbage first: memoryviews that a program has dropped do not count. */
bool memoryview_in_use(Ctx *ctx, Value of, const int64_t *exports);
bool memoryview_startup(Ctx *ctx);
