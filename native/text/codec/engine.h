/* What encoders and decoders share: output, and what happens to what cannot be converted. A handler gets it as a range
 * [start, end): it raises, or supplies a replacement and the position to go on at. Built-in handlers are done here
 * without an exception object; all others are called with one. */
#pragma once
#include "call/call.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "text/codec.h"

typedef enum ErrorHandler {
  ERRORS_STRICT,
  ERRORS_IGNORE,
  ERRORS_REPLACE,
  ERRORS_BACKSLASH,
  ERRORS_XMLCHARREF,
  ERRORS_SURROGATEESCAPE,
  ERRORS_SURROGATEPASS,
  ERRORS_OTHER /* namereplace and registered ones: through a callback */
} ErrorHandler;

typedef struct Encoder Encoder;
struct Encoder {
  Ctx *ctx;
  Value str;
  const char *name, *reason; /* of the exception */
  Value errors;              /* Str or V_NULL */
  Value callback;            /* of ERRORS_OTHER, once it was looked up */
  CodecId codec;
  int unit; /* bytes that a replacement in bytes must be a multiple of */
  /* Encodes one character of a replacement; false without exception: it cannot be encoded. */
  bool (*put)(Encoder *e, uint32_t c);
  Value mapping; /* charmap's own */
  uint8_t *data; /* malloc'ed */
  size_t n, cap;
};

typedef struct Decoder {
  Ctx *ctx;
  Value object; /* what exceptions carry; data is in it or in a copy of it */
  const uint8_t *data;
  int64_t n, at;
  const char *name;
  Value errors, callback;
  CodecId codec;
  bool final;
  StrBuilder sb;
} Decoder;

/* ---- errors.c ---- */
const char *codec_name(CodecId codec); /* as exceptions have it; not of CODEC_OTHER */
ErrorHandler handler_find(Value errors);
bool out_room(Encoder *e, size_t more); /* false: MemoryError */
bool out_bytes(Encoder *e, const void *bytes, size_t n);
Value encoder_finish(Encoder *e, bool ok); /* the bytes; frees the output */
/* Handles str[start, end), which cannot be encoded, and sets *next. false: exception. */
bool encode_error(Encoder *e, int64_t start, int64_t end, int64_t *next);
/* Handles data[start, end); sets d->at, and d->data and d->n if the handler changed the object. */
bool decode_error(Decoder *d, int64_t start, int64_t end, const char *reason);
/* One surrogate at p that was encoded as if it were a character; the number of bytes, or 0. */
int passed_surrogate(CodecId codec, const uint8_t *p, int64_t left, uint32_t *c);
void decoder_start(Decoder *d, Ctx *ctx, Value object, const uint8_t *data, int64_t n, const char *name, Value errors);
Value decoder_finish(Decoder *d, bool ok, int64_t *consumed);

/* ---- registry.c ---- */
Value registry_call(Ctx *ctx, const char *function, const Value *args, uint32_t nargs); /* of module _codecs */
Value registry_handler(Ctx *ctx, Value name);
bool warn_deprecated(Ctx *ctx, Value message);

/* ---- inline ---- */
static inline bool is_surrogate(uint32_t c) { return c >= 0xd800 && c < 0xe000; }
static inline uint32_t code_unit(const uint8_t *p, int size, bool big) {
  uint32_t c = 0;
  for (int k = 0; k < size; k++) c |= (uint32_t)p[k] << 8 * (big ? size - 1 - k : k);
  return c;
}
static inline bool out_unit(Encoder *e, uint32_t unit) {
  bool big = e->codec == CODEC_UTF16_BE || e->codec == CODEC_UTF32_BE;
  uint8_t b[4];
  for (int i = 0; i < e->unit; i++) b[i] = (uint8_t)(unit >> 8 * (big ? e->unit - 1 - i : i));
  return out_bytes(e, b, (size_t)e->unit);
}
static inline bool out_byte(Encoder *e, uint8_t byte) {
  if (UNLIKELY(e->n == e->cap) && !out_room(e, 1)) return false;
  e->data[e->n++] = byte;
  return true;
}
/* How a code point is written in ASCII: backslash, x, u or U, and two, four or eight digits. Returns the length. */
static inline int escape_text(char *to, uint32_t c) {
  static const char digits[] = "0123456789abcdef";
  int n = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
  to[0] = '\\';
  to[1] = n == 2 ? 'x' : n == 4 ? 'u' : 'U';
  for (int i = 0; i < n; i++) to[2 + i] = digits[c >> 4 * (n - 1 - i) & 15];
  to[2 + n] = 0;
  return 2 + n;
}

/* ---- utf8.c ---- */
/* One sequence at p, of which `n` bytes are there: its length, 0 when it is wrong, -1 when it is good as far as it
 * goes. *length: the bytes that an error covers, the longest valid prefix. Which second byte is allowed depends on the
 * first (Unicode's table of well-formed sequences). */
int utf8_sequence(const uint8_t *p, int64_t n, uint32_t *cp, int *length, const char **reason);
/* Where the bytes below 0x80 from i on end. -1: an exception */
int64_t ascii_run(Ctx *ctx, const uint8_t *s, int64_t i, int64_t n);
/* How far data is well formed, of how many characters that is, and how many bytes the widest needs in a str. -1: an
 * exception. */
int64_t utf8_valid(Ctx *ctx, const uint8_t *s, int64_t n, int64_t *chars, int *kind);
/* The text of data that utf8_valid() found well formed. */
Value utf8_text(Ctx *ctx, const uint8_t *s, int64_t n, int64_t chars, int kind);
/* V_NULL without exception: there is a surrogate, which only handlers encode. */
Value utf8_bytes(Ctx *ctx, Text t);
