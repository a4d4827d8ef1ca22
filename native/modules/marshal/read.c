/* Reading. The bytes are anybody's: every length is checked against what is left, every reference against what was
 * read. */
#include "modules/marshal/marshal.h"
#include <string.h>

typedef struct Reader {
  Ctx *ctx;
  const uint8_t *at, *end;
  Value refs; /* a list; None where an object is being read that others must not see */
  int depth;
  bool allow_code;
} Reader;

static Value bad(Reader *r, const char *what) {
  if (!r->ctx->exc) raise_format(r->ctx, EXC_ValueError, "bad marshal data (%s)", what);
  return V_NULL;
}
static bool take(Reader *r, size_t n, const uint8_t **bytes) {
  if ((size_t)(r->end - r->at) < n) return raise_format(r->ctx, EXC_EOFError, "marshal data too short"), false;
  *bytes = r->at;
  r->at += n;
  return true;
}
static bool take_byte(Reader *r, int *out) {
  if (r->at == r->end) return raise_format(r->ctx, EXC_EOFError, "EOF read where not expected"), false;
  *out = *r->at++;
  return true;
}
static bool take_int(Reader *r, int32_t *out) {
  const uint8_t *bytes;
  return take(r, 4, &bytes) && memcpy(out, bytes, 4);
}
static bool take_double(Reader *r, double *out) {
  const uint8_t *bytes;
  return take(r, 8, &bytes) && memcpy(out, bytes, 8);
}
static bool take_double_text(Reader *r, double *out) {
  int n;
  const uint8_t *bytes;
  if (!take_byte(r, &n) || !take(r, (size_t)n, &bytes)) return false;
  Value v = float_parse(r->ctx, (const char *)bytes, (size_t)n);
  return v && float_coerce(r->ctx, v, out);
}

static Value read(Reader *r);

/* The place of an object among the references; -1: it has none; -2: an exception. */
static int64_t reserve(Reader *r, int flag) {
  if (!flag) return -1;
  return list_append(r->ctx, r->refs, V_NONE) ? AS_LIST(r->refs)->length - 1 : -2;
}
static Value keep(Reader *r, Value v, int64_t place) {
  if (v && place >= 0) AS_LIST(r->refs)->items->items[place] = v;
  return v;
}

static Value read_long(Reader *r) {
  int32_t n;
  const uint8_t *bytes;
  if (!take_int(r, &n)) return V_NULL;
  if (n == INT32_MIN) return bad(r, "long size out of range");
  size_t digits = (size_t)(n < 0 ? -n : n);
  if (digits == 0) return int_tag(0);
  if (!take(r, digits * 2, &bytes)) return V_NULL;
  uint8_t *little = memory_new(r->ctx, (digits * 15 + 7) / 8), *to = little;
  if (!little) return raise_no_memory(r->ctx), V_NULL;
  uint32_t word = 0;
  int held = 0;
  for (size_t i = 0; i < digits; i++) {
    uint16_t digit;
    memcpy(&digit, bytes + 2 * i, 2);
    bool last = i == digits - 1;
    if (digit > 0x7fff || (last && !digit) || !CHECK_STOP_AT(r->ctx, i)) {
      memory_free(r->ctx, little);
      return bad(r, digit ? "digit out of range in long" : "unnormalized long data");
    }
    word |= (uint32_t)digit << held;
    for (held += 15; held >= 8 || (last && held > 0); held -= 8, word >>= 8) *to++ = (uint8_t)word;
  }
  Value v = int_from_bytes_le(r->ctx, little, (size_t)(to - little), false);
  memory_free(r->ctx, little);
  return v && n < 0 ? object_negative(r->ctx, v) : v;
}

/* Not ASCII: UTF-8 in which lone surrogates are three bytes. */
static Value read_str(Reader *r, size_t n, bool interned, bool ascii) {
  Ctx *ctx = r->ctx;
  const uint8_t *bytes;
  if (!take(r, n, &bytes)) return V_NULL;
  Value s = V_NULL;
  if (ascii) {
    for (size_t i = 0; i < n; i++) {
      if (bytes[i] >= 0x80) return bad(r, "string is not ASCII");
      if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    }
    s = str_from_utf8(ctx, (const char *)bytes, n);
  } else {
    Value whole = bytes_new(ctx, bytes, (int64_t)n), errors = str_intern_c(ctx, "surrogatepass");
    if (whole && errors) s = codec_decode_as(ctx, whole, bytes, (int64_t)n, CODEC_UTF8, errors, true, NULL, NULL);
  }
  return s && interned ? str_intern(ctx, s) : s;
}

