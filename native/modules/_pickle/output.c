/* Where the bytes of a pickle go: a buffer, in it the frame that is not yet complete, behind it perhaps a file. */
#include "modules/_pickle/pickle.h"

enum { FRAMING_LEAST = 4 }; /* a shorter frame is written without a header */

void output_init(Writer *w) {
  w->data = w->small;
  w->cap = sizeof w->small;
  w->length = 0;
  w->frame = NO_FRAME;
}
void output_free(Writer *w) {
  if (w->data != w->small) memory_free(w->ctx, w->data);
  w->data = w->small;
}

static bool reserve(Writer *w, size_t n) {
  if (w->cap - w->length >= n) return true;
  size_t wanted = w->length + n, cap = wanted < 1 << 26 ? wanted * 2 : wanted + wanted / 4;
  uint8_t *grown = w->data == w->small ? memory_new(w->ctx, cap) : memory_resize(w->ctx, w->data, cap);
  if (!grown) return raise_no_memory(w->ctx), false;
  if (w->data == w->small) memcpy(grown, w->small, w->length);
  w->data = grown;
  w->cap = cap;
  return true;
}

/* Begins a frame, if one is needed. */
uint8_t *output_grow(Writer *w, size_t n) {
  if (!reserve(w, n + FRAMING_HEADER)) return NULL;
  if (w->framing && w->frame == NO_FRAME) {
    w->frame = w->length;
    w->length += FRAMING_HEADER;
  }
  uint8_t *p = w->data + w->length;
  w->length += n;
  return p;
}

bool output_bytes(Writer *w, const void *bytes, size_t n) {
  uint8_t *p = output_room(w, n);
  if (LIKELY(n < 1 << 16)) return p && (memcpy(p, bytes, n), true);
  return p && stop_copy(w->ctx, p, bytes, n);
}

bool output_end_frame(Writer *w) {
  if (!w->framing || w->frame == NO_FRAME) return true;
  uint8_t *header = w->data + w->frame;
  size_t n = w->length - w->frame - FRAMING_HEADER;
  if (n >= FRAMING_LEAST) {
    header[0] = P_FRAME;
    put_little(header + 1, n, 8);
  } else {
    memmove(header, header + FRAMING_HEADER, n);
    w->length -= FRAMING_HEADER;
  }
  w->frame = NO_FRAME;
  return true;
}

bool output_flush(Writer *w) {
  if (!output_end_frame(w)) return false;
  Value bytes = bytes_new(w->ctx, w->data, (int64_t)w->length);
  w->length = 0;
  return bytes && py_call1(w->ctx, w->write, bytes);
}

bool output_full_frame(Writer *w) {
  if (w->length - w->frame - FRAMING_HEADER < FRAMING_TARGET) return true;
  return output_end_frame(w) && (!w->write || output_flush(w));
}

bool output_long(Writer *w, const uint8_t *header, size_t header_n, const void *data, size_t n, Value payload) {
  if (n < FRAMING_TARGET) {
    uint8_t *p = output_room(w, header_n + n);
    if (!p) return false;
    memcpy(p, header, header_n);
    memcpy(p + header_n, data, n);
    return true;
  }
  bool framing = w->framing;
  if (!output_end_frame(w)) return false;
  w->framing = false;
  bool ok = output_bytes(w, header, header_n);
  if (ok && w->write) {
    ok = output_flush(w) && (payload || (payload = bytes_new(w->ctx, data, (int64_t)n))) &&
         py_call1(w->ctx, w->write, payload);
  } else if (ok) {
    ok = output_bytes(w, data, n);
  }
  w->framing = framing;
  return ok;
}
