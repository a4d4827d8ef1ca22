/* Module marshal: values as bytes and back. Code objects are their source: lib/_marshal_code.py. */
#include "modules/marshal/marshal.h"
#include <string.h>

static bool version_argument(Ctx *ctx, Value v, int *version) {
  int64_t n = MARSHAL_VERSION;
  if (v && !object_index_i64(ctx, v, &n, true)) return false;
  *version = n > 100 ? 100 : n < 0 ? 0 : (int)n;
  return true;
}
static bool code_argument(Ctx *ctx, Value v, bool *allow) {
  int truth = v ? object_truth(ctx, v) : 1;
  *allow = truth > 0;
  return truth >= 0;
}

FUNCTION(f_dumps) {
  int version;
  bool allow;
  if (!version_argument(ctx, args[1], &version) || !code_argument(ctx, args[2], &allow)) return V_NULL;
  return marshal_dumps(ctx, args[0], version, allow);
}
FUNCTION(f_dump) {
  int version;
  bool allow;
  if (!version_argument(ctx, args[2], &version) || !code_argument(ctx, args[3], &allow)) return V_NULL;
  Value bytes = marshal_dumps(ctx, args[0], version, allow), name = str_intern_c(ctx, "write");
  return bytes && name ? py_call_method(ctx, args[1], name, &bytes, 1) : V_NULL;
}
FUNCTION(f_loads) {
  bool allow;
  size_t used;
  if (!code_argument(ctx, args[1], &allow)) return V_NULL;
  Value bytes = has_kind(ctx, args[0], KIND_BYTES) ? args[0] : buffer_to_bytes(ctx, args[0]);
  return bytes ? marshal_loads(ctx, ((Bytes *)bytes)->data, (size_t)((Bytes *)bytes)->length, &used, allow) : V_NULL;
}

/* The rest of the file is read, and what was too much is given back: a file of marshal's is a sequence of objects. */
FUNCTION(f_load) {
  bool allow;
  Value read = str_intern_c(ctx, "read"), seek = str_intern_c(ctx, "seek"), tell = str_intern_c(ctx, "tell");
  if (!read || !seek || !tell || !code_argument(ctx, args[1], &allow)) return V_NULL;
  Value start = py_call_method(ctx, args[0], tell, NULL, 0);
  Value bytes = start ? py_call_method(ctx, args[0], read, NULL, 0) : V_NULL;
  if (!bytes) return V_NULL;
  if (!has_kind(ctx, bytes, KIND_BYTES))
    return raise_format(ctx, EXC_TypeError, "file.read() returned not bytes but %T", bytes), V_NULL;
  size_t used;
  Value result = marshal_loads(ctx, ((Bytes *)bytes)->data, (size_t)((Bytes *)bytes)->length, &used, allow);
  if (!result) return V_NULL;
  Value at = object_binary(ctx, start, int_tag((int64_t)used), OP_ADD);
  return at && py_call_method(ctx, args[0], seek, &at, 1) ? result : V_NULL;
}

static const CFuncDef functions[] = {
    FUNCTION_ROW_NAMED("dump", f_dump, 2, 3,
                       "value file version= / * allow_code=", "Write the value on the open file."),
    FUNCTION_ROW_NAMED("load", f_load, 1, 1,
                       "file / * allow_code=", "Read one value from the open file and return it."),
    FUNCTION_ROW_NAMED("dumps", f_dumps, 1, 2, "value version= / * allow_code=",
                       "Return the bytes object that would be written to a file by dump(value, file)."),
    FUNCTION_ROW_NAMED("loads", f_loads, 1, 1, "bytes / * allow_code=", "Convert the bytes-like object to a value."),
    {0},
};

static bool init(Ctx *ctx, Value module) { return module_add(ctx, module, "version", int_tag(MARSHAL_VERSION)); }

MODULE(marshal, .doc = "This module contains functions that can read and write Python values in\na binary format.",
       .functions = {functions}, .init = init);
