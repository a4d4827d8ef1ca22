/* Blobs of compiled code (ts/contract/blob.ts) into Code cells. Every code object gets an id (code_table.c), outer
 * before inner. Names and identifier-like string constants are interned. A blob is trusted only as
 * far as its length: reading past the end is a ValueError, never a crash.
 *
 * A blob that stays in memory (the library's, or in a cell) is read lazily: a code object whose body is still to be
 * read consists of one instruction, LOAD_BODY, which reads it (code_read_body) and goes on with the first instruction
 * of what it read.
 */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "generated/opcodes.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "interp/jit_hooks.h"
#include "number/number.h"
#include "text/text.h"
#include <stdlib.h>
#include <string.h>

typedef struct Reader {
  Ctx *ctx;
  const uint8_t *blob, *at, *end;
  uint32_t nstrings;
  Array *strings; /* those that were asked for, the file's name, and what holds the blob's memory */
  bool lazy;      /* bodies of functions stay where they are until they are called */
  bool bad;
} Reader;

static bool room(Reader *r, size_t n) {
  if ((size_t)(r->end - r->at) >= n) return true;
  r->bad = true;
  return false;
}
static uint8_t u8(Reader *r) { return room(r, 1) ? *r->at++ : 0; }
static double f64(Reader *r) {
  double v = 0;
  if (room(r, 8)) memcpy(&v, r->at, 8), r->at += 8;
  return v;
}
static uint64_t leb128(const uint8_t **at, const uint8_t *end, bool *bad) {
  uint64_t v = 0;
  for (unsigned shift = 0; *at < end && shift < 64; shift += 7) {
    uint8_t byte = *(*at)++;
    v |= (uint64_t)(byte & 0x7f) << shift;
    if (byte < 0x80) return v;
  }
  *bad = true;
  return 0;
}
static int64_t unzigzag(uint64_t v) { return (int64_t)(v >> 1) ^ -(int64_t)(v & 1); }
static uint64_t u64(Reader *r) { return leb128(&r->at, r->end, &r->bad); }
static uint32_t u32(Reader *r) {
  uint64_t v = u64(r);
  if (v > UINT32_MAX) r->bad = true;
  return (uint32_t)v;
}
/* The count of an array whose items take at least `size` bytes each. */
static uint32_t count(Reader *r, size_t size) {
  uint32_t n = u32(r);
  return room(r, (size_t)n * size) ? n : 0;
}

/* ---- strings ---- */

static uint32_t word(const uint8_t *at) {
  uint32_t v;
  memcpy(&v, at, 4);
  return v;
}

/* The blob's table of strings: r->at moves past it. */
static bool read_table(Reader *r) {
  size_t magic = strlen(BLOB_MAGIC);
  if ((size_t)(r->end - r->blob) < magic + 4 || memcmp(r->blob, BLOB_MAGIC, magic) != 0) return false;
  r->nstrings = word(r->blob + magic);
  r->at = r->blob + magic + 4;
  if (!room(r, 4 * (size_t)r->nstrings)) return false;
  const uint8_t *ends = r->at;
  r->at += 4 * (size_t)r->nstrings;
  uint32_t before = 0;
  for (uint32_t i = 0; i < r->nstrings; i++) {
    uint32_t end = word(ends + 4 * (size_t)i);
    if (end < before) return false;
    before = end;
  }
  if (!room(r, before)) return false;
  r->at += before;
  return true;
}

static bool looks_like_name(const uint8_t *s, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (!(s[i] == '_' || (s[i] >= '0' && s[i] <= '9') || (s[i] >= 'A' && s[i] <= 'Z') || (s[i] >= 'a' && s[i] <= 'z')))
      return false;
  return n < 64;
}

static Value read_str(Reader *r, bool intern) {
  uint32_t index = u32(r);
  if (r->bad || index >= r->nstrings) return r->bad = true, V_NULL;
  Value *known = &r->strings->items[index];
  const uint8_t *ends = r->blob + strlen(BLOB_MAGIC) + 4, *text = ends + 4 * (size_t)r->nstrings;
  uint32_t from = index ? word(ends + 4 * (size_t)(index - 1)) : 0, to = word(ends + 4 * (size_t)index);
  if (!*known) {
    Value s = str_from_utf8(r->ctx, (const char *)text + from, to - from);
    *known = s && looks_like_name(text + from, to - from) ? str_intern(r->ctx, s) : s;
  }
  return *known && intern ? *known = str_intern(r->ctx, *known) : *known;
}

