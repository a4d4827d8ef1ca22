/* The bytes of a pickle that is being read: all at once, or from a file as they are needed. Of a file, no byte after
 * the pickle's end is taken: what is looked at beyond that comes from its method peek, if it has one. */
#include "modules/_pickle/pickle.h"

enum { PREFETCH = 128 * 1024, FIRST_PIECE = 1 << 20 };

bool input_truncated(Reader *r) { return unpickling_error(r->ctx, "pickle data was truncated"); }

static void let_go(Reader *r) {
  if (r->peeked.object) buffer_release(r->ctx, &r->peeked);
  r->peeked.object = V_NULL;
  memory_free(r->ctx, r->pieces);
  r->pieces = NULL;
  r->at = r->end = r->unread = r->frame_limit = NULL;
}
void input_free(Reader *r) {
  let_go(r);
  if (r->marks != r->small_marks) memory_free(r->ctx, r->marks);
  r->marks = r->small_marks;
}

/* Makes what the file returned the input; -1: it is no bytes-like object. */
static int64_t take_object(Reader *r, Value data) {
  Ctx *ctx = r->ctx;
  let_go(r);
  if (LIKELY(has_kind(ctx, data, KIND_BYTES))) {
    r->input = data;
    r->at = AS_BYTES(data)->data;
    r->end = r->at + AS_BYTES(data)->length;
    return AS_BYTES(data)->length;
  }
  if (!buffer_get(ctx, data, BUFFER_SIMPLE, &r->peeked)) return -1;
  r->at = r->peeked.data;
  r->end = r->at + r->peeked.length;
  return r->peeked.length;
}

/* The file reads what was only looked at. */
static bool skip_read(Reader *r) {
  if (!r->unread) return true;
  Value n = int_tag(r->at - r->unread);
  r->unread = NULL;
  return n == int_tag(0) || py_call1(r->ctx, r->self->read, n);
}
bool input_done(Reader *r) { return !r->self->read || skip_read(r); }

/* *got: how many bytes are there now. 1: enough; 0: too few, or it cannot do that; -1: an exception. */
static int peek(Reader *r, size_t n) {
  Ctx *ctx = r->ctx;
  Value data = py_call1(ctx, r->self->peek, int_tag(PREFETCH));
  if (!data) {
    if (!exc_matches(ctx, EXC_NotImplementedError)) return -1;
    exc_clear(ctx);
    r->self->peek = V_NULL;
    return 0;
  }
  int64_t got = take_object(r, data);
  if (got < 0) return -1;
  if ((uint64_t)got < n) return let_go(r), 0;
  r->unread = r->at;
  return 1;
}

/* Many bytes come in pieces, each as long as all before: a pickle may claim what is not there. */
static const uint8_t *read_pieces(Reader *r, size_t n) {
  Ctx *ctx = r->ctx;
  size_t have = 0;
  uint8_t *pieces = NULL;
  while (have < n) {
    size_t left = n - have, want = have < FIRST_PIECE ? FIRST_PIECE : have;
    if (want > left) want = left;
    Value data = py_call1(ctx, r->self->read, int_from_u64(ctx, want));
    int64_t got = data ? take_object(r, data) : -1;
    if (got > 0 && (size_t)got > left) got = (int64_t)left;
    if (got == 0) input_truncated(r);
    uint8_t *grown = got > 0 ? memory_resize(ctx, pieces, have + (size_t)got) : NULL;
    if (got > 0 && !grown) raise_no_memory(ctx);
    if (grown) pieces = grown;
    if (!grown || !stop_copy(ctx, pieces + have, r->at, (size_t)got)) {
      memory_free(ctx, pieces);
      return NULL;
    }
    have += (size_t)got;
  }
  let_go(r);
  r->pieces = pieces;
  r->at = r->end = pieces + n;
  return pieces;
}

/* What is to be read next is not there, or not in the frame: that may have ended, but nothing may be in two. False:
 * an exception. */
static bool leave_frame(Reader *r) {
  if (r->at < r->end) return unpickling_error(r->ctx, "pickle exhausted before end of frame");
  r->end = r->frame_limit;
  r->frame_limit = NULL;
  return true;
}
bool input_frame(Reader *r, size_t n) {
  if (r->frame_limit) {
    if (r->at < r->end) return unpickling_error(r->ctx, "beginning of a new frame before end of current frame");
    leave_frame(r);
  }
  const uint8_t *p = input_take(r, n);
  if (!p) return false;
  r->frame_limit = r->end;
  r->at = p;
  r->end = p + n;
  return true;
}

const uint8_t *input_take_slow(Reader *r, size_t n) {
  Ctx *ctx = r->ctx;
  if (r->frame_limit) return leave_frame(r) ? input_take(r, n) : NULL;
  if (!r->self->read) return input_truncated(r), NULL;
  if (!skip_read(r)) return NULL;
  if (r->self->peek && n < PREFETCH) {
    int seen = peek(r, n);
    if (seen < 0) return NULL;
    if (seen) return input_take(r, n);
  }
  if (n > FIRST_PIECE) return read_pieces(r, n);
  Value data = py_call1(ctx, r->self->read, int_tag((int64_t)n));
  int64_t got = data ? take_object(r, data) : -1;
  if (got < 0) return NULL;
  if ((size_t)got < n) return input_truncated(r), NULL;
  return input_take(r, n);
}

const uint8_t *input_line(Reader *r, size_t *n) {
  const uint8_t *from = r->at, *end = NULL;
  if (from < r->end && !stop_find(r->ctx, from, '\n', (size_t)(r->end - from), &end)) return NULL;
  if (end) {
    *n = (size_t)(end + 1 - from);
    r->at = end + 1;
    return from;
  }
  if (r->frame_limit) return leave_frame(r) ? input_line(r, n) : NULL;
  if (!r->self->read) return input_truncated(r), NULL;
  if (!skip_read(r)) return NULL;
  Value data = py_call0(r->ctx, r->self->readline);
  int64_t got = data ? take_object(r, data) : -1;
  if (got < 0) return NULL;
  if (got == 0 || r->at[got - 1] != '\n') return input_truncated(r), NULL;
  from = r->at;
  r->at = r->end;
  *n = (size_t)got;
  return from;
}
