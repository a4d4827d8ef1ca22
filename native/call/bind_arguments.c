/* Binds a call's arguments to the parameters of a Python function: CPython's initialize_locals, with its TypeErrors.
 * The order of checks is CPython's too: keywords (unknown, doubled), too many positionals, missing positionals, missing
 * keyword-only. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "text/text.h"
#include <string.h>

static Value param(Code *code, uint32_t i) { return tuple_item(code->localsplus_names, i); }

static Value quoted(Ctx *ctx, Value name) { return str_format_c(ctx, "'%U'", name); }

/* 'a'  |  'a' and 'b'  |  'a', 'b', and 'c' */
static Value enumerate_names(Ctx *ctx, Value list) {
  List *names = (List *)list;
  StrBuilder sb;
  sb_init(&sb, ctx);
  for (int64_t i = 0; i < names->length; i++) {
    if (i > 0) sb_ascii(&sb, names->length == 2 ? " and " : i == names->length - 1 ? ", and " : ", ");
    Value name = quoted(ctx, names->items->items[i]);
    if (!name) return sb_discard(&sb), V_NULL;
    sb_str(&sb, name);
  }
  return sb_finish(&sb);
}

static bool raise_missing(Ctx *ctx, Function *func, const Value *slots, uint32_t from, uint32_t to, const char *kind) {
  Value names = list_new(ctx, 4);
  for (uint32_t i = from; names && i < to; i++)
    if (!slots[i] && !list_append(ctx, names, param(func->code, i))) return false;
  Value text = names ? enumerate_names(ctx, names) : V_NULL;
  int64_t n = names ? ((List *)names)->length : 0;
  if (text)
    raise_format(ctx, EXC_TypeError, "%U() missing %d required %s argument%s: %U", func->qualname, (int)n, kind,
                 n == 1 ? "" : "s", text);
  return false;
}

static bool raise_too_many(Ctx *ctx, Function *func, const Value *slots, uint32_t given) {
  Code *code = func->code;
  uint32_t defaults = func->defaults ? (uint32_t)tuple_length(func->defaults) : 0, kwonly_given = 0;
  for (uint32_t i = code->argcount; i < code->argcount + code->kwonly; i++) kwonly_given += slots[i] != V_NULL;
  Value signature = defaults ? str_format_c(ctx, "from %d to %d", (int)(code->argcount - defaults), (int)code->argcount)
                             : str_format_c(ctx, "%d", (int)code->argcount);
  Value extra = kwonly_given ? str_format_c(ctx, " positional argument%s (and %d keyword-only argument%s)",
                                            given != 1 ? "s" : "", (int)kwonly_given, kwonly_given != 1 ? "s" : "")
                             : str_from_ascii(ctx, "");
  if (signature && extra)
    raise_format(ctx, EXC_TypeError, "%U() takes %U positional argument%s but %d%U %s given", func->qualname, signature,
                 defaults || code->argcount != 1 ? "s" : "", (int)given, extra,
                 given == 1 && !kwonly_given ? "was" : "were");
  return false;
}

/* Are some of the keywords names of positional-only parameters? Then the error is about them. */
static bool positional_only_as_keyword(Ctx *ctx, Function *func, Value kwnames) {
  Value list = list_new(ctx, 2);
  for (uint32_t p = 0; list && p < func->code->posonly; p++)
    for (uint32_t k = 0; k < kwnames_count(kwnames); k++)
      if (str_equal(param(func->code, p), tuple_item(kwnames, k)) && !list_append(ctx, list, param(func->code, p)))
        return true;
  if (!list) return true;
  if (!((List *)list)->length) return false;
  Value names = str_join(ctx, str_from_ascii(ctx, ", "), ((List *)list)->items->items, ((List *)list)->length);
  if (names)
    raise_format(ctx, EXC_TypeError, "%U() got some positional-only arguments passed as keyword arguments: '%U'",
                 func->qualname, names);
  return true;
}

