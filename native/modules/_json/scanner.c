/* _json.make_scanner: reads one JSON value of a document. */
#include "modules/_json/json.h"
#include <string.h>

typedef struct Scanner {
  Cell h;
  Value object_hook, object_pairs_hook, parse_float, parse_int, parse_constant; /* hooks: V_NULL when None */
  bool strict;
} Scanner;
#define AS_SCANNER(v) ((Scanner *)(v))

#define RECENT_KEYS 64
/* One document that is being read. Keys come again and again: the recent ones are found without making a string. */
typedef struct Reader {
  Ctx *ctx;
  const Scanner *scanner;
  Value document;
  Text text;
  Value keys[RECENT_KEYS];
} Reader;

static Value value_at(Reader *r, int64_t *at);

static inline uint32_t char_or_end(const Reader *r, int64_t i) {
  return i >= r->text.length ? 0 : r->text.kind == 1 ? ((const uint8_t *)r->text.data)[i] : text_at(r->text, i);
}
static int64_t skip_space(Reader *r, int64_t i) {
  uint32_t c;
  while ((c = char_or_end(r, i)) == ' ' || c == '\n' || c == '\t' || c == '\r') {
    i++;
    if (!CHECK_STOP_AT(r->ctx, i)) return -1;
  }
  return i;
}
static Value expected(Reader *r, int64_t at) { return raise_stop_iteration(r->ctx, int_tag(at)), V_NULL; }
static Value wrong(Reader *r, const char *message, int64_t at) {
  return r->ctx->exc ? V_NULL : json_raise(r->ctx, message, r->document, at);
}

/* ---- numbers and constants ---- */

static bool digit_at(const Reader *r, int64_t i) { return char_or_end(r, i) - '0' < 10; }
static int64_t digits_end(Reader *r, int64_t i) {
  while (digit_at(r, i)) {
    i++;
    if (!CHECK_STOP_AT(r->ctx, i)) return -1;
  }
  return i;
}

static Value number_at(Reader *r, int64_t *at) {
  Ctx *ctx = r->ctx;
  const Scanner *s = r->scanner;
  int64_t from = *at, i = from + (char_or_end(r, from) == '-');
  bool is_float = false;
  if (!digit_at(r, i)) return expected(r, from);
  if (char_or_end(r, i) == '0') i++;
  else if ((i = digits_end(r, i)) < 0) return V_NULL;
  if (char_or_end(r, i) == '.' && digit_at(r, i + 1)) {
    is_float = true;
    if ((i = digits_end(r, i + 1)) < 0) return V_NULL;
  }
  if ((char_or_end(r, i) | 32) == 'e') {
    uint32_t sign = char_or_end(r, i + 1);
    int64_t exponent = i + 1 + (sign == '-' || sign == '+');
    if (digit_at(r, exponent)) {
      is_float = true;
      if ((i = digits_end(r, exponent)) < 0) return V_NULL;
    }
  }
  *at = i;
  int64_t n = i - from;
  Value type = is_float ? s->parse_float : s->parse_int;
  bool plain = type == (is_float ? VAL(ctx->cls.float_) : VAL(ctx->cls.int_));
  if (plain && !is_float && n < 18) {
    int64_t value = 0;
    bool negative = char_or_end(r, from) == '-';
    for (int64_t k = from + negative; k < i; k++) value = value * 10 + (char_or_end(r, k) - '0');
    return int_tag(negative ? -value : value);
  }
  char small[64];
  if (plain && n < (int64_t)sizeof small) {
    for (int64_t k = 0; k < n; k++) small[k] = (char)char_or_end(r, from + k);
    small[n] = 0;
    return is_float ? float_parse(ctx, small, (size_t)n) : int_parse(ctx, small, (size_t)n, 10);
  }
  Value text = str_of_text(ctx, text_slice(r->text, from, i));
  return text ? py_call1(ctx, type, text) : V_NULL;
}

static bool word_at(const Reader *r, int64_t at, const char *word) {
  for (; *word; word++, at++)
    if (char_or_end(r, at) != (uint8_t)*word) return false;
  return true;
}
static Value constant(Reader *r, int64_t *at, const char *word) {
  Value text = str_intern_c(r->ctx, word);
  *at += (int64_t)strlen(word);
  return text ? py_call1(r->ctx, r->scanner->parse_constant, text) : V_NULL;
}

