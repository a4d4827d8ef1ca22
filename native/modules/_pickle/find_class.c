/* Functions and classes that a pickle names. */
#include "modules/_pickle/pickle.h"

/* The names of Python 3 for what a pickle of Python 2 calls so. */
static bool new_names(Ctx *ctx, PickleState *state, Value *module, Value *name) {
  Value key = tuple_from(ctx, (Value[]){*module, *name}, 2), pair = key ? dict_get(ctx, state->name_mapping, key) : key;
  if (ctx->exc) return false;
  if (pair) {
    if (!is_tuple(ctx, pair) || tuple_length(pair) != 2)
      return raise_format(ctx, EXC_RuntimeError, "_compat_pickle.NAME_MAPPING values should be 2-tuples, not %T", pair),
             false;
    if (!is_str(ctx, tuple_item(pair, 0)) || !is_str(ctx, tuple_item(pair, 1)))
      return raise_format(ctx, EXC_RuntimeError,
                          "_compat_pickle.NAME_MAPPING values should be pairs of str, not (%T, %T)",
                          tuple_item(pair, 0), tuple_item(pair, 1)),
             false;
    *module = tuple_item(pair, 0);
    *name = tuple_item(pair, 1);
    return true;
  }
  Value other = dict_get(ctx, state->import_mapping, *module);
  if (other && !is_str(ctx, other))
    return raise_format(ctx, EXC_RuntimeError, "_compat_pickle.IMPORT_MAPPING values should be strings, not %T", other),
           false;
  if (other) *module = other;
  return !ctx->exc;
}

static bool has_dot(Ctx *ctx, Value name) {
  Text t = text_of(name);
  for (int64_t i = 0; i < t.length; i++) {
    if (text_at(t, i) == '.') return true;
    if (!CHECK_STOP_AT(ctx, i)) return false;
  }
  return false;
}

/* The module is imported even if it is there: it may be half done. */
static Value import_it(Ctx *ctx, Value name) {
  Value from = ctx->empty_tuple;
  if (!import_name(ctx, name, V_NULL, from, int_tag(0))) return V_NULL;
  Value module = dict_get(ctx, ctx->sys_modules, name);
  if (!module && !ctx->exc) raise_key_error(ctx, name);
  return module;
}

Value find_class(Ctx *ctx, PickleState *state, int protocol, bool fix_imports, Value module, Value name) {
  if (!is_str(ctx, module)) {
    raise_format(ctx, EXC_TypeError, "module name must be a string");
    return V_NULL;
  }
  if (protocol < 3 && fix_imports && !new_names(ctx, state, &module, &name)) return V_NULL;
  Value found = import_it(ctx, module);
  if (!found) return V_NULL;
  if (!is_str(ctx, name))
    return raise_format(ctx, EXC_TypeError, "attribute name must be string, not '%T'", name), V_NULL;
  if (protocol < 4 || !has_dot(ctx, name)) {
    Value interned = ctx->exc ? V_NULL : str_intern(ctx, name);
    return interned ? get_attr(ctx, found, interned) : V_NULL;
  }
  Value at = dotted_attribute(ctx, found, name);
  if (!at && exc_matches(ctx, EXC_AttributeError)) {
    Value exc = exc_take(ctx);
    raise_format(ctx, EXC_AttributeError, "Can't resolve path %R on module %R", name, module);
    if (is_exception(ctx, ctx->exc)) AS_EXC(ctx->exc)->context = exc;
  }
  return at;
}

SHARED_METHOD(unpickler_find_class) {
  const Unpickler *u = AS_UNPICKLER(self);
  return find_class(ctx, pickle_state(ctx), u->protocol, u->fix_imports, args[0], args[1]);
}

Value reader_find_class(Reader *r, Value module, Value name) {
  PickleState *state = r->state;
  Ctx *ctx = r->ctx;
  if (r->is_object && class_of(ctx, VAL(r->self)) != state->unpickler) {
    Value method = get_attr(ctx, VAL(r->self), PNAME(find_class));
    return method ? py_call2(ctx, method, module, name) : V_NULL;
  }
  return find_class(ctx, state, r->protocol, r->fix_imports, module, name);
}

/* ---- opcodes ---- */

static Value take_name(Reader *r, CodecId codec) {
  size_t n;
  const uint8_t *line = input_line(r, &n);
  if (!line || (n < 2 && !input_truncated(r))) return V_NULL;
  Value bytes = bytes_new(r->ctx, line, (int64_t)n - 1);
  if (!bytes) return V_NULL;
  return codec_decode_as(r->ctx, bytes, AS_BYTES(bytes)->data, (int64_t)n - 1, codec, V_NULL, true, NULL, NULL);
}
bool load_global(Reader *r) {
  Value module = take_name(r, CODEC_UTF8), name = module ? take_name(r, CODEC_UTF8) : V_NULL;
  return name && push(r, reader_find_class(r, module, name));
}
bool load_stack_global(Reader *r) {
  Value module, name;
  if (!pop(r, &name) || !pop(r, &module)) return false;
  if (!exact_str(r->ctx, module) || !exact_str(r->ctx, name))
    return unpickling_error(r->ctx, "STACK_GLOBAL requires str");
  return push(r, reader_find_class(r, module, name));
}

/* Of the registry of copyreg, which programs may change. */
bool load_extension(Reader *r, int bytes) {
  Ctx *ctx = r->ctx;
  const uint8_t *p = input_take(r, (size_t)bytes);
  int32_t code = 0;
  if (!p) return false;
  memcpy(&code, p, (size_t)bytes);
  if (code <= 0) return unpickling_error(ctx, "EXT specifies code <= 0");
  Value number = int_tag(code), known = dict_get(ctx, r->state->extension_cache, number);
  if (known || ctx->exc) return push(r, known);
  Value pair = dict_get(ctx, r->state->inverted_registry, number);
  if (!pair) {
    if (!ctx->exc) raise_format(ctx, EXC_ValueError, "unregistered extension code %lld", (long long)code);
    return false;
  }
  if (!is_tuple(ctx, pair) || tuple_length(pair) != 2 || !is_str(ctx, tuple_item(pair, 0)) ||
      !is_str(ctx, tuple_item(pair, 1)))
    return raise_format(ctx, EXC_ValueError, "_inverted_registry[%lld] isn't a 2-tuple of strings", (long long)code),
           false;
  Value found = reader_find_class(r, tuple_item(pair, 0), tuple_item(pair, 1));
  return found && dict_set(ctx, r->state->extension_cache, number, found) && push(r, found);
}

/* INST: a class by its names, then as OBJ. */
bool load_inst(Reader *r) {
  int64_t from;
  if (!pop_mark(r, &from)) return false;
  Value module = take_name(r, CODEC_ASCII), name = module ? take_name(r, CODEC_ASCII) : V_NULL;
  Value cls = name ? reader_find_class(r, module, name) : V_NULL;
  return cls && load_instance(r, cls, from, from);
}
