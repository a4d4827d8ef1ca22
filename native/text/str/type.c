/* The class str: construction, operators, the table of methods. */
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "number/number.h"
#include "object/object.h"
#include "text/codec.h"
#include "text/str/methods.h"
#include "text/text.h"

/* ---- construction ---- */

/* Instances of str itself share text; those of a subclass get theirs in a buffer of its own, because attributes may
 * follow the struct. */
static Value of_class(Ctx *ctx, Class *cls, Value s) {
  if (!s || cls == ctx->cls.str) return s;
  Str *out = (Str *)instance_new(ctx, cls);
  size_t bytes = (size_t)str_length(s) * str_kind(s);
  Raw *raw = out ? raw_new(ctx, (int64_t)bytes) : NULL;
  if (!raw) return V_NULL;
  if (!stop_copy(ctx, raw->data, AS_STR(s)->data, bytes)) return V_NULL;
  out->h.aux = AS_STR(s)->h.aux;
  out->h.flags = AS_STR(s)->h.flags & STR_ASCII;
  out->length = str_length(s);
  out->data = raw->data;
  out->buffer = raw;
  return VAL(out);
}

static Value decode_object(Ctx *ctx, Value v, Value encoding, Value errors) {
  const uint8_t *data;
  int64_t n;
  if (encoding && !is_str(ctx, encoding)) {
    raise_format(ctx, EXC_TypeError, "str() argument 'encoding' must be str, not %T", encoding);
    return V_NULL;
  }
  if (errors && !is_str(ctx, errors)) {
    raise_format(ctx, EXC_TypeError, "str() argument 'errors' must be str, not %T", errors);
    return V_NULL;
  }
  if (is_str(ctx, v)) return raise_format(ctx, EXC_TypeError, "decoding str is not supported"), V_NULL;
  if (bytes_view(ctx, v, &data, &n)) return codec_decode(ctx, v, data, n, encoding, errors);
  if (ctx->exc && !exc_matches(ctx, EXC_BufferError)) return V_NULL;
  exc_clear(ctx);
  raise_format(ctx, EXC_TypeError, "decoding to str: need a bytes-like object, %T found", v);
  return V_NULL;
}

static Value str_new_op(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  static const char *const names[] = {"object", "encoding", "errors"};
  Value bound[3] = {V_NULL, V_NULL, V_NULL};
  int64_t nkw = kwnames ? ((Tuple *)kwnames)->length : 0;
  if (nargs + nkw > 3) {
    const char *format = cls == ctx->cls.str ? "str expected at most 3 arguments, got %lld"
                                             : "str() takes at most 3 arguments (%lld given)";
    raise_format(ctx, EXC_TypeError, format, (long long)(nargs + nkw));
    return V_NULL;
  }
  for (uint32_t i = 0; i < nargs; i++) bound[i] = args[i];
  for (int64_t k = 0; k < nkw; k++) {
    Value name = ((Tuple *)kwnames)->items[k];
    int i = 0;
    while (i < 3 && !text_equal(text_of(name), (Text){names[i], (int64_t)strlen(names[i]), 1})) i++;
    if (i == 3) return raise_format(ctx, EXC_TypeError, "str() got an unexpected keyword argument '%U'", name), V_NULL;
    if (bound[i]) {
      raise_format(ctx, EXC_TypeError, "argument for str() given by name ('%s') and position (%d)", names[i], i + 1);
      return V_NULL;
    }
    bound[i] = args[nargs + k];
  }
  if (!bound[0]) return of_class(ctx, cls, ctx->empty_str);
  if (bound[1] || bound[2]) return of_class(ctx, cls, decode_object(ctx, bound[0], bound[1], bound[2]));
  return of_class(ctx, cls, object_str(ctx, bound[0]));
}

/* ---- operators ---- */

static Value str_str(Ctx *ctx, Value self) { return str_plain(ctx, self); }
static bool str_hash_op(Ctx *ctx, Value self, uint64_t *out) { return str_hash_long(ctx, self, out); }
static int str_truth(Ctx *ctx, Value self) { return (void)ctx, str_length(self) != 0; }
static int64_t str_len(Ctx *ctx, Value self) { return (void)ctx, str_length(self); }

enum { AT_ONCE = 65536 }; /* bytes, without a check */

bool str_order(Ctx *ctx, Value a, Value b, int *out) {
  Text x = text_of(a), y = text_of(b);
  int64_t n = x.length < y.length ? x.length : y.length;
  *out = x.length < y.length ? -1 : x.length > y.length;
  if (x.kind == 1 && y.kind == 1) {
    int c;
    if (LIKELY(n <= AT_ONCE)) c = memcmp(x.data, y.data, (size_t)n);
    else if (!stop_compare(ctx, x.data, y.data, (size_t)n, &c)) return false;
    if (c) *out = c;
    return true;
  }
  for (int64_t i = 0; i < n; i++) {
    uint32_t c = text_at(x, i), d = text_at(y, i);
    if (c != d) return *out = c < d ? -1 : 1, true;
    if (!CHECK_STOP_AT(ctx, i)) return false;
  }
  return true;
}

