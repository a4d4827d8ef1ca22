/* str.format and str.format_map: '{' [field] ['!' conversion] [':' spec] '}', specs may hold fields themselves (two
 * levels). */
#include "exception/exception.h"
#include "number/number.h"
#include "object/object.h"
#include "text/str/methods.h"
#include "text/text.h"

typedef enum Numbering { NUMBERING_UNKNOWN, NUMBERING_AUTO, NUMBERING_MANUAL } Numbering;

typedef struct Formatter {
  Ctx *ctx;
  const Value *args;
  uint32_t nargs;
  Value kwnames; /* Tuple or V_NULL; its values are after args */
  Value mapping; /* format_map's argument, or V_NULL */
  Numbering numbering;
  int64_t next;
} Formatter;

static bool fail(Formatter *f, const char *message) {
  raise_format(f->ctx, EXC_ValueError, "%s", message);
  return false;
}

static bool format_text(Formatter *f, StrBuilder *sb, Text t, int depth);

int64_t format_index(Ctx *ctx, Text name) {
  int64_t n = 0;
  for (int64_t i = 0; i < name.length; i++) {
    const UniRecord *digit = uni_record(text_at(name, i));
    if (!(digit->flags & UNI_DECIMAL)) return -1;
    if (n > INT64_MAX / 10 || digit->decimal > INT64_MAX - n * 10)
      return raise_format(ctx, EXC_ValueError, "Too many decimal digits in format string"), -2;
    n = n * 10 + digit->decimal;
    if (!CHECK_STOP_AT(ctx, i)) return -2;
  }
  return name.length ? n : -1;
}

static bool use_numbering(Formatter *f, Numbering wanted) {
  if (f->numbering == NUMBERING_UNKNOWN) f->numbering = wanted;
  if (f->numbering == wanted) return true;
  return fail(f, wanted == NUMBERING_AUTO
                     ? "cannot switch from manual field specification to automatic field numbering"
                     : "cannot switch from automatic field numbering to manual field specification");
}

static Value named_argument(Formatter *f, Value name) {
  Ctx *ctx = f->ctx;
  if (f->mapping) return object_getitem(ctx, f->mapping, name);
  int64_t n = f->kwnames ? ((Tuple *)f->kwnames)->length : 0;
  for (int64_t i = 0; i < n; i++)
    if (str_equal(((Tuple *)f->kwnames)->items[i], name)) return f->args[f->nargs + i];
  raise_key_error(ctx, name);
  return V_NULL;
}

static Value first_value(Formatter *f, Text name) {
  Ctx *ctx = f->ctx;
  int64_t i = format_index(ctx, name);
  if (i == -2) return V_NULL;
  if (name.length == 0) {
    if (!use_numbering(f, NUMBERING_AUTO)) return V_NULL;
    i = f->next++;
  } else if (i >= 0 && !use_numbering(f, NUMBERING_MANUAL)) {
    return V_NULL;
  }
  if (i < 0) {
    Value key = str_of_text(ctx, name);
    return key ? named_argument(f, key) : V_NULL;
  }
  if (f->mapping) return fail(f, "Format string contains positional fields"), V_NULL;
  if (i < (int64_t)f->nargs) return f->args[i];
  raise_format(ctx, EXC_IndexError, "Replacement index %lld out of range for positional args tuple", (long long)i);
  return V_NULL;
}

/* name ('.' attribute | '[' index ']')* */
static Value field_value(Formatter *f, Text field) {
  Ctx *ctx = f->ctx;
  int64_t i = 0;
  for (; i < field.length && text_at(field, i) != '.' && text_at(field, i) != '['; i++)
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  Value v = first_value(f, text_slice(field, 0, i));
  while (v && i < field.length) {
    bool attribute = text_at(field, i) == '.';
    if (!attribute && text_at(field, i) != '[')
      return fail(f, "Only '.' or '[' may follow ']' in format field specifier"), V_NULL;
    int64_t from = ++i;
    if (attribute) {
      for (; i < field.length && text_at(field, i) != '.' && text_at(field, i) != '['; i++)
        if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    } else {
      for (; i < field.length && text_at(field, i) != ']'; i++)
        if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
      if (i == field.length) return fail(f, "Missing ']' in format string"), V_NULL;
    }
    Text name = text_slice(field, from, i);
    if (!attribute) i++;
    if (name.length == 0) return fail(f, "Empty attribute in format string"), V_NULL;
    int64_t index = attribute ? -1 : format_index(ctx, name);
    if (index == -2) return V_NULL;
    Value key = index >= 0 ? int_from_i64(ctx, index) : str_of_text(ctx, name);
    if (!key) return V_NULL;
    v = attribute ? get_attr(ctx, v, str_intern(ctx, key)) : object_getitem(ctx, v, key);
  }
  return v;
}

