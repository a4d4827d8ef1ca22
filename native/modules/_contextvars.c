/* Module _contextvars: context variables. A Context holds a Dict from variables to values. Copies share it until one of
 * them changes, so that copying costs nothing and a change after that costs a copy of the Dict. */
#include "modules/module.h"

typedef struct Context {
  Cell h;
  Value vars;  /* Dict */
  Value outer; /* while it is entered: the context that was the current one */
  bool entered, shared;
} Context;
typedef struct ContextVar {
  Cell h;
  Value name, default_; /* V_NULL: none */
} ContextVar;
typedef struct Token {
  Cell h;
  Value context, var, old; /* old V_NULL: there was no value */
  bool used;
} Token;

typedef struct ContextState {
  Class *context, *var, *token, *missing_class;
  Value current; /* Context */
  Value missing; /* Token.MISSING */
} ContextState;
static ContextState *state_of(Ctx *ctx) { return module_state(ctx, &module__contextvars); }
static void trace(Ctx *ctx, void *data) {
  const ContextState *state = data;
  heap_mark(ctx, state->current), heap_mark(ctx, state->missing);
}

#define AS_CONTEXT(v) ((Context *)(v))
#define AS_VAR(v) ((ContextVar *)(v))
#define AS_TOKEN(v) ((Token *)(v))
static bool is_var(Ctx *ctx, Value v) { return is_cell(v) && class_of(ctx, v) == state_of(ctx)->var; }

/* ---- Context ---- */

static Value context_with(Ctx *ctx, Value vars) {
  if (!vars) return V_NULL;
  Context *context = (Context *)instance_new(ctx, state_of(ctx)->context);
  if (context) context->vars = vars;
  return VAL(context);
}
static Value current(Ctx *ctx) {
  ContextState *state = state_of(ctx);
  if (!state->current && (state->current = context_with(ctx, dict_new(ctx))))
    AS_CONTEXT(state->current)->entered = true;
  return state->current;
}
/* Its Dict, to be changed. */
static Value own_vars(Ctx *ctx, Context *context) {
  if (!context->shared) return context->vars;
  Value copy = dict_copy(ctx, context->vars);
  if (!copy) return V_NULL;
  context->shared = false;
  return context->vars = copy;
}
static Value context_copy(Ctx *ctx, Value self) {
  Value copy = context_with(ctx, AS_CONTEXT(self)->vars);
  if (copy) AS_CONTEXT(copy)->shared = AS_CONTEXT(self)->shared = true;
  return copy;
}

static Value context_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(cls), UNUSED(args);
  if (nargs || kwcount(kwnames))
    return raise_format(ctx, EXC_TypeError, "Context() does not accept any arguments"), V_NULL;
  return context_with(ctx, dict_new(ctx));
}
static bool checked_var(Ctx *ctx, Value key) {
  if (is_var(ctx, key)) return true;
  raise_format(ctx, EXC_TypeError, "a ContextVar key was expected, got %R", key);
  return false;
}
static Value context_getitem(Ctx *ctx, Value self, Value key) {
  if (!checked_var(ctx, key)) return V_NULL;
  Value found = dict_get(ctx, AS_CONTEXT(self)->vars, key);
  if (!found && !ctx->exc) raise_key_error(ctx, key);
  return found;
}
static int context_contains(Ctx *ctx, Value self, Value key) {
  if (!checked_var(ctx, key)) return -1;
  return dict_get(ctx, AS_CONTEXT(self)->vars, key) ? 1 : ctx->exc ? -1 : 0;
}
static int64_t context_len(Ctx *ctx, Value self) {
  UNUSED(ctx);
  return AS_DICT(AS_CONTEXT(self)->vars)->length;
}
/* What is iterated may not change while somebody does. */
static Value view(Ctx *ctx, Value self, Shape *shape) {
  AS_CONTEXT(self)->shared = true;
  Value all = dict_view_new(ctx, AS_CONTEXT(self)->vars, shape);
  return all ? object_iter(ctx, all) : V_NULL;
}
static Value context_iter(Ctx *ctx, Value self) { return view(ctx, self, ctx->shape.dict_view_keys); }
static Value context_compare(Ctx *ctx, Value self, Value other, CmpOp op) {
  if ((op != CMP_EQ && op != CMP_NE) || !is_cell(other) || class_of(ctx, other) != state_of(ctx)->context)
    return V_NOTIMPL;
  int same = dict_equal(ctx, AS_CONTEXT(self)->vars, AS_CONTEXT(other)->vars);
  return same < 0 ? V_NULL : bool_tag(same == (op == CMP_EQ));
}

