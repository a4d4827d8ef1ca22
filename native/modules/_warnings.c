/* Module _warnings: warn() and warn_explicit(), and the state that module `warnings` shares with them. What a program
 * has put into `warnings` (filters, defaultaction, showwarning …) counts as soon as that is imported; until then the
 * defaults here do. C code warns through exception/warning.h. */
#include "modules/module.h"
#include <string.h>

typedef struct WarningsState {
  Value filters, once, default_action; /* list, dict, str */
  Value context;                       /* ContextVar: filters of the running context */
  int64_t version;                     /* of the filters: registries that are older are emptied */
  int64_t locked;
} WarningsState;
static WarningsState *state_of(Ctx *ctx) { return module_state(ctx, &module__warnings); }

static void trace(Ctx *ctx, void *data) {
  const WarningsState *state = data;
  heap_mark(ctx, state->filters), heap_mark(ctx, state->once);
  heap_mark(ctx, state->default_action), heap_mark(ctx, state->context);
}

/* An attribute of module warnings. V_NULL without an exception: there is none, or the module is not imported. */
static Value shared(Ctx *ctx, const char *name, bool import) {
  Value module_name = str_intern_c(ctx, "warnings");
  Value module = module_name ? dict_get_str(ctx, ctx->sys_modules, module_name) : V_NULL;
  if (!module && import && !ctx->exc) {
    module = import_name(ctx, module_name, ctx->builtins, V_NONE, int_tag(0));
    if (!module && exc_matches(ctx, EXC_ImportError)) exc_clear(ctx);
  }
  Value attribute = module ? str_intern_c(ctx, name) : V_NULL;
  return attribute ? get_attr_optional(ctx, module, attribute) : V_NULL;
}

/* ---- filters ---- */

/* Does a pattern (None, a str, or something with a match method) match? 1, 0, -1 */
static int matches(Ctx *ctx, Value pattern, Value text) {
  if (pattern == V_NONE) return 1;
  if (exact_str(ctx, pattern)) return object_compare_bool(ctx, pattern, text, CMP_EQ);
  Value found = py_call_method(ctx, pattern, str_intern_c(ctx, "match"), &text, 1);
  return found ? object_truth(ctx, found) : -1;
}

typedef struct Warning {
  Value message, category, text, filename, module, line;
  Value source_line; /* V_NULL: it is read from the file */
} Warning;

static int applies(Ctx *ctx, const Warning *w, Value filter) {
  int yes = matches(ctx, tuple_item(filter, 1), w->text);
  if (yes > 0) yes = object_issubclass(ctx, w->category, tuple_item(filter, 2));
  if (yes > 0) yes = matches(ctx, tuple_item(filter, 3), w->module);
  if (yes <= 0) return yes;
  int64_t line;
  if (!object_ssize(ctx, tuple_item(filter, 4), &line)) return -1;
  return line == 0 || (is_int(w->line) && int_val(w->line) == line);
}

/* The action of the first filter that applies; *item: that filter. V_NULL without an exception: none does. */
static Value search(Ctx *ctx, Value filters, const char *name, const Warning *w, Value *item) {
  if (!is_list(ctx, filters)) return raise_format(ctx, EXC_ValueError, "warnings.%s must be a list", name), V_NULL;
  for (int64_t i = 0; i < AS_LIST(filters)->length; i++) { /* it may change meanwhile */
    Value filter = AS_LIST(filters)->items->items[i];
    if (!is_tuple(ctx, filter) || tuple_length(filter) != 5)
      return raise_format(ctx, EXC_ValueError, "warnings.%s item %lld isn't a 5-tuple", name, (long long)i), V_NULL;
    if (!is_str(ctx, tuple_item(filter, 0))) {
      raise_format(ctx, EXC_TypeError, "action must be a string, not '%T'", tuple_item(filter, 0));
      return V_NULL;
    }
    int yes = applies(ctx, w, filter);
    if (yes < 0) return V_NULL;
    if (yes) return *item = filter, tuple_item(filter, 0);
  }
  return V_NULL;
}

/* The filters of the running context, if it has any of its own. */
static Value context_filters(Ctx *ctx) {
  Value none = V_NONE, get = get_attr(ctx, state_of(ctx)->context, str_intern_c(ctx, "get"));
  Value context = get ? py_call(ctx, get, &none, 1, V_NULL) : V_NULL;
  if (!context || context == V_NONE) return V_NULL;
  return get_attr(ctx, context, str_intern_c(ctx, "_filters"));
}

