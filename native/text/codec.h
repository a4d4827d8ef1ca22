/* Encodings: bytes to text and back. */
#pragma once
#include "text/str.h"

/* encoding and errors: Str or V_NULL (utf-8, strict). LookupError, UnicodeEncodeError, UnicodeDecodeError. */
Value codec_encode(Ctx *ctx, Value str, Value encoding, Value errors);
/* `object` is what errors carry (bytes or bytearray); data may be in it. */
Value codec_decode(Ctx *ctx, Value object, const uint8_t *data, int64_t n, Value encoding, Value errors);
