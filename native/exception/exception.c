/* Exceptions: raising from C, matching, the class BaseException, start-up of the hierarchy. Classes with fields of
 * their own are in exception_types.c, groups in exception_group.c. */
#include "exception/exception.h"
#include "call/call.h"
#include "container/container.h"
#include "heap/heap.h"
#include "object/finalize.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"
#include <string.h>

/* ---- making ---- */

Exception *exception_alloc(Ctx *ctx, Class *cls) {
  Exception *exc = heap_alloc(ctx, cls->root, cls->root->cell_size);
  if (exc) exc->args = ctx->empty_tuple;
  return (Exception *)finalizers_watch(ctx, cls, VAL(exc));
}

Value exception_alloc_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  (void)kwnames;
  Exception *exc = exception_alloc(ctx, cls);
  if (exc && nargs && !(exc->args = tuple_from(ctx, args, nargs))) return V_NULL;
  return VAL(exc);
}

bool exception_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  if (kwnames_count(kwnames)) return raise_format(ctx, EXC_TypeError, "%T() takes no keyword arguments", self), false;
  Tuple *known = (Tuple *)AS_EXC(self)->args; /* usually __new__ has seen them already */
  if (known->length == nargs && (!nargs || memcmp(known->items, args, nargs * sizeof(Value)) == 0)) return true;
  Value tuple = tuple_from(ctx, args, nargs);
  if (tuple) AS_EXC(self)->args = tuple;
  return tuple != V_NULL;
}

bool exception_class_is_plain(Ctx *ctx, Class *cls) {
  return cls->kind == KIND_EXCEPTION && !(cls->flags & (CLASS_ABSTRACT | CLASS_HAS_FINALIZER)) &&
         cls->meta->ops.call == ctx->cls.type->ops.call && cls->ops.new_ == exception_alloc_new &&
         cls->ops.init == exception_init;
}

Value exception_described(Ctx *ctx, Shape *shape, Value args, Value context, Value cause, Value traceback) {
  Exception *exc = exception_alloc(ctx, shape->cls);
  if (!exc) return V_NULL;
  if (args) exc->args = args;
  exc->context = context == V_NONE ? V_NULL : context;
  exc->cause = cause == V_NONE ? V_NULL : cause;
  exc->suppress_context = cause != V_NULL;
  exc->traceback = traceback;
  return VAL(exc);
}

/* cls(*args), through __new__ and __init__ when they are Python's. */
Value exception_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs) {
  if (!cls) return V_NULL;
  if (cls->ops.new_ == exception_alloc_new && cls->ops.init == exception_init)
    return exception_alloc_new(ctx, cls, args, nargs, V_NULL);
  return class_call(ctx, VAL(cls), args, nargs, V_NULL);
}

/* ---- raising ---- */

/* The exception being handled becomes the context; a cycle through it is cut. */
static void set_context(Value exc, Value handled) {
  if (!handled || handled == V_NONE || handled == exc) return;
  Value slow = handled;
  bool step = false;
  for (Value at = handled; AS_EXC(at)->context; at = AS_EXC(at)->context) {
    if (AS_EXC(at)->context == exc) {
      AS_EXC(at)->context = V_NULL;
      break;
    }
    if (step && (slow = AS_EXC(slow)->context) == at) break; /* a cycle that was there before */
    step = !step;
  }
  AS_EXC(exc)->context = handled;
}

void raise_exc(Ctx *ctx, Value exc) {
  if (!exc) return; /* it could not be made: that error is set */
  set_context(exc, ctx->handled);
  ctx->exc = exc;
}

void raise_value(Ctx *ctx, ExcId id, Value arg) {
  if (arg) raise_exc(ctx, exception_new(ctx, ctx->exc_class[id], &arg, 1));
}

void raise_format(Ctx *ctx, ExcId id, const char *format, ...) {
  if (!ctx->exc_class[id]) {
    ctx->exc = V_NONE;
    return;
  }
  if (!strchr(format, '%')) {
    raise_value(ctx, id, str_from_ascii(ctx, format));
    return;
  }
  va_list args;
  va_start(args, format);
  Value message = str_vformat_c(ctx, format, args);
  va_end(args);
  raise_value(ctx, id, message);
}

void raise_key_error(Ctx *ctx, Value key) { raise_value(ctx, EXC_KeyError, key); }

