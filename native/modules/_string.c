/* Module _string: format strings taken apart, for string.Formatter. str.format itself is in native/text. */
#include "modules/module.h"

/* Goes through a format string, or through what follows the first name of a field. */
typedef struct Parts {
  Cell h;
  Value text;
  int64_t at;
} Parts;
#define AS_PARTS(v) ((Parts *)(v))

typedef struct StringState {
  Class *fields, *names;
} StringState;

static Value fail(Ctx *ctx, const char *message) { return raise_format(ctx, EXC_ValueError, "%s", message), V_NULL; }
static Value part(Ctx *ctx, Text t, int64_t from, int64_t to) { return str_of_text(ctx, text_slice(t, from, to)); }

static Value parts_new(Ctx *ctx, Class *cls, Value text, int64_t at) {
  Parts *parts = (Parts *)instance_new(ctx, cls);
  if (!parts) return V_NULL;
  parts->text = text;
  parts->at = at;
  return VAL(parts);
}
static StringState *state_of(Ctx *ctx);

/* ---- format strings ---- */

/* A field, after its '{': its name, conversion and specification. Leaves *at behind it, also when it is wrong. */
static bool read_field(Ctx *ctx, Text t, int64_t *at, Value *name, Value *spec, Value *conversion) {
  int64_t i = *at, from = i;
  bool brackets = false;
  uint32_t c = 0;
  for (; i < t.length; i++) {
    c = text_at(t, i);
    *at = i + 1;
    if (!CHECK_STOP_AT(ctx, i)) return false;
    if (c == '{') return fail(ctx, "unexpected '{' in field name"), false;
    if (c == '[') brackets = true;
    if (c == ']') brackets = false;
    if (!brackets && (c == '}' || c == ':' || c == '!')) break;
  }
  if (i == t.length) return fail(ctx, "expected '}' before end of string"), false;
  if (!(*name = part(ctx, t, from, i))) return false;
  *conversion = V_NONE;
  if (c == '!') {
    if (++i >= t.length) return fail(ctx, "end of string while looking for conversion specifier"), false;
    if (!(*conversion = part(ctx, t, i, i + 1))) return false;
    *at = ++i;
    if (i >= t.length) return fail(ctx, "unmatched '{' in format spec"), false;
    *at = i + 1;
    c = text_at(t, i);
    if (c != ':' && c != '}') return fail(ctx, "expected ':' after conversion specifier"), false;
  }
  from = i;
  if (c == ':') {
    from = ++i;
    for (int64_t level = 1; i < t.length; i++) {
      c = text_at(t, i);
      if (!CHECK_STOP_AT(ctx, i)) return false;
      if (c == '{') level++;
      if (c == '}' && --level == 0) break;
    }
    *at = i;
    if (i == t.length) return fail(ctx, "unmatched '{' in format spec"), false;
  }
  *at = i + 1;
  return (*spec = part(ctx, t, from, i)) != V_NULL;
}

/* (literal, name, spec, conversion); the last three are None when no field follows the literal. */
static Value next_field(Ctx *ctx, Value self) {
  Parts *parts = AS_PARTS(self);
  Text t = text_of(parts->text);
  int64_t i = parts->at, from = i, to;
  uint32_t c = 0;
  if (i >= t.length) return V_NULL;
  for (; i < t.length; i++) {
    c = text_at(t, i);
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    if (c == '{' || c == '}') break;
  }
  to = i;
  bool field = false;
  parts->at = i + 1;
  if (i < t.length) {
    bool last = i + 1 == t.length, doubled = !last && text_at(t, i + 1) == c;
    if (c == '}' && !doubled) return fail(ctx, "Single '}' encountered in format string");
    if (last) return fail(ctx, "Single '{' encountered in format string");
    to = i + doubled;
    field = !doubled;
    parts->at = i + 1 + doubled;
  }
  Value items[4] = {part(ctx, t, from, to), V_NONE, V_NONE, V_NONE};
  if (!items[0] || (field && !read_field(ctx, t, &parts->at, &items[1], &items[2], &items[3]))) return V_NULL;
  return tuple_from(ctx, items, 4);
}

