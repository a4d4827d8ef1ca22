/* What the trace compiler asks about objects while it compiles (ts/optimizer/world.ts): kinds, shapes, parts, how
 * attributes resolve. The arrays returned are documented in ts/native/jit.ts. Nothing here decides anything. */
#include "addon/jit/words.h"

extern "C" {
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "interp/interp.h"
#include "object/object.h"
}

/* jitIsValue(lo, hi) -> is this word of an inline cache, which keeps nothing alive, a value? Not when its object was
 * collected. An int, a float, None or a bool is in the word itself. */
Napi::Value Context::JitIsValue(const Napi::CallbackInfo &info) {
  PyValue word = Word(info, 0);
  return Napi::Boolean::New(info.Env(), is_cell(word) ? heap_is_cell(ctx_, word) : true);
}

/* jitDescribe(lo, hi) -> [kind, shape, id, version]; kind −1: not a cell. id: code id of a function, Class.id of a
 * class, IterOp of an iterator. version: of a function or class; keys version of a dict. */
Napi::Value Context::JitDescribe(const Napi::CallbackInfo &info) {
  PyValue v = Object(ctx_, info, 0);
  if (!v) return Numbers(info.Env(), {-1, 0, 0, 0});
  Shape *shape = shape_of(ctx_, v);
  double id = 0, version = 0;
  switch (shape->kind) {
  case KIND_FUNCTION: id = ((Function *)v)->code->id, version = ((Function *)v)->version; break;
  case KIND_CLASS: id = ((Class *)v)->id, version = ((Class *)v)->version; break;
  case KIND_DICT: version = ((Dict *)v)->keys_version; break;
  case KIND_ITER: id = ((Iter *)v)->op; break;
  case KIND_TUPLE: id = (double)((Tuple *)v)->length; break;
  case KIND_CODE: id = ((Code *)v)->id; break;
  default: break;
  }
  return Numbers(info.Env(), {(double)shape->kind, (double)shape->id, id, version});
}

/* jitShape(id) -> [kind, classId, cls lo, cls hi, IterOp or 0, bytes to slot 0, slots] or null. Bytes are 0 when not
 * all attributes are in the cell. */
Napi::Value Context::JitShape(const Napi::CallbackInfo &info) {
  uint32_t id = 0;
  if (!Index(info, 0, "jitShape(): id", 4294967296.0, &id)) return info.Env().Null();
  if (id == 0 || id >= ctx_->nshapes || !ctx_->shapes[id] || !ctx_->shapes[id]->cls) return info.Env().Null();
  Shape *s = ctx_->shapes[id];
  double iter_op = 0;
  for (uint32_t op = 0; s->kind == KIND_ITER && op < 64; op++)
    if (ctx_->cls.iter_class[op] == s->cls) iter_op = op;
  bool inside = s->kind == KIND_INSTANCE && !(s->flags & (SHAPE_TAIL | SHAPE_DICT_MODE)) && s->nslots <= s->inline_cap;
  return Numbers(info.Env(), {(double)s->kind, (double)s->cls->id, Lo(VAL(s->cls)), Hi(VAL(s->cls)), iter_op,
                              inside ? (double)s->slot_base : 0, (double)s->nslots});
}

/* A class's own __new__: all of them have one definition. */
static bool IsConstructor(const CFunction *f) { return !strcmp(f->def->name, "__new__"); }

/* What the name of a built-in function begins with: its module's name, the class's of a method, of object.__new__ and
 * of tuple.__new__. */
static PyValue owner_name(Ctx *ctx, PyValue function) {
  const CFunction *f = (CFunction *)function;
  if (!f->self) return f->owner && class_of(ctx, function) == ctx->cls.method_descr ? f->owner->name : V_NULL;
  if (has_kind(ctx, f->self, KIND_MODULE)) return ((Module *)f->self)->name;
  bool known = f->self == VAL(ctx->cls.object) || f->self == VAL(ctx->cls.tuple);
  return known && IsConstructor(f) ? ((Class *)f->self)->name : V_NULL;
}

