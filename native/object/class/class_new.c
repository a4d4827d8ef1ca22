/* Making Python classes: type.__new__ (__slots__, mro, hooks), the class statement (build_class), and calling a class.
 * Where instances have what: class_layout.c. */
#include "call/call.h"
#include "container/container.h"
#include "core/outcome.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "interp/run.h"
#include "object/model.h"
#include "object/object.h"
#include "object/weakref.h"
#include "text/codec.h"
#include "text/text.h"
#include "text/unicode.h"
#include <string.h>

/* ---- __slots__ ---- */

static bool is_identifier(Value s) {
  int64_t n = ((Str *)s)->length;
  for (int64_t i = 0; i < n; i++) {
    uint32_t c = str_at(s, i);
    if (!uni_is(c, i ? UNI_XID_CONTINUE : UNI_XID_START) && c != '_') return false;
  }
  return n > 0;
}

/* __x in class _C becomes _C__x. */
static Value mangle(Ctx *ctx, Value class_name, Value name) {
  int64_t n = ((Str *)name)->length, start = 0;
  if (n < 3 || str_at(name, 0) != '_' || str_at(name, 1) != '_' ||
      (str_at(name, n - 1) == '_' && str_at(name, n - 2) == '_'))
    return name;
  int64_t length = ((Str *)class_name)->length;
  while (start < length && str_at(class_name, start) == '_') start++;
  if (start == length) return name;
  Value bare = str_substring(ctx, class_name, start, length);
  return bare ? str_format_c(ctx, "_%U%U", bare, name) : V_NULL;
}

/* In CPython the items of its instances come last, so that nothing can be added. */
static bool varies_in_size(const Class *cls) {
  switch (cls->root->kind) {
  case KIND_BIGINT:
  case KIND_INT_OBJECT:
  case KIND_TUPLE:
  case KIND_BYTES:
  case KIND_CLASS: return true;
  default: return false;
  }
}

/* The slot names as a sorted list, mangled and interned, without __dict__ and __weakref__, for which flags are set. */
static Value collect_slots(Ctx *ctx, Class *cls, Value spec) {
  Value given = is_str(ctx, spec) ? tuple_from(ctx, &spec, 1) : tuple_from_iterable(ctx, spec),
        names = list_new(ctx, 4);
  if (!given || !names) return V_NULL;
  if (tuple_length(given) && varies_in_size(cls->base))
    return raise_format(ctx, EXC_TypeError, "nonempty __slots__ not supported for subtype of '%U'", cls->base->name),
           V_NULL;
  for (int64_t i = 0; i < tuple_length(given); i++) {
    Value name = tuple_item(given, i);
    if (!is_str(ctx, name))
      return raise_format(ctx, EXC_TypeError, "__slots__ items must be strings, not '%T'", name), V_NULL;
    if (!is_identifier(name)) return raise_format(ctx, EXC_TypeError, "__slots__ must be identifiers"), V_NULL;
    if (!(name = str_intern(ctx, name))) return V_NULL;
    if (name == NAME(__dict__)) {
      if (cls->flags & CLASS_HAS_DICT)
        return raise_format(ctx, EXC_TypeError, "__dict__ slot disallowed: we already got one"), V_NULL;
      cls->flags |= CLASS_HAS_DICT;
      continue;
    }
    if (name == NAME(__weakref__)) {
      if (cls->flags & CLASS_HAS_WEAKREF)
        return raise_format(ctx, EXC_TypeError, "__weakref__ slot disallowed: we already got one"), V_NULL;
      cls->flags |= CLASS_HAS_WEAKREF;
      continue;
    }
    Value mangled = mangle(ctx, cls->name, name);
    if (!mangled || !(mangled = str_intern(ctx, mangled))) return V_NULL;
    /* a class statement puts these into the namespace itself */
    bool own = mangled == NAME(__qualname__) || str_equal_c(mangled, "__classcell__") ||
               str_equal_c(mangled, "__classdictcell__");
    if (!own && dict_get_str(ctx, cls->dict, mangled)) {
      raise_format(ctx, EXC_ValueError, "%R in __slots__ conflicts with class variable", mangled);
      return V_NULL;
    }
    if (!list_append(ctx, names, mangled)) return V_NULL;
  }
  return list_sort(ctx, names, V_NONE, false) ? names : V_NULL;
}