/* ---- arrays and objects ---- */

/* After '['. */
static Value array_at(Reader *r, int64_t *at) {
  Value list = list_new(r->ctx, 0), item;
  int64_t i = skip_space(r, *at);
  if (!list || i < 0) return V_NULL;
  while (char_or_end(r, i) != ']') {
    if (!(item = value_at(r, &i)) || !list_append(r->ctx, list, item) || (i = skip_space(r, i)) < 0) return V_NULL;
    if (char_or_end(r, i) == ']') break;
    if (char_or_end(r, i) != ',') return wrong(r, "Expecting ',' delimiter", i);
    int64_t comma = i;
    if ((i = skip_space(r, i + 1)) < 0) return V_NULL;
    if (char_or_end(r, i) == ']') return wrong(r, "Illegal trailing comma before end of array", comma);
  }
  *at = i + 1;
  return list;
}

static Value key_at(Reader *r, int64_t *at) {
  int64_t from = *at, close = json_plain_string(r->ctx, r->text, from);
  if (close < 0 || close == from)
    return r->ctx->exc ? V_NULL : json_read_string(r->ctx, r->document, from, r->scanner->strict, at);
  Text t = text_slice(r->text, from, close);
  const uint8_t *s = t.data;
  Value *recent = &r->keys[(s[0] * 5 + s[t.length - 1] * 3 + (size_t)t.length) % RECENT_KEYS];
  *at = close + 1;
  if (*recent && text_equal(text_of(*recent), t)) return *recent;
  return *recent = str_of_text(r->ctx, t);
}

static Value pair_of(Ctx *ctx, Value key, Value value) { return tuple_from(ctx, (Value[]){key, value}, 2); }

/* After '{'. */
static Value object_at(Reader *r, int64_t *at) {
  Ctx *ctx = r->ctx;
  bool pairs = r->scanner->object_pairs_hook != V_NULL;
  Value result = pairs ? list_new(ctx, 0) : dict_new(ctx);
  int64_t i = skip_space(r, *at);
  if (!result || i < 0) return V_NULL;
  while (char_or_end(r, i) != '}') {
    if (char_or_end(r, i) != '"') return wrong(r, "Expecting property name enclosed in double quotes", i);
    i++;
    Value key = key_at(r, &i), value;
    if (!key || (i = skip_space(r, i)) < 0) return V_NULL;
    if (char_or_end(r, i) != ':') return wrong(r, "Expecting ':' delimiter", i);
    if ((i = skip_space(r, i + 1)) < 0 || !(value = value_at(r, &i))) return V_NULL;
    if (pairs) {
      Value pair = pair_of(ctx, key, value);
      if (!pair || !list_append(ctx, result, pair)) return V_NULL;
    } else if (!dict_set(ctx, result, key, value)) {
      return V_NULL;
    }
    if ((i = skip_space(r, i)) < 0) return V_NULL;
    if (char_or_end(r, i) == '}') break;
    if (char_or_end(r, i) != ',') return wrong(r, "Expecting ',' delimiter", i);
    int64_t comma = i;
    if ((i = skip_space(r, i + 1)) < 0) return V_NULL;
    if (char_or_end(r, i) == '}') return wrong(r, "Illegal trailing comma before end of object", comma);
  }
  *at = i + 1;
  Value hook = pairs ? r->scanner->object_pairs_hook : r->scanner->object_hook;
  return hook ? py_call1(ctx, hook, result) : result;
}