METHOD(method_get) {
  if (!checked_var(ctx, args[0])) return V_NULL;
  Value found = dict_get(ctx, AS_CONTEXT(self)->vars, args[0]);
  return found || ctx->exc ? found : nargs > 1 ? args[1] : V_NONE;
}
METHOD(method_keys) { return view(ctx, self, ctx->shape.dict_view_keys); }
METHOD(method_values) { return view(ctx, self, ctx->shape.dict_view_values); }
METHOD(method_items) { return view(ctx, self, ctx->shape.dict_view_items); }
METHOD(method_copy) { return context_copy(ctx, self); }
METHOD(method_run) {
  if (nargs == 0) return raise_format(ctx, EXC_TypeError, "run() missing 1 required positional argument"), V_NULL;
  Context *context = AS_CONTEXT(self);
  if (context->entered)
    return raise_format(ctx, EXC_RuntimeError, "cannot enter context: %R is already entered", self), V_NULL;
  ContextState *state = state_of(ctx);
  if (!(context->outer = current(ctx))) return V_NULL;
  context->entered = true;
  state->current = self;
  ctx->context_changes++;
  Value result = py_call(ctx, args[0], args + 1, nargs - 1, kwnames);
  state->current = context->outer;
  ctx->context_changes++;
  context->outer = V_NULL;
  context->entered = false;
  return result;
}

static const CFuncDef context_methods[] = {
    METHOD_ROW("get", method_get, 1, 2, "Return the value for `key` if `key` has the value in the context object."),
    METHOD_ROW("keys", method_keys, 0, 0, "Return a list of all variables in the context object."),
    METHOD_ROW("values", method_values, 0, 0, "Return a list of all variables' values in the context object."),
    METHOD_ROW("items", method_items, 0, 0, "Return all variables and their values in the context object."),
    METHOD_ROW("copy", method_copy, 0, 0, "Return a shallow copy of the context object."),
    METHOD_ROW_KW("run", method_run, 0, -1, "Run a callable in the context."),
    {0},
};
static void context_trace(Ctx *ctx, Value self) {
  heap_mark(ctx, AS_CONTEXT(self)->vars), heap_mark(ctx, AS_CONTEXT(self)->outer);
}
static Class *make_context_class(Ctx *ctx) {
  static const TypeOps ops = {.new_ = context_new,
                              .getitem = context_getitem,
                              .contains = context_contains,
                              .len = context_len,
                              .iter = context_iter,
                              .compare = context_compare,
                              .trace = context_trace};
  return class_new_builtin(ctx, "_contextvars.Context", NULL, KIND_OTHER, sizeof(Context), &ops, context_methods,
                           CLASS_FINAL | CLASS_HAS_WEAKREF);
}

/* ---- ContextVar ---- */