static bool add_slot_descriptors(Ctx *ctx, Class *cls, List *names) {
  for (int64_t i = 0; i < names->length; i++) {
    SlotDescr *descr = heap_alloc(ctx, ctx->shape.slot_descr, sizeof(SlotDescr));
    if (!descr) return false;
    descr->name = names->items->items[i];
    descr->owner = cls;
    descr->slot = cls->base->root->nslots + i;
    if (!dict_set(ctx, cls->dict, descr->name, VAL(descr))) return false;
  }
  return true;
}

/* ---- type.__new__ ---- */

Class *winning_metaclass(Ctx *ctx, Class *meta, Value bases) {
  for (int64_t i = 0; i < tuple_length(bases); i++) {
    Class *other = class_of(ctx, tuple_item(bases, i));
    if (is_subclass(meta, other)) continue;
    if (!is_subclass(other, meta)) {
      raise_format(ctx, EXC_TypeError,
                   "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the "
                   "metaclasses of all its bases");
      return NULL;
    }
    meta = other;
  }
  return meta;
}

static Value take(Ctx *ctx, Value dict, Value name) {
  Value found = dict_get_str(ctx, dict, name);
  return found && dict_delete(ctx, dict, name) >= 0 ? found : V_NULL;
}

static bool wrap_if_function(Ctx *ctx, Value dict, Value name, Value (*wrap)(Ctx *, Value)) {
  Value found = dict_get_str(ctx, dict, name);
  if (!found || !has_kind(ctx, found, KIND_FUNCTION)) return true;
  Value wrapped = wrap(ctx, found);
  return wrapped && dict_set(ctx, dict, name, wrapped);
}

/* Namespace entries that mean something to the class itself. */
static bool special_entries(Ctx *ctx, Class *cls) {
  Value dict = cls->dict, qualname = take(ctx, dict, NAME(__qualname__));
  if (qualname && !is_str(ctx, qualname))
    return raise_format(ctx, EXC_TypeError, "type __qualname__ must be a str, not %T", qualname), false;
  cls->qualname = qualname ? qualname : cls->name;
  if (!dict_get_str(ctx, dict, NAME(__module__))) {
    Value module = current_module_name(ctx);
    if (module && !dict_set(ctx, dict, NAME(__module__), module)) return false;
  }
  cls->module = dict_get_str(ctx, dict, NAME(__module__));
  if (dict_get_str(ctx, dict, NAME(__eq__)) && !dict_get_str(ctx, dict, NAME(__hash__)) &&
      !dict_set(ctx, dict, NAME(__hash__), V_NONE))
    return false;
  return wrap_if_function(ctx, dict, NAME(__new__), staticmethod_new) &&
         wrap_if_function(ctx, dict, NAME(__init_subclass__), classmethod_new) &&
         wrap_if_function(ctx, dict, NAME(__class_getitem__), classmethod_new);
}

/* What the match statement takes instances for. */
static uint32_t collection_flags(Ctx *ctx, const Class *cls) {
  if (cls == ctx->cls.dict || cls == ctx->cls.mappingproxy) return CLASS_MAPPING;
  if (cls == ctx->cls.list || cls == ctx->cls.tuple) return CLASS_SEQUENCE;
  return cls->flags & (CLASS_SEQUENCE | CLASS_MAPPING);
}

static bool set_class_cells(Ctx *ctx, Class *cls) {
  Value cell = take(ctx, cls->dict, NAME(__classcell__));
  if (cell) {
    if (!has_kind(ctx, cell, KIND_CLOSURE_CELL))
      return raise_format(ctx, EXC_TypeError, "__classcell__ must be a nonlocal cell, not <class '%T'>", cell), false;
    ((ClosureCell *)cell)->value = VAL(cls);
  }
  Value key = str_intern_c(ctx, "__classdictcell__"), dict_cell = key ? take(ctx, cls->dict, key) : V_NULL;
  if (dict_cell && has_kind(ctx, dict_cell, KIND_CLOSURE_CELL)) ((ClosureCell *)dict_cell)->value = cls->dict;
  return !ctx->exc;
}

