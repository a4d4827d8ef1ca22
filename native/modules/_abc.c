/* Module _abc: what abc.ABCMeta consists of. Each abstract base class has three sets of classes that do not keep them
 * alive: those registered with it, and the answers of issubclass so far, positive and negative. Negative ones are good
 * until any class is registered with any ABC. */
#include "modules/module.h"

/* Open addressing by the class's address. In a Raw cell, which the collector does not look into: sweep does. */
typedef struct ClassSet {
  Raw *table; /* V_NULL: empty */
  uint64_t n; /* places that are not free, those of dead classes included */
} ClassSet;
#define GONE ((Value)1)

typedef struct AbcData {
  Cell h;
  ClassSet registry, cache, negative;
  uint64_t negative_version;
  struct AbcData *next; /* of all; does not keep it alive */
} AbcData;

typedef struct AbcState {
  Class *data;
  uint64_t version;
  AbcData *all;
  bool sweeps;
} AbcState;
static AbcState *state_of(Ctx *ctx) { return module_state(ctx, &module__abc); }

/* ---- sets of classes ---- */

static Value *places(const ClassSet *set) { return (Value *)set->table->data; }
static uint64_t mask_of(const ClassSet *set) { return (uint64_t)set->table->cap / sizeof(Value) - 1; }
static uint64_t start_of(Value cls) { return (cls >> 4) * 0x9e3779b97f4a7c15u >> 24; }

static bool has(const ClassSet *set, Value cls) {
  if (!set->table) return false;
  for (uint64_t mask = mask_of(set), i = start_of(cls) & mask;; i = (i + 1) & mask) {
    Value found = places(set)[i];
    if (found == cls) return true;
    if (!found) return false;
  }
}

static void put(ClassSet *set, Value cls) {
  uint64_t mask = mask_of(set), i = start_of(cls) & mask;
  while (places(set)[i]) i = (i + 1) & mask;
  places(set)[i] = cls;
  set->n++;
}

static bool grow(Ctx *ctx, ClassSet *set) {
  uint64_t living = 0;
  for (uint64_t i = 0; set->table && i <= mask_of(set); i++) living += places(set)[i] > GONE;
  uint64_t size = 8;
  while (size < living * 4) size *= 2;
  Raw *table = raw_new(ctx, (int64_t)(size * sizeof(Value))); /* may collect: some of the living may be gone then */
  if (!table) return false;
  ClassSet grown = {.table = table};
  for (uint64_t i = 0; set->table && i <= mask_of(set); i++)
    if (places(set)[i] > GONE) put(&grown, places(set)[i]);
  *set = grown;
  return true;
}

static bool add(Ctx *ctx, ClassSet *set, Value cls) {
  if (has(set, cls)) return true;
  if ((!set->table || set->n * 2 > mask_of(set)) && !grow(ctx, set)) return false;
  put(set, cls);
  return true;
}

/* All its classes as a tuple, which keeps them alive. */
static Value contents(Ctx *ctx, const ClassSet *set) {
  Value list = list_new(ctx, 4);
  for (uint64_t i = 0; list && set->table && i <= mask_of(set); i++)
    if (places(set)[i] > GONE && !list_append(ctx, list, places(set)[i])) return V_NULL;
  return list ? tuple_from(ctx, AS_LIST(list)->items->items, AS_LIST(list)->length) : V_NULL;
}

static void forget_dead(Ctx *ctx, ClassSet *set) {
  for (uint64_t i = 0; set->table && i <= mask_of(set); i++)
    if (places(set)[i] > GONE && !heap_is_marked(ctx, places(set)[i])) places(set)[i] = GONE;
}
static void sweep(Ctx *ctx, void *data) {
  AbcState *state = data;
  AbcData **place = &state->all;
  for (AbcData *abc = state->all; abc; abc = abc->next) {
    if (!heap_is_marked(ctx, VAL(abc))) continue;
    forget_dead(ctx, &abc->registry), forget_dead(ctx, &abc->cache), forget_dead(ctx, &abc->negative);
    *place = abc;
    place = &abc->next;
  }
  *place = NULL;
}

/* ---- the data of a class ---- */

static void data_trace(Ctx *ctx, Value self) {
  const AbcData *abc = (AbcData *)self;
  heap_mark(ctx, VAL(abc->registry.table)), heap_mark(ctx, VAL(abc->cache.table));
  heap_mark(ctx, VAL(abc->negative.table));
}
static Value data_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  AbcState *state = state_of(ctx);
  AbcData *abc = (AbcData *)instance_new(ctx, cls);
  if (!abc) return V_NULL;
  abc->negative_version = state->version;
  abc->next = state->all;
  state->all = abc;
  return VAL(abc);
}
static Class *make_data_class(Ctx *ctx) {
  static const TypeOps ops = {.new_ = data_new, .trace = data_trace};
  return class_new_builtin(ctx, "_abc._abc_data", NULL, KIND_OTHER, sizeof(AbcData), &ops, NULL, CLASS_FINAL);
}

