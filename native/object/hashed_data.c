/* What the modules of hash functions take as their data: any object with a buffer, and no text. */
#include "exception/exception.h"
#include "object/buffer.h"
#include "text/text.h"

bool buffer_get_hashed(Ctx *ctx, Value data, Buffer *out) {
  if (is_str(ctx, data)) return raise_format(ctx, EXC_TypeError, "Strings must be encoded before hashing"), false;
  if (!buffer_offered(ctx, data))
    return raise_format(ctx, EXC_TypeError, "object supporting the buffer API required"), false;
  return buffer_get(ctx, data, BUFFER_SIMPLE, out);
}

bool hashed_argument(Ctx *ctx, Value data, Value string, Value *out) {
  *out = data ? data : string;
  if (!data || !string) return true;
  raise_format(ctx, EXC_TypeError,
               "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for "
               "removal in a future version.");
  return false;
}
