/* _json.make_encoder: writes an object as JSON. */
#include "modules/_json/json.h"
#include <math.h>

typedef struct Encoder {
  Cell h;
  Value markers, default_, encoder, indent, key_separator, item_separator;
  bool sort_keys, skipkeys, allow_nan;
  uint8_t strings; /* STRINGS_… */
} Encoder;
#define AS_ENCODER(v) ((Encoder *)(v))
enum { STRINGS_CALL, STRINGS_ASCII, STRINGS_ANY }; /* `encoder` is any function, or one of this module's own */

#define SHALLOW 24
typedef struct Writer {
  Ctx *ctx;
  const Encoder *encoder;
  StrBuilder out;
  Value around[SHALLOW]; /* what is being written, from the outermost inwards; what is deeper is in `markers` */
} Writer;

static bool write_value(Writer *w, Value v, int64_t depth, int64_t indent);

/* ---- scalars ---- */

static bool write_str(Writer *w, Value v) {
  if (LIKELY(w->encoder->strings)) return json_write_string(&w->out, text_of(v), w->encoder->strings == STRINGS_ASCII);
  Value text = py_call1(w->ctx, w->encoder->encoder, v);
  if (!text) return false;
  if (!is_str(w->ctx, text))
    return raise_format(w->ctx, EXC_TypeError, "encoder() must return a string, not %T", text), false;
  sb_str(&w->out, text);
  return true;
}

