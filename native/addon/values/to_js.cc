/* Python values for JavaScript, in the forms that ts/api/from-python.ts reads:
 *
 *   None                      null
 *   bool                      boolean
 *   int                       number when |i| < 2^53, else bigint
 *   float                     number
 *   str                       string
 *   bytes                     Uint8Array
 *   list, tuple               ['list', item…]
 *   dict                      ['dict', key, value, …] if all keys are str, else ['map', key, value, …]
 *   set, frozenset            ['set', item…]
 *   a JavaScript error        ['js', value]: the same value
 *   anything else             a handle
 *
 * What cannot be a JavaScript value is a Python exception: nesting deeper than kMaxDepth, which also ends what is
 * cyclic; what is larger than the engine allows; what would not come back the same. The engine ends the process when
 * its heap is full, so what a conversion makes is counted. */
#include "addon/addon.h"
#include "addon/checked.h"
#include "addon/stops.h"

extern "C" {
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "number/number.h"
#include "object/object.h"
#include "text/text.h"
}

static const int kMaxDepth = 200;
static const int64_t kMaxSafe = 9007199254740991;
static const int64_t kMaxString = ((int64_t)1 << 29) - 24; /* V8's String::kMaxLength */
static const int64_t kMaxItems = (int64_t)1 << 26;         /* V8 makes arrays of more into dictionaries */
static const int64_t kMaxBytes = ((int64_t)1 << 53) - 1;
static const int64_t kSmallBytes = (int64_t)1 << 20;
/* Bytes of the engine's heap that a conversion takes without asking how many there are. */
static const int64_t kFreeRoom = (int64_t)16 << 20;
static const int64_t kArrayBytes = 64, kItemBytes = 24;
/* Items whose handles are kept until the array has them all. */
static const int64_t kScope = 256;

namespace {

class Conversion {
public:
  Conversion(Context *self, napi_env env, bool lenient)
      : self_(self), ctx_(self->ctx()), env_(env), lenient_(lenient) {}
  /* nullptr: an exception is set, Python's or JavaScript's */
  napi_value Convert(PyValue v, int depth);

private:
  napi_value Object(PyValue v, int depth);
  napi_value Text(PyValue v);
  napi_value WideText(PyValue v);
  napi_value Bytes(const uint8_t *data, int64_t length);
  napi_value Int(int64_t i);
  napi_value Sequence(PyValue v, bool list, int depth);
  napi_value Dict(PyValue v, int depth);
  napi_value Set(PyValue v, int depth);
  napi_value Thrown(napi_value value);
  napi_value Node(const char *tag, int64_t items);
  bool Put(napi_value node, int64_t index, PyValue v, int depth);
  bool Take(int64_t bytes);
  bool Good(napi_status status) { return Ok(env_, status); }
  napi_value TooLarge(const char *what, int64_t size) {
    raise_format(ctx_, EXC_OverflowError, "%s of %lld is larger than a JavaScript value can be", what, (long long)size);
    return nullptr;
  }

