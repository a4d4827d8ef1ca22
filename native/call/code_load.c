/* Blobs of compiled code (ts/contract/blob.ts) into Code cells. Every code object gets an id (code_table.c), outer
 * before inner. Names and identifier-like string constants are interned. A blob is trusted only as
 * far as its length: reading past the end is a ValueError, never a crash. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "interp/jit_hooks.h"
#include "number/number.h"
#include "text/text.h"
#include <stdlib.h>
#include <string.h>

typedef struct Reader {
  Ctx *ctx;
  const uint8_t *at, *end;
  bool bad;
} Reader;

static bool room(Reader *r, size_t n) {
  if ((size_t)(r->end - r->at) >= n) return true;
  r->bad = true;
  return false;
}
static uint8_t u8(Reader *r) { return room(r, 1) ? *r->at++ : 0; }
static uint32_t u32(Reader *r) {
  uint32_t v = 0;
  if (room(r, 4)) memcpy(&v, r->at, 4), r->at += 4;
  return v;
}
static double f64(Reader *r) {
  double v = 0;
  if (room(r, 8)) memcpy(&v, r->at, 8), r->at += 8;
  return v;
}
/* The count of an array whose items take at least `size` bytes each. */
static uint32_t count(Reader *r, size_t size) {
  uint32_t n = u32(r);
  return room(r, (size_t)n * size) ? n : 0;
}

static bool looks_like_name(const uint8_t *s, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (!(s[i] == '_' || (s[i] >= '0' && s[i] <= '9') || (s[i] >= 'A' && s[i] <= 'Z') || (s[i] >= 'a' && s[i] <= 'z')))
      return false;
  return n < 64;
}

static Value read_str(Reader *r, bool intern) {
  uint32_t n = count(r, 1);
  if (r->bad) return V_NULL;
  const uint8_t *text = r->at;
  r->at += n;
  Value s = str_from_utf8(r->ctx, (const char *)text, n);
  return s && (intern || looks_like_name(text, n)) ? str_intern(r->ctx, s) : s;
}

static Value read_names(Reader *r) {
  uint32_t n = count(r, 4);
  if (r->bad) return V_NULL;
  Value names = tuple_new(r->ctx, n);
  for (uint32_t i = 0; names && i < n; i++)
    if (!(((Tuple *)names)->items[i] = read_str(r, true))) return V_NULL;
  return names;
}

static Code *read_code(Reader *r);

static Value read_const(Reader *r) {
  Ctx *ctx = r->ctx;
  if (!c_stack_check(ctx)) r->bad = true; /* nested functions, nested tuples */
  if (r->bad) return V_NULL;
  Value v = V_NULL;
  uint8_t tag = u8(r);
  switch (tag) {
  case BLOB_NONE: v = V_NONE; break;
  case BLOB_ELLIPSIS: v = V_ELLIPSIS; break;
  case BLOB_TRUE: v = V_TRUE; break;
  case BLOB_FALSE: v = V_FALSE; break;
  case BLOB_I64: {
    int64_t i = 0;
    if (room(r, 8)) memcpy(&i, r->at, 8), r->at += 8;
    v = int_from_i64(ctx, i);
    break;
  }
  case BLOB_BIG_INT: {
    uint32_t n = count(r, 1);
    if (r->bad) break;
    v = int_from_hex(ctx, (const char *)r->at, n);
    r->at += n;
    break;
  }
  case BLOB_FLOAT: v = float_new(ctx, f64(r)); break;
  case BLOB_COMPLEX: {
    double re = f64(r), im = f64(r);
    v = complex_new(ctx, re, im);
    break;
  }
  case BLOB_STR: v = read_str(r, false); break;
  case BLOB_BYTES: {
    uint32_t n = count(r, 1);
    if (r->bad) break;
    v = bytes_new(ctx, r->at, n);
    r->at += n;
    break;
  }
  case BLOB_TUPLE:
  case BLOB_FROZENSET: {
    uint32_t n = count(r, 1);
    if (r->bad) break;
    v = tag == BLOB_TUPLE ? tuple_new(ctx, n) : set_new(ctx, true);
    for (uint32_t i = 0; v && i < n; i++) {
      Value item = read_const(r);
      if (!item) return V_NULL;
      if (tag == BLOB_TUPLE) ((Tuple *)v)->items[i] = item;
      else if (set_add(ctx, v, item) < 0) return V_NULL;
    }
    break;
  }
  case BLOB_SLICE: {
    Value start = read_const(r), stop = start ? read_const(r) : V_NULL, step = stop ? read_const(r) : V_NULL;
    v = step ? slice_new(ctx, start, stop, step) : V_NULL;
    break;
  }
  case BLOB_CODE: v = VAL(read_code(r)); break;
  default: r->bad = true;
  }
  return r->bad ? V_NULL : v;
}