static Value value_at(Reader *r, int64_t *at) {
  int64_t i = *at;
  if (i >= r->text.length) return expected(r, i);
  switch (char_or_end(r, i)) {
  case '"': (*at)++; return json_read_string(r->ctx, r->document, i + 1, r->scanner->strict, at);
  case '{':
    if (!c_stack_check(r->ctx) || !CHECK_STOP(r->ctx)) return V_NULL;
    (*at)++;
    return object_at(r, at);
  case '[':
    if (!c_stack_check(r->ctx) || !CHECK_STOP(r->ctx)) return V_NULL;
    (*at)++;
    return array_at(r, at);
  case 'n':
    if (word_at(r, i, "null")) return *at += 4, V_NONE;
    break;
  case 't':
    if (word_at(r, i, "true")) return *at += 4, V_TRUE;
    break;
  case 'f':
    if (word_at(r, i, "false")) return *at += 5, V_FALSE;
    break;
  case 'N':
    if (word_at(r, i, "NaN")) return constant(r, at, "NaN");
    break;
  case 'I':
    if (word_at(r, i, "Infinity")) return constant(r, at, "Infinity");
    break;
  case '-':
    if (word_at(r, i, "-Infinity")) return constant(r, at, "-Infinity");
    break;
  default: break;
  }
  return number_at(r, at);
}

/* ---- the class ---- */

static Value scanner_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Value given[2], pair[2];
  int64_t at;
  if (!bind_params(ctx, "scan_once", "string idx", args, nargs, kwnames, given) || !object_ssize(ctx, given[1], &at))
    return V_NULL;
  if (!is_str(ctx, given[0]))
    return raise_format(ctx, EXC_TypeError, "first argument must be a string, not %T", given[0]), V_NULL;
  if (at < 0) return raise_format(ctx, EXC_ValueError, "idx cannot be negative"), V_NULL;
  Reader r = {.ctx = ctx, .scanner = AS_SCANNER(self), .document = given[0], .text = text_of(given[0])};
  pair[0] = value_at(&r, &at);
  pair[1] = int_tag(at);
  return pair[0] ? tuple_from(ctx, pair, 2) : V_NULL;
}

static Value attribute(Ctx *ctx, Value context, const char *name) {
  return get_attr(ctx, context, str_intern_c(ctx, name));
}
static bool hook(Ctx *ctx, Value context, const char *name, Value *out) {
  Value v = attribute(ctx, context, name);
  *out = v == V_NONE ? V_NULL : v;
  return v != V_NULL;
}
static Value scanner_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  Value context, strict;
  if (!bind_params(ctx, "make_scanner", "context", args, nargs, kwnames, &context)) return V_NULL;
  Scanner *s = (Scanner *)instance_new(ctx, cls);
  if (!s || !(strict = attribute(ctx, context, "strict"))) return V_NULL;
  int truth = object_truth(ctx, strict);
  if (truth < 0) return V_NULL;
  s->strict = truth;
  bool ok = hook(ctx, context, "object_hook", &s->object_hook) &&
            hook(ctx, context, "object_pairs_hook", &s->object_pairs_hook) &&
            (s->parse_float = attribute(ctx, context, "parse_float")) &&
            (s->parse_int = attribute(ctx, context, "parse_int")) &&
            (s->parse_constant = attribute(ctx, context, "parse_constant"));
  return ok ? VAL(s) : V_NULL;
}

#define FIELD(field)                                                                                       \
  static Value get_##field(Ctx *ctx, Value self) { return UNUSED(ctx), or_none(AS_SCANNER(self)->field); }
FIELD(object_hook)
FIELD(object_pairs_hook)
FIELD(parse_float)
FIELD(parse_int)
FIELD(parse_constant)
#undef FIELD
static Value get_strict(Ctx *ctx, Value self) { return UNUSED(ctx), bool_tag(AS_SCANNER(self)->strict); }
static const GetSetDef getset[] = {
    {"strict", get_strict, readonly_member, "strict"},
    {"object_hook", get_object_hook, readonly_member, "object_hook"},
    {"object_pairs_hook", get_object_pairs_hook, readonly_member, NULL},
    {"parse_float", get_parse_float, readonly_member, "parse_float"},
    {"parse_int", get_parse_int, readonly_member, "parse_int"},
    {"parse_constant", get_parse_constant, readonly_member, "parse_constant"},
    {0},
};

Class *json_make_scanner_class(Ctx *ctx) {
  static const TypeOps ops = {.new_ = scanner_new, .call = scanner_call};
  Class *cls = class_new_builtin(ctx, "_json.Scanner", NULL, KIND_OTHER, sizeof(Scanner), &ops, NULL, 0);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}
