/* UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError. Programs may put anything into their attributes, so
 * str() trusts none: only start and end are checked when they are set, as in CPython.
 *
 * Exception.extra[0] is a list of the five fields, made when the first is set; V_NULL in it: not set. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "number/number.h"
#include "object/object.h"
#include "text/str.h"
#include "text/text.h"

enum { ENCODING, OBJECT, START, END, REASON, FIELDS };

static Value field(Value self, int i) {
  List *fields = (List *)((Exception *)self)->extra[0];
  Value value = fields ? fields->items->items[i] : V_NULL;
  return !value && (i == START || i == END) ? int_tag(0) : value;
}

static bool set_field(Ctx *ctx, Value self, int i, Value value) {
  Exception *exc = (Exception *)self;
  if (!exc->extra[0]) {
    List *fields = (List *)list_new(ctx, FIELDS);
    if (!fields) return false;
    for (int j = 0; j < FIELDS; j++) fields->items->items[j] = V_NULL;
    fields->length = FIELDS;
    exc->extra[0] = VAL(fields);
  }
  ((List *)exc->extra[0])->items->items[i] = value;
  return true;
}

static bool set_position(Ctx *ctx, Value self, int i, Value value) {
  if (!value) return raise_format(ctx, EXC_TypeError, "can't delete numeric/char attribute"), false;
  if (!is_int_value(ctx, value)) return raise_format(ctx, EXC_TypeError, "an integer is required"), false;
  int64_t position;
  if (object_ssize(ctx, value, &position)) return set_field(ctx, self, i, int_unwrap(ctx, value));
  return false;
}

#define FIELD(name, index)                                                                                 \
  static Value get_##name(Ctx *ctx, Value self) { return (void)ctx, or_none(field(self, index)); }         \
  static bool set_##name(Ctx *ctx, Value self, Value value) { return set_field(ctx, self, index, value); }
#define POSITION(name, index)                                                                                 \
  static Value get_##name(Ctx *ctx, Value self) { return (void)ctx, field(self, index); }                     \
  static bool set_##name(Ctx *ctx, Value self, Value value) { return set_position(ctx, self, index, value); }
FIELD(encoding, ENCODING)
FIELD(object, OBJECT)
POSITION(start, START)
POSITION(end, END)
FIELD(reason, REASON)

const GetSetDef UNICODE_ERROR_GETSET[] = {
    {"encoding", get_encoding, set_encoding, "exception encoding"},
    {"object", get_object, set_object, "exception object"},
    {"start", get_start, set_start, "exception start"},
    {"end", get_end, set_end, "exception end"},
    {"reason", get_reason, set_reason, "exception reason"},
    {0},
};

/* ---- arguments ---- */

static bool wrong_argument(Ctx *ctx, uint32_t i, Value arg) {
  raise_format(ctx, EXC_TypeError, "argument %d must be str, not %A", (int)i + 1, arg);
  return false;
}

/* Any bytes-like object is kept as bytes. */
static Value as_bytes(Ctx *ctx, Value v) {
  if (has_kind(ctx, v, KIND_BYTES)) return v;
  const uint8_t *data;
  int64_t n;
  if (bytes_view(ctx, v, &data, &n)) return bytes_new(ctx, data, n);
  if (!ctx->exc) raise_format(ctx, EXC_TypeError, "a bytes-like object is required, not '%T'", v);
  return V_NULL;
}