static bool raise_unexpected_keyword(Ctx *ctx, Function *func, Value kwnames, Value name) {
  Code *code = func->code;
  if (code->posonly && positional_only_as_keyword(ctx, func, kwnames)) return false;
  uint32_t total = code->argcount + code->kwonly;
  Value possible = list_from(ctx, ((Tuple *)code->localsplus_names)->items + code->posonly, total - code->posonly);
  Value meant = possible ? closest_name(ctx, name, possible) : V_NULL;
  if (meant)
    raise_format(ctx, EXC_TypeError, "%U() got an unexpected keyword argument '%U'. Did you mean '%U'?", func->qualname,
                 name, meant);
  else raise_format(ctx, EXC_TypeError, "%U() got an unexpected keyword argument '%U'", func->qualname, name);
  return false;
}

static int find_parameter(Code *code, Value name) {
  int total = (int)(code->argcount + code->kwonly);
  for (int i = (int)code->posonly; i < total; i++)
    if (param(code, (uint32_t)i) == name) return i;
  for (int i = (int)code->posonly; i < total; i++)
    if (str_equal(param(code, (uint32_t)i), name)) return i;
  return -1;
}

static bool bind_keywords(Ctx *ctx, Function *func, Value *slots, const Value *values, Value kwnames, Value extra) {
  for (int64_t i = 0; i < tuple_length(kwnames); i++) {
    Value name = tuple_item(kwnames, i);
    if (!is_str(ctx, name))
      return raise_format(ctx, EXC_TypeError, "%U() keywords must be strings", func->qualname), false;
    int place = find_parameter(func->code, name);
    if (place < 0) {
      if (!extra) return raise_unexpected_keyword(ctx, func, kwnames, name);
      if (!dict_set(ctx, extra, name, values[i])) return false;
    } else if (slots[place]) {
      return raise_format(ctx, EXC_TypeError, "%U() got multiple values for argument '%U'", func->qualname, name),
             false;
    } else {
      slots[place] = values[i];
    }
  }
  return true;
}

static bool bind_general(Ctx *ctx, Function *func, Value *slots, const Value *args, uint32_t nargs, Value kwnames) {
  Code *code = func->code;
  uint32_t total = code->argcount + code->kwonly, positional = nargs < code->argcount ? nargs : code->argcount;
  Value extra = V_NULL;
  if (code->flags & CO_VARKEYWORDS) {
    if (!(extra = dict_new(ctx))) return false;
    slots[total + (code->flags & CO_VARARGS ? 1 : 0)] = extra;
  }
  for (uint32_t i = 0; i < positional; i++) slots[i] = args[i];
  if (code->flags & CO_VARARGS) {
    Value rest = nargs > positional ? tuple_from(ctx, args + positional, nargs - positional) : ctx->empty_tuple;
    if (!rest) return false;
    slots[total] = rest;
  }
  if (kwnames && !bind_keywords(ctx, func, slots, args + nargs, kwnames, extra)) return false;
  if (nargs > code->argcount && !(code->flags & CO_VARARGS)) return raise_too_many(ctx, func, slots, nargs);
  uint32_t defaults = func->defaults ? (uint32_t)tuple_length(func->defaults) : 0;
  uint32_t required = code->argcount > defaults ? code->argcount - defaults : 0;
  for (uint32_t i = positional; i < required; i++)
    if (!slots[i]) return raise_missing(ctx, func, slots, 0, required, "positional");
  for (uint32_t i = required; i < code->argcount; i++)
    if (!slots[i]) slots[i] = tuple_item(func->defaults, (int64_t)i - code->argcount + defaults);
  bool missing = false;
  for (uint32_t i = code->argcount; i < total; i++) {
    if (slots[i]) continue;
    Value value = func->kwdefaults ? dict_get_str(ctx, func->kwdefaults, param(code, i)) : V_NULL;
    if (value) slots[i] = value;
    else missing = true;
  }
  return !missing || raise_missing(ctx, func, slots, code->argcount, total, "keyword-only");
}

bool bind_arguments(Ctx *ctx, Function *func, Value *slots, const Value *args, uint32_t nargs, Value kwnames) {
  Code *code = func->code;
  if (LIKELY(!kwnames && nargs == code->argcount && !code->kwonly && !(code->flags & (CO_VARARGS | CO_VARKEYWORDS)))) {
    for (uint32_t i = 0; i < nargs; i++) slots[i] = args[i];
    for (uint32_t i = nargs; i < code->nlocalsplus; i++) slots[i] = V_NULL;
    return true;
  }
  memset(slots, 0, code->nlocalsplus * sizeof(Value));
  return bind_general(ctx, func, slots, args, nargs, kwnames);
}
