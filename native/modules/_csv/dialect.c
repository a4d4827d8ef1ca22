/* _csv.Dialect: how a kind of CSV separates, quotes and escapes. It is checked when it is made, and never changes. */
#include "modules/_csv/csv.h"

enum {
  P_DIALECT,
  P_DELIMITER,
  P_DOUBLEQUOTE,
  P_ESCAPECHAR,
  P_LINETERMINATOR,
  P_QUOTECHAR,
  P_QUOTING,
  P_SKIP,
  P_STRICT
};
enum { PARAMETERS = P_STRICT + 1 };
static const char *const names[PARAMETERS] = {"dialect",    "delimiter",        "doublequote",
                                              "escapechar", "lineterminator",   "quotechar",
                                              "quoting",    "skipinitialspace", "strict"};
#define PARAMS                                                                                                 \
  "dialect= delimiter= doublequote= escapechar= lineterminator= quotechar= quoting= skipinitialspace= strict="

/* ---- arguments ---- */

static bool is_parameter(Value name) {
  for (int i = 0; i < PARAMETERS; i++)
    if (str_equal_c(name, names[i])) return true;
  return false;
}
static bool raise_unexpected(Ctx *ctx, Value name) {
  Value list = list_new(ctx, PARAMETERS);
  for (int i = 0; list && i < PARAMETERS; i++)
    if (!list_append(ctx, list, str_intern_c(ctx, names[i]))) return false;
  Value close = list ? closest_name(ctx, name, list) : V_NULL;
  if (ctx->exc) return false;
  if (close)
    raise_format(ctx, EXC_TypeError, "this function got an unexpected keyword argument '%U'. Did you mean '%U'?", name,
                 close);
  else raise_format(ctx, EXC_TypeError, "this function got an unexpected keyword argument '%U'", name);
  return false;
}
static bool bind(Ctx *ctx, const Value *args, uint32_t nargs, Value kwnames, Value *v) {
  uint32_t given = nargs + kwcount(kwnames);
  if (given > PARAMETERS)
    return raise_format(ctx, EXC_TypeError, "function takes at most %d %sarguments (%d given)", (int)PARAMETERS,
                        nargs ? "" : "keyword ", (int)given),
           false;
  for (uint32_t i = 0; i < kwcount(kwnames); i++) {
    Value name = tuple_item(kwnames, i);
    if (is_str(ctx, name) && !is_parameter(name)) return raise_unexpected(ctx, name);
  }
  return bind_params(ctx, "function", PARAMS, args, nargs, kwnames, v);
}

static bool take_char(Ctx *ctx, const char *name, bool optional, Value v, uint32_t absent, uint32_t *out) {
  if (!v) return *out = absent, true;
  if (optional && v == V_NONE) return *out = CSV_NO_CHAR, true;
  const char *kind = optional ? "a unicode character or None" : "a unicode character";
  if (!is_str(ctx, v)) raise_format(ctx, EXC_TypeError, "\"%s\" must be %s, not %F", name, kind, v);
  else if (str_length(v) != 1)
    raise_format(ctx, EXC_TypeError, "\"%s\" must be %s, not a string of length %lld", name, kind,
                 (long long)str_length(v));
  else *out = str_at(v, 0);
  return !ctx->exc;
}
static bool take_text(Ctx *ctx, Value v, Value *out) {
  if (!v) return (*out = str_from_ascii(ctx, "\r\n")) != V_NULL;
  if (!is_str(ctx, v)) return raise_format(ctx, EXC_TypeError, "\"lineterminator\" must be a string, not %F", v), false;
  return *out = v, true;
}
static bool take_quoting(Ctx *ctx, Value v, int32_t *out) {
  if (!v) return *out = QUOTE_MINIMAL, true;
  if (!is_int(v) && !is_bigint(ctx, v))
    return raise_format(ctx, EXC_TypeError, "\"quoting\" must be an integer, not %F", v), false;
  return object_c_int(ctx, v, out);
}
static bool take_bool(Ctx *ctx, Value v, bool absent, bool *out) {
  int truth = v ? object_truth(ctx, v) : absent;
  *out = truth > 0;
  return truth >= 0;
}

/* ---- checks ---- */

