/* bytes and bytearray share their methods: each works on a view of the bytes and returns an object of self's own type.
 */
#pragma once
#include "call/call.h"
#include "text/codec.h"

/* Grows by appending what an iterable of ints yields. */
typedef struct ByteBuffer {
  uint8_t *data;
  int64_t n, cap;
  const char *what;
} ByteBuffer;

/* ---- bytes.c ---- */
/* a new object of self's type: bytes or bytearray */
Value bytes_like(Ctx *ctx, Value self, const void *data, int64_t n);
/* The bytes as Latin-1 text. Without a context: self is known to be one of the two, which differ in aux (bytearrays set
 * it). The bytes of a Bytes are after its header, those of a ByteArray at a pointer. */
static inline Text bytes_text_of(Value self) {
  if (CELL(self)->aux == KIND_BYTEARRAY) return (Text){AS_BYTEARRAY(self)->raw->data, AS_BYTEARRAY(self)->length, 1};
  return (Text){AS_BYTES(self)->data, AS_BYTES(self)->length, 1};
}
bool bytes_need(Ctx *ctx, Value v, Text *out); /* TypeError "a bytes-like object is required, not 'X'" */
/* An int in range(256): true; else ValueError/TypeError. */
bool byte_value(Ctx *ctx, Value v, uint8_t *out, const char *what);
bool buffer_from_iterable(Ctx *ctx, Value iterable, ByteBuffer *out); /* out->data malloc'ed; free it in any case */
/* The bytes of bytes(source, encoding, errors), as exact bytes. `what` is the name in messages. */
Value bytes_source(Ctx *ctx, const char *type, const Value *args, uint32_t nargs, Value kwnames);
bool bytes_hash_op(Ctx *ctx, Value self, uint64_t *out);
Value bytes_compare(Ctx *ctx, Value self, Value other, CmpOp op);
int64_t bytes_len(Ctx *ctx, Value self);
int bytes_contains(Ctx *ctx, Value self, Value item);
Value bytes_getitem(Ctx *ctx, Value self, Value key);
Value bytes_iter(Ctx *ctx, Value self);
Value bytes_binary(Ctx *ctx, Value left, Value right, BinOp op);
int bytes_truth(Ctx *ctx, Value self);

/* Between the two self cannot be resized, if it is a bytearray: C code has its bytes, and may run code of the program.
 */
void bytes_hold(Value self);
void bytes_let_go(Value self);

/* ---- search.c ---- */
/* self itself when that is all of an exact bytes */
Value bytes_slice(Ctx *ctx, Value self, int64_t from, int64_t to);
SHARED_METHOD(b_find);
SHARED_METHOD(b_rfind);
SHARED_METHOD(b_index);
SHARED_METHOD(b_rindex);
SHARED_METHOD(b_count);
SHARED_METHOD(b_startswith);
SHARED_METHOD(b_endswith);
SHARED_METHOD(b_removeprefix);
SHARED_METHOD(b_removesuffix);
SHARED_METHOD(b_replace);
SHARED_METHOD(b_split);
SHARED_METHOD(b_rsplit);
SHARED_METHOD(b_splitlines);
SHARED_METHOD(b_partition);
SHARED_METHOD(b_rpartition);
SHARED_METHOD(b_join);
SHARED_METHOD(b_strip);
SHARED_METHOD(b_lstrip);
SHARED_METHOD(b_rstrip);

/* ---- methods.c ---- */
extern const CFuncDef bytes_shared_methods[];

/* ---- bytearray.c ---- */
bool bytearray_startup(Ctx *ctx);
