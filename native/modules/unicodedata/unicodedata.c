/* Module unicodedata: what the Unicode database says about a character. The same functions are methods of ucd_3_2_0,
 * the only UCD object, for Unicode 3.2.0. Normal forms are in normalize.c. */
#include "modules/unicodedata/unicodedata.h"

bool unicodedata_is_old(Ctx *ctx, Value self) {
  return class_of(ctx, self) == ((UnicodedataState *)module_state(ctx, &module_unicodedata))->ucd;
}

static const UnicodeRecord *record_of(Ctx *ctx, Value self, uint32_t cp) {
  return unicodedata_is_old(ctx, self) ? unicode_record_3_2(cp) : unicode_record(cp);
}

/* `which`: " 1" where there are further arguments. */
static bool character(Ctx *ctx, const char *name, const char *which, Value v, uint32_t *cp) {
  if (!is_str(ctx, v))
    return raise_format(ctx, EXC_TypeError, "%s() argument%s must be a unicode character, not %A", name, which, v),
           false;
  if (str_length(v) == 1) return *cp = str_at(v, 0), true;
  raise_format(ctx, EXC_TypeError, "%s(): argument%s must be a unicode character, not a string of length %lld", name,
               which, (long long)str_length(v));
  return false;
}

static Value absent(Ctx *ctx, const Value *args, uint32_t nargs, const char *message) {
  return nargs > 1 ? args[1] : (raise_format(ctx, EXC_ValueError, "%s", message), V_NULL);
}

/* ---- values ---- */

METHOD(f_decimal) {
  uint32_t cp;
  if (!character(ctx, "decimal", " 1", args[0], &cp)) return V_NULL;
  const UnicodeRecord *record = record_of(ctx, self, cp);
  return record->decimal >= 0 ? int_tag(record->decimal) : absent(ctx, args, nargs, "not a decimal");
}
METHOD(f_digit) {
  uint32_t cp;
  if (!character(ctx, "digit", " 1", args[0], &cp)) return V_NULL;
  const UnicodeRecord *record = record_of(ctx, self, cp);
  return record->digit >= 0 ? int_tag(record->digit) : absent(ctx, args, nargs, "not a digit");
}
METHOD(f_numeric) {
  uint32_t cp;
  if (!character(ctx, "numeric", " 1", args[0], &cp)) return V_NULL;
  const UnicodeRecord *record = record_of(ctx, self, cp);
  return record->numeric ? float_new(ctx, unicode_numeric(record))
                         : absent(ctx, args, nargs, "not a numeric character");
}

METHOD(f_category) {
  uint32_t cp;
  if (!character(ctx, "category", "", args[0], &cp)) return V_NULL;
  return str_intern_c(ctx, unicode_category(record_of(ctx, self, cp)));
}
METHOD(f_bidirectional) {
  uint32_t cp;
  if (!character(ctx, "bidirectional", "", args[0], &cp)) return V_NULL;
  return str_intern_c(ctx, unicode_bidirectional(record_of(ctx, self, cp)));
}
METHOD(f_east_asian_width) {
  uint32_t cp;
  if (!character(ctx, "east_asian_width", "", args[0], &cp)) return V_NULL;
  return str_intern_c(ctx, unicode_width(record_of(ctx, self, cp)));
}
METHOD(f_combining) {
  uint32_t cp;
  return character(ctx, "combining", "", args[0], &cp) ? int_tag(record_of(ctx, self, cp)->combining) : V_NULL;
}
METHOD(f_mirrored) {
  uint32_t cp;
  return character(ctx, "mirrored", "", args[0], &cp) ? int_tag(record_of(ctx, self, cp)->mirrored) : V_NULL;
}

METHOD(f_decomposition) {
  uint32_t cp, syllable[3];
  if (!character(ctx, "decomposition", "", args[0], &cp)) return V_NULL;
  if (unicodedata_is_old(ctx, self) && !unicode_assigned(unicode_record_3_2(cp))) return ctx->empty_str;
  const UnicodeDecomposition *d = unicode_decomposition(cp);
  const uint32_t *points = d ? unicode_decomposition_points(d) : syllable;
  int n = d ? d->n : 0;
  if (is_hangul_syllable(cp)) {
    uint32_t i = cp - HANGUL_S;
    syllable[n++] = HANGUL_L + i / (HANGUL_V_COUNT * HANGUL_T_COUNT);
    syllable[n++] = HANGUL_V + i / HANGUL_T_COUNT % HANGUL_V_COUNT;
    if (i % HANGUL_T_COUNT) syllable[n++] = HANGUL_T + i % HANGUL_T_COUNT;
  }
  StrBuilder sb;
  sb_init(&sb, ctx);
  if (d) sb_ascii(&sb, unicode_decomposition_prefix(d));
  for (int i = 0; i < n; i++) {
    if (sb.length) sb_char(&sb, ' ');
    for (int shift = points[i] > 0xffff ? 16 : 12; shift >= 0; shift -= 4)
      sb_char(&sb, (uint8_t)"0123456789ABCDEF"[points[i] >> shift & 15]);
  }
  return sb_finish(&sb);
}