static Value str_compare(Ctx *ctx, Value self, Value other, CmpOp op) {
  if (!is_str(ctx, other)) return V_NOTIMPL;
  if (op == CMP_EQ || op == CMP_NE) {
    bool equal;
    return str_equal_long(ctx, self, other, &equal) ? bool_tag(equal == (op == CMP_EQ)) : V_NULL;
  }
  int c;
  if (!str_order(ctx, self, other, &c)) return V_NULL;
  return bool_tag(op == CMP_LT ? c < 0 : op == CMP_LE ? c <= 0 : op == CMP_GT ? c > 0 : c >= 0);
}

static Value str_slice(Ctx *ctx, Value self, Value slice) {
  int64_t start, stop, step, count;
  if (!slice_resolve(ctx, slice, &AS_STR(self)->length, &start, &stop, &step, &count)) return V_NULL;
  if (count == 0) return ctx->empty_str;
  if (step == 1) return str_substring(ctx, self, start, start + count);
  if (count == 1) return char_str(ctx, str_at(self, start));
  Value picked = str_new(ctx, str_kind(self), count);
  if (!picked) return V_NULL;
  for (int64_t i = 0; i < count; i++) {
    char_put(str_kind(self), AS_STR(picked)->data, i, str_at(self, start + i * step));
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  if (str_is_ascii(self)) AS_STR(picked)->h.flags = STR_ASCII;
  else picked = str_of_text(ctx, text_of(picked)); /* perhaps without what made it wide */
  return picked;
}

static Value str_getitem(Ctx *ctx, Value self, Value key) {
  if (has_kind(ctx, key, KIND_SLICE)) return str_slice(ctx, self, key);
  int64_t i;
  if (is_int(key)) {
    i = int_val(key);
  } else {
    if (!is_int_value(ctx, key) && !class_of(ctx, key)->ops.index)
      return raise_format(ctx, EXC_TypeError, "string indices must be integers, not '%T'", key), V_NULL;
    if (!object_index_i64(ctx, key, &i, false)) return V_NULL;
  }
  if (i < 0) i += str_length(self);
  if (i < 0 || i >= str_length(self)) return raise_format(ctx, EXC_IndexError, "string index out of range"), V_NULL;
  return char_str(ctx, str_at(self, i));
}

static Value str_iter(Ctx *ctx, Value self) {
  Value it = iter_new(ctx, ITER_STR);
  if (it) ((Iter *)it)->a = self;
  return it;
}

static Value repeat(Ctx *ctx, Value s, Value times) {
  int64_t n;
  int known = repeat_count(ctx, times, &n);
  return known > 0 ? str_repeat(ctx, s, n) : known ? V_NULL : V_NOTIMPL;
}

static Value str_binary(Ctx *ctx, Value left, Value right, BinOp op) {
  bool l = is_str(ctx, left), r = is_str(ctx, right);
  switch (op) {
  case OP_ADD: return l && r ? str_concat(ctx, left, right) : V_NOTIMPL;
  case OP_MUL: return l ? repeat(ctx, left, right) : repeat(ctx, right, left);
  case OP_MOD: return l ? str_percent(ctx, left, right) : V_NOTIMPL;
  default: return V_NOTIMPL;
  }
}

/* ---- other methods ---- */

METHOD(str_m_encode) {
  for (int i = 0; i < 2; i++) {
    if (!args[i] || is_str(ctx, args[i])) continue;
    raise_format(ctx, EXC_TypeError, "encode() argument '%s' must be str, not %A", i ? "errors" : "encoding", args[i]);
    return V_NULL;
  }
  return codec_encode(ctx, self, args[0], args[1]);
}

METHOD(str_m_format_spec) {
  if (!is_str(ctx, args[0])) {
    raise_format(ctx, EXC_TypeError, "__format__() argument must be str, not %A", args[0]);
    return V_NULL;
  }
  if (!((Str *)args[0])->length) return object_str(ctx, self); /* a subclass's own __str__ */
  return str_format_spec(ctx, self, args[0]);
}
METHOD(str_m_getnewargs) {
  Value s = str_plain(ctx, self);
  return s ? tuple_from(ctx, &s, 1) : V_NULL;
}
METHOD(str_m_sizeof) { /* as CPython counts: 40 or 56 bytes and the text with its end mark */
  return int_tag(str_is_ascii(self) ? 40 + str_length(self) + 1 : 56 + (str_length(self) + 1) * str_kind(self));
}

#define PURE0(name) METHOD_ROW_PURE(#name, str_m_##name, 0, 0, NULL)
static const CFuncDef str_methods[] = {
    METHOD_ROW("find", str_m_find, 1, 3, "Lowest index of sub in s[start:end], or -1."),
    METHOD_ROW("rfind", str_m_rfind, 1, 3, "Highest index of sub in s[start:end], or -1."),
    METHOD_ROW("index", str_m_index, 1, 3, "Like find, but ValueError when sub is not there."),
    METHOD_ROW("rindex", str_m_rindex, 1, 3, "Like rfind, but ValueError when sub is not there."),
    METHOD_ROW("count", str_m_count, 1, 3, "Occurrences of sub that do not overlap."),
    METHOD_ROW("startswith", str_m_startswith, 1, 3, "Does s[start:end] begin with the prefix, or one of a tuple's?"),
    METHOD_ROW("endswith", str_m_endswith, 1, 3, "Does s[start:end] end with the suffix, or one of a tuple's?"),
    METHOD_ROW("removeprefix", str_m_removeprefix, 1, 1, "Without the prefix, if it is there."),
    METHOD_ROW("removesuffix", str_m_removesuffix, 1, 1, "Without the suffix, if it is there."),
    METHOD_ROW_NAMED("replace", str_m_replace, 2, 3,
                     "old new / count=", "With occurrences of old replaced by new, count at most."),
    PURE0(upper),
    PURE0(lower),
    PURE0(title),
    PURE0(capitalize),
    PURE0(swapcase),
    PURE0(casefold),
    PURE0(isalpha),
    PURE0(isdecimal),
    PURE0(isdigit),
    PURE0(isnumeric),
    PURE0(isalnum),
    PURE0(isspace),
    PURE0(isprintable),
    PURE0(islower),
    PURE0(isupper),
    PURE0(istitle),
    PURE0(isascii),
    PURE0(isidentifier),
    METHOD_ROW_NAMED("split", str_m_split, 0, 2, "sep= maxsplit=", "List of words between separators, from the left."),
    METHOD_ROW_NAMED("rsplit", str_m_rsplit, 0, 2,
                     "sep= maxsplit=", "List of words between separators, from the right."),
    METHOD_ROW_NAMED("splitlines", str_m_splitlines, 0, 1, "keepends=", "List of lines."),
    METHOD_ROW("partition", str_m_partition, 1, 1, "(before, sep, after) at the first sep."),
    METHOD_ROW("rpartition", str_m_rpartition, 1, 1, "(before, sep, after) at the last sep."),
    TWIN_ROW("join", str_m_join, 1, 1, CF_METHOD, NULL, "The strings with s between them."),
    METHOD_ROW("strip", str_m_strip, 0, 1, "Without blanks, or the given characters, at both ends."),
    METHOD_ROW("lstrip", str_m_lstrip, 0, 1, "The same at the left end."),
    METHOD_ROW("rstrip", str_m_rstrip, 0, 1, "The same at the right end."),
    METHOD_ROW("center", str_m_center, 1, 2, "Padded on both sides."),
    METHOD_ROW("ljust", str_m_ljust, 1, 2, "Padded at the right."),
    METHOD_ROW("rjust", str_m_rjust, 1, 2, "Padded at the left."),
    METHOD_ROW("zfill", str_m_zfill, 1, 1, "Padded with zeros after the sign."),
    METHOD_ROW_NAMED("expandtabs", str_m_expandtabs, 0, 1, "tabsize=", "Tabs replaced by blanks up to the next stop."),
    METHOD_ROW("translate", str_m_translate, 1, 1, "Each character replaced by what the table maps it to."),
    STATIC_METHOD_ROW("maketrans", str_m_maketrans, 1, 3, "Table for translate."),
    METHOD_ROW_NAMED("encode", str_m_encode, 0, 2, "encoding= errors=", "Bytes in that encoding."),
    METHOD_ROW_KW("format", str_m_format, 0, -1, "Replacement fields filled from the arguments."),
    METHOD_ROW("format_map", str_m_format_map, 1, 1, "Replacement fields filled from a mapping."),
    METHOD_ROW("__format__", str_m_format_spec, 1, 1, NULL),
    METHOD_ROW("__getnewargs__", str_m_getnewargs, 0, 0, NULL),
    METHOD_ROW("__sizeof__", str_m_sizeof, 0, 0, NULL),
    {0},
};

static const TypeOps str_ops = {
    .new_ = str_new_op,
    .repr = str_repr,
    .str = str_str,
    .hash = str_hash_op,
    .compare = str_compare,
    .truth = str_truth,
    .len = str_len,
    .getitem = str_getitem,
    .contains = str_contains,
    .iter = str_iter,
    .binary = str_binary,
};

bool bytes_startup(Ctx *ctx);
bool str_startup(Ctx *ctx) {
  if (!str_bootstrap(ctx)) return false;
  ctx->cls.str = class_new_builtin(ctx, "str", NULL, KIND_STR, sizeof(Str), &str_ops, str_methods, 0);
  return ctx->cls.str && bytes_startup(ctx);
}