static AbcData *data_of(Ctx *ctx, Value cls) {
  Value found = get_attr(ctx, cls, str_intern_c(ctx, "_abc_impl"));
  if (!found) return NULL;
  if (is_cell(found) && class_of(ctx, found) == state_of(ctx)->data) return (AbcData *)found;
  raise_format(ctx, EXC_TypeError, "_abc_impl is set to a wrong type");
  return NULL;
}

/* ---- abstract methods ---- */

/* 1, 0, -1 */
static int is_abstract(Ctx *ctx, Value v) {
  Value flag = get_attr_optional(ctx, v, str_intern_c(ctx, "__isabstractmethod__"));
  return flag ? object_truth(ctx, flag) : ctx->exc ? -1 : 0;
}

static bool add_own(Ctx *ctx, Value cls, Value names) {
  Value dict = get_attr(ctx, cls, NAME(__dict__)),
        items = dict ? py_call_method(ctx, dict, NAME(items), NULL, 0) : V_NULL;
  Value pairs = items ? list_from_iterable(ctx, items) : V_NULL;
  for (int64_t i = 0; pairs && i < AS_LIST(pairs)->length; i++) {
    Value pair = AS_LIST(pairs)->items->items[i];
    if (!is_tuple(ctx, pair) || tuple_length(pair) != 2)
      return raise_format(ctx, EXC_TypeError, "Iteration over mappingproxy items() returned something else"), false;
    int abstract = is_abstract(ctx, tuple_item(pair, 1));
    if (abstract < 0 || (abstract && set_add(ctx, names, tuple_item(pair, 0)) < 0)) return false;
  }
  return pairs != V_NULL;
}

typedef struct Inherited {
  Value cls, names;
} Inherited;
static bool add_inherited_name(Ctx *ctx, Value name, void *data) {
  const Inherited *in = data;
  if (!is_str(ctx, name))
    return raise_format(ctx, EXC_TypeError, "attribute name must be string, not '%T'", name), false;
  Value value = get_attr_optional(ctx, in->cls, str_intern(ctx, name));
  if (!value) return !ctx->exc;
  int abstract = is_abstract(ctx, value);
  return abstract >= 0 && (!abstract || set_add(ctx, in->names, name) >= 0);
}
static bool add_inherited(Ctx *ctx, Value cls, Value names) {
  Value bases = get_attr(ctx, cls, NAME(__bases__));
  if (!bases) return false;
  if (!is_tuple(ctx, bases)) return raise_format(ctx, EXC_TypeError, "__bases__ is not tuple"), false;
  for (int64_t i = 0; i < tuple_length(bases); i++) {
    Value theirs = get_attr_optional(ctx, tuple_item(bases, i), NAME(__abstractmethods__));
    if (!theirs && ctx->exc) return false;
    Inherited in = {.cls = cls, .names = names};
    if (theirs && !iterate(ctx, theirs, add_inherited_name, &in)) return false;
  }
  return true;
}

/* Numbers of __abc_tpflags__. */
enum { TPFLAGS_SEQUENCE = 1 << 5, TPFLAGS_MAPPING = 1 << 6 };

/* __abc_tpflags__ says whether instances match sequence or mapping patterns. It goes from the namespace to the class.
 */
static bool take_pattern_flags(Ctx *ctx, Value v) {
  if (!is_class(ctx, v)) return true;
  Class *cls = AS_CLASS(v);
  Value name = str_intern_c(ctx, "__abc_tpflags__"), flags = name ? dict_get_str(ctx, cls->dict, name) : V_NULL;
  if (!flags) return !ctx->exc;
  if (!is_int(flags)) return true;
  uint32_t wanted = (int_val(flags) & TPFLAGS_SEQUENCE ? CLASS_SEQUENCE : 0) |
                    (int_val(flags) & TPFLAGS_MAPPING ? CLASS_MAPPING : 0);
  if (wanted == (CLASS_SEQUENCE | CLASS_MAPPING)) {
    raise_format(ctx, EXC_TypeError, "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING");
    return false;
  }
  if (wanted) cls->flags = (cls->flags & ~(uint32_t)(CLASS_SEQUENCE | CLASS_MAPPING)) | wanted;
  return dict_delete(ctx, cls->dict, name) >= 0 && class_modified(ctx, cls);
}

FUNCTION(f_init) {
  Value names = set_new(ctx, false);
  if (!names || !add_own(ctx, args[0], names) || !add_inherited(ctx, args[0], names)) return V_NULL;
  Value frozen = set_copy(ctx, names, true);
  if (!frozen || !set_attr(ctx, args[0], NAME(__abstractmethods__), frozen)) return V_NULL;
  Value data = data_new(ctx, state_of(ctx)->data, NULL, 0, V_NULL);
  if (!data || !set_attr(ctx, args[0], str_intern_c(ctx, "_abc_impl"), data)) return V_NULL;
  return take_pattern_flags(ctx, args[0]) ? V_NONE : V_NULL;
}