/* The order may leave out anything except the class itself, which is_subclass and every method of a built-in rely on.
 */
static bool check_mro(Ctx *ctx, Class *cls, Value mro) {
  Class *solid = class_solid_base(cls);
  bool itself = false;
  if (!tuple_length(mro)) return raise_format(ctx, EXC_TypeError, "type MRO must not be empty"), false;
  for (int64_t i = 0; i < tuple_length(mro); i++) {
    Value item = tuple_item(mro, i);
    if (!is_class(ctx, item)) return raise_format(ctx, EXC_TypeError, "mro() returned a non-class ('%T')", item), false;
    Class *base = as_class(item);
    if (!is_subclass(solid, class_solid_base(base)))
      return raise_format(ctx, EXC_TypeError, "mro() returned base with unsuitable layout ('%U')", base->name), false;
    itself = itself || base == cls;
  }
  /* In CPython this is what super().__init_subclass__ says. */
  if (!itself)
    raise_format(ctx, EXC_TypeError, "super(type, obj): obj (type %U) is not an instance or subtype of type (%U).",
                 cls->name, cls->name);
  return itself;
}

bool class_ask_mro(Ctx *ctx, Class *cls) {
  Value method = class_lookup(ctx, cls->meta, NAME(mro)), on_type = class_lookup(ctx, ctx->cls.type, NAME(mro));
  if (cls->meta == ctx->cls.type || method == on_type) return class_compute_mro(ctx, cls);
  Value before = cls->mro, self = VAL(cls), bound = descriptor_bind(ctx, method, self, cls->meta),
        order = bound ? py_call0(ctx, bound) : V_NULL;
  Value mro = order ? tuple_from_iterable(ctx, order) : V_NULL;
  if (!mro || !check_mro(ctx, cls, mro)) return false;
  if (cls->mro == before) cls->mro = mro; /* else mro() itself has given it other bases */
  return true;
}

/* Calls __set_name__ of every value of the namespace that has it. */
static bool call_set_name(Ctx *ctx, Class *cls) {
  Value snapshot = dict_copy(ctx, cls->dict), key, value;
  int64_t pos = 0;
  while (snapshot && dict_next(snapshot, &pos, &key, &value)) {
    if (!is_cell(value)) continue;
    Value args[2] = {VAL(cls), key};
    Class *value_class = class_of(ctx, value);
    Value method = class_lookup(ctx, value_class, NAME(__set_name__));
    if (!method) continue;
    Value bound = descriptor_bind(ctx, method, value, value_class);
    if (!bound) return false; /* without a note, as in CPython */
    if (!py_call(ctx, bound, args, 2, V_NULL)) {
      Exception *e = (Exception *)exc_take(ctx); /* the name's repr is found with no exception set */
      Value note = str_format_c(ctx, "Error calling __set_name__ on '%T' instance %R in '%U'", value, key, cls->name);
      if (!note) return false;
      if (!e->notes) e->notes = list_new(ctx, 1);
      if (e->notes && is_list(ctx, e->notes)) list_append(ctx, e->notes, note);
      ctx->exc = VAL(e);
      return false;
    }
  }
  return snapshot != V_NULL;
}

static bool call_init_subclass(Ctx *ctx, Class *cls, Value kwargs) {
  Value func, names = ctx->empty_tuple, key, value;
  if (!super_load(ctx, VAL(cls), VAL(cls), NAME(__init_subclass__), &func, NULL)) return false;
  int64_t n = kwargs ? ((Dict *)kwargs)->length : 0, pos = 0;
  Array *values = array_new(ctx, n);
  if (!values || (n && !(names = tuple_new(ctx, n)))) return false;
  for (int64_t i = 0; n && dict_next(kwargs, &pos, &key, &value); i++) {
    ((Tuple *)names)->items[i] = key;
    values->items[i] = value;
  }
  return py_call(ctx, func, values->items, 0, n ? names : V_NULL) != V_NULL;
}

static const GetSetDef dict_getset[2], weakref_getset[2];
static bool add_descriptor(Ctx *ctx, Class *cls, Value name, const GetSetDef *getset);