FUNCTION(f_parser) {
  if (!is_str(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "expected str, got %T", args[0]), V_NULL;
  return parts_new(ctx, state_of(ctx)->fields, args[0], 0);
}

/* ---- field names ---- */

static Value name_or_index(Ctx *ctx, Text t) {
  int64_t i = format_index(ctx, t);
  return i == -2 ? V_NULL : i >= 0 ? int_from_i64(ctx, i) : part(ctx, t, 0, t.length);
}
/* -1: exception */
static int64_t name_end(Ctx *ctx, Text t, int64_t i) {
  for (; i < t.length && text_at(t, i) != '.' && text_at(t, i) != '['; i++)
    if (!CHECK_STOP_AT(ctx, i)) return -1;
  return i;
}

/* (True, attribute) or (False, index) */
static Value next_name(Ctx *ctx, Value self) {
  Parts *parts = AS_PARTS(self);
  Text t = text_of(parts->text);
  int64_t i = parts->at;
  if (i >= t.length) return V_NULL;
  uint32_t c = text_at(t, i++);
  bool attribute = c == '.';
  parts->at = i;
  if (!attribute && c != '[') return fail(ctx, "Only '.' or '[' may follow ']' in format field specifier");
  int64_t to = i;
  if (attribute) {
    if ((to = name_end(ctx, t, i)) < 0) return V_NULL;
  } else {
    for (; to < t.length && text_at(t, to) != ']'; to++)
      if (!CHECK_STOP_AT(ctx, to)) return V_NULL;
  }
  parts->at = to;
  if (!attribute && to == t.length) return fail(ctx, "Missing ']' in format string");
  if (!attribute) parts->at++;
  if (to == i) return fail(ctx, "Empty attribute in format string");
  Text name = text_slice(t, i, to);
  Value pair[2] = {bool_tag(attribute), attribute ? part(ctx, name, 0, name.length) : name_or_index(ctx, name)};
  return pair[1] ? tuple_from(ctx, pair, 2) : V_NULL;
}

FUNCTION(f_split) {
  if (!is_str(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "expected str, got %T", args[0]), V_NULL;
  Text t = text_of(args[0]);
  int64_t end = name_end(ctx, t, 0);
  if (end < 0) return V_NULL;
  Value pair[2] = {name_or_index(ctx, text_slice(t, 0, end)), V_NULL};
  if (!pair[0] || !(pair[1] = parts_new(ctx, state_of(ctx)->names, args[0], end))) return V_NULL;
  return tuple_from(ctx, pair, 2);
}

/* ---- the module ---- */

static Class *parts_class(Ctx *ctx, const char *name, Value (*next)(Ctx *, Value)) {
  TypeOps ops = {.iter = iter_self, .next = next};
  return class_new_builtin(ctx, name, NULL, KIND_OTHER, sizeof(Parts), &ops, NULL,
                           CLASS_BUILTIN | CLASS_FINAL | CLASS_IMMUTABLE);
}
static Class *make_fields(Ctx *ctx) { return parts_class(ctx, "formatteriterator", next_field); }
static Class *make_names(Ctx *ctx) { return parts_class(ctx, "fieldnameiterator", next_name); }
static const ModuleClass hidden[] = {
    {offsetof(StringState, fields), make_fields},
    {offsetof(StringState, names), make_names},
    {0},
};

static const CFuncDef functions[] = {
    FUNCTION_ROW("formatter_parser", f_parser, 1, 1, "parse the argument as a format string"),
    FUNCTION_ROW("formatter_field_name_split", f_split, 1, 1, "split the argument as a field name"),
    {0},
};

MODULE(_string, .doc = "string helper module", .functions = {functions}, .hidden = hidden,
       .state_size = sizeof(StringState));
static StringState *state_of(Ctx *ctx) { return module_state(ctx, &module__string); }