void raise_name_error(Ctx *ctx, ExcId id, const char *format, Value name) {
  Value message = str_format_c(ctx, format, name),
        exc = message ? exception_new(ctx, ctx->exc_class[id], &message, 1) : V_NULL;
  /* in CPython an UnboundLocalError has no name, so no hint */
  if (exc && id == EXC_NameError) AS_EXC(exc)->extra[0] = name;
  raise_exc(ctx, exc);
}

void raise_stop_iteration(Ctx *ctx, Value value) {
  bool with = value && value != V_NONE;
  raise_exc(ctx, exception_new(ctx, ctx->exc_class[EXC_StopIteration], &value, with));
}
void raise_returned(Ctx *ctx, Value value) {
  Value exc = exception_new(ctx, ctx->exc_class[EXC_StopIteration], &value, 1);
  if (exc) ctx->exc = exc;
}

/* ---- looking ---- */

bool exc_matches(Ctx *ctx, ExcId id) {
  return ctx->exc && is_exception(ctx, ctx->exc) && is_instance(ctx, ctx->exc, ctx->exc_class[id]);
}

Value exc_take(Ctx *ctx) {
  Value exc = ctx->exc;
  ctx->exc = V_NULL;
  return exc;
}

void exc_clear(Ctx *ctx) { ctx->exc = V_NULL; }

static bool is_exception_class(Ctx *ctx, Value v) {
  return is_class(ctx, v) && is_subclass(as_class(v), ctx->exc_class[EXC_BaseException]);
}

int exception_class_matches(Ctx *ctx, Class *cls, Value type) {
  return is_exception_class(ctx, type) ? is_subclass(cls, as_class(type)) : -1;
}

int check_exc_match(Ctx *ctx, Value exc, Value type) {
  bool tuple = is_tuple(ctx, type), match = false, bad = false;
  int64_t n = tuple ? tuple_length(type) : 1;
  for (int64_t i = 0; i < n; i++) {
    Value one = tuple ? tuple_item(type, i) : type;
    if (!is_exception_class(ctx, one)) bad = true;
    else match |= is_instance(ctx, exc, as_class(one));
  }
  if (!bad) return match;
  raise_format(ctx, EXC_TypeError, "catching classes that do not inherit from BaseException is not allowed");
  return -1;
}

/* An instance of what a raise statement was given; V_NULL without exception: neither class nor instance. */
static Value instantiate(Ctx *ctx, Value v) {
  if (is_exception(ctx, v)) return v;
  if (!is_exception_class(ctx, v)) return V_NULL;
  Value made = py_call0(ctx, v);
  if (made && !is_exception(ctx, made)) {
    raise_format(ctx, EXC_TypeError, "calling %R should have returned an instance of BaseException, not %R", v,
                 VAL(class_of(ctx, made)));
    return V_NULL;
  }
  return made;
}

bool do_raise(Ctx *ctx, Value exc, Value cause) {
  if (!exc) {
    if (!ctx->handled || ctx->handled == V_NONE)
      return raise_format(ctx, EXC_RuntimeError, "No active exception to reraise"), false;
    ctx->exc = ctx->handled;
    return false;
  }
  Value made = instantiate(ctx, exc);
  if (!made) {
    if (!ctx->exc) raise_format(ctx, EXC_TypeError, "exceptions must derive from BaseException");
    return false;
  }
  if (cause) {
    Value made_cause = cause == V_NONE ? V_NULL : instantiate(ctx, cause);
    if (!made_cause && cause != V_NONE) {
      if (!ctx->exc) raise_format(ctx, EXC_TypeError, "exception causes must derive from BaseException");
      return false;
    }
    AS_EXC(made)->cause = made_cause;
    AS_EXC(made)->suppress_context = 1;
  }
  raise_exc(ctx, made);
  return false;
}

/* ---- BaseException ---- */

Value exception_str(Ctx *ctx, Value self) {
  Tuple *args = (Tuple *)AS_EXC(self)->args;
  if (args->length == 0) return str_from_ascii(ctx, "");
  return object_str(ctx, args->length == 1 ? args->items[0] : VAL(args));
}