/* Items are taken from its instances as from tuples. */
static bool IsTupleLike(Ctx *ctx, Class *cls) {
  const TypeOps *ops = &cls->ops, *own = &ctx->cls.tuple->ops;
  return ops->getitem == own->getitem && ops->iter == own->iter && ops->len == own->len;
}

/* tuple.__new__(cls, items) makes an instance that nobody watches. */
static bool MakesTuples(Ctx *ctx, Class *cls) {
  return cls != ctx->cls.tuple && cls->kind == KIND_TUPLE && cls->root && is_subclass(cls, ctx->cls.tuple) &&
         !(cls->flags & (CLASS_ABSTRACT | CLASS_HAS_FINALIZER));
}

/* jitPart(what, lo, hi, index) -> words of a part of an object; see the cases. Null when there is none. */
Napi::Value Context::JitPart(const Napi::CallbackInfo &info) {
  Napi::Env env = info.Env();
  if (!info[0].IsString() || !info[3].IsNumber()) {
    ThrowTypeError(env, "jitPart(): what must be a string, and index a number");
    return env.Null();
  }
  std::string what = info[0].IsString() ? info[0].As<Napi::String>().Utf8Value() : "";
  PyValue v = Object(ctx_, info, 1);
  uint32_t index = info[3].As<Napi::Number>().Uint32Value(), item = Half(info[1]);
  Code *code = index < ctx_->ncodes ? ctx_->codes[index] : NULL;
  Napi::Array out = Napi::Array::New(env);
  if (what == "constant" || what == "name" || what == "localName") {
    PyValue tuple = !code                ? 0
                    : what == "name"     ? code->names
                    : what == "constant" ? code->consts
                                         : code->localsplus_names;
    Tuple *parts = (Tuple *)tuple;
    if (!parts || item >= parts->length) return env.Null();
    Push(out, parts->items[item]);
  } else if (what == "code") { /* the cell, its first unit */
    if (!code) return env.Null();
    Push(out, VAL(code));
    Push(out, VAL(code->units));
  } else if (what == "namespace") { /* globals and builtins of all functions made from the code */
    if (!code || !code->sole_globals || code->sole_globals == V_NONE) return env.Null();
    Push(out, code->sole_globals);
    Push(out, code->sole_builtins);
  } else if (what == "common") {
    PyValue constant = interp_common_constant(ctx_, index);
    if (!constant) return env.Null();
    Push(out, constant);
  } else if (what == "empty-text") {
    Push(out, ctx_->empty_str);
  } else if (what == "class-of") { /* of any word */
    PyValue word = Word(info, 1);
    if (!IsPythonValue(ctx_, word)) return env.Null();
    Push(out, VAL(class_of(ctx_, word)));
  } else if (!v) {
    return env.Null();
  } else if (what == "function" && has_kind(ctx_, v, KIND_FUNCTION)) { /* globals, builtins, then the defaults */
    Function *f = (Function *)v;
    Push(out, f->globals);
    Push(out, f->builtins);
    for (int64_t i = 0; f->defaults && i < ((Tuple *)f->defaults)->length; i++)
      Push(out, ((Tuple *)f->defaults)->items[i]);
  } else if (what == "kwdefaults" &&
             has_kind(ctx_, v, KIND_FUNCTION)) { /* name (str), lo, hi, …; nothing when they may change unnoticed */
    Function *f = (Function *)v;
    int64_t pos = 0;
    PyValue key, value;
    while (f->kwdefaults && !f->kwdefaults_shown && dict_next(f->kwdefaults, &pos, &key, &value)) {
      out.Set(out.Length(), ToJs(env, key));
      Push(out, value);
    }
  } else if (what == "names" && has_shape(v, ctx_->shape.dict)) { /* text, lo, hi, … of keys that are strs */
    Dict *dict = (Dict *)v;
    if (dict->length != dict->table->nentries || dict->length > 64) return env.Null();
    for (uint32_t i = 0; i < dict->table->nentries; i++) {
      PyValue key = dict->table->entries[i].key;
      if (!has_shape(key, ctx_->shape.str)) return env.Null();
      out.Set(out.Length(), ToJs(env, key));
      Push(out, key);
    }
  } else if (what == "class" && has_kind(ctx_, v, KIND_CLASS)) { /* root shape, cell size */
    Class *cls = (Class *)v;
    if (!cls->root) return env.Null();
    out.Set(0u, (double)cls->root->id);
    out.Set(1u, (double)cls->root->cell_size);
  } else if (what == "module-function" && has_kind(ctx_, v, KIND_CFUNCTION) &&
             (!((CFunction *)v)->self || has_kind(ctx_, ((CFunction *)v)->self, KIND_MODULE) ||
              IsConstructor((CFunction *)v))) { /* only that it is */
  } else if (what == "method" && has_kind(ctx_, v, KIND_METHOD)) {
    Push(out, ((Method *)v)->func);
    Push(out, ((Method *)v)->self);
  } else if (what == "partial" && has_kind(ctx_, v, KIND_PARTIAL)) { /* function, keywords, positional arguments */
    Partial *p = (Partial *)v;
    Push(out, p->func);
    Push(out, p->keywords);
    for (int64_t i = 0; i < ((Tuple *)p->args)->length; i++) Push(out, ((Tuple *)p->args)->items[i]);
  } else if (what == "module" && has_kind(ctx_, v, KIND_MODULE)) {
    Push(out, ((Module *)v)->dict);
  } else if (what == "tuple-like" && has_kind(ctx_, v, KIND_TUPLE) && IsTupleLike(ctx_, class_of(ctx_, v))) { /* that */
  } else if (what == "makes-tuples" && has_kind(ctx_, v, KIND_CLASS) && MakesTuples(ctx_, (Class *)v)) { /* only that */
  } else if (what == "item" && has_kind(ctx_, v, KIND_TUPLE) && index < ((Tuple *)v)->length) {
    Push(out, ((Tuple *)v)->items[index]);
  } else if (what == "entry" && has_kind(ctx_, v, KIND_DICT) && index < ((Dict *)v)->table->nentries) { /* key, value */
    DictEntry *entry = &((Dict *)v)->table->entries[index];
    if (!entry->key) return env.Null();
    Push(out, entry->key);
    Push(out, entry->value);
  } else if (what == "inner-iterators" && has_kind(ctx_, v, KIND_ITER)) {
    PyValue inner = iter_inner(ctx_, v, 0);
    for (uint32_t i = 1; inner; inner = iter_inner(ctx_, v, i++)) Push(out, inner);
    if (!out.Length()) return env.Null();
  } else if (what == "applied" && iter_applied(ctx_, v)) {
    Push(out, iter_applied(ctx_, v));
    Push(out, iter_applied_to(v));
  } else if (what == "generator-code" && has_shape(v, ctx_->shape.generator)) {
    Push(out, VAL(((Generator *)v)->frame.code));
  } else if (what == "interned" && has_shape(v, ctx_->shape.str) && CELL(v)->flags & STR_INTERNED) { /* only that */
  } else if (what == "pairs" && iter_makes_pairs(ctx_, v)) { /* only that it does */
  } else if (what == "matches-itself" && has_kind(ctx_, v, KIND_CLASS) &&
             interp_class_matches_itself(ctx_, (Class *)v)) { /* only that it does */
  } else if (what == "match-args" && has_kind(ctx_, v, KIND_CLASS) && class_of(ctx_, v) == ctx_->cls.type) {
    PyValue names = class_lookup(ctx_, (Class *)v, ctx_->names[N___match_args__]);
    if (!names || !has_shape(names, ctx_->shape.tuple)) return env.Null();
    for (int64_t i = 0; i < ((Tuple *)names)->length; i++) {
      PyValue name = ((Tuple *)names)->items[i];
      if (!has_shape(name, ctx_->shape.str)) return env.Null();
      Push(out, name);
    }
  } else if (what == "builtin" && has_kind(ctx_, v, KIND_CLASS) && ((Class *)v)->flags & CLASS_BUILTIN) {
    return ToJs(env, ((Class *)v)->name);
  } else if (what == "builtin" && has_kind(ctx_, v, KIND_CFUNCTION)) {
    CFunction *f = (CFunction *)v;
    PyValue owner = owner_name(ctx_, v);
    if (!owner) return env.Null();
    std::string name = f->def->name;
    if (owner != ctx_->names[N_builtins]) name = ToJs(env, owner).As<Napi::String>().Utf8Value() + "." + name;
    return Napi::String::New(env, name);
  } else if (what == "characters" && has_kind(ctx_, v, KIND_STR)) {
    out.Set(0u, (double)((Str *)v)->length);
  } else if (what == "text") { /* a str, or the name of a function, class or module */
    PyValue name = has_kind(ctx_, v, KIND_STR)        ? v
                   : has_kind(ctx_, v, KIND_FUNCTION) ? ((Function *)v)->qualname
                   : has_kind(ctx_, v, KIND_CLASS)    ? ((Class *)v)->name
                   : has_kind(ctx_, v, KIND_MODULE)   ? ((Module *)v)->name
                                                      : V_NULL;
    return name ? ToJs(env, name) : env.Null();
  } else {
    return env.Null();
  }
  return out;
}