static Value action_for(Ctx *ctx, const Warning *w, Value *item) {
  Value filters = context_filters(ctx);
  if (ctx->exc) return V_NULL;
  if (filters) {
    Value action = search(ctx, filters, "_filters", w, item);
    if (action || ctx->exc) return action;
  } else {
    filters = shared(ctx, "filters", false);
    if (ctx->exc) return V_NULL;
    if (filters) state_of(ctx)->filters = filters; /* the last ones stay when a program deletes them */
    Value action = search(ctx, state_of(ctx)->filters, "filters", w, item);
    if (action || ctx->exc) return action;
  }
  *item = V_NONE;
  Value action = shared(ctx, "defaultaction", false);
  if (!action) return ctx->exc ? V_NULL : state_of(ctx)->default_action;
  if (is_str(ctx, action)) return state_of(ctx)->default_action = action;
  raise_format(ctx, EXC_TypeError, "warnings.defaultaction must be a string, not '%T'", action);
  return V_NULL;
}

/* ---- registries: what has been said already ---- */

/* 1: the key is there; 0: it was not, and is now if `set`; -1 */
static int already(Ctx *ctx, Value registry, Value key, bool set) {
  WarningsState *state = state_of(ctx);
  if (!key) return -1;
  Value name = str_intern_c(ctx, "version"), version = name ? dict_get(ctx, registry, name) : V_NULL;
  if (ctx->exc) return -1;
  if (!version || version != int_tag(state->version)) {
    if (!dict_clear(ctx, AS_DICT(registry)) || !dict_set(ctx, registry, name, int_tag(state->version))) return -1;
  } else {
    Value found = dict_get(ctx, registry, key);
    int yes = found ? object_truth(ctx, found) : ctx->exc ? -1 : 0;
    if (yes) return yes;
  }
  return !set || dict_set(ctx, registry, key, V_TRUE) ? 0 : -1;
}

/* ---- saying it ---- */

/* Without module warnings: what that would print. */
static bool print(Ctx *ctx, const Warning *w) {
  Value file = dict_get_str(ctx, AS_MODULE(ctx->sys_module)->dict, NAME(stderr));
  if (!file || file == V_NONE) return true;
  StrBuilder sb;
  sb_init(&sb, ctx);
  Value name = get_attr(ctx, w->category, NAME(__name__)), head = V_NULL;
  if (name) head = str_format_c(ctx, "%S:%S: %S: %S\n", w->filename, w->line, name, w->text);
  if (!head) return sb_discard(&sb), false;
  sb_str(&sb, head);
  Value source = w->source_line ? w->source_line
                 : ((Str *)w->filename)->length && str_at(w->filename, 0) == '<'
                     ? V_NULL
                     : traceback_source_line(ctx, w->filename, is_int(w->line) ? int_val(w->line) : 0);
  if (source) {
    sb_ascii(&sb, "  ");
    sb_str(&sb, source);
    sb_char(&sb, '\n');
  }
  if (ctx->exc) exc_clear(ctx);
  Value text = sb_finish(&sb);
  return text && py_call_method(ctx, file, NAME(write), &text, 1);
}

static bool show(Ctx *ctx, const Warning *w, Value source) {
  Value show = shared(ctx, "_showwarnmsg", source && source != V_NONE);
  if (!show) return !ctx->exc && print(ctx, w);
  if (!is_callable(ctx, show))
    return raise_format(ctx, EXC_TypeError, "warnings._showwarnmsg() must be set to a callable"), false;
  Value make = shared(ctx, "WarningMessage", false);
  if (!make) {
    if (!ctx->exc) raise_format(ctx, EXC_RuntimeError, "unable to get warnings.WarningMessage");
    return false;
  }
  Value args[7] = {w->message, w->category, w->filename, w->line, V_NONE, V_NONE, or_none(source)};
  Value message = py_call(ctx, make, args, 7, V_NULL);
  return message && py_call1(ctx, show, message);
}

static bool is(Value action, const char *name) { return str_equal_c(action, name); }

