/* Built-in functions: the class builtin_function_or_method, arity checks and keyword binding, with the words of
 * CPython's argument clinic. */
#include "call/call.h"
#include "container/container.h"
#include "core/outcome.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "import/import.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"
#include <stdio.h>
#include <string.h>

enum { MAX_PARAMS = 24 };

Value cfunction_new(Ctx *ctx, const CFuncDef *def, Value self, Value module) {
  CFunction *function = heap_alloc(ctx, ctx->shape.cfunction, sizeof(CFunction));
  if (!function) return V_NULL;
  function->def = def;
  function->self = self;
  function->module = module;
  return VAL(function);
}

/* ---- arity ---- */

void raise_arity(Ctx *ctx, const char *name, int min, int max, uint32_t given) {
  bool few = (int)given < min;
  int limit = few ? min : max;
  raise_format(ctx, EXC_TypeError, "%s expected %s%d argument%s, got %d", name,
               min == max ? ""
               : few      ? "at least "
                          : "at most ",
               limit, limit == 1 ? "" : "s", (int)given);
}

bool refuse_keywords(Ctx *ctx, const char *name, Value kwnames) {
  if (!kwnames_count(kwnames)) return true;
  raise_format(ctx, EXC_TypeError, "%s() takes no keyword arguments", name);
  return false;
}

/* "list.append", "math.sqrt", "len", and "C.mro" of a method of all classes: the class that owns the method is looked
 * for only here, for messages. */
static Value qualified_name(Ctx *ctx, const CFuncDef *def, Value self) {
  if (self && has_kind(ctx, self, KIND_MODULE)) {
    Value module = ((Module *)self)->name;
    return module == NAME(builtins) ? str_from_ascii(ctx, def->name) : str_format_c(ctx, "%U.%s", module, def->name);
  }
  if (!self) return str_from_ascii(ctx, def->name);
  bool on_class = (def->flags & CF_CLASS) && is_class(ctx, self);
  if (!on_class && is_class(ctx, self)) return str_format_c(ctx, "%U.%s", as_class(self)->qualname, def->name);
  Class *cls = on_class ? as_class(self) : class_of(ctx, self);
  Tuple *mro = (Tuple *)cls->mro;
  Value key = str_intern_c(ctx, def->name);
  for (int64_t i = 0; key && i < mro->length; i++) {
    Value found = dict_get_str(ctx, as_class(mro->items[i])->dict, key);
    if (found && has_kind(ctx, found, KIND_CFUNCTION) && ((CFunction *)found)->def == def)
      return str_format_c(ctx, "%U.%s", as_class(mro->items[i])->qualname, def->name);
  }
  return str_format_c(ctx, "%U.%s", cls->qualname, def->name);
}

static void raise_wrong_count(Ctx *ctx, const CFuncDef *def, Value self, uint32_t nargs) {
  if (def->min != def->max || def->max > 1) {
    raise_arity(ctx, def->name, def->min, def->max, nargs);
    return;
  }
  Value name = qualified_name(ctx, def, self);
  if (!name) return;
  if (def->max == 0) raise_format(ctx, EXC_TypeError, "%U() takes no arguments (%d given)", name, (int)nargs);
  else raise_format(ctx, EXC_TypeError, "%U() takes exactly one argument (%d given)", name, (int)nargs);
}

/* ---- keyword binding ---- */

typedef struct Param {
  uint16_t start; /* of its name in the text */
  uint8_t length;
  bool optional;
} Param;
typedef struct Params {
  const char *text; /* "data / level= wbits="; see call.h */
  uint8_t n, posonly, positional;
  uint8_t least, most; /* that may be given by position, if all are; most < least: one has to be given by name */
  Param items[MAX_PARAMS];
} Params;

static void parse_params(const char *text, Params *out) {
  *out = (Params){.text = text};
  bool keyword_only = false;
  for (const char *at = text; *at;) {
    while (*at == ' ' || *at == '|') at++;
    if (!*at) break;
    const char *start = at;
    while (*at && *at != ' ' && *at != '|') at++;
    uint32_t length = (uint32_t)(at - start);
    if (length == 1 && *start == '/') {
      out->posonly = out->n;
    } else if (length == 1 && *start == '*') {
      keyword_only = true;
    } else if (out->n < MAX_PARAMS) {
      bool optional = start[length - 1] == '=';
      out->items[out->n++] = (Param){(uint16_t)(start - text), (uint8_t)(length - optional), optional};
      if (!keyword_only) out->positional = out->n;
      if (!optional) out->least = keyword_only ? UINT8_MAX : out->n;
    }
  }
  out->most = out->positional;
}

/* Texts are constants of the program, so one that was parsed is known by its address, in a table that forgets. */
enum { KNOWN_PARAMS = 256 };

static const Params *params_of(Ctx *ctx, const char *text) {
  Params *known = (Params *)ctx->known_params + ((uintptr_t)text / 8 ^ (uintptr_t)text / 2048) % KNOWN_PARAMS;
  if (UNLIKELY(known->text != text)) parse_params(text, known);
  return known;
}