bool class_name_checked(Ctx *ctx, Value name) {
  if (((Str *)name)->h.flags & STR_ASCII && !memchr(((Str *)name)->data, 0, (size_t)((Str *)name)->length)) return true;
  for (int64_t i = 0; i < ((Str *)name)->length; i++)
    if (!str_at(name, i)) return raise_format(ctx, EXC_ValueError, "type name must not contain null characters"), false;
  return codec_encode(ctx, name, V_NULL, V_NULL) != V_NULL; /* surrogates */
}

Value type_new(Ctx *ctx, Value meta_value, Value name, Value bases, Value dict, Value kwargs) {
  Class *meta = as_class(meta_value);
  if (!class_name_checked(ctx, name)) return V_NULL;
  if (tuple_length(bases) == 0) {
    Value object = VAL(ctx->cls.object);
    if (!(bases = tuple_from(ctx, &object, 1))) return V_NULL;
  }
  Class *base = best_base(ctx, bases);
  if (!base) return V_NULL;
  Class *cls = class_alloc(ctx, meta);
  if (!cls) return V_NULL;
  cls->base = base;
  cls->bases = bases;
  cls->name = cls->qualname = name;
  cls->doc = V_NONE;
  cls->flags = base->flags & CLASS_EXCEPTION;
  bool parent_dict = class_keeps_own_dict((CellKind)base->root->kind);
  for (int64_t i = 0; i < tuple_length(bases); i++)
    cls->flags |= as_class(tuple_item(bases, i))->flags & (CLASS_HAS_DICT | CLASS_HAS_WEAKREF);
  parent_dict |= (cls->flags & CLASS_HAS_DICT) != 0;
  bool parent_weakref = cls->flags & CLASS_HAS_WEAKREF;
  if (!(cls->dict = dict_copy(ctx, dict))) return V_NULL;
  Value slots = dict_get_str(ctx, cls->dict, NAME(__slots__)), names = V_NULL;
  if (slots) {
    if (!(names = collect_slots(ctx, cls, slots))) return V_NULL;
    cls->slots_names = tuple_from(ctx, ((List *)names)->items->items, ((List *)names)->length);
    if (!cls->slots_names) return V_NULL;
  } else {
    cls->flags |= varies_in_size(base) ? CLASS_HAS_DICT : CLASS_HAS_DICT | CLASS_HAS_WEAKREF;
  }
  if (!class_lay_out(ctx, cls, names ? (uint32_t)((List *)names)->length : 0) || !special_entries(ctx, cls) ||
      !set_class_cells(ctx, cls) || !class_ask_mro(ctx, cls) || !class_finish(ctx, cls))
    return V_NULL;
  for (int64_t i = 0; i < tuple_length(cls->mro) && !(cls->flags & (CLASS_SEQUENCE | CLASS_MAPPING)); i++)
    cls->flags |= collection_flags(ctx, as_class(tuple_item(cls->mro, i)));
  if (names && !add_slot_descriptors(ctx, cls, (List *)names)) return V_NULL;
  if (!parent_dict && cls->flags & CLASS_HAS_DICT && !add_descriptor(ctx, cls, NAME(__dict__), dict_getset))
    return V_NULL;
  if (!parent_weakref && cls->flags & CLASS_HAS_WEAKREF && !add_descriptor(ctx, cls, NAME(__weakref__), weakref_getset))
    return V_NULL;
  if (!dict_get_str(ctx, cls->dict, NAME(__doc__)) && !dict_set(ctx, cls->dict, NAME(__doc__), V_NONE)) return V_NULL;
  if (!class_modified(ctx, cls) || !call_set_name(ctx, cls) || !call_init_subclass(ctx, cls, kwargs)) return V_NULL;
  return VAL(cls);
}

/* ---- __dict__ of instances ---- */

static Value get_instance_dict(Ctx *ctx, Value self) { return instance_dict(ctx, self); }
static bool set_builtin_dict(Ctx *ctx, Value self, Value value) {
  return check_new_dict(ctx, value) && instance_set_dict(ctx, self, value);
}
static bool set_instance_dict(Ctx *ctx, Value self, Value value) {
  if (value) return set_builtin_dict(ctx, self, value);
  Value empty = dict_new(ctx);
  return empty && instance_set_dict(ctx, self, empty);
}
static Value get_weakref(Ctx *ctx, Value self) {
  Value first = VAL(weakref_first(ctx, self));
  return first ? first : V_NONE;
}
static const GetSetDef dict_getset[2] = {
    {"__dict__", get_instance_dict, set_instance_dict, "dictionary for instance variables"}, {0}};