/* How often it is to be said: 1: no more; 0: now; -1 */
static int said_before(Ctx *ctx, const Warning *w, Value registry, Value action, Value item) {
  Value parts[3] = {w->text, w->category, int_tag(0)};
  if (is(action, "once")) {
    if (!registry) {
      registry = shared(ctx, "onceregistry", false);
      if (ctx->exc) return -1;
      if (!registry) registry = state_of(ctx)->once;
      if (!is_dict(ctx, registry)) {
        raise_format(ctx, EXC_TypeError, "_warnings.onceregistry must be a dict, not '%T'", registry);
        return -1;
      }
    }
    return already(ctx, registry, tuple_from(ctx, parts, 2), true);
  }
  if (is(action, "module")) return registry ? already(ctx, registry, tuple_from(ctx, parts, 3), true) : 0;
  if (is(action, "default") || is(action, "always") || is(action, "all")) return 0;
  raise_format(ctx, EXC_RuntimeError, "Unrecognized action (%R) in warnings.filters:\n %R", action, item);
  return -1;
}

static bool explicitly(Ctx *ctx, Warning *w, Value registry, Value source) {
  if (registry == V_NONE) registry = V_NULL;
  if (registry && !is_dict(ctx, registry))
    return raise_format(ctx, EXC_TypeError, "'registry' must be a dict or None"), false;
  if (is_instance(ctx, w->message, ctx->exc_class[EXC_Warning])) {
    w->category = VAL(class_of(ctx, w->message));
    if (!(w->text = object_str(ctx, w->message))) return false;
  } else {
    w->text = w->message;
    if (!(w->message = py_call1(ctx, w->category, w->text))) return false;
  }
  Value parts[3] = {w->text, w->category, w->line}, key = tuple_from(ctx, parts, 3), item = V_NONE;
  if (!key) return false;
  if (registry) {
    int before = already(ctx, registry, key, false);
    if (before) return before > 0;
  }
  Value action = action_for(ctx, w, &item);
  if (!action) return false;
  if (is(action, "error")) return do_raise(ctx, w->message, V_NULL);
  if (is(action, "ignore")) return true;
  if (registry && !is(action, "always") && !is(action, "all") && !dict_set(ctx, registry, key, V_TRUE)) return false;
  int before = said_before(ctx, w, registry, action, item);
  if (before) return before > 0;
  return show(ctx, w, source);
}

/* ---- where from ---- */

static bool contains(Ctx *ctx, Value text, const char *part) {
  Value needle = str_from_ascii(ctx, part);
  return needle && str_find(ctx, text, needle, 0, ((Str *)text)->length, 1) >= 0;
}
static bool is_internal(Ctx *ctx, Value filename) {
  return contains(ctx, filename, "importlib") && contains(ctx, filename, "_bootstrap");
}
static bool is_skipped(Value filename, Value prefixes) {
  for (int64_t i = 0; prefixes && i < tuple_length(prefixes); i++) {
    Value prefix = tuple_item(prefixes, i);
    int64_t n = ((Str *)prefix)->length, at = 0;
    if (n > ((Str *)filename)->length) continue;
    while (at < n && str_at(prefix, at) == str_at(filename, at)) at++;
    if (at == n) return true;
  }
  return false;
}

/* The frame `level` calls out; those of the import system are not counted, unless it is one that warns. */
static bool find_frame(Ctx *ctx, int64_t level, Value prefixes, FrameView *view) {
  bool found = frame_view(ctx, view);
  bool all = level <= 0 || !found || is_internal(ctx, view->code->filename);
  while (found && --level > 0) {
    do found = frame_view_outward(ctx, view);
    while (found && !all && (is_internal(ctx, view->code->filename) || is_skipped(view->code->filename, prefixes)));
    if (!CHECK_STOP(ctx)) return false;
  }
  return found;
}

static bool warn_here(Ctx *ctx, Warning *w, int64_t level, Value source, Value prefixes) {
  FrameView view;
  Value globals = AS_MODULE(ctx->sys_module)->dict;
  w->line = int_tag(0);
  if (find_frame(ctx, level, prefixes, &view)) {
    globals = view.func->globals;
    w->filename = view.code->filename;
    if (!code_read(ctx, view.code)) return false;
    w->line = int_tag(code_position(view.code, view.unit).line);
  } else if (!ctx->exc) {
    w->filename = str_from_ascii(ctx, "<sys>");
  }
  if (ctx->exc || !w->filename) return false;
  Value name = str_intern_c(ctx, "__warningregistry__"), registry = name ? dict_get_str(ctx, globals, name) : V_NULL;
  if (!registry && (!name || !(registry = dict_new(ctx)) || !dict_set(ctx, globals, name, registry))) return false;
  w->module = dict_get_str(ctx, globals, NAME(__name__));
  if (!w->module || (w->module != V_NONE && !is_str(ctx, w->module))) w->module = str_from_ascii(ctx, "<string>");
  return w->module && explicitly(ctx, w, registry, source);
}