/* jitCanonicalShapes() -> [CellKind, shape id, …] of the built-in types that passes distinguish */
Napi::Value Context::JitCanonicalShapes(const Napi::CallbackInfo &info) {
  Napi::Array out = Napi::Array::New(info.Env());
  const Shapes &shape = ctx_->shape;
  for (Shape *s :
       {shape.str, shape.list, shape.tuple, shape.dict, shape.range, shape.slice, shape.function, shape.method,
        shape.cfunction, shape.code, shape.closure_cell, shape.generator, shape.module, shape.float_, shape.bigint}) {
    out.Set(out.Length(), (double)s->kind);
    out.Set(out.Length(), (double)s->id);
  }
  return out;
}

/* jitSuperMethod(class lo, hi, self lo, hi, name lo, hi) -> [function lo, hi that super(class, self).name() calls, 1:
 * with self, 0: without it], or null */
Napi::Value Context::JitSuperMethod(const Napi::CallbackInfo &info) {
  PyValue func = V_NULL, self = V_NULL, cls = Object(ctx_, info, 0, KIND_CLASS), object = Object(ctx_, info, 2),
          name = Object(ctx_, info, 4, KIND_STR);
  if (cls && name && has_kind(ctx_, object, KIND_CLASS)) {
    bool takes_class = false;
    func = super_of_class(ctx_, (Class *)cls, (Class *)object, name, &takes_class);
    return func ? Numbers(info.Env(), {Lo(func), Hi(func), (double)takes_class}) : info.Env().Null();
  }
  bool found = cls && object && name && super_load(ctx_, cls, object, name, &func, &self);
  if (!found) exc_clear(ctx_);
  if (!found || self != object) return info.Env().Null();
  return Numbers(info.Env(), {Lo(func), Hi(func), 1});
}