  Context *self_;
  Ctx *ctx_;
  napi_env env_;
  bool lenient_; /* pairs of surrogates may become one character */
  int64_t taken_ = 0, room_ = kFreeRoom;
};

/* Counts what the engine's heap will hold. */
bool Conversion::Take(int64_t bytes) {
  taken_ += bytes;
  if (taken_ <= room_) return true;
  double room = (double)room_;
  if (!self_->EngineRoom(env_, &room)) return false;
  /* What was taken is in the answer already; half is left for what JavaScript makes of it. */
  room_ = taken_ + (int64_t)(room / 2) - bytes;
  if (taken_ <= room_) return true;
  raise_format(ctx_, EXC_OverflowError, "value is too large for JavaScript's heap");
  return false;
}

napi_value Conversion::Node(const char *tag, int64_t items) {
  napi_value node, name;
  if (items > kMaxItems) return TooLarge("a container", items);
  if (!Take(kArrayBytes + items * kItemBytes)) return nullptr;
  if (!Good(napi_create_array_with_length(env_, (size_t)items + 1, &node))) return nullptr;
  if (!Good(napi_create_string_latin1(env_, tag, NAPI_AUTO_LENGTH, &name))) return nullptr;
  return Good(napi_set_element(env_, node, 0, name)) ? node : nullptr;
}

bool Conversion::Put(napi_value node, int64_t index, PyValue v, int depth) {
  if (!CHECK_STOP(ctx_)) return false;
  napi_value item = Convert(v, depth + 1);
  return item && Good(napi_set_element(env_, node, (uint32_t)index, item));
}

napi_value Conversion::Int(int64_t i) {
  napi_value result;
  bool safe = i >= -kMaxSafe && i <= kMaxSafe;
  return Good(safe ? napi_create_double(env_, (double)i, &result) : napi_create_bigint_int64(env_, i, &result))
             ? result
             : nullptr;
}

napi_value Conversion::Text(PyValue v) {
  Str *str = (Str *)v;
  napi_value result;
  if (str->length > kMaxString) return TooLarge("a str", str->length);
  if (!(CELL(v)->flags & STR_ASCII)) return WideText(v);
  if (!Take(str->length)) return nullptr;
  return Good(napi_create_string_latin1(env_, (const char *)str->data, (size_t)str->length, &result)) ? result
                                                                                                      : nullptr;
}

/* Lone surrogates survive; N-API's UTF-8 functions would replace them. */
napi_value Conversion::WideText(PyValue v) {
  int64_t length = ((Str *)v)->length, n = 0;
  if (!Take(length * 4)) return nullptr;
  char16_t *units = (char16_t *)memory_new(ctx_, (size_t)length * 4 + 1);
  if (!units) return raise_no_memory(ctx_), nullptr;
  bool pair = false;
  for (int64_t i = 0; i < length; i++) {
    if (!CHECK_STOP_AT(ctx_, i)) return memory_free(ctx_, units), nullptr;
    uint32_t cp = str_at(v, i);
    if (cp < 0x10000) {
      pair = pair || ((cp & 0xfc00) == 0xdc00 && i > 0 && (str_at(v, i - 1) & ~(uint32_t)0x3ff) == 0xd800);
      units[n++] = (char16_t)cp;
    } else {
      units[n++] = (char16_t)(0xd800 + ((cp - 0x10000) >> 10));
      units[n++] = (char16_t)(0xdc00 + (cp & 0x3ff));
    }
  }
  napi_value result = nullptr;
  if (pair && !lenient_)
    raise_format(ctx_, EXC_ValueError, "a str with a pair of surrogates is another one in JavaScript");
  else if (n > kMaxString) TooLarge("a str", n);
  else if (!Good(napi_create_string_utf16(env_, units, (size_t)n, &result))) result = nullptr;
  memory_free(ctx_, units);
  return result;
}

napi_value Conversion::Bytes(const uint8_t *data, int64_t length) {
  napi_value result = nullptr;
  void *start = nullptr;
  if (length > kMaxBytes) return TooLarge("bytes", length);
  if (length > kSmallBytes) { /* N-API ends the process where there is no memory, JavaScript throws */
    size_t size = 0;
    const uint8_t *target = nullptr;
    if (!self_->NewBytes(env_, length, &result) || !ReadBytes(env_, result, "bytes", &target, &size)) return nullptr;
    if (size != (size_t)length) return ThrowError(env_, "bytes of another length"), nullptr;
    start = (void *)target;
  } else {
    napi_value buffer;
    if (!Good(napi_create_arraybuffer(env_, (size_t)length, &start, &buffer)) ||
        !Good(napi_create_typedarray(env_, napi_uint8_array, (size_t)length, buffer, 0, &result)))
      return nullptr;
  }
  return stop_copy(ctx_, start, data, (size_t)length) ? result : nullptr;
}

napi_value Conversion::Sequence(PyValue v, bool list, int depth) {
  auto length = [&]() { return list ? ((List *)v)->length : ((Tuple *)v)->length; };
  int64_t n = length();
  napi_value node = Node("list", n);
  if (!node) return nullptr;
  /* Setters of JavaScript's array prototype may run Python, so the length is looked at again. */
  for (int64_t i = 0; i < n && i < length();) {
    napi_handle_scope scope;
    if (!Good(napi_open_handle_scope(env_, &scope))) return nullptr;
    bool good = true;
    for (int64_t end = i + kScope; good && i < end && i < n && i < length(); i++)
      good = Put(node, i + 1, list ? ((List *)v)->items->items[i] : ((Tuple *)v)->items[i], depth);
    napi_close_handle_scope(env_, scope);
    if (!good) return nullptr;
  }
  return node;
}

napi_value Conversion::Dict(PyValue v, int depth) {
  int64_t pos = 0, i = 1;
  PyValue key, value;
  bool plain = true;
  while (dict_next(v, &pos, &key, &value)) plain = plain && is_str_exact(ctx_, key);
  napi_value node = Node(plain ? "dict" : "map", 2 * ((::Dict *)v)->length);
  if (!node) return nullptr;
  for (pos = 0; dict_next(v, &pos, &key, &value); i += 2) {
    napi_handle_scope scope;
    if (!Good(napi_open_handle_scope(env_, &scope))) return nullptr;
    bool good = Put(node, i, key, depth) && Put(node, i + 1, value, depth);
    napi_close_handle_scope(env_, scope);
    if (!good) return nullptr;
  }
  return node;
}

napi_value Conversion::Set(PyValue v, int depth) {
  PyValue items = list_from_iterable(ctx_, v);
  napi_value node = items ? Sequence(items, true, depth) : nullptr, tag;
  if (!node || !Good(napi_create_string_latin1(env_, "set", NAPI_AUTO_LENGTH, &tag))) return nullptr;
  return Good(napi_set_element(env_, node, 0, tag)) ? node : nullptr;
}

napi_value Conversion::Thrown(napi_value value) {
  napi_value node = Node("js", 1);
  return node && Good(napi_set_element(env_, node, 1, value)) ? node : nullptr;
}

napi_value Conversion::Object(PyValue v, int depth) {
  napi_value result = nullptr;
  Shape *shape = shape_of(ctx_, v);
  if (shape == ctx_->shape.float_)
    return Good(napi_create_double(env_, ((Float *)v)->value, &result)) ? result : nullptr;
  if (shape == ctx_->shape.bigint) {
    BigInt *big = (BigInt *)v;
    if (!Take(big->nlimbs * 8)) return nullptr;
    bool good = Good(napi_create_bigint_words(env_, big->h.flags & 1, (size_t)big->nlimbs, big->limbs, &result));
    return good ? result : nullptr;
  }
  if (shape == ctx_->shape.str) return Text(v);
  if (shape == ctx_->shape.bytes) return Bytes(((::Bytes *)v)->data, ((::Bytes *)v)->length);
  if (shape == ctx_->shape.list || shape == ctx_->shape.tuple) return Sequence(v, shape == ctx_->shape.list, depth);
  if (shape == ctx_->shape.dict) return Dict(v, depth);
  if (shape == ctx_->shape.set || shape == ctx_->shape.frozenset) return Set(v, depth);
  if (shape->kind == KIND_EXCEPTION && self_->ThrownValue(env_, v, &result)) return Thrown(result);
  return self_->Handle(env_, v);
}

napi_value Conversion::Convert(PyValue v, int depth) {
  napi_value result = nullptr;
  if (depth > kMaxDepth) {
    raise_format(ctx_, EXC_RecursionError, "value nested too deeply (or cyclic) to convert to JavaScript");
    return nullptr;
  }
  if (v == V_NONE) return Good(napi_get_null(env_, &result)) ? result : nullptr;
  if (is_bool(v)) return Good(napi_get_boolean(env_, v == V_TRUE, &result)) ? result : nullptr;
  if (is_int(v)) return Int(int_val(v));
  if (is_flonum(v)) return Good(napi_create_double(env_, flonum_val(v), &result)) ? result : nullptr;
  return is_cell(v) ? Object(v, depth) : (napi_value)self_->Handle(env_, v);
}

} // namespace

napi_value Context::TryToJs(Napi::Env env, PyValue v, bool lenient) {
  if (!v) return nullptr; /* it could not be made */
  return Conversion(this, env, lenient).Convert(v, 0);
}

Napi::Value Context::ToJs(Napi::Env env, PyValue v) {
  napi_value result = TryToJs(env, v);
  return result ? Napi::Value(env, result) : ThrowPython(env);
}

/* new Uint8Array(length) */
bool Context::NewBytes(Napi::Env env, int64_t length, napi_value *bytes) {
  if (on_bytes_.IsEmpty()) return ThrowError(env, "this Runtime makes no large arrays");
  Napi::Value made;
  if (!CallHost(this, on_bytes_, {Napi::Number::New(env, (double)length)}, &made)) return false;
  *bytes = made;
  return true;
}

/* How many bytes the engine's heap may still grow. */
bool Context::EngineRoom(Napi::Env env, double *room) {
  if (on_room_.IsEmpty()) return true;
  Napi::Value answer;
  return CallHost(this, on_room_, {}, &answer) && Ok(env, napi_get_value_double(env, answer, room));
}
