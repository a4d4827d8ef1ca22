/* Reading a pickle: a program for a machine with a stack. Whoever wrote it may have meant ill: each length is compared
 * with the bytes that are there before anything is made of it, and nothing is taken from below a mark. */
#include "modules/_pickle/pickle.h"

/* ---- the stack ---- */

bool stack_underflow(Reader *r) {
  return unpickling_error(r->ctx, r->nmarks ? "unexpected MARK found" : "unpickling stack underflow");
}
bool stack_grow(Reader *r) {
  Array *grown = array_new(r->ctx, r->cap * 2);
  if (!grown || !stop_copy(r->ctx, grown->items, r->stack, (size_t)r->depth * sizeof(Value))) return false;
  r->stack_array = grown;
  r->stack = grown->items;
  r->cap = grown->cap;
  return true;
}
bool load_mark(Reader *r) {
  if (UNLIKELY(r->nmarks == r->marks_cap)) {
    size_t cap = (size_t)r->marks_cap * 2;
    int64_t *old = r->marks == r->small_marks ? NULL : r->marks,
            *grown = memory_resize(r->ctx, old, cap * sizeof *grown);
    if (!grown) return raise_no_memory(r->ctx), false;
    if (!old) memcpy(grown, r->small_marks, sizeof r->small_marks);
    r->marks = grown;
    r->marks_cap = (int64_t)cap;
  }
  r->marks[r->nmarks++] = r->fence = r->depth;
  return true;
}
static void drop_mark(Reader *r) { r->fence = --r->nmarks ? r->marks[r->nmarks - 1] : 0; }
bool pop_mark(Reader *r, int64_t *at) {
  if (!r->nmarks) return unpickling_error(r->ctx, "could not find MARK");
  *at = r->marks[r->nmarks - 1];
  drop_mark(r);
  return true;
}

static bool load_pop(Reader *r) {
  Value dropped;
  if (r->nmarks && r->marks[r->nmarks - 1] == r->depth) return drop_mark(r), true;
  return pop(r, &dropped);
}
static bool load_dup(Reader *r) {
  if (r->depth <= r->fence) return stack_underflow(r);
  return push(r, r->stack[r->depth - 1]);
}

/* ---- numbers ---- */

static inline __attribute__((always_inline)) bool take_little(Reader *r, int bytes, uint64_t *out) {
  const uint8_t *p = input_take(r, (size_t)bytes);
  if (UNLIKELY(!p)) return false;
  uint16_t two;
  uint32_t four;
  switch (bytes) { /* each read as a whole, and not by way of memory */
  case 1: *out = *p; break;
  case 2: memcpy(&two, p, 2), *out = two; break;
  case 4: memcpy(&four, p, 4), *out = four; break;
  default: memcpy(out, p, 8);
  }
  return true;
}
/* The same, for a number of bytes that follow. */
static bool take_length(Reader *r, int bytes, const char *what, size_t *out) {
  uint64_t n;
  if (!take_little(r, bytes, &n)) return false;
  *out = (size_t)n;
  if (LIKELY(n <= INT64_MAX)) return true;
  return raise_format(r->ctx, EXC_OverflowError, "%s exceeds system's maximum size of %lld bytes", what,
                      (long long)INT64_MAX),
         false;
}

static inline bool load_binint(Reader *r, int bytes) {
  uint64_t n;
  if (!take_little(r, bytes, &n)) return false;
  return push(r, int_tag(bytes == 4 ? (int32_t)n : (int64_t)n));
}
static bool load_binlong(Reader *r, int bytes) {
  uint64_t n;
  if (!take_little(r, bytes, &n)) return false;
  if (n > INT32_MAX) return unpickling_error(r->ctx, "LONG pickle has negative byte count");
  const uint8_t *p = input_take(r, n);
  return p && push(r, n ? int_from_bytes_le(r->ctx, p, n, true) : int_tag(0));
}
static bool load_binfloat(Reader *r) {
  uint64_t bits;
  return take_little(r, 8, &bits) && push(r, float_new(r->ctx, bits_double(__builtin_bswap64(bits))));
}

/* ---- text and bytes ---- */

bool load_decoded(Reader *r, const uint8_t *data, int64_t n) {
  Ctx *ctx = r->ctx;
  Value bytes = bytes_new(ctx, data, n);
  if (!bytes || str_equal_c(r->self->encoding, "bytes")) return push(r, bytes);
  return push(r, codec_decode(ctx, bytes, AS_BYTES(bytes)->data, n, r->self->encoding, r->self->errors));
}
static bool load_binstring(Reader *r, int bytes) {
  uint64_t n;
  if (!take_little(r, bytes, &n)) return false;
  if (n > INT32_MAX) return unpickling_error(r->ctx, "BINSTRING pickle has negative byte count");
  const uint8_t *p = input_take(r, n);
  return p && load_decoded(r, p, (int64_t)n);
}