Value exception_repr(Ctx *ctx, Value self) {
  Tuple *args = (Tuple *)AS_EXC(self)->args;
  Value name = class_of(ctx, self)->name;
  if (args->length == 1) return str_format_c(ctx, "%U(%R)", name, args->items[0]);
  return str_format_c(ctx, "%U%R", name, VAL(args));
}

static Value get_args(Ctx *ctx, Value self) { return (void)ctx, AS_EXC(self)->args; }
static bool set_args(Ctx *ctx, Value self, Value value) {
  if (!value) return raise_format(ctx, EXC_TypeError, "args may not be deleted"), false;
  Value tuple = tuple_from_iterable(ctx, value);
  if (tuple) AS_EXC(self)->args = tuple;
  return tuple != V_NULL;
}
static Value get_traceback(Ctx *ctx, Value self) { return (void)ctx, or_none(AS_EXC(self)->traceback); }
static bool set_traceback(Ctx *ctx, Value self, Value value) {
  if (!value) return raise_format(ctx, EXC_TypeError, "__traceback__ may not be deleted"), false;
  if (value != V_NONE && !has_kind(ctx, value, KIND_TRACEBACK))
    return raise_format(ctx, EXC_TypeError, "__traceback__ must be a traceback or None"), false;
  AS_EXC(self)->traceback = value == V_NONE ? V_NULL : value;
  return true;
}
static bool set_link(Ctx *ctx, Value *place, Value value, const char *name) {
  if (!value) return raise_format(ctx, EXC_TypeError, "%s may not be deleted", name), false;
  if (value != V_NONE && !is_exception(ctx, value))
    return raise_format(ctx, EXC_TypeError, "exception %s must be None or derive from BaseException",
                        name[2] == 'c' && name[3] == 'a' ? "cause" : "context"),
           false;
  *place = value == V_NONE ? V_NULL : value;
  return true;
}
static Value get_context(Ctx *ctx, Value self) { return (void)ctx, or_none(AS_EXC(self)->context); }
static bool set_context_attr(Ctx *ctx, Value self, Value value) {
  return set_link(ctx, &AS_EXC(self)->context, value, "__context__");
}
static Value get_cause(Ctx *ctx, Value self) { return (void)ctx, or_none(AS_EXC(self)->cause); }
static bool set_cause(Ctx *ctx, Value self, Value value) {
  if (!set_link(ctx, &AS_EXC(self)->cause, value, "__cause__")) return false;
  AS_EXC(self)->suppress_context = 1;
  return true;
}
static Value get_suppress(Ctx *ctx, Value self) { return (void)ctx, bool_tag(AS_EXC(self)->suppress_context); }
static bool set_suppress(Ctx *ctx, Value self, Value value) {
  if (!value || !is_bool(value))
    return raise_format(ctx, EXC_TypeError,
                        value ? "attribute value type must be bool" : "can't delete numeric/char attribute"),
           false;
  AS_EXC(self)->suppress_context = value == V_TRUE;
  return true;
}
static Value get_notes(Ctx *ctx, Value self) {
  if (!AS_EXC(self)->notes) raise_no_attribute(ctx, self, NAME(__notes__));
  return AS_EXC(self)->notes;
}
static bool set_notes(Ctx *ctx, Value self, Value value) {
  if (!value && !AS_EXC(self)->notes) return raise_no_attribute(ctx, self, NAME(__notes__)), false;
  AS_EXC(self)->notes = value;
  return true;
}
static const GetSetDef base_getset[] = {
    {"args", get_args, set_args, NULL},
    {"__traceback__", get_traceback, set_traceback, NULL},
    {"__context__", get_context, set_context_attr, NULL},
    {"__cause__", get_cause, set_cause, NULL},
    {"__suppress_context__", get_suppress, set_suppress, NULL},
    {"__notes__", get_notes, set_notes, NULL},
    {0},
};

#define IGNORE_ARGS (void)args, (void)nargs, (void)kwnames

