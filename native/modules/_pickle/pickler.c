/* Class Pickler, and dump() and dumps(), which do without such an object. */
#include "modules/_pickle/pickle.h"

/* ---- arguments ---- */

typedef struct Settings {
  int64_t protocol;
  bool fix_imports;
  Value buffer_callback; /* V_NULL: none */
} Settings;

/* Each may be V_NULL. */
static bool read_settings(Ctx *ctx, Value protocol, Value fix_imports, Value buffer_callback, Settings *out) {
  int truth = fix_imports ? object_truth(ctx, fix_imports) : 1;
  if (truth < 0) return false;
  int64_t number = DEFAULT_PROTOCOL;
  if (protocol && protocol != V_NONE && !object_index_i64(ctx, protocol, &number, true)) return false;
  if (number < 0) number = HIGHEST_PROTOCOL;
  if (number > HIGHEST_PROTOCOL)
    return raise_format(ctx, EXC_ValueError, "pickle protocol must be <= %d", HIGHEST_PROTOCOL), false;
  *out = (Settings){number, truth && number < 3, buffer_callback == V_NONE ? V_NULL : buffer_callback};
  return true;
}
static bool check_callback(Ctx *ctx, const Settings *s) {
  if (!s->buffer_callback || s->protocol >= 5) return true;
  return raise_format(ctx, EXC_ValueError, "buffer_callback needs protocol >= 5"), false;
}
static Value write_method(Ctx *ctx, Value file) {
  Value write = get_attr_optional(ctx, file, NAME(write));
  if (!write && !ctx->exc) raise_format(ctx, EXC_TypeError, "file must have a 'write' attribute");
  return write;
}

/* ---- functions ---- */

static void begin(Writer *w, Ctx *ctx, const Settings *s, PickleMemo *memo) {
  memset(w, 0, offsetof(Writer, small));
  w->ctx = ctx;
  w->state = pickle_state(ctx);
  w->memo = memo;
  w->buffer_callback = s->buffer_callback;
  w->protocol = (int)s->protocol;
  w->bin = s->protocol >= 1;
  w->fix_imports = s->fix_imports;
  output_init(w);
}

SHARED_METHOD(pickle_f_dumps) {
  Settings s;
  Writer w;
  PickleMemo memo;
  if (!read_settings(ctx, args[1], args[2], args[3], &s) || !check_callback(ctx, &s)) return V_NULL;
  pickle_memo_clear(&memo);
  begin(&w, ctx, &s, &memo);
  Value result = pickle_dump(&w, args[0]) ? bytes_new(ctx, w.data, (int64_t)w.length) : V_NULL;
  output_free(&w);
  pickle_memo_leave(w.state, &memo);
  return result;
}
SHARED_METHOD(pickle_f_dump) {
  Settings s;
  Writer w;
  PickleMemo memo;
  if (!read_settings(ctx, args[2], args[3], args[4], &s)) return V_NULL;
  Value write = write_method(ctx, args[1]);
  if (!write || !check_callback(ctx, &s)) return V_NULL;
  pickle_memo_clear(&memo);
  begin(&w, ctx, &s, &memo);
  w.write = write;
  bool ok = pickle_dump(&w, args[0]) && output_flush(&w);
  output_free(&w);
  pickle_memo_leave(w.state, &memo);
  return ok ? V_NONE : V_NULL;
}

/* ---- the class ---- */

static bool is_free(Ctx *ctx, Value self) {
  if (!AS_PICKLER(self)->busy) return true;
  return raise_format(ctx, EXC_RuntimeError, "Pickler object is already used"), false;
}

static Value new_(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  Pickler *p = (Pickler *)instance_new(ctx, cls);
  if (p) pickle_memo_clear(&p->memo);
  return VAL(p);
}
static bool init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  PickleState *state = pickle_state(ctx);
  Pickler *p = AS_PICKLER(self);
  Value given[4];
  Settings s;
  if (!bind_params(ctx, "Pickler", "file protocol= fix_imports= buffer_callback=", args, nargs, kwnames, given) ||
      !is_free(ctx, self) || !read_settings(ctx, given[1], given[2], given[3], &s))
    return false;
  if (p->write) {
    p->write = p->buffer_callback = p->dispatch_table = V_NULL;
    pickle_memo_clear(&p->memo);
  }
  Value write = write_method(ctx, given[0]);
  if (!write || !check_callback(ctx, &s)) return false;
  Value table = p->dispatch_table;
  if (!table) table = get_attr_optional(ctx, self, PNAME(dispatch_table));
  if (ctx->exc) return false;
  p->dispatch_table = table;
  p->buffer_callback = s.buffer_callback;
  p->protocol = s.protocol;
  p->bin = s.protocol > 0;
  p->fast = 0;
  p->fix_imports = s.fix_imports;
  p->write = write;
  return true;
}

/* Its method persistent_id, if that is not the class's own, which says None of everything. False: an exception. */
static bool find_persistent_id(Ctx *ctx, PickleState *state, Value self, Value *out) {
  Value name = PNAME(persistent_id);
  *out = AS_PICKLER(self)->persistent_id;
  if (*out || class_lookup(ctx, class_of(ctx, self), name) == class_lookup(ctx, state->pickler, name)) return true;
  *out = get_attr_optional(ctx, self, name);
  return !ctx->exc;
}