static inline bool load_binunicode(Reader *r, int bytes) {
  size_t n;
  const uint8_t *p;
  return take_length(r, bytes, "BINUNICODE", &n) && (p = input_take(r, n)) && push(r, utf8_decode(r->ctx, p, n));
}
static bool load_binbytes(Reader *r, int bytes) {
  size_t n;
  const uint8_t *p;
  return take_length(r, bytes, "BINBYTES", &n) && (p = input_take(r, n)) && push(r, bytes_new(r->ctx, p, (int64_t)n));
}
static bool load_bytearray(Reader *r) {
  size_t n;
  const uint8_t *p;
  return take_length(r, 8, "BYTEARRAY8", &n) && (p = input_take(r, n)) && push(r, bytearray_new(r->ctx, p, (int64_t)n));
}

/* ---- buffers, frames, the protocol ---- */

static bool load_next_buffer(Reader *r) {
  Ctx *ctx = r->ctx;
  if (!r->self->buffers)
    return unpickling_error(ctx, "pickle stream refers to out-of-band data but no *buffers* argument was given");
  Value next = object_next(ctx, r->self->buffers);
  if (!next && !ctx->exc) unpickling_error(ctx, "not enough out-of-band buffers");
  return push(r, next);
}
static bool load_readonly_buffer(Reader *r) {
  Ctx *ctx = r->ctx;
  Buffer view;
  if (r->depth <= r->fence) return stack_underflow(r);
  Value v = memoryview_new(ctx, r->stack[r->depth - 1], BUFFER_FULL_RO);
  if (!v || !buffer_get(ctx, v, BUFFER_FULL_RO, &view)) return false;
  bool readonly = view.readonly;
  buffer_release(ctx, &view);
  if (!readonly) {
    Value read = py_call_method(ctx, v, str_intern_c(ctx, "toreadonly"), NULL, 0);
    if (!read) return false;
    r->stack[r->depth - 1] = read;
  }
  return true;
}
/* The frame has to be there as a whole. */
static bool load_frame(Reader *r) {
  uint64_t n;
  if (!take_little(r, 8, &n)) return false;
  if (n > INT64_MAX)
    return raise_format(r->ctx, EXC_OverflowError, "FRAME length exceeds system's maximum of %lld bytes",
                        (long long)INT64_MAX),
           false;
  return input_frame(r, n);
}
static bool load_proto(Reader *r) {
  uint64_t protocol;
  if (!take_little(r, 1, &protocol)) return false;
  if (protocol > HIGHEST_PROTOCOL)
    return raise_format(r->ctx, EXC_ValueError, "unsupported pickle protocol: %d", (int)protocol), false;
  r->self->protocol = r->protocol = (int)protocol;
  return true;
}

/* ---- memo, persistent objects ---- */

static inline bool load_binget(Reader *r, int bytes) {
  uint64_t number;
  if (!take_little(r, bytes, &number)) return false;
  Value v = unpickle_memo_get(r->ctx, &r->self->memo, number);
  if (UNLIKELY(!v) && !r->ctx->exc) unpickling_error(r->ctx, "Memo value not found at index %lld", (long long)number);
  return push(r, v);
}
static bool put(Reader *r, uint64_t number) {
  if (UNLIKELY(r->depth <= r->fence)) return stack_underflow(r);
  return unpickle_memo_put(r->ctx, &r->self->memo, number, r->stack[r->depth - 1]);
}
static inline bool load_binput(Reader *r, int bytes) {
  uint64_t number;
  return take_little(r, bytes, &number) && put(r, number);
}

bool load_persistent(Reader *r, Value id) {
  PickleState *state = r->state;
  Ctx *ctx = r->ctx;
  if (!r->is_object)
    return unpickling_error(ctx, "A load persistent id instruction was encountered, but no persistent_load function "
                                 "was specified.");
  if (!r->persistent_load) r->persistent_load = get_attr(ctx, VAL(r->self), PNAME(persistent_load));
  return r->persistent_load && push(r, py_call1(ctx, r->persistent_load, id));
}

/* ---- the machine ---- */

static bool unknown(Reader *r, int opcode) {
  const char *format = opcode >= 0x20 && opcode <= 0x7e && opcode != '\'' && opcode != '\\'
                           ? "invalid load key, '%c'."
                           : "invalid load key, '\\x%s'.";
  char digits[4];
  snprintf(digits, sizeof digits, "%02x", opcode);
  if (format[19] == '%') return unpickling_error(r->ctx, format, opcode);
  return unpickling_error(r->ctx, format, digits);
}