static Value convert(Formatter *f, Value v, uint32_t conversion) {
  Ctx *ctx = f->ctx;
  switch (conversion) {
  case 0: return v;
  case 'r': return object_repr(ctx, v);
  case 's': return object_str(ctx, v);
  case 'a': return object_ascii(ctx, v);
  default:
    if (conversion > 32 && conversion < 127)
      raise_format(ctx, EXC_ValueError, "Unknown conversion specifier %c", (int)conversion);
    else raise_format(ctx, EXC_ValueError, "Unknown conversion specifier \\x%x", conversion);
    return V_NULL;
  }
}

static bool add_field(Formatter *f, StrBuilder *sb, Text field, uint32_t conversion, Text spec, bool nested,
                      int depth) {
  Ctx *ctx = f->ctx;
  Value v = field_value(f, field), spec_value = ctx->empty_str;
  if (!v || !(v = convert(f, v, conversion))) return false;
  if (nested) {
    StrBuilder inner;
    sb_init(&inner, ctx);
    if (!format_text(f, &inner, spec, depth - 1)) return sb_discard(&inner), false;
    spec_value = sb_finish(&inner);
  } else if (spec.length) {
    spec_value = str_of_text(ctx, spec);
  }
  if (!spec_value) return false;
  Value text = object_format(ctx, v, spec_value);
  if (!text) return false;
  sb_str(sb, text);
  return true;
}

/* The field that starts after '{' at *pos; leaves *pos after its '}'. */
static bool parse_field(Formatter *f, StrBuilder *sb, Text t, int64_t *pos, int depth) {
  int64_t i = *pos, from = i;
  int brackets = 0;
  uint32_t c = 0;
  for (; i < t.length; i++) {
    if (!CHECK_STOP_AT(f->ctx, i)) return false;
    c = text_at(t, i);
    if (c == '{') return fail(f, "unexpected '{' in field name");
    if (c == '[') brackets = 1;
    if (c == ']') brackets = 0;
    if (!brackets && (c == '}' || c == ':' || c == '!')) break;
  }
  if (i == t.length) return fail(f, "expected '}' before end of string");
  Text field = text_slice(t, from, i);
  uint32_t conversion = 0;
  if (c == '!') {
    if (i + 1 >= t.length) return fail(f, "end of string while looking for conversion specifier");
    conversion = text_at(t, i + 1);
    i += 2;
    if (i >= t.length) return fail(f, "unmatched '{' in format spec");
    c = text_at(t, i);
    if (c != ':' && c != '}') return fail(f, "expected ':' after conversion specifier");
  }
  Text spec = text_slice(t, i, i);
  bool nested = false;
  if (c == ':') {
    int64_t spec_from = ++i;
    for (int level = 1; i < t.length; i++) {
      if (!CHECK_STOP_AT(f->ctx, i)) return false;
      c = text_at(t, i);
      if (c == '{') level++, nested = true;
      if (c == '}' && --level == 0) break;
    }
    if (i == t.length) return fail(f, "unmatched '{' in format spec");
    spec = text_slice(t, spec_from, i);
  }
  *pos = i + 1;
  return add_field(f, sb, field, conversion, spec, nested, depth);
}

static bool format_text(Formatter *f, StrBuilder *sb, Text t, int depth) {
  if (depth < 0) return fail(f, "Max string recursion exceeded");
  for (int64_t i = 0; i < t.length;) {
    if (!CHECK_STOP(f->ctx)) return false;
    int64_t from = i;
    uint32_t c = 0;
    for (; i < t.length && (c = text_at(t, i)) != '{' && c != '}'; i++)
      if (!CHECK_STOP_AT(f->ctx, i)) return false;
    sb_text(sb, text_slice(t, from, i));
    if (i == t.length) return true;
    bool doubled = i + 1 < t.length && text_at(t, i + 1) == c;
    if (doubled) {
      sb_char(sb, c);
      i += 2;
      continue;
    }
    if (c == '}') return fail(f, "Single '}' encountered in format string");
    if (i + 1 == t.length) return fail(f, "Single '{' encountered in format string");
    i++;
    if (!parse_field(f, sb, t, &i, depth)) return false;
  }
  return true;
}

static Value run(Formatter *f, Value self) {
  StrBuilder sb;
  sb_init(&sb, f->ctx);
  if (format_text(f, &sb, text_of(self), 1)) return sb_finish(&sb);
  sb_discard(&sb);
  return V_NULL;
}

SHARED_METHOD(str_m_format) {
  Formatter f = {.ctx = ctx, .args = args, .nargs = nargs, .kwnames = kwnames};
  return run(&f, self);
}

SHARED_METHOD(str_m_format_map) {
  Formatter f = {.ctx = ctx, .args = args, .nargs = 0, .mapping = args[0]};
  return run(&f, self);
}