static const GetSetDef weakref_getset[2] = {{"__weakref__", get_weakref, NULL, "list of weak references to the object"},
                                            {0}};
/* What the class body defined itself stays. */
static bool add_descriptor(Ctx *ctx, Class *cls, Value name, const GetSetDef *getset) {
  Value own = dict_get_str(ctx, cls->dict, name);
  return class_add_getset(ctx, cls, getset) && (!own || dict_set(ctx, cls->dict, name, own));
}
bool class_add_dict_getset(Ctx *ctx, Class *cls) {
  static const GetSetDef only_dict[] = {{"__dict__", get_instance_dict, set_builtin_dict, NULL}, {0}};
  return class_add_getset(ctx, cls, only_dict);
}

/* ---- calling ---- */

bool class_run_init(Ctx *ctx, Value made, const Value *args, uint32_t nargs, Value kwnames) {
  Class *cls = class_of(ctx, made);
  bool (*init)(Ctx *, Value, const Value *, uint32_t, Value) = cls->ops.init;
  return !init || OUTCOME(ctx, init(ctx, made, args, nargs, kwnames), "__init__", OUTCOME_NAME(cls->name));
}

Value class_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Class *cls = as_class(self);
  if (cls == ctx->cls.type) {
    if (nargs == 1 && !kwnames_count(kwnames)) return VAL(class_of(ctx, args[0]));
    if (nargs != 3) return raise_format(ctx, EXC_TypeError, "type() takes 1 or 3 arguments"), V_NULL;
  }
  if (!cls->ops.new_) {
    raise_format(ctx, EXC_TypeError, "cannot create '%U' instances", class_full_name(ctx, cls));
    return V_NULL;
  }
  Value made = OUTCOME(ctx, cls->ops.new_(ctx, cls, args, nargs, kwnames), "__new__", OUTCOME_NAME(cls->name));
  if (!made) return V_NULL;
  Class *made_class = class_of(ctx, made);
  if (made_class != cls && !is_subclass(made_class, cls)) return made;
  return class_run_init(ctx, made, args, nargs, kwnames) ? made : V_NULL;
}

/* ---- the class statement ---- */

static Value resolve_bases(Ctx *ctx, const Value *bases, uint32_t n) {
  Value result = list_new(ctx, n), original = V_NULL;
  for (uint32_t i = 0; i < n && result; i++) {
    Value entries = V_NULL;
    if (!is_class(ctx, bases[i])) {
      Value method = get_attr_optional(ctx, bases[i], NAME(__mro_entries__));
      if (!method && ctx->exc) return V_NULL;
      if (method) {
        if (!original && !(original = tuple_from(ctx, bases, n))) return V_NULL;
        if (!(entries = py_call1(ctx, method, original))) return V_NULL;
        if (!is_tuple(ctx, entries))
          return raise_format(ctx, EXC_TypeError, "__mro_entries__ must return a tuple"), V_NULL;
      }
    }
    if (!entries && !list_append(ctx, result, bases[i])) return V_NULL;
    for (int64_t j = 0; entries && j < tuple_length(entries); j++)
      if (!list_append(ctx, result, tuple_item(entries, j))) return V_NULL;
  }
  return result ? tuple_from(ctx, ((List *)result)->items->items, ((List *)result)->length) : V_NULL;
}