/* The category that counts, or V_NULL + TypeError. */
static Value category_of(Ctx *ctx, Value message, Value category) {
  if (is_instance(ctx, message, ctx->exc_class[EXC_Warning])) return VAL(class_of(ctx, message));
  if (!category || category == V_NONE) return VAL(ctx->exc_class[EXC_UserWarning]);
  Value warning = VAL(ctx->exc_class[EXC_Warning]);
  int is_warning = is_class(ctx, category) ? object_issubclass(ctx, category, warning) : 0;
  if (is_warning > 0) return category;
  if (!is_warning) raise_format(ctx, EXC_TypeError, "category must be a Warning subclass, not '%T'", category);
  return V_NULL;
}

FUNCTION(f_warn) {
  Value prefixes = args[4];
  int64_t level = 1;
  if (args[2] && !object_ssize(ctx, args[2], &level)) return V_NULL;
  if (prefixes) {
    bool ok = is_tuple(ctx, prefixes);
    for (int64_t i = 0; ok && i < tuple_length(prefixes); i++) {
      if (is_str(ctx, tuple_item(prefixes, i))) continue;
      raise_format(ctx, EXC_TypeError, "Found non-str '%T' in skip_file_prefixes.", tuple_item(prefixes, i));
      return V_NULL;
    }
    if (!ok) {
      raise_format(ctx, EXC_TypeError, "warn() argument 'skip_file_prefixes' must be tuple, not %A", prefixes);
      return V_NULL;
    }
    if (tuple_length(prefixes) && level < 2) level = 2;
  }
  Warning w = {.message = args[0]};
  if (!(w.category = category_of(ctx, args[0], args[1]))) return V_NULL;
  return warn_here(ctx, &w, level, args[3], prefixes) ? V_NONE : V_NULL;
}

/* The module's name, from the file's. */
static Value module_of(Ctx *ctx, Value filename) {
  int64_t n = ((Str *)filename)->length;
  if (n == 0) return str_from_ascii(ctx, "<unknown>");
  bool py = n >= 3 && str_at(filename, n - 3) == '.' && (str_at(filename, n - 2) | 32) == 'p' &&
            (str_at(filename, n - 1) | 32) == 'y';
  return py ? str_substring(ctx, filename, 0, n - 3) : filename;
}

/* The line that the loader of a module with these globals has, without blanks around it. It may stay V_NULL. */
static bool line_of_module(Ctx *ctx, Value globals, int64_t line, Value *found) {
  Value loader = import_call(ctx, "_frozen_importlib_external", "_bless_my_loader", &globals, 1);
  if (!loader) return false;
  Value get_source = loader == V_NONE ? V_NULL : get_attr_optional(ctx, loader, str_intern_c(ctx, "get_source"));
  Value name = ctx->exc ? V_NULL : dict_get_str(ctx, globals, NAME(__name__));
  if (!get_source || !name) return !ctx->exc;
  Value source = py_call1(ctx, get_source, name);
  if (!source || !is_str(ctx, source)) return source != V_NULL;
  Value exact = str_substring(ctx, source, 0, ((Str *)source)->length);
  Value lines = exact ? py_call_method(ctx, exact, str_intern_c(ctx, "splitlines"), NULL, 0) : V_NULL;
  if (!lines || line < 1 || line > AS_LIST(lines)->length) return lines != V_NULL;
  *found = py_call_method(ctx, AS_LIST(lines)->items->items[line - 1], str_intern_c(ctx, "strip"), NULL, 0);
  return *found != V_NULL;
}