static const char *constant_text(Value v) {
  return v == V_NONE ? "null" : v == V_TRUE ? "true" : v == V_FALSE ? "false" : NULL;
}
/* The text of a float or an int, as keys have it too; V_NULL without an exception: it is neither. */
static Value number_text(Writer *w, Value v) {
  Ctx *ctx = w->ctx;
  if (is_float(ctx, v)) {
    double d = float_val(ctx, v);
    if (isfinite(d)) return float_repr(ctx, d);
    if (!w->encoder->allow_nan) {
      raise_format(ctx, EXC_ValueError, "Out of range float values are not JSON compliant: %R", v);
      return V_NULL;
    }
    return str_from_ascii(ctx, isnan(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity");
  }
  return is_int_value(ctx, v) ? int_to_str(ctx, int_unwrap(ctx, v), 10) : V_NULL;
}

/* ---- circles, notes, indentation ---- */

static Value marker(Value v) { return int_tag((int64_t)(v >> 1)); }
/* An object inside itself is an error, if there are markers. */
static bool enter(Writer *w, Value v, int64_t depth) {
  Ctx *ctx = w->ctx;
  Value markers = w->encoder->markers;
  if (!c_stack_check(ctx)) return false;
  if (markers == V_NONE) return true;
  bool again = false;
  for (int64_t i = 0; i < depth && i < SHALLOW && !again; i++) again = w->around[i] == v;
  if (depth < SHALLOW) {
    w->around[depth] = v;
  } else if (!again) {
    again = dict_get(ctx, markers, marker(v)) != V_NULL;
    if (ctx->exc || (!again && !dict_set(ctx, markers, marker(v), v))) return false;
  }
  if (again) raise_format(ctx, EXC_ValueError, "Circular reference detected");
  return !again;
}
static bool leave(Writer *w, Value v, int64_t depth) {
  if (w->encoder->markers == V_NONE || depth < SHALLOW) return true;
  return dict_delete(w->ctx, w->encoder->markers, marker(v)) >= 0;
}

/* Says in the exception where it happened. */
static bool noted(Ctx *ctx, const char *format, Value container, Value key, int64_t index) {
  Value exc = stop_wanted(ctx) ? V_NULL : exc_take(ctx);
  if (!exc) return false;
  Value text = key ? str_format_c(ctx, format, container, key) : str_format_c(ctx, format, container, (long long)index);
  if (text && py_call_method(ctx, exc, str_intern_c(ctx, "add_note"), &text, 1)) ctx->exc = exc;
  return false;
}

static bool new_line(Writer *w, int64_t indent) {
  Value unit = w->encoder->indent;
  if (unit == V_NONE) return true;
  if (!is_str(w->ctx, unit))
    return raise_format(w->ctx, EXC_TypeError, "can only concatenate str (not \"%T\") to str", unit), false;
  json_put_char(&w->out, '\n');
  for (int64_t i = 0; i < indent; i++) {
    json_put_str(&w->out, unit);
    if (!CHECK_STOP(w->ctx)) return false;
  }
  return true;
}

/* ---- containers ---- */

static bool write_items(Writer *w, Value v, int64_t depth, int64_t indent) {
  Ctx *ctx = w->ctx;
  Value items = v;
  if (!exact_list(ctx, v) && !exact_tuple(ctx, v) && !(items = list_from_iterable(ctx, v))) return false;
  bool list = has_kind(ctx, items, KIND_LIST);
  if ((list ? AS_LIST(items)->length : tuple_length(items)) == 0) return sb_ascii(&w->out, "[]"), true;
  json_put_char(&w->out, '[');
  if (!new_line(w, indent + 1)) return false;
  for (int64_t i = 0; i < (list ? AS_LIST(items)->length : tuple_length(items)); i++) {
    Value item = list ? AS_LIST(items)->items->items[i] : tuple_item(items, i);
    if (i) {
      json_put_str(&w->out, w->encoder->item_separator);
      if (!new_line(w, indent + 1)) return false;
    }
    if (!write_value(w, item, depth + 1, indent + 1)) return noted(ctx, "when serializing %T item %lld", v, V_NULL, i);
    if (!CHECK_STOP(ctx)) return false;
  }
  if (!new_line(w, indent)) return false;
  json_put_char(&w->out, ']');
  return true;
}

typedef struct Members {
  Writer *w;
  Value dict;
  int64_t depth, indent;
  bool any;
} Members;

static bool write_member(Members *m, Value key, Value value) {
  Writer *w = m->w;
  Ctx *ctx = w->ctx;
  const char *constant = constant_text(key);
  Value name = is_str(ctx, key) ? key : constant ? str_from_ascii(ctx, constant) : number_text(w, key);
  if (!name) {
    if (ctx->exc) return false;
    if (w->encoder->skipkeys) return true;
    raise_format(ctx, EXC_TypeError, "keys must be str, int, float, bool or None, not %T", key);
    return false;
  }
  if (m->any) json_put_str(&w->out, w->encoder->item_separator);
  m->any = true;
  if (!new_line(w, m->indent + 1) || !write_str(w, name)) return false;
  json_put_str(&w->out, w->encoder->key_separator);
  if (!write_value(w, value, m->depth + 1, m->indent + 1))
    return noted(ctx, "when serializing %T item %R", m->dict, key, 0);
  return CHECK_STOP(ctx);
}

static bool write_members(Writer *w, Value dict, int64_t depth, int64_t indent) {
  Ctx *ctx = w->ctx;
  Members m = {w, dict, depth, indent, false};
  if (AS_DICT(dict)->length == 0) return sb_ascii(&w->out, "{}"), true;
  json_put_char(&w->out, '{');
  if (w->encoder->sort_keys || !has_shape(dict, ctx->shape.dict)) {
    Value items = py_call_method(ctx, dict, NAME(items), NULL, 0);
    if (!items || !(items = list_from_iterable(ctx, items))) return false;
    if (w->encoder->sort_keys && !list_sort(ctx, items, V_NONE, false)) return false;
    for (int64_t i = 0; i < AS_LIST(items)->length; i++) {
      Value item = AS_LIST(items)->items->items[i];
      if (!is_tuple(ctx, item) || tuple_length(item) != 2)
        return raise_format(ctx, EXC_ValueError, "items must return 2-tuples"), false;
      if (!write_member(&m, tuple_item(item, 0), tuple_item(item, 1))) return false;
    }
  } else {
    int64_t at = 0;
    Value key, value;
    while (dict_next(dict, &at, &key, &value))
      if (!write_member(&m, key, value)) return false;
  }
  if (m.any && !new_line(w, indent)) return false;
  json_put_char(&w->out, '}');
  return true;
}

static bool write_value(Writer *w, Value v, int64_t depth, int64_t indent) {
  Ctx *ctx = w->ctx;
  if (is_int(v)) return sb_repr(&w->out, v);
  if (is_str(ctx, v)) return write_str(w, v);
  const char *constant = constant_text(v);
  if (constant) return json_put(&w->out, constant, v == V_FALSE ? 5 : 4), true;
  Value text = number_text(w, v);
  if (text) return json_put_str(&w->out, text), true;
  if (ctx->exc) return false;
  bool items = is_list(ctx, v) || is_tuple(ctx, v), members = !items && is_dict(ctx, v);
  if (items ? exact_list(ctx, v) && !AS_LIST(v)->length : members && !AS_DICT(v)->length)
    return sb_ascii(&w->out, items ? "[]" : "{}"), true;
  if (!enter(w, v, depth)) return false;
  if (items) return write_items(w, v, depth, indent) && leave(w, v, depth);
  if (members) return write_members(w, v, depth, indent) && leave(w, v, depth);
  Value other = py_call1(ctx, w->encoder->default_, v);
  if (!other) return false;
  if (!write_value(w, other, depth + 1, indent)) return noted(ctx, "when serializing %T object", v, v, 0);
  return leave(w, v, depth);
}

/* ---- the class ---- */

static Value encoder_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Value given[2];
  int64_t indent;
  if (!bind_params(ctx, "_iterencode", "obj _current_indent_level", args, nargs, kwnames, given) ||
      !object_ssize(ctx, given[1], &indent))
    return V_NULL;
  if (indent < 0) indent = 0;
  Writer w = {.ctx = ctx, .encoder = AS_ENCODER(self)};
  sb_init(&w.out, ctx);
  if (!write_value(&w, given[0], 0, indent)) return sb_discard(&w.out), V_NULL;
  Value text = sb_finish(&w.out);
  return text ? tuple_from(ctx, &text, 1) : V_NULL;
}

static uint8_t own_strings(Ctx *ctx, Value encoder) {
  if (!has_shape(encoder, ctx->shape.cfunction)) return STRINGS_CALL;
  CFunc fn = ((CFunction *)encoder)->def->fn;
  return fn == json_encode_ascii ? STRINGS_ASCII : fn == json_encode ? STRINGS_ANY : STRINGS_CALL;
}
static bool flag(Ctx *ctx, Value v, bool *out) {
  int truth = object_truth(ctx, v);
  *out = truth > 0;
  return truth >= 0;
}
static Value encoder_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  Value given[9];
  if (!bind_params(ctx, "make_encoder",
                   "markers default encoder indent key_separator item_separator sort_keys skipkeys allow_nan", args,
                   nargs, kwnames, given))
    return V_NULL;
  for (int i = 4; i < 6; i++)
    if (!is_str(ctx, given[i]))
      return raise_format(ctx, EXC_TypeError, "make_encoder() argument %d must be str, not %T", i + 1, given[i]),
             V_NULL;
  Encoder *e = (Encoder *)instance_new(ctx, cls);
  if (!e || !flag(ctx, given[6], &e->sort_keys) || !flag(ctx, given[7], &e->skipkeys) ||
      !flag(ctx, given[8], &e->allow_nan))
    return V_NULL;
  if (given[0] != V_NONE && !is_dict(ctx, given[0]))
    return raise_format(ctx, EXC_TypeError, "make_encoder() argument 1 must be dict or None, not %T", given[0]), V_NULL;
  e->markers = given[0];
  e->default_ = given[1];
  e->encoder = given[2];
  e->indent = given[3];
  e->key_separator = given[4];
  e->item_separator = given[5];
  e->strings = own_strings(ctx, given[2]);
  return VAL(e);
}