static Value prepare_namespace(Ctx *ctx, Value meta, Value name, Value bases, Value kwnames, const Value *kwvalues) {
  if (meta == VAL(ctx->cls.type)) return dict_new(ctx);
  Value prepare = get_attr_optional(ctx, meta, NAME(__prepare__));
  if (!prepare) return ctx->exc ? V_NULL : dict_new(ctx);
  uint32_t n = kwnames_count(kwnames);
  Array *args = array_new(ctx, n + 2);
  if (!args) return V_NULL;
  args->items[0] = name;
  args->items[1] = bases;
  for (uint32_t i = 0; i < n; i++) args->items[i + 2] = kwvalues[i];
  Value namespace_ = py_call(ctx, prepare, args->items, 2, n ? kwnames : V_NULL);
  if (namespace_ && !class_of(ctx, namespace_)->ops.getitem) {
    Value who = is_class(ctx, meta) ? as_class(meta)->name : str_from_ascii(ctx, "<metaclass>");
    raise_format(ctx, EXC_TypeError, "%U.__prepare__() must return a mapping, not %T", who, namespace_);
    return V_NULL;
  }
  return namespace_;
}

static Value run_body(Ctx *ctx, Value func, Value namespace_) {
  Function *body = (Function *)func;
  Frame *frame = frame_push(ctx, body, namespace_);
  if (!frame) return V_NULL;
  if (!bind_arguments(ctx, body, frame->slots, NULL, 0, V_NULL)) return frame_pop(ctx, frame), V_NULL;
  return interp_run(ctx, frame);
}

Value build_class(Ctx *ctx, Value func, Value name, const Value *given, uint32_t nbases, Value kwnames,
                  const Value *kwvalues) {
  if (!has_kind(ctx, func, KIND_FUNCTION))
    return raise_format(ctx, EXC_TypeError, "__build_class__: func must be a function"), V_NULL;
  if (!is_str(ctx, name)) return raise_format(ctx, EXC_TypeError, "__build_class__: name is not a string"), V_NULL;
  if (!c_stack_check(ctx)) return V_NULL;
  Value bases = resolve_bases(ctx, given, nbases), meta = V_NULL;
  if (!bases) return V_NULL;
  uint32_t nkw = kwnames_count(kwnames), kept = 0;
  Array *values = array_new(ctx, nkw + 3);
  Value names = nkw ? list_new(ctx, nkw) : V_NULL;
  if (!values || (nkw && !names)) return V_NULL;
  for (uint32_t i = 0; i < nkw; i++) {
    Value key = tuple_item(kwnames, i);
    if (key == NAME(metaclass) || str_equal(key, NAME(metaclass))) {
      meta = kwvalues[i];
    } else {
      values->items[3 + kept++] = kwvalues[i];
      if (!list_append(ctx, names, key)) return V_NULL;
    }
  }
  Value kept_names = kept ? tuple_from(ctx, ((List *)names)->items->items, kept) : V_NULL;
  if (kept && !kept_names) return V_NULL;
  if (!meta) meta = tuple_length(bases) ? VAL(class_of(ctx, tuple_item(bases, 0))) : VAL(ctx->cls.type);
  if (is_class(ctx, meta)) {
    Class *winner = winning_metaclass(ctx, as_class(meta), bases);
    if (!winner) return V_NULL;
    meta = VAL(winner);
  }
  Value namespace_ = prepare_namespace(ctx, meta, name, bases, kept_names, values->items + 3);
  Value cell = namespace_ ? run_body(ctx, func, namespace_) : V_NULL;
  if (!cell) return V_NULL;
  bool replaced = tuple_length(bases) != nbases;
  for (uint32_t i = 0; i < nbases && !replaced; i++) replaced = tuple_item(bases, i) != given[i];
  if (replaced) {
    Value original = tuple_from(ctx, given, nbases);
    if (!original || !object_setitem(ctx, namespace_, NAME(__orig_bases__), original)) return V_NULL;
  }
  values->items[0] = name;
  values->items[1] = bases;
  values->items[2] = namespace_;
  Value cls = py_call(ctx, meta, values->items, 3, kept_names);
  if (!cls || !is_class(ctx, cls) || !has_kind(ctx, cell, KIND_CLOSURE_CELL)) return cls;
  Value set = ((ClosureCell *)cell)->value;
  if (!set) {
    raise_format(ctx, EXC_RuntimeError,
                 "__class__ not set defining %R as %R. Was __classcell__ propagated to type.__new__?", name, cls);
    return V_NULL;
  }
  if (set != cls)
    return raise_format(ctx, EXC_TypeError, "__class__ set to %R defining %R as %R", set, name, cls), V_NULL;
  return cls;
}