static bool same_name(Value name, const char *text, const Param *param) {
  Str *s = (Str *)name;
  if (s->length != param->length || !(s->h.flags & STR_ASCII)) return false;
  return memcmp(s->data, text + param->start, param->length) == 0;
}

static bool raise_count(Ctx *ctx, const char *name, bool exact, bool least, uint32_t limit, const char *kind,
                        uint32_t given) {
  raise_format(ctx, EXC_TypeError, "%s() takes %s %d %sargument%s (%d given)", name,
               exact   ? "exactly"
               : least ? "at least"
                       : "at most",
               (int)limit, kind, limit == 1 ? "" : "s", (int)given);
  return false;
}

static bool bind_parsed(Ctx *ctx, const char *name, const Params *p, const Value *args, uint32_t nargs, Value kwnames,
                        Value *out) {
  uint32_t nkw = kwnames_count(kwnames), posonly_required = 0;
  for (uint32_t i = 0; i < p->posonly; i++) posonly_required += !p->items[i].optional;
  if (nargs + nkw > p->n) return raise_count(ctx, name, false, false, p->n, nargs ? "" : "keyword ", nargs + nkw);
  if (nargs > p->positional) {
    if (!p->positional) return raise_format(ctx, EXC_TypeError, "%s() takes no positional arguments", name), false;
    uint32_t min = 0;
    for (uint32_t i = 0; i < p->positional; i++) min += !p->items[i].optional;
    return raise_count(ctx, name, min == p->positional, false, p->positional, "positional ", nargs);
  }
  if (nargs < posonly_required)
    return raise_count(ctx, name, posonly_required == p->positional, true, posonly_required, "positional ", nargs);
  for (uint32_t i = 0; i < p->n; i++) out[i] = i < nargs ? args[i] : V_NULL;
  Value unexpected = V_NULL;
  for (uint32_t k = 0; k < nkw; k++) {
    Value key = tuple_item(kwnames, k);
    if (!is_str(ctx, key)) return raise_format(ctx, EXC_TypeError, "keywords must be strings"), false;
    uint32_t i = p->posonly;
    while (i < p->n && !same_name(key, p->text, &p->items[i])) i++;
    if (i == p->n) {
      unexpected = key;
    } else if (out[i]) {
      return raise_format(ctx, EXC_TypeError, "argument for %s() given by name ('%U') and position (%d)", name, key,
                          (int)i + 1),
             false;
    } else {
      out[i] = args[nargs + k];
    }
  }
  for (uint32_t i = 0; i < p->n; i++) {
    if (out[i] || p->items[i].optional) continue;
    char param_name[64];
    snprintf(param_name, sizeof param_name, "%.*s", (int)p->items[i].length, p->text + p->items[i].start);
    raise_format(ctx, EXC_TypeError, "%s() missing required argument '%s' (pos %d)", name, param_name, (int)i + 1);
    return false;
  }
  if (!unexpected) return true;
  raise_format(ctx, EXC_TypeError, "%s() got an unexpected keyword argument '%U'", name, unexpected);
  return false;
}

bool bind_params(Ctx *ctx, const char *name, const char *params, const Value *args, uint32_t nargs, Value kwnames,
                 Value *out) {
  return bind_parsed(ctx, name, params_of(ctx, params), args, nargs, kwnames, out);
}

static void free_known_params(Ctx *ctx, void *known) { memory_free(ctx, known); }

Value kwargs_dict(Ctx *ctx, const Value *values, Value kwnames) {
  Value dict = dict_new(ctx);
  for (uint32_t i = 0; dict && i < kwnames_count(kwnames); i++)
    if (!dict_set(ctx, dict, tuple_item(kwnames, i), values[i])) return V_NULL;
  return dict;
}

/* ---- calling ---- */

Value cfunction_call(Ctx *ctx, const CFuncDef *def, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  if (def->flags & CF_KW) return OUTCOME(ctx, def->fn(ctx, self, args, nargs, kwnames), def->name, "");
  if (def->params) {
    Value out[MAX_PARAMS];
    const Params *params = params_of(ctx, def->params);
    uint32_t n = params->n;
    if (LIKELY(nargs >= params->least && nargs <= params->most && !kwnames_count(kwnames)))
      for (uint32_t i = 0; i < n; i++) out[i] = i < nargs ? args[i] : V_NULL;
    else if (!bind_parsed(ctx, def->name, params, args, nargs, kwnames, out)) return V_NULL;
    return OUTCOME(ctx, def->fn(ctx, self, out, n, V_NULL), def->name, "");
  }
  if (UNLIKELY(kwnames_count(kwnames))) {
    Value name = qualified_name(ctx, def, self);
    if (name) raise_format(ctx, EXC_TypeError, "%U() takes no keyword arguments", name);
    return V_NULL;
  }
  if (UNLIKELY((int)nargs < def->min || (def->max >= 0 && (int)nargs > def->max)))
    return raise_wrong_count(ctx, def, self, nargs), V_NULL;
  return OUTCOME(ctx, def->fn(ctx, self, args, nargs, V_NULL), def->name, "");
}

/* ---- the object ---- */

#define AS_CFUNCTION(v) ((CFunction *)(v))