METHOD(with_traceback) {
  IGNORE_ARGS;
  return set_traceback(ctx, self, args[0]) ? self : V_NULL;
}
METHOD(add_note) {
  IGNORE_ARGS;
  if (!is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "add_note() argument must be str, not %A", args[0]), V_NULL;
  Exception *exc = AS_EXC(self);
  if (!exc->notes && !(exc->notes = list_new(ctx, 1))) return V_NULL;
  if (!is_list(ctx, exc->notes))
    return raise_format(ctx, EXC_TypeError, "Cannot add note: __notes__ is not a list"), V_NULL;
  return list_append(ctx, exc->notes, args[0]) ? V_NONE : V_NULL;
}
bool exception_attributes(Ctx *ctx, Value self, Value *dict) {
  Shape *shape = shape_of(ctx, self);
  bool any = (shape->flags & SHAPE_DICT_MODE) || shape->nslots > shape_top(shape)->nslots;
  *dict = any ? instance_dict(ctx, self) : V_NULL;
  return !any || *dict;
}
Value exception_reduced(Ctx *ctx, Value self, Value args, Value state) {
  Value parts[3] = {VAL(class_of(ctx, self)), args, state};
  return args ? tuple_from(ctx, parts, state ? 3 : 2) : V_NULL;
}
METHOD(exception_reduce) {
  IGNORE_ARGS;
  Value state;
  return exception_attributes(ctx, self, &state) ? exception_reduced(ctx, self, AS_EXC(self)->args, state) : V_NULL;
}
METHOD(exception_setstate) {
  IGNORE_ARGS;
  if (args[0] == V_NONE) return V_NONE;
  if (!is_dict(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "state is not a dictionary"), V_NULL;
  Value key, value;
  for (int64_t pos = 0; dict_next(args[0], &pos, &key, &value);)
    if (!is_str(ctx, key) || !set_attr(ctx, self, str_intern(ctx, key), value)) return V_NULL;
  return V_NONE;
}
static const CFuncDef base_methods[] = {
    METHOD_ROW("with_traceback", with_traceback, 1, 1, "Set self.__traceback__ to tb and return self."),
    METHOD_ROW("add_note", add_note, 1, 1, "Add a note to the exception"),
    METHOD_ROW("__reduce__", exception_reduce, 0, 0, NULL),
    METHOD_ROW("__setstate__", exception_setstate, 1, 1, NULL),
    {0},
};
static const TypeOps base_ops = {
    .new_ = exception_alloc_new, .init = exception_init, .repr = exception_repr, .str = exception_str};

bool exception_startup(Ctx *ctx) {
  static const struct {
    const char *name;
    int base;
  } hierarchy[] = {
#define EXC_object -1
#define X(name, base) {#name, EXC_##base},
      EXCEPTIONS(X)
#undef X
  };
  for (int id = 0; id < EXC_COUNT; id++) {
    const ExceptionOps *own = EXCEPTION_OPS;
    while (own->id != EXC_COUNT && (int)own->id != id) own++;
    bool has_own = own->id != EXC_COUNT, root = id == EXC_BaseException;
    Class *base = root ? NULL : ctx->exc_class[hierarchy[id].base];
    /* It inherits from Exception too: exception_group_startup makes it, once Exception exists. */
    if (id == EXC_ExceptionGroup) {
      if (!exception_group_startup(ctx)) return false;
      continue;
    }
    bool group = id == EXC_BaseExceptionGroup;
    const TypeOps *ops = root ? &base_ops : group ? EXCEPTION_GROUP_OPS : has_own ? &own->ops : NULL;
    const CFuncDef *methods = root ? base_methods : group ? EXCEPTION_GROUP_METHODS : has_own ? own->methods : NULL;
    bool solid = group || (has_own && own->getset);
    Class *cls = class_new_builtin(ctx, hierarchy[id].name, base, KIND_EXCEPTION, sizeof(Exception), ops, methods,
                                   CLASS_HAS_DICT | CLASS_EXCEPTION | (solid ? CLASS_SOLID : 0));
    if (!cls) return false;
    ctx->exc_class[id] = cls;
    if (group && !class_add_getset(ctx, cls, EXCEPTION_GROUP_GETSET)) return false;
    /* every class has its own `__new__` and `__init__` */
    const TypeOps constructors = {.new_ = cls->ops.new_, .init = cls->ops.init};
    if (!class_expose_ops(ctx, cls, &constructors)) return false;
    if (root && (!class_add_getset(ctx, cls, base_getset) || !class_add_dict_getset(ctx, cls))) return false;
    if (has_own && own->getset && !class_add_getset(ctx, cls, own->getset)) return false;
  }
  return (ctx->memory_error = VAL(exception_alloc(ctx, ctx->exc_class[EXC_MemoryError]))) != V_NULL;
}