static Value read_names(Reader *r) {
  uint32_t n = count(r, 1);
  if (r->bad) return V_NULL;
  Value names = tuple_new(r->ctx, n);
  for (uint32_t i = 0; names && i < n; i++)
    if (!(((Tuple *)names)->items[i] = read_str(r, true))) return V_NULL;
  return names;
}

/* ---- constants ---- */

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
  case BLOB_SMALL_INT: v = int_from_i64(ctx, unzigzag(u64(r))); break;
  case BLOB_BIG_INT: {
    Value digits = read_str(r, false);
    if (digits && ((Str *)digits)->h.aux == 1)
      v = int_from_hex(ctx, (const char *)((Str *)digits)->data, (size_t)((Str *)digits)->length);
    else r->bad = true;
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

/* ---- code objects ---- */

/* What a body holds, before it becomes part of its code object: all of it, or nothing. */
typedef struct Body {
  Value names, consts;
  CodeUnit *units;
  ExcRange *exc;
  uint8_t *positions;
  uint32_t nunits, nexc, npositions;
} Body;

static void *allocate(Reader *r, size_t n, size_t size) {
  void *memory = n && !r->bad ? memory_zeroed(r->ctx, n * size) : NULL;
  if (n && !r->bad && !memory) raise_no_memory(r->ctx);
  return memory;
}

/* The blob leaves out caches, which are zero. */
static void read_units(Reader *r, Body *body) {
  body->nunits = u32(r);
  if (body->nunits > (size_t)(r->end - r->at) * 16)
    r->bad = true; /* an instruction has two bytes here, and few caches */
  body->units = allocate(r, body->nunits, sizeof(CodeUnit));
  for (uint32_t i = 0; body->units && i < body->nunits && room(r, 2); i += 1 + opcode_caches[body->units[i].op]) {
    memcpy(&body->units[i], r->at, 2);
    r->at += 2;
  }
}

static void read_exceptions(Reader *r, Body *body) {
  body->nexc = count(r, 4);
  body->exc = allocate(r, body->nexc, sizeof(ExcRange));
  for (uint32_t i = 0; body->exc && i < body->nexc; i++) {
    ExcRange *range = &body->exc[i];
    range->start = u32(r), range->end = u32(r), range->target = u32(r), range->depth_lasti = u32(r);
    if (range->target >= body->nunits) r->bad = true;
  }
}

static bool read_body(Reader *r, Code *code) {
  Body body = {.names = read_names(r)};
  if (body.names) read_units(r, &body);
  if (body.units) read_exceptions(r, &body);
  body.npositions = count(r, 1);
  body.positions = r->lazy ? (uint8_t *)r->at : allocate(r, body.npositions, 1);
  if (!r->lazy && body.positions) memcpy(body.positions, r->at, body.npositions);
  r->at += body.npositions;
  uint32_t n = count(r, 1);
  body.consts = r->bad || r->ctx->exc ? V_NULL : tuple_new(r->ctx, n);
  for (uint32_t i = 0; body.consts && i < n; i++)
    if (!(((Tuple *)body.consts)->items[i] = read_const(r))) body.consts = V_NULL;
  if (!body.consts || !body.nunits || r->bad) {
    memory_free(r->ctx, body.units), memory_free(r->ctx, body.exc);
    if (!r->lazy) memory_free(r->ctx, body.positions);
    r->bad |= !r->ctx->exc;
    return false;
  }
  code->names = body.names, code->consts = body.consts;
  code->units = body.units, code->nunits = body.nunits;
  code->exc = body.exc, code->nexc = body.nexc;
  code->positions = body.positions, code->npositions = body.npositions;
  code->unread = NULL;
  return true;
}

/* What every code object that is still to be read begins with. */
static CodeUnit read_me[1] = {{.op = OP_LOAD_BODY}};

static Code *read_code(Reader *r) {
  Ctx *ctx = r->ctx;
  Code *code = heap_alloc(ctx, ctx->shape.code, sizeof(Code));
  if (!code) return NULL;
  code->units = read_me, code->nunits = 1;
  code->unread = r->at;
  if (!code_register(ctx, code)) return NULL;
  code->argcount = u32(r);
  code->posonly = u32(r);
  code->kwonly = u32(r);
  code->flags = u32(r);
  code->stacksize = u32(r);
  code->firstlineno = (int32_t)u32(r);
  code->filename = r->strings->items[r->nstrings];
  if (!(code->name = read_str(r, true)) || !(code->qualname = read_str(r, true))) return NULL;
  uint32_t locals = count(r, 2);
  if (r->bad || !(code->localsplus_names = tuple_new(ctx, locals))) return NULL;
  if (locals && !(code->local_kinds = allocate(r, locals, 1))) return NULL;
  for (; code->nlocalsplus < locals; code->nlocalsplus++) {
    Value name = read_str(r, true);
    if (!name) return NULL;
    ((Tuple *)code->localsplus_names)->items[code->nlocalsplus] = name;
    code->local_kinds[code->nlocalsplus] = u8(r);
  }
  uint32_t parameters = code->argcount + code->kwonly + !!(code->flags & CO_VARARGS) + !!(code->flags & CO_VARKEYWORDS);
  uint32_t size = count(r, 1);
  if (r->bad || parameters > locals || code->posonly > code->argcount) return r->bad = true, NULL;
  code->native_entry = JIT_TIER_ONE_ENTRY;
  code->frame_words = FRAME_HEADER_WORDS + code->nlocalsplus + code->stacksize;
  code->unread = r->at;
  if (r->lazy) {
    code->blob = r->blob, code->blob_end = r->end, code->strings = r->strings;
    r->at += size;
    return code;
  }
  const uint8_t *body = r->at;
  if (!read_body(r, code)) return NULL;
  if (r->at != body + size) r->bad = true;
  return r->bad ? NULL : code;
}

static Value damaged(Ctx *ctx) {
  if (!ctx->exc) raise_format(ctx, EXC_ValueError, "compiled code is damaged");
  return V_NULL;
}

static Code *load(Ctx *ctx, Reader *r, Value filename, Value holder) {
  if (!read_table(r)) return raise_format(ctx, EXC_ValueError, "not a blob of compiled code"), NULL;
  r->strings = array_new(ctx, (int64_t)r->nstrings + 2);
  if (r->strings) r->strings->items[r->nstrings + 1] = holder;
  Value own_name = r->strings ? read_str(r, true) : V_NULL;
  if (own_name) r->strings->items[r->nstrings] = filename ? filename : own_name;
  Code *code = own_name ? read_code(r) : NULL;
  if (code && r->lazy && !code_read_body(ctx, code)) return NULL;
  if (!code) damaged(ctx);
  return code;
}

Code *code_load(Ctx *ctx, const uint8_t *blob, size_t n) {
  return load(ctx, &(Reader){.ctx = ctx, .blob = blob, .at = blob, .end = blob + n}, V_NULL, V_NULL);
}

Code *code_load_lazily(Ctx *ctx, const uint8_t *blob, size_t n, Value filename) {
  return load(ctx, &(Reader){.ctx = ctx, .blob = blob, .at = blob, .end = blob + n, .lazy = true}, filename, V_NULL);
}

Code *code_load_kept(Ctx *ctx, Raw *memory, size_t offset, size_t n, Value filename) {
  const uint8_t *blob = memory->data + offset;
  Reader reader = {.ctx = ctx, .blob = blob, .at = blob, .end = blob + n, .lazy = true};
  return load(ctx, &reader, filename, VAL(memory));
}

bool code_read_body(Ctx *ctx, Code *code) {
  Reader r = {
      .ctx = ctx, .blob = code->blob, .at = code->blob, .end = code->blob_end, .strings = code->strings, .lazy = true};
  r.nstrings = word(code->blob + strlen(BLOB_MAGIC));
  r.at = code->unread;
  return read_body(&r, code) || (damaged(ctx), false);
}

PositionReader position_reader(const Code *code) {
  Position none = {.line = -1, .col = -1, .end_line = -1, .end_col = -1};
  return (PositionReader){.at = code->positions,
                          .end = code->npositions ? code->positions + code->npositions : code->positions,
                          .line = code->firstlineno,
                          .found = none,
                          .next = none};
}

Position position_read(PositionReader *reader, uint32_t unit) {
  while (reader->start <= unit) {
    reader->found = reader->next;
    bool bad = reader->at >= reader->end;
    int64_t row[POSITION_NUMBERS];
    for (int i = 0; i < POSITION_NUMBERS; i++) row[i] = unzigzag(leb128(&reader->at, reader->end, &bad));
    reader->start = bad ? INT64_MAX : reader->start + row[0];
    int64_t line = reader->line += row[1];
    reader->next = (Position){.line = (int32_t)line,
                              .col = (int32_t)row[2],
                              .end_line = (int32_t)(line + row[3]),
                              .end_col = (int32_t)(row[2] + row[4])};
  }
  return reader->found;
}

Position code_position(Code *code, uint32_t unit) {
  PositionReader reader = position_reader(code);
  return position_read(&reader, unit);
}
