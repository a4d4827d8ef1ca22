/* Module _codecs: the registry of codecs and of error handlers, and the codecs in C (text/codec) as functions. The
 * search functions come from package `encodings`, which is imported when a codec is first looked up. */
#include "modules/module.h"

typedef struct CodecsState {
  Value search;       /* list of search functions */
  Value cache;        /* {normalized name: CodecInfo} */
  Value errors;       /* {name: handler} */
  bool imported;      /* package encodings, or its import is going on */
  Value encoding_map; /* class */
} CodecsState;

static CodecsState *state_of(Ctx *ctx) { return module_state(ctx, &module__codecs); }

static void trace(Ctx *ctx, void *data) {
  CodecsState *state = data;
  heap_mark(ctx, state->search), heap_mark(ctx, state->cache), heap_mark(ctx, state->errors);
  heap_mark(ctx, state->encoding_map);
}

/* ---- arguments ---- */

/* `first` of several arguments, or the only one. */
static bool need_str(Ctx *ctx, const char *name, bool first, Value v) {
  if (is_str(ctx, v)) return true;
  raise_format(ctx, EXC_TypeError, "%s() argument%s must be str, not %A", name, first ? " 1" : "", v);
  return false;
}
/* An optional str or None. */
static bool errors_argument(Ctx *ctx, const char *name, const Value *args, uint32_t nargs, uint32_t i, Value *out) {
  *out = i < nargs && args[i] != V_NONE ? args[i] : V_NULL;
  if (!*out || is_str(ctx, *out)) return true;
  raise_format(ctx, EXC_TypeError, "%s() argument %d must be str or None, not %T", name, (int)i + 1, *out);
  return false;
}
static Value pair(Ctx *ctx, Value first, int64_t n) {
  Value items[2] = {first, int_tag(n)};
  return first ? tuple_from(ctx, items, 2) : V_NULL;
}

/* ---- the registry ---- */

static Value normalized(Ctx *ctx, Value name) {
  StrBuilder sb;
  sb_init(&sb, ctx);
  bool gap = false;
  for (int64_t i = 0; i < str_length(name); i++) {
    uint32_t c = str_at(name, i);
    if (!CHECK_STOP_AT(ctx, i)) return sb_discard(&sb), V_NULL;
    bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
    if (!word) {
      gap = true;
      continue;
    }
    if (gap && sb.length) sb_char(&sb, '_');
    gap = false;
    sb_char(&sb, c >= 'A' && c <= 'Z' ? c + 32 : c);
  }
  return sb_finish(&sb);
}

static bool import_encodings(Ctx *ctx, CodecsState *state) {
  if (state->imported) return true;
  state->imported = true;
  Value name = str_intern_c(ctx, "encodings");
  if (name && import_name(ctx, name, V_NULL, V_NONE, int_tag(0))) return true;
  state->imported = false;
  return false;
}

static Value lookup(Ctx *ctx, Value encoding) {
  CodecsState *state = state_of(ctx);
  if (!codec_no_null(ctx, encoding) || !import_encodings(ctx, state)) return V_NULL;
  Value key = normalized(ctx, encoding);
  Value found = key ? dict_get(ctx, state->cache, key) : V_NULL;
  if (found || ctx->exc) return found;
  List *search = (List *)state->search;
  if (search->length == 0)
    return raise_format(ctx, EXC_LookupError, "no codec search functions registered: can't find encoding"), V_NULL;
  for (int64_t i = 0; i < search->length; i++) {
    Value result = py_call1(ctx, search->items->items[i], key);
    if (!result) return V_NULL;
    if (result == V_NONE) continue;
    if (!is_tuple(ctx, result) || tuple_length(result) != 4)
      return raise_format(ctx, EXC_TypeError, "codec search functions must return 4-tuples"), V_NULL;
    return dict_set(ctx, state->cache, key, result) ? result : V_NULL;
  }
  return raise_format(ctx, EXC_LookupError, "unknown encoding: %U", encoding), V_NULL;
}

