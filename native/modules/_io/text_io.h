/* TextIOWrapper's struct, for its two files: text_io.c (making, reading, writing) and text_position.c (tell, seek). */
#pragma once
#include "modules/_io/io.h"

struct TextIO {
  Cell h;
  Value buffer; /* V_NULL: not initialized; V_NONE: detached */
  Value encoding, errors;
  CodecId codec;          /* UTF-8, ASCII and Latin-1 are done here; CODEC_OTHER: by decoder and encoder */
  Value decoder, encoder; /* incremental ones of CODEC_OTHER, V_NULL: the stream is not readable, not writable */
  Value undecoded;        /* Bytes: the beginning of a character; V_NULL: none */
  Newlines newlines;
  char read_newline[3], write_newline[3]; /* "": any; "": \n stays */
  bool universal, readable, writable, ok, line_buffering, write_through, seekable, telling, finalizing;
  int64_t chunk_size;
  /* 1, 2: an output of the host, which text goes to directly; 3: its input, which is read line by line. 0: neither, or
   * no more since it was reconfigured. */
  int stream;
  Value decoded; /* Str, of the last chunk; `used` characters of it were read */
  int64_t used;
  /* The decoder's state before the last chunk, and the bytes that came after it; V_NULL: unknown. */
  Value snapshot_flags, snapshot_bytes;
  Raw *out; /* encoded, not yet written: `pending` bytes */
  int64_t pending;
};
#define TEXT ((TextIO *)self)

/* ---- text_io.c ---- */
bool text_usable(Ctx *ctx, TextIO *t);
bool text_flush_pending(Ctx *ctx, TextIO *t);
void text_forget(TextIO *t); /* what was decoded, and the snapshot */
Value text_decode(Ctx *ctx, TextIO *t, Value bytes, bool final);
bool text_decoder_state(Ctx *ctx, TextIO *t, Value *bytes, Value *flags);
bool text_decoder_set(Ctx *ctx, TextIO *t, Value bytes, Value flags); /* bytes V_NULL: none */
bool text_decoder_reset(Ctx *ctx, TextIO *t);
bool text_encoder_reset(Ctx *ctx, TextIO *t, bool at_start);
bool text_open(Ctx *ctx, TextIO *t); /* usable, and not closed */

/* ---- text_position.c ---- */
SHARED_METHOD(text_tell);
SHARED_METHOD(text_seek);
