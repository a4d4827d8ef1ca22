/* Class Unpickler, and load() and loads(), which do without such an object. */
#include "modules/_pickle/pickle.h"

/* ---- arguments ---- */

/* Of an encoding or of what to do about errors; `otherwise`: it is not given. */
static bool set_text(Ctx *ctx, const char *function, const char *what, Value given, Value otherwise, Value *out) {
  if (given && !is_str(ctx, given))
    return raise_format(ctx, EXC_TypeError, "%s() argument '%s' must be str, not %A", function, what, given), false;
  *out = given ? given : otherwise;
  return !given || codec_no_null(ctx, given);
}
/* The arguments fix_imports, encoding, errors and buffers; each may be V_NULL. */
static bool read_settings(Ctx *ctx, Unpickler *u, const char *function, const Value *given) {
  PickleState *state = pickle_state(ctx);
  int truth = given[0] ? object_truth(ctx, given[0]) : 1;
  if (truth < 0 || !set_text(ctx, function, "encoding", given[1], PNAME(ASCII), &u->encoding) ||
      !set_text(ctx, function, "errors", given[2], NAME(strict), &u->errors))
    return false;
  u->fix_imports = truth;
  u->buffers = given[3] && given[3] != V_NONE ? object_iter(ctx, given[3]) : V_NULL;
  return !ctx->exc;
}
static bool optional(Ctx *ctx, Value file, Value name, Value *out) {
  *out = get_attr_optional(ctx, file, name);
  return !ctx->exc;
}
static bool set_file(Ctx *ctx, Unpickler *u, Value file) {
  PickleState *state = pickle_state(ctx);
  Value read, readline;
  if (!optional(ctx, file, PNAME(peek), &u->peek) || !optional(ctx, file, NAME(read), &read) ||
      !optional(ctx, file, NAME(readline), &readline))
    return false;
  if (!read || !readline)
    return raise_format(ctx, EXC_TypeError, "file must have 'read' and 'readline' attributes"), false;
  u->read = read;
  u->readline = readline;
  return true;
}

/* ---- functions ---- */

static void begin(Reader *r, Ctx *ctx, Unpickler *u) {
  memset(r, 0, offsetof(Reader, small));
  r->ctx = ctx;
  r->state = pickle_state(ctx);
  r->self = u;
  r->fix_imports = u->fix_imports;
  r->stack = r->small;
  r->cap = STACK_SMALL;
  r->marks = r->small_marks;
  r->marks_cap = MARKS_SMALL;
  u->protocol = 0;
}

/* The memo of load() and loads() is an array that the one before has left, or leaves one: clearing what was used of it
 * takes less time than a new one. */
enum { SPARE_LARGEST = 1 << 16 };
static void take_memo(Reader *r) {
  r->self->memo.items = r->state->spare_memo;
  r->state->spare_memo = NULL;
}
static void leave_memo(Reader *r) {
  UnpickleMemo *memo = &r->self->memo;
  if (!memo->items || memo->items->cap > SPARE_LARGEST) return;
  memset(memo->items->items, 0, (size_t)memo->top * sizeof(Value));
  r->state->spare_memo = memo->items;
}

SHARED_METHOD(pickle_f_loads) {
  Unpickler u = {.protocol = 0};
  Reader r;
  Buffer data;
  if (!read_settings(ctx, &u, "loads", args + 1)) return V_NULL;
  bool is_bytes = has_shape(args[0], ctx->shape.bytes);
  if (!is_bytes && !buffer_get(ctx, args[0], BUFFER_SIMPLE, &data)) return V_NULL;
  begin(&r, ctx, &u);
  take_memo(&r);
  r.input = args[0];
  r.at = is_bytes ? AS_BYTES(args[0])->data : data.data;
  r.end = r.at + (is_bytes ? AS_BYTES(args[0])->length : data.length);
  Value result = pickle_load(&r);
  input_free(&r);
  leave_memo(&r);
  if (!is_bytes) buffer_release(ctx, &data);
  return result;
}
SHARED_METHOD(pickle_f_load) {
  Unpickler u = {.protocol = 0};
  Reader r;
  if (!set_file(ctx, &u, args[0]) || !read_settings(ctx, &u, "load", args + 1)) return V_NULL;
  begin(&r, ctx, &u);
  take_memo(&r);
  Value result = pickle_load(&r);
  input_free(&r);
  leave_memo(&r);
  return result;
}

