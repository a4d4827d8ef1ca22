/* The standard streams. Their objects and buffers are here; where the bytes go and come from, the host decides (Host in
 * core/ctx.h). */
#pragma once
#include "core/ctx.h"

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