/* A malloc'ed copy of `n` items of the blob; NULL when there are none. */
static void *copy_array(Reader *r, uint32_t n, size_t size) {
  void *copy = n ? memory_new(r->ctx, n * size) : NULL;
  if (copy) memcpy(copy, r->at, n * size);
  else if (n) raise_no_memory(r->ctx);
  if (!r->bad) r->at += n * size;
  return copy;
}

static Code *read_code(Reader *r) {
  Ctx *ctx = r->ctx;
  Code *code = heap_alloc(ctx, ctx->shape.code, sizeof(Code));
  if (!code || !code_register(ctx, code)) return NULL;
  code->argcount = u32(r);
  code->posonly = u32(r);
  code->kwonly = u32(r);
  code->flags = u32(r);
  code->stacksize = u32(r);
  code->firstlineno = (int32_t)u32(r);
  if (!(code->name = read_str(r, true)) || !(code->qualname = read_str(r, true)) ||
      !(code->filename = read_str(r, true)) || !(code->names = read_names(r)) ||
      !(code->localsplus_names = read_names(r)))
    return NULL;
  code->nlocalsplus = (uint32_t)tuple_length(code->localsplus_names);
  if (!room(r, code->nlocalsplus)) return NULL;
  code->local_kinds = copy_array(r, code->nlocalsplus, 1);
  code->nunits = count(r, sizeof(CodeUnit));
  code->units = copy_array(r, code->nunits, sizeof(CodeUnit));
  code->nexc = count(r, sizeof(ExcRange));
  code->exc = copy_array(r, code->nexc, sizeof(ExcRange));
  code->npositions = count(r, sizeof(Position));
  code->positions = copy_array(r, code->npositions, sizeof(Position));
  uint32_t parameters = code->argcount + code->kwonly + !!(code->flags & CO_VARARGS) + !!(code->flags & CO_VARKEYWORDS);
  if (r->bad || ctx->exc || parameters > code->nlocalsplus || code->posonly > code->argcount || !code->nunits)
    return r->bad = true, NULL;
  code->native_entry = JIT_TIER_ONE_ENTRY;
  code->frame_words = FRAME_HEADER_WORDS + code->nlocalsplus + code->stacksize;
  uint32_t n = count(r, 1);
  if (r->bad || !(code->consts = tuple_new(ctx, n))) return NULL;
  for (uint32_t i = 0; i < n; i++)
    if (!(((Tuple *)code->consts)->items[i] = read_const(r))) return NULL;
  return code;
}

Code *code_load(Ctx *ctx, const uint8_t *blob, size_t n) {
  Reader r = {.ctx = ctx, .at = blob, .end = blob + n};
  size_t magic = strlen(BLOB_MAGIC);
  if (n < magic || memcmp(blob, BLOB_MAGIC, magic) != 0)
    return raise_format(ctx, EXC_ValueError, "not a compiled code blob"), NULL;
  r.at += magic;
  Code *code = read_code(&r);
  if (!code && !ctx->exc) raise_format(ctx, EXC_ValueError, "compiled code blob is damaged");
  return code;
}

Position code_position(Code *code, uint32_t unit) {
  Position none = {.start = 0, .line = -1, .col = -1, .end_line = -1, .end_col = -1};
  uint32_t low = 0, high = code->npositions; /* the last entry with start <= unit */
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (code->positions[middle].start <= unit) low = middle + 1;
    else high = middle;
  }
  return low ? code->positions[low - 1] : none;
}
