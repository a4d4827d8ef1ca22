/* Randomness, and the standard streams. Their objects and buffers are here; where the bytes go and come from, the host
 * decides (Host in core/ctx.h). */
#pragma once
#include "core/ctx.h"

/* ---- random.c ---- */
/* Random bytes: the host's, or the system's with the flags of getrandom(). false: errno, or an exception is set. */
bool host_random(Ctx *ctx, void *bytes, size_t n, unsigned flags);

/* ---- streams.c ---- */
/* these three: false = the host could not write (OSError, or what its callback threw) */
bool io_write(Ctx *ctx, int stream, Value str);
bool io_write_bytes(Ctx *ctx, int stream, const char *bytes, size_t n);
bool io_flush(Ctx *ctx);
bool io_write_through(Ctx *ctx, int stream, const char *bytes, size_t n); /* past the buffer; false: an exception */
Value io_read_line(Ctx *ctx); /* of standard input, with its line end; "" at the end; V_NULL = exception */
void io_destroy(Ctx *ctx);    /* flushes and frees ctx->io */
bool io_write_checked(Ctx *ctx, int stream, Value str); /* with UnicodeEncodeError for lone surrogates on stdout */
bool io_streams_create(Ctx *ctx, Value sys);
int io_text_output(Ctx *ctx, Value v);
bool io_is_host_stream(Ctx *ctx, Value v); /* one of the objects made by io_streams_create */
/* From now on `object` is what writes to a stream (1 or 2), and print writes there itself while direct(object). */
bool io_adopt(Ctx *ctx, int stream, Value object, bool (*direct)(Value));
bool io_set_line_buffering(Ctx *ctx, bool on); /* of standard output */