static Value var_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  Value bound[2];
  if (!bind_params(ctx, "ContextVar", "name / * default=", args, nargs, kwnames, bound)) return V_NULL;
  if (!is_str(ctx, bound[0])) return raise_format(ctx, EXC_TypeError, "context variable name must be a str"), V_NULL;
  uint64_t hash;
  if (!object_hash(ctx, bound[0], &hash)) return V_NULL;
  ContextVar *var = (ContextVar *)instance_new(ctx, cls);
  if (!var) return V_NULL;
  var->name = bound[0];
  var->default_ = bound[1];
  return VAL(var);
}
static Value var_repr(Ctx *ctx, Value self) {
  const ContextVar *var = AS_VAR(self);
  unsigned long long at = self;
  if (!var->default_) return str_format_c(ctx, "<ContextVar name=%R at 0x%llx>", var->name, at);
  int running = repr_enter(ctx, self);
  if (running) return running < 0 ? V_NULL : str_from_ascii(ctx, "...");
  Value text = str_format_c(ctx, "<ContextVar name=%R default=%R at 0x%llx>", var->name, var->default_, at);
  repr_leave(ctx, self);
  return text;
}
METHOD(var_get) {
  Value context = current(ctx), found = context ? dict_get(ctx, AS_CONTEXT(context)->vars, self) : V_NULL;
  if (found || ctx->exc) return found;
  if (nargs) return args[0];
  if (AS_VAR(self)->default_) return AS_VAR(self)->default_;
  raise_value(ctx, EXC_LookupError, self);
  return V_NULL;
}
METHOD(var_set) {
  Value context = current(ctx);
  Token *token = context ? (Token *)instance_new(ctx, state_of(ctx)->token) : NULL;
  if (!token) return V_NULL;
  token->context = context;
  token->var = self;
  token->old = dict_get(ctx, AS_CONTEXT(context)->vars, self);
  Value vars = ctx->exc ? V_NULL : own_vars(ctx, AS_CONTEXT(context));
  ctx->context_changes++;
  return vars && dict_set(ctx, vars, self, args[0]) ? VAL(token) : V_NULL;
}
static bool reset(Ctx *ctx, Value self, Value v) {
  if (!is_cell(v) || class_of(ctx, v) != state_of(ctx)->token)
    return raise_format(ctx, EXC_TypeError, "expected an instance of Token, got %R", v), false;
  Token *token = AS_TOKEN(v);
  if (token->used) return raise_format(ctx, EXC_RuntimeError, "%R has already been used once", v), false;
  if (token->var != self)
    return raise_format(ctx, EXC_ValueError, "%R was created by a different ContextVar", v), false;
  Value context = current(ctx);
  if (!context) return false;
  if (token->context != context)
    return raise_format(ctx, EXC_ValueError, "%R was created in a different Context", v), false;
  Value vars = own_vars(ctx, AS_CONTEXT(context));
  if (!vars) return false;
  token->used = true;
  ctx->context_changes++;
  return token->old ? dict_set(ctx, vars, self, token->old) : dict_delete(ctx, vars, self) >= 0;
}
METHOD(var_reset) { return reset(ctx, self, args[0]) ? V_NONE : V_NULL; }
static Value get_name(Ctx *ctx, Value self) {
  UNUSED(ctx);
  return AS_VAR(self)->name;
}

static const CFuncDef var_methods[] = {
    METHOD_ROW("get", var_get, 0, 1, "Return a value for the context variable for the current context."),
    METHOD_ROW("set", var_set, 1, 1, "Call to set a new value for the context variable in the current context."),
    METHOD_ROW("reset", var_reset, 1, 1, "Reset the context variable."),
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    {0},
};
static const GetSetDef var_getset[] = {{"name", get_name, readonly_member, NULL}, {0}};
static void var_trace(Ctx *ctx, Value self) {
  heap_mark(ctx, AS_VAR(self)->name), heap_mark(ctx, AS_VAR(self)->default_);
}
static Class *make_var_class(Ctx *ctx) {
  static const TypeOps ops = {.new_ = var_new, .repr = var_repr, .trace = var_trace};
  Class *cls = class_new_builtin(ctx, "_contextvars.ContextVar", NULL, KIND_OTHER, sizeof(ContextVar), &ops,
                                 var_methods, CLASS_FINAL);
  return cls && class_add_getset(ctx, cls, var_getset) ? cls : NULL;
}