static Value read_item(Reader *r, const char *where) {
  Value v = read(r);
  if (!v && !r->ctx->exc) raise_format(r->ctx, EXC_TypeError, "NULL object in marshal data for %s", where);
  return v;
}

static Value read_tuple(Reader *r, size_t n, int flag) {
  if (n > (size_t)(r->end - r->at)) return raise_format(r->ctx, EXC_EOFError, "marshal data too short"), V_NULL;
  Value tuple = tuple_new(r->ctx, (int64_t)n);
  if (!tuple) return V_NULL;
  for (size_t i = 0; i < n; i++) AS_TUPLE(tuple)->items[i] = V_NONE; /* items may refer to the tuple */
  if (flag && !list_append(r->ctx, r->refs, tuple)) return V_NULL;
  for (size_t i = 0; i < n; i++) {
    Value item = read_item(r, "tuple");
    if (!item) return V_NULL;
    AS_TUPLE(tuple)->items[i] = item;
  }
  return tuple;
}
static Value read_list(Reader *r, size_t n, int flag) {
  Value list = list_new(r->ctx, 0);
  if (!list || (flag && !list_append(r->ctx, r->refs, list))) return V_NULL;
  for (size_t i = 0; i < n; i++) {
    Value item = read_item(r, "list");
    if (!item || !list_append(r->ctx, list, item)) return V_NULL;
  }
  return list;
}
static Value read_dict(Reader *r, int flag) {
  Value dict = dict_new(r->ctx);
  if (!dict || (flag && !list_append(r->ctx, r->refs, dict))) return V_NULL;
  for (;;) {
    Value key = read(r);
    if (!key) return r->ctx->exc ? V_NULL : dict;
    Value value = read_item(r, "dict");
    if (!value || !dict_set(r->ctx, dict, key, value)) return V_NULL;
  }
}
static Value read_set(Reader *r, size_t n, bool frozen, int flag) {
  int64_t place = frozen ? reserve(r, flag) : -1;
  Value set = place == -2 ? V_NULL : set_new(r->ctx, frozen);
  if (!set || (!frozen && flag && !list_append(r->ctx, r->refs, set))) return V_NULL;
  for (size_t i = 0; i < n; i++) {
    Value item = read_item(r, "set");
    if (!item || set_add(r->ctx, set, item) < 0) return V_NULL;
  }
  return keep(r, set, place);
}
static Value read_slice(Reader *r, int flag) {
  int64_t place = reserve(r, flag);
  Value parts[3] = {0};
  for (int i = 0; i < 3 && place != -2; i++)
    if (!(parts[i] = read_item(r, "slice"))) return V_NULL;
  return place == -2 ? V_NULL : keep(r, slice_new(r->ctx, parts[0], parts[1], parts[2]), place);
}

static Value read_code(Reader *r, int flag) {
  if (!r->allow_code) return raise_format(r->ctx, EXC_ValueError, "unmarshalling code objects is disallowed"), V_NULL;
  int64_t place = reserve(r, flag);
  Value packed = place == -2 ? V_NULL : read_item(r, "code");
  return packed ? keep(r, import_call(r->ctx, "_marshal_code", "unpack", &packed, 1), place) : V_NULL;
}

static bool take_size(Reader *r, const char *what, size_t *out) {
  int32_t n;
  if (!take_int(r, &n)) return false;
  *out = (size_t)n;
  return n >= 0 || (bad(r, what), false);
}

