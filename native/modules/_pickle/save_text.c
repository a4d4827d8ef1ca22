/* str, bytes, bytearray and buffers. */
#include "modules/_pickle/pickle.h"

/* A length in front of data; returns the header's size. 0: the protocol has no opcode for so many. Opcode 0: likewise.
 */
static size_t put_length(uint8_t *header, uint64_t n, int in_1, int in_4, int in_8) {
  int bytes = n <= 0xff && in_1 ? 1 : n <= UINT32_MAX && in_4 ? 4 : in_8 ? 8 : 0;
  header[0] = (uint8_t)(bytes == 1 ? in_1 : bytes == 4 ? in_4 : in_8);
  put_little(header + 1, n, bytes);
  return bytes ? (size_t)bytes + 1 : 0;
}

/* ---- str ---- */

static size_t put_str_length(Writer *w, uint8_t *header, uint64_t n) {
  bool long_ones = w->protocol >= 4;
  size_t size = put_length(header, n, long_ones ? P_SHORT_BINUNICODE : 0, P_BINUNICODE, long_ones ? P_BINUNICODE8 : 0);
  if (!size)
    raise_format(w->ctx, EXC_OverflowError,
                 "serializing a string larger than 4 GiB requires pickle protocol 4 or higher");
  return size;
}
/* Lone surrogates are three bytes each. */
static bool save_encoded(Writer *w, Value v) {
  Text t = text_of(v);
  uint8_t header[9];
  if (str_is_ascii(v)) {
    size_t size = put_str_length(w, header, (uint64_t)t.length);
    return size && output_long(w, header, size, t.data, (size_t)t.length, V_NULL);
  }
  size_t n;
  if (utf8_size(t, &n)) {
    size_t size = put_str_length(w, header, n);
    uint8_t *p = size ? output_room(w, size + n) : NULL;
    if (!p) return false;
    memcpy(p, header, size);
    utf8_put(p + size, t);
    return true;
  }
  char *utf8 = str_to_utf8(w->ctx, v, &n);
  if (!utf8) return false;
  size_t size = put_str_length(w, header, n);
  bool ok = size && output_long(w, header, size, utf8, n, V_NULL);
  memory_free(w->ctx, utf8);
  return ok;
}

/* Protocol 0: a line in Latin-1, in which escapes stand for all other characters and for those that end lines. */
static bool save_escaped(Writer *w, Value v) {
  Text t = text_of(v);
  if (!output_op(w, P_UNICODE)) return false;
  for (int64_t i = 0; i < t.length; i++) {
    uint32_t c = text_at(t, i);
    bool plain = c < 256 && c != '\\' && c != 0 && c != '\n' && c != '\r' && c != 0x1a;
    if (plain) {
      if (!output_op(w, (int)c)) return false;
    } else {
      char escape[16];
      int n = snprintf(escape, sizeof escape, c >= 0x10000 ? "\\U%08x" : "\\u%04x", c);
      if (!output_bytes(w, escape, (size_t)n)) return false;
    }
    if (!CHECK_STOP_AT(w->ctx, i)) return false;
  }
  return output_op(w, '\n');
}

bool save_str(Writer *w, Value v) {
  int64_t n = str_length(v);
  if (LIKELY(str_is_ascii(v) && n <= 0xff && w->protocol >= 4)) {
    uint8_t *p = output_room(w, (size_t)n + 2);
    if (!p) return false;
    p[0] = P_SHORT_BINUNICODE;
    p[1] = (uint8_t)n;
    copy_short(p + 2, AS_STR(v)->data, (size_t)n);
    return save_memo(w, v);
  }
  return (w->bin ? save_encoded(w, v) : save_escaped(w, v)) && save_memo(w, v);
}

/* ---- bytes ---- */

/* payload: bytes that hold the data, or V_NULL; `v` is what is remembered. */
static bool save_byte_data(Writer *w, Value v, const void *data, int64_t n, Value payload) {
  uint8_t header[9];
  size_t size = put_length(header, (uint64_t)n, P_SHORT_BINBYTES, P_BINBYTES, w->protocol >= 4 ? P_BINBYTES8 : 0);
  if (!size)
    return raise_format(w->ctx, EXC_OverflowError,
                        "serializing a bytes object larger than 4 GiB requires pickle protocol 4 or higher"),
           false;
  return output_long(w, header, size, data, (size_t)n, payload) && save_memo(w, v);
}
bool save_bytes(Writer *w, Value v) {
  Ctx *ctx = w->ctx;
  Bytes *bytes = AS_BYTES(v);
  if (LIKELY(w->protocol >= 3)) return save_byte_data(w, v, bytes->data, bytes->length, v);
  if (!c_stack_check(ctx)) return false;
  if (!bytes->length) return save_reduce(w, VAL(ctx->cls.bytes), ctx->empty_tuple, v);
  PickleState *state = w->state;
  Value text = str_latin1(ctx, bytes->data, bytes->length);
  Value args = text ? tuple_from(ctx, (Value[]){text, PNAME(latin1)}, 2) : V_NULL;
  return args && save_reduce(w, state->encode, args, v);
}

static bool save_bytearray_data(Writer *w, Value v, const void *data, int64_t n, Value payload) {
  uint8_t header[9];
  size_t size = put_length(header, (uint64_t)n, 0, 0, P_BYTEARRAY8);
  return output_long(w, header, size, data, (size_t)n, payload) && save_memo(w, v);
}
bool save_bytearray(Writer *w, Value v) {
  Ctx *ctx = w->ctx;
  if (w->protocol >= 5) {
    Buffer view;
    if (!buffer_get(ctx, v, BUFFER_SIMPLE, &view)) return false;
    bool ok = save_bytearray_data(w, v, view.data, view.length, V_NULL);
    buffer_release(ctx, &view);
    return ok;
  }
  Value args = ctx->empty_tuple;
  if (AS_BYTEARRAY(v)->length) {
    Value bytes = buffer_to_bytes(ctx, v);
    args = bytes ? tuple_from(ctx, &bytes, 1) : V_NULL;
  }
  return args && save_reduce(w, VAL(ctx->cls.bytearray), args, v);
}

/* ---- PickleBuffer ---- */

static bool save_buffer_data(Writer *w, Value v, const Buffer *view) {
  Ctx *ctx = w->ctx;
  if (!buffer_is_contiguous(view, 'A'))
    return pickling_error(ctx, "PickleBuffer can not be pickled when pointing to a non-contiguous buffer");
  if (w->buffer_callback) {
    Value answer = py_call1(ctx, w->buffer_callback, v);
    int in_band = answer ? object_truth(ctx, answer) : -1;
    if (in_band < 0) return false;
    if (!in_band) return output_op(w, P_NEXT_BUFFER) && (!view->readonly || output_op(w, P_READONLY_BUFFER));
  }
  return view->readonly ? save_byte_data(w, v, view->data, view->length, V_NULL)
                        : save_bytearray_data(w, v, view->data, view->length, V_NULL);
}
bool save_buffer(Writer *w, Value v) {
  Buffer view;
  if (w->protocol < 5) return pickling_error(w->ctx, "PickleBuffer can only be pickled with protocol >= 5");
  if (!pickle_buffer_get(w->ctx, v, &view)) return false;
  bool ok = save_buffer_data(w, v, &view);
  buffer_release(w->ctx, &view);
  return ok;
}