FUNCTION(f_warn_explicit) {
  if (!is_str(ctx, args[2]))
    return raise_format(ctx, EXC_TypeError, "warn_explicit() argument 'filename' must be str, not %A", args[2]), V_NULL;
  int line;
  if (!object_c_int(ctx, args[3], &line)) return V_NULL;
  if (args[6] && args[6] != V_NONE && !is_dict(ctx, args[6]))
    return raise_format(ctx, EXC_TypeError, "module_globals must be a dict, not '%T'", args[6]), V_NULL;
  Warning w = {.message = args[0], .filename = args[2], .line = int_tag(line)};
  if (!(w.category = category_of(ctx, args[0], args[1]))) return V_NULL;
  if (args[6] && args[6] != V_NONE && !line_of_module(ctx, args[6], line, &w.source_line)) return V_NULL;
  w.module = args[4] ? args[4] : module_of(ctx, args[2]);
  return w.module && explicitly(ctx, &w, or_none(args[5]), args[7]) ? V_NONE : V_NULL;
}

/* ---- the lock, which one thread only counts ---- */

FUNCTION(f_acquire) {
  state_of(ctx)->locked++;
  return V_NONE;
}
FUNCTION(f_release) {
  WarningsState *state = state_of(ctx);
  if (!state->locked) return raise_format(ctx, EXC_RuntimeError, "cannot release un-acquired lock"), V_NULL;
  state->locked--;
  return V_NONE;
}
FUNCTION(f_mutated) {
  WarningsState *state = state_of(ctx);
  if (!state->locked)
    return raise_format(ctx, EXC_RuntimeError, "warnings._filters_mutated_lock_held() called without lock"), V_NULL;
  state->version++;
  return V_NONE;
}

static const CFuncDef functions[] = {
    FUNCTION_ROW_NAMED("warn", f_warn, 1, 5, "message category= stacklevel= source= * skip_file_prefixes=",
                       "Issue a warning, or maybe ignore it or raise an exception."),
    FUNCTION_ROW_NAMED("warn_explicit", f_warn_explicit, 4, 8,
                       "message category filename lineno module= registry= module_globals= source=",
                       "Issue a warning, or maybe ignore it or raise an exception."),
    FUNCTION_ROW("_filters_mutated_lock_held", f_mutated, 0, 0, NULL),
    FUNCTION_ROW("_acquire_lock", f_acquire, 0, 0, NULL),
    FUNCTION_ROW("_release_lock", f_release, 0, 0, NULL),
    {0},
};

static bool add_filter(Ctx *ctx, Value list, const char *action, ExcId category, const char *module) {
  Value parts[5] = {str_from_ascii(ctx, action), V_NONE, VAL(ctx->exc_class[category]),
                    module ? str_from_ascii(ctx, module) : V_NONE, int_tag(0)};
  if (!parts[0] || !parts[3]) return false;
  Value filter = tuple_from(ctx, parts, 5);
  return filter && list_append(ctx, list, filter);
}
static bool make_state(Ctx *ctx, WarningsState *state) {
  Value filters = list_new(ctx, 5);
  if (!filters || !add_filter(ctx, filters, "default", EXC_DeprecationWarning, "__main__") ||
      !add_filter(ctx, filters, "ignore", EXC_DeprecationWarning, NULL) ||
      !add_filter(ctx, filters, "ignore", EXC_PendingDeprecationWarning, NULL) ||
      !add_filter(ctx, filters, "ignore", EXC_ImportWarning, NULL) ||
      !add_filter(ctx, filters, "ignore", EXC_ResourceWarning, NULL))
    return false;
  Value name = str_from_ascii(ctx, "warnings_context");
  if (!name || !(state->context = import_call(ctx, "_contextvars", "ContextVar", &name, 1))) return false;
  if (!(state->once = dict_new(ctx)) || !(state->default_action = str_from_ascii(ctx, "default"))) return false;
  state->filters = filters;
  return true;
}
static bool init(Ctx *ctx, Value module) {
  WarningsState *state = state_of(ctx);
  if (!state->filters && !make_state(ctx, state)) return false;
  return module_add(ctx, module, "filters", state->filters) && module_add(ctx, module, "_onceregistry", state->once) &&
         module_add(ctx, module, "_defaultaction", state->default_action) &&
         module_add(ctx, module, "_warnings_context", state->context);
}

MODULE(_warnings, .doc = "_warnings provides basic warning filtering support.", .functions = {functions},
       .state_size = sizeof(WarningsState), .trace = trace, .init = init);