/* jitAttribute(object lo, hi, name lo, hi) -> [AttrKind, shape, byte offset of the slot, class version, class lo, hi,
 * value lo, hi]: how loading it resolves now. Offset 0: not in the cell itself. */
Napi::Value Context::JitAttribute(const Napi::CallbackInfo &info) {
  PyValue object = Object(ctx_, info, 0), name = Object(ctx_, info, 2, KIND_STR);
  if (!object || !name) return info.Env().Null();
  AttrInfo attr = attr_info_load(ctx_, object, name);
  Shape *shape = shape_of(ctx_, object);
  double offset = attr.kind == ATTR_SLOT && attr.index < shape->inline_cap ? shape->slot_base + 8.0 * attr.index : 0;
  return Numbers(info.Env(), {(double)attr.kind, (double)shape->id, offset, (double)attr.class_version,
                              Lo(VAL(attr.cls)), Hi(VAL(attr.cls)), Lo(attr.value), Hi(attr.value)});
}

/* jitClassAttribute(object lo, hi, name lo, hi) -> lo, hi of what its class has by that name, or null */
Napi::Value Context::JitClassAttribute(const Napi::CallbackInfo &info) {
  PyValue object = Object(ctx_, info, 0), name = Object(ctx_, info, 2, KIND_STR);
  PyValue found = object && name ? class_lookup(ctx_, class_of(ctx_, object), name) : V_NULL;
  return found ? Numbers(info.Env(), {Lo(found), Hi(found)}) : info.Env().Null();
}