/* An object that cannot contain itself; V_NULL without an exception: the letter is none of these. */
static Value read_plain(Reader *r, int letter) {
  int32_t i;
  int byte;
  size_t n;
  double d, e;
  const uint8_t *bytes;
  switch (letter) {
  case 'i': return take_int(r, &i) ? int_tag(i) : V_NULL;
  case 'I': return take(r, 8, &bytes) ? int_from_bytes_le(r->ctx, bytes, 8, true) : V_NULL;
  case 'l': return read_long(r);
  case 'f': return take_double_text(r, &d) ? float_new(r->ctx, d) : V_NULL;
  case 'g': return take_double(r, &d) ? float_new(r->ctx, d) : V_NULL;
  case 'x': return take_double_text(r, &d) && take_double_text(r, &e) ? complex_new(r->ctx, d, e) : V_NULL;
  case 'y': return take_double(r, &d) && take_double(r, &e) ? complex_new(r->ctx, d, e) : V_NULL;
  case 's':
    if (!take_size(r, "bytes object size out of range", &n) || !take(r, n, &bytes)) return V_NULL;
    return bytes_new(r->ctx, bytes, (int64_t)n);
  case 'z':
  case 'Z': return take_byte(r, &byte) ? read_str(r, (size_t)byte, letter == 'Z', true) : V_NULL;
  case 'a':
  case 'A': return take_size(r, "string size out of range", &n) ? read_str(r, n, letter == 'A', true) : V_NULL;
  case 'u':
  case 't': return take_size(r, "string size out of range", &n) ? read_str(r, n, letter == 't', false) : V_NULL;
  default: return V_NULL;
  }
}

static Value read_object(Reader *r, int letter, int flag) {
  Ctx *ctx = r->ctx;
  int byte;
  size_t n;
  switch (letter) {
  case '0': return V_NULL; /* the end of a dict; whoever does not expect it says so */
  case 'N': return V_NONE;
  case 'T': return V_TRUE;
  case 'F': return V_FALSE;
  case '.': return V_ELLIPSIS;
  case 'S': return VAL(ctx->exc_class[EXC_StopIteration]);
  case ')': return take_byte(r, &byte) ? read_tuple(r, (size_t)byte, flag) : V_NULL;
  case '(': return take_size(r, "tuple size out of range", &n) ? read_tuple(r, n, flag) : V_NULL;
  case '[': return take_size(r, "list size out of range", &n) ? read_list(r, n, flag) : V_NULL;
  case '{': return read_dict(r, flag);
  case '<':
  case '>': return take_size(r, "set size out of range", &n) ? read_set(r, n, letter == '>', flag) : V_NULL;
  case ':': return read_slice(r, flag);
  case 'r': {
    int32_t number;
    if (!take_int(r, &number)) return V_NULL;
    if (number < 0 || number >= AS_LIST(r->refs)->length) return bad(r, "invalid reference");
    Value v = AS_LIST(r->refs)->items->items[number];
    return v == V_NONE ? bad(r, "invalid reference") : v;
  }
  case 'c': return read_code(r, flag);
  default: break;
  }
  Value v = read_plain(r, letter);
  if (!v) return bad(r, "unknown type code");
  return !flag || list_append(ctx, r->refs, v) ? v : V_NULL;
}

/* V_NULL without an exception: the mark that ends a dict. */
static Value read(Reader *r) {
  if (r->at == r->end) return raise_format(r->ctx, EXC_EOFError, "EOF read where object expected"), V_NULL;
  int letter = *r->at++;
  if (r->depth >= MAX_DEPTH || !c_stack_check(r->ctx)) {
    exc_clear(r->ctx);
    return raise_format(r->ctx, EXC_ValueError, "recursion limit exceeded"), V_NULL;
  }
  if (!CHECK_STOP(r->ctx)) return V_NULL;
  r->depth++;
  Value v = read_object(r, letter & ~FLAG_REF, letter & FLAG_REF);
  r->depth--;
  return v;
}

Value marshal_loads(Ctx *ctx, const uint8_t *bytes, size_t n, size_t *used, bool allow_code) {
  Reader r = {.ctx = ctx, .at = bytes, .end = bytes + n, .refs = list_new(ctx, 0), .allow_code = allow_code};
  if (!r.refs) return V_NULL;
  Value v = read(&r);
  *used = (size_t)(r.at - bytes);
  if (!v && !ctx->exc) raise_format(ctx, EXC_TypeError, "NULL object in marshal data for object");
  return v;
}