static bool init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames, bool encoding, bool decode) {
  uint32_t wanted = encoding ? 5 : 4;
  if (!exception_init(ctx, self, args, nargs, kwnames)) return false;
  if (nargs != wanted) {
    raise_format(ctx, EXC_TypeError, "function takes exactly %d arguments (%d given)", (int)wanted, (int)nargs);
    return false;
  }
  Value fields[FIELDS] = {V_NULL};
  for (uint32_t i = 0; i < nargs; i++) {
    uint32_t index = i + !encoding;
    Value arg = args[i];
    if (index == START || index == END) {
      int64_t position;
      if (!object_ssize(ctx, arg, &position) || !(arg = int_from_i64(ctx, position))) return false;
    } else if (!(decode && index == OBJECT) && !is_str(ctx, arg)) {
      return wrong_argument(ctx, i, arg);
    }
    fields[index] = arg;
  }
  if (decode && !(fields[OBJECT] = as_bytes(ctx, fields[OBJECT]))) return false;
  for (int i = 0; i < FIELDS; i++)
    if (!set_field(ctx, self, i, fields[i])) return false;
  return true;
}
bool encode_error_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  return init(ctx, self, args, nargs, kwnames, true, false);
}
bool decode_error_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  return init(ctx, self, args, nargs, kwnames, true, true);
}
bool translate_error_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  return init(ctx, self, args, nargs, kwnames, false, false);
}

/* ---- text ---- */

static Value text_of_field(Ctx *ctx, Value self, int i) {
  Value value = field(self, i);
  return value ? object_str(ctx, value) : str_from_ascii(ctx, "<NULL>");
}

/* "byte 0xff", "character '\\xff'": the only one at `position`. V_NULL: memory. */
static Value offender(Ctx *ctx, Value object, int64_t position, bool decode) {
  static const char digits[] = "0123456789abcdef";
  uint32_t c = decode ? ((Bytes *)object)->data[position] : str_at(object, position);
  char text[16];
  int width = decode || c < 0x100 ? 2 : c < 0x10000 ? 4 : 8, at = 0;
  if (!decode) text[at++] = '\\', text[at++] = width == 2 ? 'x' : width == 4 ? 'u' : 'U';
  for (int shift = (width - 1) * 4; shift >= 0; shift -= 4) text[at++] = digits[c >> shift & 15];
  text[at] = 0;
  return str_format_c(ctx, decode ? "byte 0x%s" : "character '%s'", text);
}

static Value message(Ctx *ctx, Value self, const char *verb, bool encoding, bool decode) {
  if (!field(self, OBJECT)) return str_from_ascii(ctx, "");
  Value reason = text_of_field(ctx, self, REASON);
  Value codec = !reason ? V_NULL : encoding ? text_of_field(ctx, self, ENCODING) : str_from_ascii(ctx, "");
  if (!codec || (encoding && !(codec = str_format_c(ctx, "'%U' codec ", codec)))) return V_NULL;
  Value object = field(self, OBJECT); /* read after __str__ of the others has run */
  if (!object) return raise_format(ctx, EXC_TypeError, "UnicodeError 'object' attribute is not set"), V_NULL;
  if (decode ? !has_kind(ctx, object, KIND_BYTES) : !is_str(ctx, object)) {
    raise_format(ctx, EXC_TypeError, "UnicodeError 'object' attribute must be a %s", decode ? "bytes" : "string");
    return V_NULL;
  }
  int64_t start = 0, end = 0, length = decode ? ((Bytes *)object)->length : ((Str *)object)->length;
  if (!object_ssize(ctx, field(self, START), &start) || !object_ssize(ctx, field(self, END), &end)) return V_NULL;
  if (start < 0 || start >= length || end != start + 1)
    return str_format_c(ctx, "%Ucan't %s %s in position %lld-%lld: %U", codec, verb, decode ? "bytes" : "characters",
                        (long long)start, (long long)((uint64_t)end - 1), reason);
  Value what = offender(ctx, object, start, decode);
  return what ? str_format_c(ctx, "%Ucan't %s %U in position %lld: %U", codec, verb, what, (long long)start, reason)
              : V_NULL;
}
Value encode_error_str(Ctx *ctx, Value self) { return message(ctx, self, "encode", true, false); }
Value decode_error_str(Ctx *ctx, Value self) { return message(ctx, self, "decode", true, true); }
Value translate_error_str(Ctx *ctx, Value self) { return message(ctx, self, "translate", false, false); }