METHOD(m_dump) {
  PickleState *state = pickle_state(ctx);
  Pickler *p = AS_PICKLER(self);
  if (!p->write) return pickling_error(ctx, "Pickler.__init__() was not called by %T.__init__()", self), V_NULL;
  if (!is_free(ctx, self)) return V_NULL;
  Settings s = {p->protocol, p->fix_imports, p->buffer_callback};
  Writer w;
  begin(&w, ctx, &s, &p->memo);
  w.self = self;
  w.write = p->write;
  w.bin = p->bin;
  w.fast = p->fast;
  w.dispatch_table = p->dispatch_table;
  w.reducer_override = get_attr_optional(ctx, self, PNAME(reducer_override));
  if (ctx->exc || !find_persistent_id(ctx, state, self, &w.persistent_id)) return V_NULL;
  p->busy = true;
  bool ok = pickle_dump(&w, args[0]) && output_flush(&w);
  p->busy = false;
  output_free(&w);
  return ok ? V_NONE : V_NULL;
}
METHOD(m_clear_memo) {
  pickle_memo_clear(&AS_PICKLER(self)->memo);
  return V_NONE;
}
METHOD(m_persistent_id) { return V_NONE; }
METHOD(m_sizeof) {
  const Array *table = AS_PICKLER(self)->memo.table;
  return int_from_i64(ctx, (int64_t)(sizeof(Pickler) + (table ? (size_t)table->cap * sizeof(Value) : 0)));
}

/* ---- attributes ---- */

/* An instance may have a function as persistent_id, which is not in its __dict__: there may be none. */
static Value pickler_getattr(Ctx *ctx, Value self, Value name) {
  PickleState *state = pickle_state(ctx);
  if (AS_PICKLER(self)->persistent_id && name == PNAME(persistent_id)) return AS_PICKLER(self)->persistent_id;
  return object_getattr(ctx, self, name);
}
static bool pickler_setattr(Ctx *ctx, Value self, Value name, Value value) {
  PickleState *state = pickle_state(ctx);
  if (name != PNAME(persistent_id)) return object_setattr(ctx, self, name, value);
  AS_PICKLER(self)->persistent_id = value;
  return true;
}

static Value get_bin(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(AS_PICKLER(self)->bin); }
static Value get_fast(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(AS_PICKLER(self)->fast); }
static bool set_number(Ctx *ctx, Value value, int32_t *place) {
  if (!value) return raise_format(ctx, EXC_TypeError, "can't delete numeric/char attribute"), false;
  int32_t number;
  return object_c_int(ctx, value, &number) && (*place = number, true);
}
static bool set_bin(Ctx *ctx, Value self, Value value) { return set_number(ctx, value, &AS_PICKLER(self)->bin); }
static bool set_fast(Ctx *ctx, Value self, Value value) { return set_number(ctx, value, &AS_PICKLER(self)->fast); }
static Value get_table(Ctx *ctx, Value self) {
  PickleState *state = pickle_state(ctx);
  if (!AS_PICKLER(self)->dispatch_table) raise_no_attribute(ctx, self, PNAME(dispatch_table));
  return AS_PICKLER(self)->dispatch_table;
}
static bool set_table(Ctx *ctx, Value self, Value value) {
  if (!value && !AS_PICKLER(self)->dispatch_table)
    return raise_format(ctx, EXC_AttributeError, "dispatch_table"), false;
  AS_PICKLER(self)->dispatch_table = value;
  return true;
}
static Value get_memo(Ctx *ctx, Value self) { return pickle_memo_proxy(ctx, self); }
static bool set_memo(Ctx *ctx, Value self, Value value) { return pickle_memo_set(ctx, &AS_PICKLER(self)->memo, value); }

Class *pickle_make_pickler(Ctx *ctx) {
  static const TypeOps ops = {.new_ = new_, .init = init, .getattr = pickler_getattr, .setattr = pickler_setattr};
  static const CFuncDef methods[] = {
      METHOD_ROW_NAMED("persistent_id", m_persistent_id, 1, 1, "obj /", "The id of a persistent object; here, None."),
      METHOD_ROW_NAMED("dump", m_dump, 1, 1, "obj /",
                       "Write a pickled representation of the given object to the open file."),
      METHOD_ROW("clear_memo", m_clear_memo, 0, 0,
                 "Forget which objects have been pickled: those that come again are written anew."),
      METHOD_ROW("__sizeof__", m_sizeof, 0, 0, "Returns size in memory, in bytes."),
      {0},
  };
  static const GetSetDef getset[] = {
      {"bin", get_bin, set_bin, NULL},
      {"fast", get_fast, set_fast, NULL},
      {"dispatch_table", get_table, set_table, NULL},
      {"memo", get_memo, set_memo, NULL},
      {0},
  };
  Class *cls = class_new_builtin(ctx, "_pickle.Pickler", NULL, KIND_OTHER, sizeof(Pickler), &ops, methods, 0);
  if (!class_set_doc(
          ctx, cls,
          "Writes pickles to a binary file: an object with a method write, which is given bytes.\n\n"
          "The protocol is a number from 0 to 5; the default is 5, and a negative one stands for the highest. "
          "With\nfix_imports, protocols below 3 name modules as Python 2 did. buffer_callback, of protocol "
          "5, is called with\neach buffer; when it returns something false, the buffer is left out."))
    return NULL;
  return class_add_getset(ctx, cls, getset) ? cls : NULL;
}