/* STOP is not for this function. */
static bool load_one(Reader *r, int opcode) {
  Value v;
  int64_t from;
  switch (opcode) {
  case P_NONE: return push(r, V_NONE);
  case P_NEWTRUE: return push(r, V_TRUE);
  case P_NEWFALSE: return push(r, V_FALSE);
  case P_BININT: return load_binint(r, 4);
  case P_BININT1: return load_binint(r, 1);
  case P_BININT2: return load_binint(r, 2);
  case P_INT: return load_int(r);
  case P_LONG: return load_long(r);
  case P_LONG1: return load_binlong(r, 1);
  case P_LONG4: return load_binlong(r, 4);
  case P_FLOAT: return load_float(r);
  case P_BINFLOAT: return load_binfloat(r);
  case P_SHORT_BINUNICODE: return load_binunicode(r, 1);
  case P_BINUNICODE: return load_binunicode(r, 4);
  case P_BINUNICODE8: return load_binunicode(r, 8);
  case P_UNICODE: return load_unicode(r);
  case P_STRING: return load_string(r);
  case P_SHORT_BINSTRING: return load_binstring(r, 1);
  case P_BINSTRING: return load_binstring(r, 4);
  case P_SHORT_BINBYTES: return load_binbytes(r, 1);
  case P_BINBYTES: return load_binbytes(r, 4);
  case P_BINBYTES8: return load_binbytes(r, 8);
  case P_BYTEARRAY8: return load_bytearray(r);
  case P_NEXT_BUFFER: return load_next_buffer(r);
  case P_READONLY_BUFFER: return load_readonly_buffer(r);
  case P_EMPTY_TUPLE: return push(r, r->ctx->empty_tuple);
  case P_TUPLE1: return load_tuple(r, r->depth - 1);
  case P_TUPLE2: return load_tuple(r, r->depth - 2);
  case P_TUPLE3: return load_tuple(r, r->depth - 3);
  case P_TUPLE: return pop_mark(r, &from) && load_tuple(r, from);
  case P_EMPTY_LIST: return push(r, list_new(r->ctx, 0));
  case P_LIST: return load_list(r);
  case P_EMPTY_DICT: return push(r, dict_new(r->ctx));
  case P_DICT: return load_dict(r);
  case P_EMPTY_SET: return push(r, set_new(r->ctx, false));
  case P_FROZENSET: return load_frozenset(r);
  case P_APPEND: return load_appends(r, r->depth - 1);
  case P_APPENDS: return pop_mark(r, &from) && load_appends(r, from);
  case P_SETITEM: return load_setitems(r, r->depth - 2);
  case P_SETITEMS: return pop_mark(r, &from) && load_setitems(r, from);
  case P_ADDITEMS: return load_additems(r);
  case P_MARK: return load_mark(r);
  case P_POP: return load_pop(r);
  case P_POP_MARK: return pop_mark(r, &r->depth);
  case P_DUP: return load_dup(r);
  case P_GET: return load_get(r);
  case P_BINGET: return load_binget(r, 1);
  case P_LONG_BINGET: return load_binget(r, 4);
  case P_PUT: return load_put(r);
  case P_BINPUT: return load_binput(r, 1);
  case P_LONG_BINPUT: return load_binput(r, 4);
  case P_MEMOIZE: return put(r, (uint64_t)r->self->memo.count);
  case P_GLOBAL: return load_global(r);
  case P_STACK_GLOBAL: return load_stack_global(r);
  case P_INST: return load_inst(r);
  case P_OBJ: return load_obj(r);
  case P_NEWOBJ: return load_newobj(r, false);
  case P_NEWOBJ_EX: return load_newobj(r, true);
  case P_REDUCE: return load_reduce(r);
  case P_BUILD: return load_build(r);
  case P_EXT1: return load_extension(r, 1);
  case P_EXT2: return load_extension(r, 2);
  case P_EXT4: return load_extension(r, 4);
  case P_PERSID: return load_persid(r);
  case P_BINPERSID: return pop(r, &v) && load_persistent(r, v);
  case P_PROTO: return load_proto(r);
  case P_FRAME: return load_frame(r);
  default: return unknown(r, opcode);
  }
}

/* The next opcode; -1: EOFError, there is none. */
static int next_opcode(Reader *r) {
  const uint8_t *p = input_take(r, 1);
  if (LIKELY(p != NULL)) return *p;
  Ctx *ctx = r->ctx;
  if (is_instance(ctx, ctx->exc, r->state->unpickling_error)) {
    exc_clear(ctx);
    raise_format(ctx, EXC_EOFError, "Ran out of input");
  }
  return -1;
}
Value pickle_load(Reader *r) {
  Value result;
  for (;;) {
    int opcode = next_opcode(r);
    if (opcode < 0 || !CHECK_STOP(r->ctx)) return V_NULL;
    if (opcode == P_STOP) break;
    if (UNLIKELY(!load_one(r, opcode))) return V_NULL;
  }
  return input_done(r) && pop(r, &result) ? result : V_NULL;
}