static bool text_has(Value text, uint32_t c) {
  for (int64_t i = 0; i < str_length(text); i++)
    if (str_at(text, i) == c) return true;
  return false;
}
static bool check_char(Ctx *ctx, const char *name, uint32_t c, const Dialect *d, bool space) {
  if (c == '\n' || c == '\r' || (c == ' ' && !space)) raise_format(ctx, EXC_ValueError, "bad %s value", name);
  else if (text_has(d->lineterminator, c)) raise_format(ctx, EXC_ValueError, "bad %s or lineterminator value", name);
  return !ctx->exc;
}
static bool check_different(Ctx *ctx, const char *a, const char *b, uint32_t x, uint32_t y) {
  if (x == y && x != CSV_NO_CHAR) raise_format(ctx, EXC_ValueError, "bad %s or %s value", a, b);
  return !ctx->exc;
}
static bool check(Ctx *ctx, Dialect *d, int32_t quoting, bool quoting_given, bool no_quotechar) {
  if (quoting < 0 || quoting >= QUOTING_COUNT) return raise_format(ctx, EXC_TypeError, "bad \"quoting\" value"), false;
  if (no_quotechar && !quoting_given) quoting = QUOTE_NONE;
  d->quoting = (Quoting)quoting;
  if (d->quoting != QUOTE_NONE && d->quotechar == CSV_NO_CHAR)
    return raise_format(ctx, EXC_TypeError, "quotechar must be set if quoting enabled"), false;
  bool space = !d->skipinitialspace;
  return check_char(ctx, "delimiter", d->delimiter, d, true) &&
         check_char(ctx, "escapechar", d->escapechar, d, space) &&
         check_char(ctx, "quotechar", d->quotechar, d, space) &&
         check_different(ctx, "delimiter", "escapechar", d->delimiter, d->escapechar) &&
         check_different(ctx, "delimiter", "quotechar", d->delimiter, d->quotechar) &&
         check_different(ctx, "escapechar", "quotechar", d->escapechar, d->quotechar);
}

/* ---- what characters mean ---- */

uint8_t csv_meaning(const Dialect *d, uint32_t c) {
  uint8_t m = 0;
  if (c == d->delimiter || c == '\n' || c == '\r') m |= CSV_ENDS | CSV_SPECIAL;
  if (c == d->escapechar) m |= CSV_ENDS | CSV_IN_QUOTES | CSV_SPECIAL;
  if (c == d->quotechar) m |= CSV_SPECIAL | (d->quoting == QUOTE_NONE ? 0 : CSV_IN_QUOTES);
  if (text_has(d->lineterminator, c)) m |= CSV_SPECIAL;
  return m;
}

/* Characters that nobody has named mean nothing. */
static void set_meaning(Dialect *d, uint32_t c) {
  if (c < sizeof d->meaning) d->meaning[c] = csv_meaning(d, c);
}

/* ---- the object ---- */

/* With only `dialect`, which is one already, that is the result: it cannot change. */
static Value dialect_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  Value v[PARAMETERS];
  if (!bind(ctx, args, nargs, kwnames, v)) return V_NULL;
  Value base = v[P_DIALECT];
  if (base && is_str(ctx, base) && !(base = csv_named_dialect(ctx, base))) return V_NULL;
  if (base) {
    bool alone = true;
    for (int i = P_DELIMITER; i < PARAMETERS; i++) alone &= !v[i];
    if (alone && is_instance(ctx, base, csv_state(ctx)->dialect)) return base;
    for (int i = P_DELIMITER; i < PARAMETERS; i++) {
      if (v[i]) continue;
      v[i] = get_attr(ctx, base, str_intern_c(ctx, names[i])); /* one that raises is one that is not there */
      if (!v[i] && (exc_is_stop(ctx) || exc_matches(ctx, EXC_MemoryError))) return V_NULL;
      if (!v[i]) exc_clear(ctx);
    }
  }
  Dialect *d = (Dialect *)instance_new(ctx, cls);
  int32_t quoting;
  if (!d || !take_char(ctx, "delimiter", false, v[P_DELIMITER], ',', &d->delimiter) ||
      !take_bool(ctx, v[P_DOUBLEQUOTE], true, &d->doublequote) ||
      !take_char(ctx, "escapechar", true, v[P_ESCAPECHAR], CSV_NO_CHAR, &d->escapechar) ||
      !take_text(ctx, v[P_LINETERMINATOR], &d->lineterminator) ||
      !take_char(ctx, "quotechar", true, v[P_QUOTECHAR], '"', &d->quotechar) ||
      !take_quoting(ctx, v[P_QUOTING], &quoting) || !take_bool(ctx, v[P_SKIP], false, &d->skipinitialspace) ||
      !take_bool(ctx, v[P_STRICT], false, &d->strict) ||
      !check(ctx, d, quoting, v[P_QUOTING] != V_NULL, v[P_QUOTECHAR] == V_NONE))
    return V_NULL;
  set_meaning(d, '\n'), set_meaning(d, '\r');
  set_meaning(d, d->delimiter), set_meaning(d, d->escapechar), set_meaning(d, d->quotechar);
  for (int64_t i = 0; i < str_length(d->lineterminator); i++) {
    set_meaning(d, str_at(d->lineterminator, i));
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  return VAL(d);
}