static Value cfunction_op_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  return cfunction_call(ctx, AS_CFUNCTION(self)->def, AS_CFUNCTION(self)->self, args, nargs, kwnames);
}
static bool has_owner(Ctx *ctx, Value self) {
  return AS_CFUNCTION(self)->self && !has_kind(ctx, AS_CFUNCTION(self)->self, KIND_MODULE);
}

static Value cfunction_repr(Ctx *ctx, Value self) {
  CFunction *f = AS_CFUNCTION(self);
  if (!has_owner(ctx, self)) return str_format_c(ctx, "<built-in function %s>", f->def->name);
  char address[32];
  snprintf(address, sizeof address, "0x%llx", (unsigned long long)f->self);
  return str_format_c(ctx, "<built-in method %s of %T object at %s>", f->def->name, f->self, address);
}
static Value cfunction_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if ((op != CMP_EQ && op != CMP_NE) || !has_shape(a, ctx->shape.cfunction) || !has_shape(b, ctx->shape.cfunction))
    return V_NOTIMPL;
  bool same = AS_CFUNCTION(a)->def == AS_CFUNCTION(b)->def && AS_CFUNCTION(a)->self == AS_CFUNCTION(b)->self;
  return bool_tag(same == (op == CMP_EQ));
}
static bool cfunction_hash(Ctx *ctx, Value self, uint64_t *out) {
  (void)ctx;
  *out = (uintptr_t)AS_CFUNCTION(self)->def >> 4 ^ AS_CFUNCTION(self)->self >> 3;
  return true;
}

static Value get_name(Ctx *ctx, Value self) { return str_from_ascii(ctx, AS_CFUNCTION(self)->def->name); }
static Value get_qualname(Ctx *ctx, Value self) {
  CFunction *f = AS_CFUNCTION(self);
  if (!has_owner(ctx, self)) return get_name(ctx, self);
  Class *cls = is_class(ctx, f->self) ? as_class(f->self) : class_of(ctx, f->self);
  return str_format_c(ctx, "%U.%s", cls->qualname, f->def->name);
}
static Value get_module(Ctx *ctx, Value self) {
  CFunction *f = AS_CFUNCTION(self);
  if (f->module) return f->module;
  return has_owner(ctx, self) || !f->self ? V_NONE : ((Module *)f->self)->name;
}
static Value get_doc(Ctx *ctx, Value self) {
  const char *doc = AS_CFUNCTION(self)->def->doc, *end = doc ? strstr(doc, ")\n--\n\n") : NULL;
  if (end) doc = end + strlen(")\n--\n\n");
  return doc ? str_from_utf8(ctx, doc, strlen(doc)) : V_NONE;
}
static Value get_self(Ctx *ctx, Value self) {
  return (void)ctx, AS_CFUNCTION(self)->self ? AS_CFUNCTION(self)->self : V_NONE;
}
/* Signatures are in a table of the library: lib/_text_signatures.py. */
static Value get_text_signature(Ctx *ctx, Value self) {
  CFunction *f = AS_CFUNCTION(self);
  const char *doc = f->def->doc, *end = doc ? strstr(doc, ")\n--\n\n") : NULL, *begin = doc ? strchr(doc, '(') : NULL;
  if (end && begin && begin < end) return str_from_utf8(ctx, begin, (size_t)(end + 1 - begin));
  Value owner = f->owner ? VAL(f->owner) : V_NULL, name = str_from_ascii(ctx, f->def->name);
  if (!owner && has_owner(ctx, self)) owner = is_class(ctx, f->self) ? f->self : VAL(class_of(ctx, f->self));
  if (!owner) owner = f->self && has_kind(ctx, f->self, KIND_MODULE) ? ((Module *)f->self)->name : or_none(f->module);
  return name ? import_call(ctx, "_text_signatures", "of", (Value[]){owner, name}, 2) : V_NULL;
}
static const GetSetDef cfunction_getset[] = {
    {"__name__", get_name, NULL, NULL},
    {"__qualname__", get_qualname, NULL, NULL},
    {"__module__", get_module, NULL, NULL},
    {"__doc__", get_doc, NULL, NULL},
    {"__self__", get_self, NULL, NULL},
    {"__text_signature__", get_text_signature, NULL, NULL},
    {0},
};
static const TypeOps cfunction_ops = {
    .call = cfunction_op_call, .repr = cfunction_repr, .compare = cfunction_compare, .hash = cfunction_hash};

bool cfunction_startup(Ctx *ctx) {
  void *known = ctx->known_params = memory_zeroed(ctx, KNOWN_PARAMS * sizeof(Params));
  if (!known || !ctx_at_destroy(ctx, free_known_params, known)) return memory_free(ctx, known), false;
  ctx->cls.cfunction = class_new_builtin(ctx, "builtin_function_or_method", NULL, KIND_CFUNCTION, sizeof(CFunction),
                                         &cfunction_ops, NULL, CLASS_FINAL | CLASS_HAS_WEAKREF);
  return ctx->cls.cfunction && class_add_getset(ctx, ctx->cls.cfunction, cfunction_getset);
}