/* ---- names ---- */

METHOD(f_name) {
  uint32_t cp;
  char name[UNICODE_NAME_MAX];
  if (!character(ctx, "name", " 1", args[0], &cp)) return V_NULL;
  bool unknown = unicodedata_is_old(ctx, self) && !unicode_assigned(unicode_record_3_2(cp));
  int n = unknown ? 0 : unicode_name(cp, name);
  return n ? str_latin1(ctx, (uint8_t *)name, n) : absent(ctx, args, nargs, "no such name");
}

static Value look_up(Ctx *ctx, Value self, const char *name, size_t n) {
  enum { LONGEST = 256 }; /* of a name that is looked for at all */
  uint32_t points[UNICODE_SEQUENCE_MAX];
  if (n > LONGEST) return raise_format(ctx, EXC_KeyError, "name too long"), V_NULL;
  int count = unicode_lookup(name, n, !unicodedata_is_old(ctx, self), points);
  if (count) return str_of_text(ctx, (Text){points, count, 4});
  Value shown = str_from_utf8(ctx, name, strnlen(name, n));
  if (shown) raise_format(ctx, EXC_KeyError, "undefined character name '%U'", shown);
  return V_NULL;
}

METHOD(f_lookup) {
  if (is_str(ctx, args[0])) { /* strict: an exception for surrogates */
    if (str_is_ascii(args[0])) return look_up(ctx, self, (char *)AS_STR(args[0])->data, (size_t)str_length(args[0]));
    Value bytes = codec_encode_as(ctx, args[0], CODEC_UTF8, V_NULL);
    return bytes ? look_up(ctx, self, (char *)AS_BYTES(bytes)->data, (size_t)AS_BYTES(bytes)->length) : V_NULL;
  }
  Buffer view;
  if (!buffer_get(ctx, args[0], BUFFER_SIMPLE, &view)) return V_NULL;
  Value found = look_up(ctx, self, (char *)view.data, (size_t)view.length);
  buffer_release(ctx, &view);
  return found;
}

/* ---- the module ---- */

#define ROWS(ROW)                                                                                                \
  ROW("decimal", f_decimal, 1, 2, "The value of a decimal digit; else the default, or ValueError."),             \
      ROW("digit", f_digit, 1, 2, "The value of a digit; else the default, or ValueError."),                     \
      ROW("numeric", f_numeric, 1, 2, "The numeric value, a float; else the default, or ValueError."),           \
      ROW("category", f_category, 1, 1, "The general category."),                                                \
      ROW("bidirectional", f_bidirectional, 1, 1, "The bidirectional class; empty if there is none."),           \
      ROW("combining", f_combining, 1, 1, "The canonical combining class; 0 if there is none."),                 \
      ROW("mirrored", f_mirrored, 1, 1, "1 for a character that is mirrored in bidirectional text, else 0."),    \
      ROW("east_asian_width", f_east_asian_width, 1, 1, "The East Asian width."),                                \
      ROW("decomposition", f_decomposition, 1, 1, "The decomposition; empty if there is none."),                 \
      ROW("is_normalized", unicodedata_is_normalized, 2, 2, "Is the text in normal form NFC, NFKC, NFD, NFKD?"), \
      ROW("normalize", unicodedata_normalize, 2, 2, "The text in normal form NFC, NFKC, NFD or NFKD."),          \
      ROW("name", f_name, 1, 2, "The character's name; else the default, or ValueError."),                       \
      ROW("lookup", f_lookup, 1, 1, "The character, or sequence of characters, of a name; or KeyError."), {0}

static const CFuncDef functions[] = {ROWS(FUNCTION_ROW)};
METHOD(ucd_reduce) { return raise_format(ctx, EXC_TypeError, "cannot pickle 'unicodedata.UCD' object"), V_NULL; }
static const CFuncDef methods[] = {METHOD_ROW("__reduce__", ucd_reduce, 0, 0, NULL), ROWS(METHOD_ROW)};

static Value get_version(Ctx *ctx, Value self) { return UNUSED(self), str_from_ascii(ctx, "3.2.0"); }
static const GetSetDef getset[] = {{"unidata_version", get_version, readonly_member, NULL}, {0}};

static Class *make_ucd(Ctx *ctx) {
  static const TypeOps ops = {0};
  Class *cls = class_new_builtin(ctx, "unicodedata.UCD", ctx->cls.object, KIND_OTHER, sizeof(Cell), &ops, methods,
                                 CLASS_BUILTIN | CLASS_FINAL);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}

static const ModuleClass classes[] = {{offsetof(UnicodedataState, ucd), make_ucd}, {0}};

static bool init(Ctx *ctx, Value module) {
  UnicodedataState *state = module_state(ctx, &module_unicodedata);
  return module_add(ctx, module, "unidata_version", str_from_ascii(ctx, unicode_version())) &&
         module_add(ctx, module, "ucd_3_2_0", instance_new(ctx, state->ucd));
}

MODULE(unicodedata, .doc = "The Unicode character database: properties, names and normal forms of characters.",
       .functions = {functions}, .classes = classes, .state_size = sizeof(UnicodedataState), .init = init);