/* ---- registering and asking ---- */

static bool spread_pattern_flags(Ctx *ctx, Class *cls, uint32_t flags) {
  if (cls->flags & (CLASS_IMMUTABLE | flags)) return true;
  cls->flags = (cls->flags & ~(uint32_t)(CLASS_SEQUENCE | CLASS_MAPPING)) | flags;
  List *subclasses = (List *)cls->subclasses;
  for (int64_t i = subclasses ? subclasses->length : 0; i-- > 0;)
    if (i < subclasses->length && !spread_pattern_flags(ctx, AS_CLASS(subclasses->items->items[i]), flags))
      return false;
  return true;
}

FUNCTION(f_register) {
  Value self_class = args[0], subclass = args[1];
  if (!is_class(ctx, subclass)) return raise_format(ctx, EXC_TypeError, "Can only register classes"), V_NULL;
  int is = object_issubclass(ctx, subclass, self_class);
  if (is) return is < 0 ? V_NULL : subclass;
  int reverse = object_issubclass(ctx, self_class, subclass);
  if (reverse > 0) raise_format(ctx, EXC_RuntimeError, "Refusing to create an inheritance cycle");
  if (reverse) return V_NULL;
  AbcData *abc = data_of(ctx, self_class);
  if (!abc || !add(ctx, &abc->registry, subclass)) return V_NULL;
  state_of(ctx)->version++;
  uint32_t flags = is_class(ctx, self_class) ? AS_CLASS(self_class)->flags & (CLASS_SEQUENCE | CLASS_MAPPING) : 0;
  if (flags && !(spread_pattern_flags(ctx, AS_CLASS(subclass), flags) && class_modified(ctx, AS_CLASS(subclass))))
    return V_NULL;
  return subclass;
}

static Value yes(Ctx *ctx, AbcData *abc, Value subclass) { return add(ctx, &abc->cache, subclass) ? V_TRUE : V_NULL; }
static Value no(Ctx *ctx, AbcData *abc, Value subclass) {
  return add(ctx, &abc->negative, subclass) ? V_FALSE : V_NULL;
}

/* Is it a subclass of one of these? 1, 0, -1 */
static int below_one_of(Ctx *ctx, Value subclass, const Value *classes, int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    int is = object_issubclass(ctx, subclass, classes[i]);
    if (is || !CHECK_STOP(ctx)) return is ? is : -1;
  }
  return 0;
}

/* Asks the class's own subclasses, a list that __subclasses__ makes for it. 1, 0, -1 */
static int below_a_subclass(Ctx *ctx, Value cls, Value subclass) {
  Value subclasses = py_call_method(ctx, cls, str_intern_c(ctx, "__subclasses__"), NULL, 0);
  if (!subclasses) return -1;
  if (!is_list(ctx, subclasses)) return raise_format(ctx, EXC_TypeError, "__subclasses__() must return a list"), -1;
  for (int64_t i = 0; i < AS_LIST(subclasses)->length; i++) {
    int is = below_one_of(ctx, subclass, &AS_LIST(subclasses)->items->items[i], 1);
    if (is) return is;
  }
  return 0;
}

static Value check_subclass(Ctx *ctx, Value cls, Value subclass) {
  if (!is_class(ctx, subclass)) return raise_format(ctx, EXC_TypeError, "issubclass() arg 1 must be a class"), V_NULL;
  AbcData *abc = data_of(ctx, cls);
  if (!abc) return V_NULL;
  if (has(&abc->cache, subclass)) return V_TRUE;
  uint64_t version = state_of(ctx)->version;
  if (abc->negative_version < version) {
    abc->negative = (ClassSet){0};
    abc->negative_version = version;
  } else if (has(&abc->negative, subclass)) {
    return V_FALSE;
  }
  Value answer = py_call_method(ctx, cls, str_intern_c(ctx, "__subclasshook__"), &subclass, 1);
  if (!answer) return V_NULL;
  if (answer == V_TRUE) return yes(ctx, abc, subclass);
  if (answer == V_FALSE) return no(ctx, abc, subclass);
  if (answer != V_NOTIMPL) {
    raise_format(ctx, EXC_AssertionError, "__subclasshook__ must return either False, True, or NotImplemented");
    return V_NULL;
  }
  if (is_class(ctx, cls) && is_subclass(AS_CLASS(subclass), AS_CLASS(cls))) return yes(ctx, abc, subclass);
  if (has(&abc->registry, subclass)) return yes(ctx, abc, subclass);
  Value registered = contents(ctx, &abc->registry);
  if (!registered) return V_NULL;
  int is = below_one_of(ctx, subclass, AS_TUPLE(registered)->items, tuple_length(registered));
  if (!is) is = below_a_subclass(ctx, cls, subclass);
  if (is < 0) return V_NULL;
  return is ? yes(ctx, abc, subclass) : no(ctx, abc, subclass);
}
FUNCTION(f_subclasscheck) { return check_subclass(ctx, args[0], args[1]); }