Value csv_dialect_of(Ctx *ctx, Value base, const Value *values, Value kwnames) {
  uint32_t nkw = kwcount(kwnames), nargs = base ? 1 : 0;
  if (nkw > PARAMETERS)
    return raise_format(ctx, EXC_TypeError, "function takes at most %d arguments (%d given)", (int)PARAMETERS,
                        (int)(nkw + nargs)),
           V_NULL;
  Value args[PARAMETERS + 1];
  if (base) args[0] = base;
  for (uint32_t i = 0; i < nkw; i++) args[nargs + i] = values[i];
  return dialect_new(ctx, csv_state(ctx)->dialect, args, nargs, kwnames);
}

static void trace(Ctx *ctx, Value self) {
  if (AS_DIALECT(self)->lineterminator) heap_mark(ctx, AS_DIALECT(self)->lineterminator);
}

static Value char_or_none(Ctx *ctx, uint32_t c) { return c == CSV_NO_CHAR ? V_NONE : char_str(ctx, c); }
static Value get_delimiter(Ctx *ctx, Value self) { return char_or_none(ctx, AS_DIALECT(self)->delimiter); }
static Value get_escapechar(Ctx *ctx, Value self) { return char_or_none(ctx, AS_DIALECT(self)->escapechar); }
static Value get_quotechar(Ctx *ctx, Value self) { return char_or_none(ctx, AS_DIALECT(self)->quotechar); }
static Value get_lineterminator(Ctx *ctx, Value self) { return UNUSED(ctx), AS_DIALECT(self)->lineterminator; }
static Value get_quoting(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(AS_DIALECT(self)->quoting); }
static Value get_doublequote(Ctx *ctx, Value self) { return UNUSED(ctx), bool_tag(AS_DIALECT(self)->doublequote); }
static Value get_skip(Ctx *ctx, Value self) { return UNUSED(ctx), bool_tag(AS_DIALECT(self)->skipinitialspace); }
static Value get_strict(Ctx *ctx, Value self) { return UNUSED(ctx), bool_tag(AS_DIALECT(self)->strict); }

METHOD(refuse_pickle) { return raise_format(ctx, EXC_TypeError, "cannot pickle 'Dialect' instances"), V_NULL; }

Class *csv_make_dialect(Ctx *ctx) {
  static const TypeOps ops = {.new_ = dialect_new, .trace = trace};
  static const CFuncDef methods[] = {
      METHOD_ROW("__reduce__", refuse_pickle, 0, -1, "Refuses: a dialect cannot be pickled."),
      METHOD_ROW("__reduce_ex__", refuse_pickle, 0, -1, "Refuses: a dialect cannot be pickled."),
      {0},
  };
  static const GetSetDef getset[] = {
      {"delimiter", get_delimiter, NULL, NULL},
      {"escapechar", get_escapechar, NULL, NULL},
      {"lineterminator", get_lineterminator, NULL, NULL},
      {"quotechar", get_quotechar, NULL, NULL},
      {"quoting", get_quoting, NULL, NULL},
      {"doublequote", get_doublequote, readonly_member, NULL},
      {"skipinitialspace", get_skip, readonly_member, NULL},
      {"strict", get_strict, readonly_member, NULL},
      {0},
  };
  Class *cls = class_new_builtin(ctx, "_csv.Dialect", NULL, KIND_OTHER, sizeof(Dialect), &ops, methods, CLASS_BUILTIN);
  if (!class_set_doc(ctx, cls, "CSV dialect: how fields are separated, quoted and escaped.")) return NULL;
  return class_add_getset(ctx, cls, getset) ? cls : NULL;
}
