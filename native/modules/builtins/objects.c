/* Built-in functions on any object: attributes, calling, hashing, identity, classes, text; exit and quit. */
#include "modules/builtins/builtins.h"

static Value attribute_name(Ctx *ctx, Value name) {
  if (UNLIKELY(!is_str(ctx, name)))
    return raise_format(ctx, EXC_TypeError, "attribute name must be string, not '%T'", name), V_NULL;
  return str_intern(ctx, name);
}
FUNCTION(f_getattr) {
  Value name = attribute_name(ctx, args[1]);
  if (!name) return V_NULL;
  if (nargs == 2) return get_attr(ctx, args[0], name);
  Value v = get_attr_optional(ctx, args[0], name);
  return v ? v : ctx->exc ? V_NULL : args[2];
}
FUNCTION(f_hasattr) {
  Value name = attribute_name(ctx, args[1]);
  if (!name) return V_NULL;
  Value v = get_attr_optional(ctx, args[0], name);
  return v ? V_TRUE : ctx->exc ? V_NULL : V_FALSE;
}
FUNCTION(f_setattr) {
  Value name = attribute_name(ctx, args[1]);
  return name && set_attr(ctx, args[0], name, args[2]) ? V_NONE : V_NULL;
}
FUNCTION(f_delattr) {
  Value name = attribute_name(ctx, args[1]);
  return name && set_attr(ctx, args[0], name, V_NULL) ? V_NONE : V_NULL;
}
FUNCTION(f_callable) { return bool_tag(class_of(ctx, args[0])->ops.call != NULL); }
FUNCTION(f_hash) {
  uint64_t h;
  return object_hash(ctx, args[0], &h) ? int_from_i64(ctx, (int64_t)h) : V_NULL;
}
FUNCTION(f_id) { return int_from_u64(ctx, args[0]); }
FUNCTION(f_isinstance) {
  int r = object_isinstance(ctx, args[0], args[1]);
  return r < 0 ? V_NULL : bool_tag(r);
}
FUNCTION(f_issubclass) {
  int r = object_issubclass(ctx, args[0], args[1]);
  return r < 0 ? V_NULL : bool_tag(r);
}
FUNCTION(f_repr) { return object_repr(ctx, args[0]); }
FUNCTION(f_ascii) { return object_ascii(ctx, args[0]); }
FUNCTION(f_format) {
  if (nargs > 1 && !is_str(ctx, args[1]))
    return raise_format(ctx, EXC_TypeError, "format() argument 2 must be str, not %A", args[1]), V_NULL;
  return object_format(ctx, args[0], nargs > 1 ? args[1] : V_NULL);
}
FUNCTION(f_aiter) {
  if (!class_lookup(ctx, class_of(ctx, args[0]), NAME(__aiter__)))
    return raise_format(ctx, EXC_TypeError, "'%T' object is not an async iterable", args[0]), V_NULL;
  Value it = special_call_required(ctx, args[0], NAME(__aiter__), NULL, 0);
  if (it && !class_lookup(ctx, class_of(ctx, it), NAME(__anext__)))
    return raise_format(ctx, EXC_TypeError, "aiter() returned not an async iterator of type '%T'", it), V_NULL;
  return it;
}

FUNCTION(f_anext) {
  if (!class_lookup(ctx, class_of(ctx, args[0]), NAME(__anext__)))
    return raise_format(ctx, EXC_TypeError, "'%T' object is not an async iterator", args[0]), V_NULL;
  Value awaitable = special_call_required(ctx, args[0], NAME(__anext__), NULL, 0);
  return awaitable && nargs > 1 ? anext_or(ctx, awaitable, args[1]) : awaitable;
}
/* exit() and quit(): CPython's site module adds them to the builtins. */
FUNCTION(f_exit) {
  Value code = nargs ? args[0] : V_NONE, exc = exception_new(ctx, ctx->exc_class[EXC_SystemExit], &code, 1);
  if (exc) raise_exc(ctx, exc);
  return V_NULL;
}

const CFuncDef BUILTIN_OBJECT_FUNCTIONS[] = {
    FUNCTION_ROW("aiter", f_aiter, 1, 1, "Return an AsyncIterator for an AsyncIterable object."),
    FUNCTION_ROW("anext", f_anext, 1, 2, "Return the next item from the async iterator, to be awaited."),
    FUNCTION_ROW("exit", f_exit, 0, 1, "Exit the interpreter by raising SystemExit(code)."),
    FUNCTION_ROW("quit", f_exit, 0, 1, "Exit the interpreter by raising SystemExit(code)."),
    FUNCTION_ROW("ascii", f_ascii, 1, 1, "Return an ASCII-only representation of an object."),
    FUNCTION_ROW("callable", f_callable, 1, 1, "Return whether the object is callable (i.e., some kind of function)."),
    FUNCTION_ROW("delattr", f_delattr, 2, 2, "Deletes the named attribute from the given object."),
    FUNCTION_ROW("format", f_format, 1, 2, "Return type(value).__format__(value, format_spec)."),
    FUNCTION_ROW("getattr", f_getattr, 2, 3,
                 "Get a named attribute from an object; the default, if given, when it has none."),
    FUNCTION_ROW("hasattr", f_hasattr, 2, 2, "Return whether the object has an attribute with the given name."),
    FUNCTION_ROW("hash", f_hash, 1, 1, "Return the hash value for the given object."),
    FUNCTION_ROW("id", f_id, 1, 1, "Return the identity of an object, unique among simultaneously existing objects."),
    FUNCTION_ROW("isinstance", f_isinstance, 2, 2,
                 "Return whether an object is an instance of a class or of a subclass thereof."),
    FUNCTION_ROW("issubclass", f_issubclass, 2, 2,
                 "Return whether 'cls' is derived from another class or is the same class."),
    FUNCTION_ROW("repr", f_repr, 1, 1, "Return the canonical string representation of the object."),
    FUNCTION_ROW("setattr", f_setattr, 3, 3, "Sets the named attribute on the given object to the specified value."),
    {0},
};