#define FIELD(field)                                                                              \
  static Value get_##field(Ctx *ctx, Value self) { return UNUSED(ctx), AS_ENCODER(self)->field; }
FIELD(markers)
FIELD(default_)
FIELD(encoder)
FIELD(indent)
FIELD(key_separator)
FIELD(item_separator)
#undef FIELD
static Value get_sort_keys(Ctx *ctx, Value self) { return UNUSED(ctx), bool_tag(AS_ENCODER(self)->sort_keys); }
static Value get_skipkeys(Ctx *ctx, Value self) { return UNUSED(ctx), bool_tag(AS_ENCODER(self)->skipkeys); }
static const GetSetDef getset[] = {
    {"markers", get_markers, readonly_member, "markers"},
    {"default", get_default_, readonly_member, "default"},
    {"encoder", get_encoder, readonly_member, "encoder"},
    {"indent", get_indent, readonly_member, "indent"},
    {"key_separator", get_key_separator, readonly_member, "key_separator"},
    {"item_separator", get_item_separator, readonly_member, "item_separator"},
    {"sort_keys", get_sort_keys, readonly_member, "sort_keys"},
    {"skipkeys", get_skipkeys, readonly_member, "skipkeys"},
    {0},
};

Class *json_make_encoder_class(Ctx *ctx) {
  static const TypeOps ops = {.new_ = encoder_new, .call = encoder_call};
  Class *cls = class_new_builtin(ctx, "_json.Encoder", NULL, KIND_OTHER, sizeof(Encoder), &ops, NULL, 0);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}