/* Through the method, which a metaclass may have replaced. */
static Value ask_class(Ctx *ctx, Value cls, Value subclass) {
  return py_call_method(ctx, cls, NAME(__subclasscheck__), &subclass, 1);
}
FUNCTION(f_instancecheck) {
  AbcData *abc = data_of(ctx, args[0]);
  if (!abc) return V_NULL;
  Value subclass = get_attr_optional(ctx, args[1], NAME(__class__));
  if (!subclass) {
    if (ctx->exc) return V_NULL;
    subclass = VAL(class_of(ctx, args[1]));
  }
  if (has(&abc->cache, subclass)) return V_TRUE;
  Value type = VAL(class_of(ctx, args[1]));
  if (type == subclass) {
    if (abc->negative_version == state_of(ctx)->version && has(&abc->negative, subclass)) return V_FALSE;
    return ask_class(ctx, args[0], subclass);
  }
  Value answer = ask_class(ctx, args[0], subclass);
  int truth = answer ? object_truth(ctx, answer) : -1;
  if (truth) return truth < 0 ? V_NULL : answer;
  return ask_class(ctx, args[0], type);
}

/* ---- for debugging ---- */

FUNCTION(f_reset_registry) {
  AbcData *abc = data_of(ctx, args[0]);
  if (abc) abc->registry = (ClassSet){0};
  return abc ? V_NONE : V_NULL;
}
FUNCTION(f_reset_caches) {
  AbcData *abc = data_of(ctx, args[0]);
  if (abc) abc->cache = abc->negative = (ClassSet){0};
  return abc ? V_NONE : V_NULL;
}

/* A set of weak references, as _py_abc has it. */
static Value references(Ctx *ctx, Value make, const ClassSet *classes) {
  Value all = contents(ctx, classes), set = all ? set_new(ctx, false) : V_NULL;
  for (int64_t i = 0; set && i < tuple_length(all); i++) {
    Value ref = py_call1(ctx, make, tuple_item(all, i));
    if (!ref || set_add(ctx, set, ref) < 0) return V_NULL;
  }
  return set;
}
FUNCTION(f_get_dump) {
  AbcData *abc = data_of(ctx, args[0]);
  Value make = abc ? import_attribute(ctx, "_weakref", "ref") : V_NULL;
  if (!make) return V_NULL;
  Value parts[4] = {references(ctx, make, &abc->registry), V_NULL, V_NULL, V_NULL};
  if (!parts[0] || !(parts[1] = references(ctx, make, &abc->cache)) ||
      !(parts[2] = references(ctx, make, &abc->negative)) || !(parts[3] = int_from_u64(ctx, abc->negative_version)))
    return V_NULL;
  return tuple_from(ctx, parts, 4);
}
FUNCTION(f_token) { return int_from_u64(ctx, state_of(ctx)->version); }

static const CFuncDef functions[] = {
    FUNCTION_ROW("get_cache_token", f_token, 0, 0, "Return the number of registrations with any ABC so far."),
    FUNCTION_ROW("_abc_init", f_init, 1, 1, "Set up an abstract base class."),
    FUNCTION_ROW("_abc_register", f_register, 2, 2, "Register a class as a virtual subclass."),
    FUNCTION_ROW("_abc_instancecheck", f_instancecheck, 2, 2, "isinstance() of abstract base classes."),
    FUNCTION_ROW("_abc_subclasscheck", f_subclasscheck, 2, 2, "issubclass() of abstract base classes."),
    FUNCTION_ROW("_get_dump", f_get_dump, 1, 1, "Return the registry, the caches and their version."),
    FUNCTION_ROW("_reset_registry", f_reset_registry, 1, 1, "Forget what was registered."),
    FUNCTION_ROW("_reset_caches", f_reset_caches, 1, 1, "Forget the answers so far."),
    {0},
};
static const ModuleClass hidden[] = {{offsetof(AbcState, data), make_data_class}, {0}};

static bool init(Ctx *ctx, Value module) {
  UNUSED(module);
  AbcState *state = state_of(ctx);
  if (!state->sweeps && !heap_add_sweeper(ctx, sweep, state)) return false;
  return state->sweeps = true;
}

MODULE(_abc, .doc = "Module contains faster C implementation of abc.ABCMeta", .functions = {functions},
       .hidden = hidden, .state_size = sizeof(AbcState), .init = init);