/* ---- Token ---- */

static Value token_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(cls), UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  return raise_format(ctx, EXC_RuntimeError, "Tokens can only be created by ContextVars"), V_NULL;
}
static Value token_repr(Ctx *ctx, Value self) {
  return str_format_c(ctx, "<Token%s var=%R at 0x%llx>", AS_TOKEN(self)->used ? " used" : "", AS_TOKEN(self)->var,
                      (unsigned long long)self);
}
static Value get_var(Ctx *ctx, Value self) {
  UNUSED(ctx);
  return AS_TOKEN(self)->var;
}
static Value get_old(Ctx *ctx, Value self) {
  return AS_TOKEN(self)->old ? AS_TOKEN(self)->old : state_of(ctx)->missing;
}
METHOD(token_enter) { return self; }
METHOD(token_exit) { return reset(ctx, AS_TOKEN(self)->var, self) ? V_NONE : V_NULL; }

static const CFuncDef token_methods[] = {
    METHOD_ROW("__enter__", token_enter, 0, 0, "Enter into Token context manager."),
    METHOD_ROW("__exit__", token_exit, 3, 3, "Exit from Token context manager, restore the linked ContextVar."),
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    {0},
};
static const GetSetDef token_getset[] = {{"var", get_var, NULL, NULL}, {"old_value", get_old, NULL, NULL}, {0}};
static void token_trace(Ctx *ctx, Value self) {
  heap_mark(ctx, AS_TOKEN(self)->context), heap_mark(ctx, AS_TOKEN(self)->var), heap_mark(ctx, AS_TOKEN(self)->old);
}
static Class *make_token_class(Ctx *ctx) {
  static const TypeOps ops = {.new_ = token_new, .repr = token_repr, .trace = token_trace};
  Class *cls = class_new_builtin(ctx, "_contextvars.Token", NULL, KIND_OTHER, sizeof(Token), &ops, token_methods,
                                 CLASS_FINAL);
  return cls && class_add_getset(ctx, cls, token_getset) ? cls : NULL;
}

static Value missing_repr(Ctx *ctx, Value self) {
  UNUSED(self);
  return str_from_ascii(ctx, "<Token.MISSING>");
}
static Class *make_missing_class(Ctx *ctx) {
  static const TypeOps ops = {.repr = missing_repr};
  Class *cls = class_new_builtin(ctx, "Token.MISSING", NULL, KIND_INSTANCE, sizeof(Instance), &ops, NULL, CLASS_FINAL);
  if (cls) cls->ops.new_ = NULL;
  return cls;
}

/* ---- the module ---- */

FUNCTION(f_copy_context) {
  Value context = current(ctx);
  return context ? context_copy(ctx, context) : V_NULL;
}
static const CFuncDef functions[] = {FUNCTION_ROW("copy_context", f_copy_context, 0, 0, NULL), {0}};
static const ModuleClass classes[] = {
    {offsetof(ContextState, context), make_context_class},
    {offsetof(ContextState, var), make_var_class},
    {offsetof(ContextState, token), make_token_class},
    {0},
};
static const ModuleClass hidden[] = {{offsetof(ContextState, missing_class), make_missing_class}, {0}};

static bool init(Ctx *ctx, Value module) {
  UNUSED(module);
  ContextState *state = state_of(ctx);
  if (!state->missing && !(state->missing = instance_new(ctx, state->missing_class))) return false;
  return dict_set(ctx, state->token->dict, str_intern_c(ctx, "MISSING"), state->missing) &&
         class_modified(ctx, state->token);
}

MODULE(_contextvars, .doc = "Context Variables", .functions = {functions}, .classes = classes, .hidden = hidden,
       .state_size = sizeof(ContextState), .trace = trace, .init = init);