/* ---- the class ---- */

static bool is_free(Ctx *ctx, Value self) {
  if (!AS_UNPICKLER(self)->busy) return true;
  return raise_format(ctx, EXC_RuntimeError, "Unpickler object is already used"), false;
}

static Value new_(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  return instance_new(ctx, cls);
}
static bool init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Unpickler *u = AS_UNPICKLER(self);
  Value given[5];
  if (!bind_params(ctx, "Unpickler", "file * fix_imports= encoding= errors= buffers=", args, nargs, kwnames, given) ||
      !is_free(ctx, self))
    return false;
  u->read = V_NULL;
  unpickle_memo_clear(&u->memo);
  return read_settings(ctx, u, "Unpickler", given + 1) && set_file(ctx, u, given[0]);
}

METHOD(m_load) {
  Unpickler *u = AS_UNPICKLER(self);
  if (!u->read) return unpickling_error(ctx, "Unpickler.__init__() was not called by %T.__init__()", self), V_NULL;
  if (!is_free(ctx, self)) return V_NULL;
  Reader r;
  begin(&r, ctx, u);
  r.is_object = true;
  u->busy = true;
  Value result = pickle_load(&r);
  u->busy = false;
  input_free(&r);
  return result;
}
METHOD(m_persistent_load) {
  return unpickling_error(ctx, "A load persistent id instruction was encountered, but no persistent_load function was "
                               "specified."),
         V_NULL;
}
METHOD(m_sizeof) {
  const Array *items = AS_UNPICKLER(self)->memo.items;
  return int_from_i64(ctx, (int64_t)(sizeof(Unpickler) + (items ? (size_t)items->cap * sizeof(Value) : 0)));
}

/* ---- attributes ---- */

/* An instance may have a function as persistent_load, which is not in its __dict__: there may be none. */
static Value unpickler_getattr(Ctx *ctx, Value self, Value name) {
  PickleState *state = pickle_state(ctx);
  if (AS_UNPICKLER(self)->persistent_load && name == PNAME(persistent_load)) return AS_UNPICKLER(self)->persistent_load;
  return object_getattr(ctx, self, name);
}
static bool unpickler_setattr(Ctx *ctx, Value self, Value name, Value value) {
  PickleState *state = pickle_state(ctx);
  if (name != PNAME(persistent_load)) return object_setattr(ctx, self, name, value);
  AS_UNPICKLER(self)->persistent_load = value;
  return true;
}
static Value get_memo(Ctx *ctx, Value self) { return unpickle_memo_proxy(ctx, self); }
static bool set_memo(Ctx *ctx, Value self, Value value) {
  return unpickle_memo_set(ctx, &AS_UNPICKLER(self)->memo, value);
}

Class *pickle_make_unpickler(Ctx *ctx) {
  static const TypeOps ops = {.new_ = new_, .init = init, .getattr = unpickler_getattr, .setattr = unpickler_setattr};
  static const CFuncDef methods[] = {
      METHOD_ROW_NAMED("persistent_load", m_persistent_load, 1, 1, "pid /", "The persistent object with this id."),
      METHOD_ROW("load", m_load, 0, 0, "Read an object from the pickle in the open file."),
      METHOD_ROW_NAMED("find_class", unpickler_find_class, 2, 2, "module_name global_name /",
                       "Return what a module has under a name.\n\nSubclasses may override it to say what pickles may "
                       "name; other calls of it are rare."),
      METHOD_ROW("__sizeof__", m_sizeof, 0, 0, "Returns size in memory, in bytes."),
      {0},
  };
  static const GetSetDef getset[] = {{"memo", get_memo, set_memo, NULL}, {0}};
  Class *cls = class_new_builtin(ctx, "_pickle.Unpickler", NULL, KIND_OTHER, sizeof(Unpickler), &ops, methods, 0);
  if (!class_set_doc(
          ctx, cls,
          "Reads pickles from a binary file: an object with methods read, of a number of bytes, and "
          "readline.\n\nencoding and errors say how strings of Python 2 are decoded, fix_imports whether its "
          "names of modules are\nreplaced; buffers are those that were left out of the pickle."))
    return NULL;
  return class_add_getset(ctx, cls, getset) ? cls : NULL;
}