FUNCTION(f_lookup) { return need_str(ctx, "lookup", false, args[0]) ? lookup(ctx, args[0]) : V_NULL; }
FUNCTION(f_register) {
  if (!is_callable(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "argument must be callable"), V_NULL;
  return list_append(ctx, state_of(ctx)->search, args[0]) ? V_NONE : V_NULL;
}
FUNCTION(f_unregister) {
  List *search = (List *)state_of(ctx)->search;
  for (int64_t i = 0; i < search->length; i++) {
    if (search->items->items[i] != args[0]) continue;
    if (!dict_clear(ctx, (Dict *)state_of(ctx)->cache)) return V_NULL;
    return list_pop(ctx, VAL(search), i) ? V_NONE : V_NULL;
  }
  return V_NONE;
}

/* An exception from a codec says which codec it was. */
static void note_codec(Ctx *ctx, const char *operation, Value encoding) {
  Value exc = exc_take(ctx);
  Value note = str_format_c(ctx, "%s with '%U' codec failed", operation, encoding);
  if (note) py_call_method(ctx, exc, str_intern_c(ctx, "add_note"), &note, 1);
  ctx->exc = exc;
}

static Value run_codec(Ctx *ctx, bool encode, Value object, Value encoding, Value errors, bool text) {
  Value codec = lookup(ctx, encoding);
  if (!codec) return V_NULL;
  if (text && class_of(ctx, codec) != ctx->cls.tuple) {
    Value flag = get_attr_optional(ctx, codec, str_intern_c(ctx, "_is_text_encoding"));
    int is_text = flag ? object_truth(ctx, flag) : ctx->exc ? -1 : 1;
    if (is_text < 0) return V_NULL;
    if (!is_text) {
      raise_format(ctx, EXC_LookupError, "'%U' is not a text encoding; use %s to handle arbitrary codecs", encoding,
                   encode ? "codecs.encode()" : "codecs.decode()");
      return V_NULL;
    }
  }
  Value args[2] = {object, errors};
  Value result = py_call(ctx, tuple_item(codec, !encode), args, errors ? 2 : 1, V_NULL);
  if (!result) {
    note_codec(ctx, encode ? "encoding" : "decoding", encoding);
    return V_NULL;
  }
  if (is_tuple(ctx, result) && tuple_length(result) == 2) return tuple_item(result, 0);
  raise_format(ctx, EXC_TypeError, "%s must return a tuple (object, integer)", encode ? "encoder" : "decoder");
  return V_NULL;
}
static Value coded(Ctx *ctx, const Value *args, bool encode) {
  const char *name = encode ? "encode" : "decode";
  for (int i = 1; i < 3; i++)
    if (args[i] && !is_str(ctx, args[i])) {
      raise_format(ctx, EXC_TypeError, "%s() argument '%s' must be str, not %A", name, i == 1 ? "encoding" : "errors",
                   args[i]);
      return V_NULL;
    }
  Value encoding = args[1] ? args[1] : str_from_ascii(ctx, "utf-8");
  return encoding ? run_codec(ctx, encode, args[0], encoding, args[2], false) : V_NULL;
}
FUNCTION(f_encode) { return coded(ctx, args, true); }
FUNCTION(f_decode) { return coded(ctx, args, false); }
FUNCTION(f_text_encode) { return run_codec(ctx, true, args[0], args[1], args[2], true); }
FUNCTION(f_text_decode) { return run_codec(ctx, false, args[0], args[1], args[2], true); }

/* ---- error handlers ---- */

FUNCTION(f_register_error) {
  if (!need_str(ctx, "register_error", true, args[0])) return V_NULL;
  if (!is_callable(ctx, args[1])) return raise_format(ctx, EXC_TypeError, "handler must be callable"), V_NULL;
  return dict_set(ctx, state_of(ctx)->errors, args[0], args[1]) ? V_NONE : V_NULL;
}
FUNCTION(f_unregister_error) {
  if (!need_str(ctx, "_unregister_error", false, args[0])) return V_NULL;
  for (int i = 0; CODEC_HANDLERS[i].name; i++)
    if (str_equal_c(args[0], codec_handler_name(i)))
      return raise_format(ctx, EXC_ValueError, "cannot un-register built-in error handler '%U'", args[0]), V_NULL;
  int deleted = dict_delete(ctx, state_of(ctx)->errors, args[0]);
  return deleted < 0 ? V_NULL : bool_tag(deleted);
}
FUNCTION(f_lookup_error) {
  if (args[0] != V_NONE && !need_str(ctx, "lookup_error", false, args[0])) return V_NULL;
  Value found = dict_get(ctx, state_of(ctx)->errors, args[0] == V_NONE ? NAME(strict) : args[0]);
  if (!found && !ctx->exc) raise_format(ctx, EXC_LookupError, "unknown error handler name '%U'", args[0]);
  return found;
}

/* ---- the codecs in C ---- */

static Value encode_with(Ctx *ctx, const char *name, CodecId codec, const Value *args, uint32_t nargs) {
  Value errors;
  if (!need_str(ctx, name, true, args[0]) || !errors_argument(ctx, name, args, nargs, 1, &errors)) return V_NULL;
  int64_t order = 0;
  if (codec == CODEC_UTF16 || codec == CODEC_UTF32) {
    if (nargs > 2 && !object_index_i64(ctx, args[2], &order, true)) return V_NULL;
    if (order) codec += order < 0 ? 1 : 2;
  }
  return pair(ctx, codec_encode_as(ctx, args[0], codec, errors), str_length(args[0]));
}

static Value decode_with(Ctx *ctx, const char *name, CodecId codec, const Value *args, uint32_t nargs, bool final,
                         bool extended) {
  Value errors;
  Buffer view;
  int order = 0;
  int64_t consumed = 0, given = 0;
  uint32_t at = extended ? 3 : 2;
  if (!errors_argument(ctx, name, args, nargs, 1, &errors)) return V_NULL;
  if (extended && nargs > 2 && !object_index_i64(ctx, args[2], &given, true)) return V_NULL;
  order = given < 0 ? -1 : given > 0;
  if (nargs > at) {
    int truth = object_truth(ctx, args[at]);
    if (truth < 0) return V_NULL;
    final = truth;
  }
  if (!buffer_get(ctx, args[0], BUFFER_SIMPLE, &view)) return V_NULL;
  Value text = codec_decode_as(ctx, args[0], view.data, view.length, codec, errors, final, &consumed, &order);
  buffer_release(ctx, &view);
  if (!text || !extended) return pair(ctx, text, consumed);
  Value items[3] = {text, int_tag(consumed), int_tag(order)};
  return tuple_from(ctx, items, 3);
}

#define CODEC(name, id, final)                                                                             \
  FUNCTION(f_##name##_encode) { return encode_with(ctx, #name "_encode", id, args, nargs); }               \
  FUNCTION(f_##name##_decode) { return decode_with(ctx, #name "_decode", id, args, nargs, final, false); }
CODEC(utf_8, CODEC_UTF8, false)
CODEC(utf_16, CODEC_UTF16, false)
CODEC(utf_16_le, CODEC_UTF16_LE, false)
CODEC(utf_16_be, CODEC_UTF16_BE, false)
CODEC(utf_32, CODEC_UTF32, false)
CODEC(utf_32_le, CODEC_UTF32_LE, false)
CODEC(utf_32_be, CODEC_UTF32_BE, false)
CODEC(latin_1, CODEC_LATIN1, true)
CODEC(ascii, CODEC_ASCII, true)
FUNCTION(f_utf_16_ex_decode) { return decode_with(ctx, "utf_16_ex_decode", CODEC_UTF16, args, nargs, false, true); }
FUNCTION(f_utf_32_ex_decode) { return decode_with(ctx, "utf_32_ex_decode", CODEC_UTF32, args, nargs, false, true); }

FUNCTION(f_utf_7_encode) {
  Value errors;
  if (!need_str(ctx, "utf_7_encode", true, args[0]) || !errors_argument(ctx, "utf_7_encode", args, nargs, 1, &errors))
    return V_NULL;
  return pair(ctx, utf7_encode(ctx, args[0]), str_length(args[0]));
}
FUNCTION(f_unicode_escape_encode) {
  if (!need_str(ctx, "unicode_escape_encode", true, args[0])) return V_NULL;
  return pair(ctx, unicode_escape_encode(ctx, args[0], false), str_length(args[0]));
}
FUNCTION(f_raw_unicode_escape_encode) {
  if (!need_str(ctx, "raw_unicode_escape_encode", true, args[0])) return V_NULL;
  return pair(ctx, unicode_escape_encode(ctx, args[0], true), str_length(args[0]));
}
FUNCTION(f_escape_encode) {
  if (!has_kind(ctx, args[0], KIND_BYTES))
    return raise_format(ctx, EXC_TypeError, "escape_encode() argument 1 must be bytes, not %T", args[0]), V_NULL;
  return pair(ctx, bytes_escape_encode(ctx, args[0]), ((Bytes *)args[0])->length);
}

/* The bytes of a bytes-like object, or of a str in UTF-8. */
static Value bytes_or_text(Ctx *ctx, Value v) {
  if (is_str(ctx, v)) return codec_encode_as(ctx, v, CODEC_UTF8, V_NULL);
  if (has_kind(ctx, v, KIND_BYTES)) return v;
  Buffer view;
  if (!buffer_get(ctx, v, BUFFER_SIMPLE, &view)) return V_NULL;
  Value bytes = bytes_new(ctx, view.data, view.length);
  buffer_release(ctx, &view);
  return bytes;
}
typedef enum Escape { ESCAPE_UTF7, ESCAPE_UNICODE, ESCAPE_RAW } Escape;
static Value decode_escapes(Ctx *ctx, const char *name, Escape kind, const Value *args, uint32_t nargs, bool final) {
  Value errors, bytes;
  int64_t consumed = 0;
  if (!errors_argument(ctx, name, args, nargs, 1, &errors)) return V_NULL;
  if (nargs > 2) {
    int truth = object_truth(ctx, args[2]);
    if (truth < 0) return V_NULL;
    final = truth;
  }
  if (kind == ESCAPE_UTF7 && is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "a bytes-like object is required, not '%T'", args[0]), V_NULL;
  if (!(bytes = bytes_or_text(ctx, args[0]))) return V_NULL;
  const uint8_t *data = ((Bytes *)bytes)->data;
  int64_t n = ((Bytes *)bytes)->length;
  Value text = kind == ESCAPE_UTF7
                   ? utf7_decode(ctx, bytes, data, n, errors, final, &consumed)
                   : unicode_escape_decode(ctx, bytes, data, n, errors, kind == ESCAPE_RAW, final, &consumed);
  return pair(ctx, text, consumed);
}
FUNCTION(f_utf_7_decode) { return decode_escapes(ctx, "utf_7_decode", ESCAPE_UTF7, args, nargs, false); }
FUNCTION(f_unicode_escape_decode) {
  return decode_escapes(ctx, "unicode_escape_decode", ESCAPE_UNICODE, args, nargs, true);
}
FUNCTION(f_raw_unicode_escape_decode) {
  return decode_escapes(ctx, "raw_unicode_escape_decode", ESCAPE_RAW, args, nargs, true);
}
FUNCTION(f_escape_decode) {
  Value errors, bytes;
  if (!errors_argument(ctx, "escape_decode", args, nargs, 1, &errors) || !(bytes = bytes_or_text(ctx, args[0])))
    return V_NULL;
  int64_t n = ((Bytes *)bytes)->length;
  return pair(ctx, bytes_escape_decode(ctx, ((Bytes *)bytes)->data, n, errors), n);
}
FUNCTION(f_readbuffer_encode) {
  Value errors, bytes;
  if (!errors_argument(ctx, "readbuffer_encode", args, nargs, 1, &errors) || !(bytes = bytes_or_text(ctx, args[0])))
    return V_NULL;
  return pair(ctx, bytes, ((Bytes *)bytes)->length);
}

/* ---- charmap ---- */

typedef struct EncodingMap {
  Cell h;
  Value bytes; /* {code point: byte} */
  int64_t size;
} EncodingMap;

static void map_trace(Ctx *ctx, Value self) { heap_mark(ctx, ((EncodingMap *)self)->bytes); }
static Value map_getitem(Ctx *ctx, Value self, Value key) {
  return object_getitem(ctx, ((EncodingMap *)self)->bytes, key);
}
METHOD(map_size) { return int_tag(((EncodingMap *)self)->size); }
static Class *make_encoding_map(Ctx *ctx) {
  static const TypeOps ops = {.trace = map_trace, .getitem = map_getitem};
  static const CFuncDef methods[] = {METHOD_ROW("size", map_size, 0, 0, "The size of the table in bytes."), {0}};
  return class_new_builtin(ctx, "EncodingMap", NULL, KIND_OTHER, sizeof(EncodingMap), &ops, methods, CLASS_FINAL);
}

FUNCTION(f_charmap_build) {
  if (!is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "charmap_build() argument must be str, not %T", args[0]), V_NULL;
  int64_t n = str_length(args[0]), pages = 0, groups = 0;
  bool plain = n == 256 && str_at(args[0], 0) == 0; /* does CPython make a table of it? */
  bool page_seen[32] = {false}, group_seen[512] = {false};
  Value dict = dict_new(ctx);
  for (int64_t i = 0; dict && i < n && i < 256; i++) {
    uint32_t c = str_at(args[0], i);
    if (i && (c == 0 || c > 0xffff)) plain = false;
    if (plain && c != 0xfffe) {
      pages += !page_seen[c >> 11], page_seen[c >> 11] = true;
      groups += !group_seen[c >> 7], group_seen[c >> 7] = true;
    }
  }
  if (pages >= 0xff || groups >= 0xff) plain = false;
  for (int64_t i = 0; dict && i < n && i < 256; i++) {
    uint32_t c = str_at(args[0], i);
    if ((!plain || c != 0xfffe) && !dict_set(ctx, dict, int_tag(c), int_tag(i))) return V_NULL;
  }
  if (!plain || !dict) return dict;
  EncodingMap *map = (EncodingMap *)instance_new(ctx, AS_CLASS(state_of(ctx)->encoding_map));
  if (!map) return V_NULL;
  map->bytes = dict;
  map->size = 63 + 16 * pages + 128 * groups;
  return VAL(map);
}
static Value mapping_argument(const Value *args, uint32_t nargs) {
  return nargs > 2 && args[2] != V_NONE ? args[2] : V_NULL;
}
FUNCTION(f_charmap_encode) {
  Value errors, mapping = mapping_argument(args, nargs);
  if (!need_str(ctx, "charmap_encode", true, args[0]) ||
      !errors_argument(ctx, "charmap_encode", args, nargs, 1, &errors))
    return V_NULL;
  if (mapping && has_kind(ctx, mapping, KIND_OTHER) && VAL(class_of(ctx, mapping)) == state_of(ctx)->encoding_map)
    mapping = ((EncodingMap *)mapping)->bytes;
  return pair(ctx, charmap_encode(ctx, args[0], errors, mapping), str_length(args[0]));
}
FUNCTION(f_charmap_decode) {
  Value errors;
  Buffer view;
  if (!errors_argument(ctx, "charmap_decode", args, nargs, 1, &errors)) return V_NULL;
  if (!buffer_get(ctx, args[0], BUFFER_SIMPLE, &view)) return V_NULL;
  int64_t n = view.length;
  Value text = charmap_decode(ctx, args[0], view.data, n, errors, mapping_argument(args, nargs));
  buffer_release(ctx, &view);
  return pair(ctx, text, n);
}

#define ROWS(name, words)                                                       \
  FUNCTION_ROW(#name "_encode", f_##name##_encode, 1, 2,                        \
               "Encodes a str as " words ": the bytes, and how many "           \
               "characters they are."),                                         \
      FUNCTION_ROW(#name "_decode", f_##name##_decode, 1, 3,                    \
                   "Decodes " words ": the str, and how many bytes were read.")
static const CFuncDef functions[] = {
    FUNCTION_ROW("register", f_register, 1, 1, "Registers a codec search function."),
    FUNCTION_ROW("unregister", f_unregister, 1, 1, "Takes a search function out and forgets what was found."),
    FUNCTION_ROW("lookup", f_lookup, 1, 1, "The CodecInfo of an encoding."),
    FUNCTION_ROW_NAMED("encode", f_encode, 1, 3, "obj encoding= errors=", "Encodes an object with a registered codec."),
    FUNCTION_ROW_NAMED("decode", f_decode, 1, 3, "obj encoding= errors=", "Decodes an object with a registered codec."),
    FUNCTION_ROW("_text_encode", f_text_encode, 3, 3, "As encode(), with codecs of text only."),
    FUNCTION_ROW("_text_decode", f_text_decode, 3, 3, "As decode(), with codecs of text only."),
    FUNCTION_ROW("register_error", f_register_error, 2, 2, "Registers an error handler under a name."),
    FUNCTION_ROW("_unregister_error", f_unregister_error, 1, 1, "Takes out an error handler that was registered."),
    FUNCTION_ROW("lookup_error", f_lookup_error, 1, 1, "The error handler of a name."),
    ROWS(utf_8, "UTF-8"),
    ROWS(utf_7, "UTF-7"),
    FUNCTION_ROW("utf_16_encode", f_utf_16_encode, 1, 3, "Encodes a str as UTF-16."),
    FUNCTION_ROW("utf_16_decode", f_utf_16_decode, 1, 3, "Decodes UTF-16."),
    ROWS(utf_16_le, "little-endian UTF-16"),
    ROWS(utf_16_be, "big-endian UTF-16"),
    FUNCTION_ROW("utf_16_ex_decode", f_utf_16_ex_decode, 1, 4, "Decodes UTF-16; tells its byte order too."),
    FUNCTION_ROW("utf_32_encode", f_utf_32_encode, 1, 3, "Encodes a str as UTF-32."),
    FUNCTION_ROW("utf_32_decode", f_utf_32_decode, 1, 3, "Decodes UTF-32."),
    ROWS(utf_32_le, "little-endian UTF-32"),
    ROWS(utf_32_be, "big-endian UTF-32"),
    FUNCTION_ROW("utf_32_ex_decode", f_utf_32_ex_decode, 1, 4, "Decodes UTF-32; tells its byte order too."),
    FUNCTION_ROW("latin_1_encode", f_latin_1_encode, 1, 2, "Encodes a str as Latin-1."),
    FUNCTION_ROW("latin_1_decode", f_latin_1_decode, 1, 2, "Decodes Latin-1."),
    FUNCTION_ROW("ascii_encode", f_ascii_encode, 1, 2, "Encodes a str as ASCII."),
    FUNCTION_ROW("ascii_decode", f_ascii_decode, 1, 2, "Decodes ASCII."),
    ROWS(unicode_escape, "escape sequences of literals"),
    ROWS(raw_unicode_escape, "escape sequences of raw literals"),
    FUNCTION_ROW("escape_encode", f_escape_encode, 1, 2, "Bytes as escape sequences of a bytes literal."),
    FUNCTION_ROW("escape_decode", f_escape_decode, 1, 2, "The bytes of escape sequences."),
    FUNCTION_ROW("readbuffer_encode", f_readbuffer_encode, 1, 2, "The bytes of a bytes-like object or a str."),
    FUNCTION_ROW("charmap_encode", f_charmap_encode, 1, 3, "Encodes by a mapping."),
    FUNCTION_ROW("charmap_decode", f_charmap_decode, 1, 3, "Decodes by a mapping."),
    FUNCTION_ROW("charmap_build", f_charmap_build, 1, 1, "The mapping to encode with, of a str of 256 characters."),
    {0},
};

static bool init(Ctx *ctx, Value module) {
  CodecsState *state = state_of(ctx);
  UNUSED(module);
  if (state->search) return true; /* imported again: what was registered stays */
  if (!state->encoding_map && !(state->encoding_map = VAL(make_encoding_map(ctx)))) return false;
  Value search = list_new(ctx, 0), cache = dict_new(ctx), errors = dict_new(ctx);
  if (!search || !cache || !errors) return false;
  for (int i = 0; CODEC_HANDLERS[i].name; i++) {
    Value handler = cfunction_new(ctx, &CODEC_HANDLERS[i], V_NULL, V_NULL);
    if (!handler || !dict_set(ctx, errors, str_from_ascii(ctx, codec_handler_name(i)), handler)) return false;
  }
  state->cache = cache, state->errors = errors;
  state->search = search;
  return true;
}

MODULE(_codecs, .doc = "The registry of codecs, and those that need no tables.", .functions = {functions},
       .state_size = sizeof(CodecsState), .trace = trace, .init = init);