/* jitBlankClass(class lo, hi) -> BLANK_CALL_* */
Napi::Value Context::JitBlankClass(const Napi::CallbackInfo &info) {
  PyValue cls = Object(ctx_, info, 0, KIND_CLASS);
  int how = !cls                                           ? BLANK_CALL_NONE
            : interp_blank_class(ctx_, (Class *)cls)       ? BLANK_CALL_CLASS
            : interp_blank_instance(ctx_, (Class *)cls)    ? BLANK_CALL_NEW
            : exception_class_is_plain(ctx_, (Class *)cls) ? BLANK_CALL_EXCEPTION
                                                           : BLANK_CALL_NONE;
  return Napi::Number::New(info.Env(), how);
}

/* jitIsInstance(object lo, hi, class lo, hi) -> 1, 0, or -1: a metaclass or the object has a say */
Napi::Value Context::JitIsInstance(const Napi::CallbackInfo &info) {
  PyValue object = Word(info, 0), cls = Object(ctx_, info, 2, KIND_CLASS);
  int is = cls && IsPythonValue(ctx_, object) ? class_decides_isinstance(ctx_, object, (Class *)cls) : -1;
  return Napi::Number::New(info.Env(), is);
}

/* jitCatches(class lo, hi, type lo, hi) -> 1, 0: whether `except type` takes exceptions of the class, or -1: type is no
 * class of exceptions */
Napi::Value Context::JitCatches(const Napi::CallbackInfo &info) {
  PyValue cls = Object(ctx_, info, 0, KIND_CLASS), type = Object(ctx_, info, 2, KIND_CLASS);
  return Napi::Number::New(info.Env(), cls && type ? exception_class_matches(ctx_, (Class *)cls, type) : -1);
}

/* jitStoreAttribute(shape, name lo, hi) -> [shape afterwards, byte offset] of the slot that storing the attribute sets,
 * or null */
Napi::Value Context::JitStoreAttribute(const Napi::CallbackInfo &info) {
  uint32_t id = 0;
  PyValue name = Object(ctx_, info, 1, KIND_STR);
  if (!Index(info, 0, "jitStoreAttribute(): shape", ctx_->nshapes, &id)) return info.Env().Null();
  Shape *shape = ctx_->shapes[id];
  if (!name || !shape || !shape->cls) return info.Env().Null();
  AttrInfo attr = attr_info_store_shape(ctx_, shape, name);
  bool adds = attr.kind == ATTR_ADD_SLOT;
  if (!shape->slot_base || !(adds || attr.kind == ATTR_SLOT) || attr.index >= shape->inline_cap)
    return info.Env().Null();
  return Numbers(info.Env(), {(double)(adds ? attr.new_shape : shape->id), shape->slot_base + 8.0 * attr.index});
}

/* jitSpecialMethod(SPECIAL_CALL_*, self lo, hi, other lo, hi, argument) -> [function lo, hi, detail] of interp_method,
 * or null */
Napi::Value Context::JitSpecialMethod(const Napi::CallbackInfo &info) {
  uint32_t which = 0, argument = 0, detail = 0;
  PyValue self = Object(ctx_, info, 1), other = Word(info, 3);
  if (!Index(info, 0, "jitSpecialMethod(): call", SPECIAL_CALL_INIT + 1, &which) ||
      !Index(info, 5, "jitSpecialMethod(): argument", UINT8_MAX + 1, &argument) || !self || !IsPythonValue(ctx_, other))
    return info.Env().Null();
  PyValue method = interp_method(ctx_, which, self, other, argument, &detail);
  if (!method) return info.Env().Null();
  return Numbers(info.Env(), {Lo(method), Hi(method), (double)detail});
}

/* jitFindGlobal(dict lo, hi, name lo, hi) -> entry number, or -1 */
Napi::Value Context::JitFindGlobal(const Napi::CallbackInfo &info) {
  PyValue dict = Object(ctx_, info, 0, KIND_DICT), name = Object(ctx_, info, 2, KIND_STR);
  if (!dict || !name) return Napi::Number::New(info.Env(), -1);
  bool plain = has_shape(dict, ctx_->shape.dict);
  return Napi::Number::New(info.Env(), plain ? (double)dict_index_of_str(ctx_, dict, name) : -2);
}
