/* Module pyexpat: ParserCreate, and the constants of libexpat. */
#include "modules/pyexpat/parser.h"

static bool optional_text(Ctx *ctx, Value v, const char *name, const char **out, Value *keep) {
  *out = NULL;
  if (!v || v == V_NONE) return true;
  if (!is_str(ctx, v))
    return raise_format(ctx, EXC_TypeError, "ParserCreate() argument '%s' must be str or None, not %T", name, v), false;
  return (*out = expat_utf8(ctx, v, keep)) != NULL;
}
FUNCTION(f_parser_create) {
  const char *encoding, *separator;
  Value keep[2], intern = args[2];
  if (!optional_text(ctx, args[0], "encoding", &encoding, &keep[0]) ||
      !optional_text(ctx, args[1], "namespace_separator", &separator, &keep[1]))
    return V_NULL;
  if (separator && strlen(separator) > 1)
    return raise_format(ctx, EXC_ValueError, "namespace_separator must be at most one character, omitted, or None"),
           V_NULL;
  if (intern && intern != V_NONE && !is_dict(ctx, intern))
    return raise_format(ctx, EXC_TypeError, "intern must be a dictionary"), V_NULL;
  if (!intern && !(intern = dict_new(ctx))) return V_NULL;
  return expat_parser_new(ctx, library_new(ctx, encoding, separator), intern == V_NONE ? V_NULL : intern);
}
FUNCTION(f_error_string) {
  int64_t code;
  Value index = object_index(ctx, args[0]);
  if (!index) return V_NULL;
  if (!int_to_i64(ctx, index, &code))
    return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C long"), V_NULL;
  const char *text = XML_ErrorString((enum XML_Error)(int)code);
  return text ? str_from_ascii(ctx, text) : V_NONE;
}
static const CFuncDef functions[] = {
    FUNCTION_ROW_NAMED("ParserCreate", f_parser_create, 0, 3,
                       "encoding= namespace_separator= intern=", "Return a new XML parser object."),
    FUNCTION_ROW("ErrorString", f_error_string, 1, 1, "Return what the number of an error means."),
    {0},
};

/* ---- constants ---- */

typedef struct Constant {
  const char *name;
  int value;
} Constant;
#define N(name) {#name, name}
static const Constant parameter_entities[] = {
    N(XML_PARAM_ENTITY_PARSING_NEVER),
    N(XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE),
    N(XML_PARAM_ENTITY_PARSING_ALWAYS),
    {0},
};
static const Constant model[] = {
    N(XML_CTYPE_EMPTY),
    N(XML_CTYPE_ANY),
    N(XML_CTYPE_MIXED),
    N(XML_CTYPE_NAME),
    N(XML_CTYPE_CHOICE),
    N(XML_CTYPE_SEQ),
    N(XML_CQUANT_NONE),
    N(XML_CQUANT_OPT),
    N(XML_CQUANT_REP),
    N(XML_CQUANT_PLUS),
    {0},
};
static const Constant errors[] = {
    N(XML_ERROR_NO_MEMORY),
    N(XML_ERROR_SYNTAX),
    N(XML_ERROR_NO_ELEMENTS),
    N(XML_ERROR_INVALID_TOKEN),
    N(XML_ERROR_UNCLOSED_TOKEN),
    N(XML_ERROR_PARTIAL_CHAR),
    N(XML_ERROR_TAG_MISMATCH),
    N(XML_ERROR_DUPLICATE_ATTRIBUTE),
    N(XML_ERROR_JUNK_AFTER_DOC_ELEMENT),
    N(XML_ERROR_PARAM_ENTITY_REF),
    N(XML_ERROR_UNDEFINED_ENTITY),
    N(XML_ERROR_RECURSIVE_ENTITY_REF),
    N(XML_ERROR_ASYNC_ENTITY),
    N(XML_ERROR_BAD_CHAR_REF),
    N(XML_ERROR_BINARY_ENTITY_REF),
    N(XML_ERROR_ATTRIBUTE_EXTERNAL_ENTITY_REF),
    N(XML_ERROR_MISPLACED_XML_PI),
    N(XML_ERROR_UNKNOWN_ENCODING),
    N(XML_ERROR_INCORRECT_ENCODING),
    N(XML_ERROR_UNCLOSED_CDATA_SECTION),
    N(XML_ERROR_EXTERNAL_ENTITY_HANDLING),
    N(XML_ERROR_NOT_STANDALONE),
    N(XML_ERROR_UNEXPECTED_STATE),
    N(XML_ERROR_ENTITY_DECLARED_IN_PE),
    N(XML_ERROR_FEATURE_REQUIRES_XML_DTD),
    N(XML_ERROR_CANT_CHANGE_FEATURE_ONCE_PARSING),
    N(XML_ERROR_UNBOUND_PREFIX),
    N(XML_ERROR_UNDECLARING_PREFIX),
    N(XML_ERROR_INCOMPLETE_PE),
    N(XML_ERROR_XML_DECL),
    N(XML_ERROR_TEXT_DECL),
    N(XML_ERROR_PUBLICID),
    N(XML_ERROR_SUSPENDED),
    N(XML_ERROR_NOT_SUSPENDED),
    N(XML_ERROR_ABORTED),
    N(XML_ERROR_FINISHED),
    N(XML_ERROR_SUSPEND_PE),
    N(XML_ERROR_RESERVED_PREFIX_XML),
    N(XML_ERROR_RESERVED_PREFIX_XMLNS),
    N(XML_ERROR_RESERVED_NAMESPACE_URI),
    N(XML_ERROR_INVALID_ARGUMENT),
    N(XML_ERROR_NO_BUFFER),
    N(XML_ERROR_AMPLIFICATION_LIMIT_BREACH),
    N(XML_ERROR_NOT_STARTED),
    {0},
};
#undef N

static bool add_constants(Ctx *ctx, Value module, const Constant *list) {
  for (; list->name; list++)
    if (!module_add(ctx, module, list->name, int_tag(list->value))) return false;
  return true;
}
/* pyexpat.NAME, which is in sys.modules too. */
static Value add_submodule(Ctx *ctx, Value module, const char *name, const char *doc) {
  Value full = str_format_c(ctx, "pyexpat.%s", name), sub = full ? module_new(ctx, full) : V_NULL;
  if (!sub || !module_add(ctx, sub, "__doc__", str_from_ascii(ctx, doc)) || !module_add(ctx, module, name, sub) ||
      !dict_set(ctx, ctx->sys_modules, full, sub))
    return V_NULL;
  return sub;
}
static bool add_errors(Ctx *ctx, Value module) {
  Value sub = add_submodule(ctx, module, "errors", "Constants used to describe error conditions.");
  Value codes = sub ? dict_new(ctx) : V_NULL, messages = codes ? dict_new(ctx) : V_NULL;
  for (const Constant *e = errors; messages && e->name; e++) {
    const char *known = XML_ErrorString((enum XML_Error)e->value);
    Value text = known ? str_from_ascii(ctx, known) : str_empty(ctx), code = int_tag(e->value);
    if (!module_add(ctx, sub, e->name, text) || !dict_set(ctx, codes, text, code) ||
        !dict_set(ctx, messages, code, text))
      return false;
  }
  return messages && module_add(ctx, sub, "codes", codes) && module_add(ctx, sub, "messages", messages);
}
static bool add_features(Ctx *ctx, Value module) {
  Value all = list_new(ctx, 0);
  for (const XML_Feature *f = XML_GetFeatureList(); all && f->feature != XML_FEATURE_END; f++) {
    Value name = str_from_ascii(ctx, f->name), value = name ? int_from_i64(ctx, f->value) : V_NULL;
    if (!value || !list_append(ctx, all, tuple_from(ctx, (Value[]){name, value}, 2))) return false;
  }
  return all && module_add(ctx, module, "features", all);
}
static bool init(Ctx *ctx, Value module) {
  XML_Expat_Version v = XML_ExpatVersionInfo();
  Value version[] = {int_tag(v.major), int_tag(v.minor), int_tag(v.micro)};
  if (!add_constants(ctx, module, parameter_entities) || !add_errors(ctx, module) || !add_features(ctx, module) ||
      !module_add(ctx, module, "EXPAT_VERSION", str_from_ascii(ctx, XML_ExpatVersion())) ||
      !module_add(ctx, module, "version_info", tuple_from(ctx, version, 3)) ||
      !module_add(ctx, module, "native_encoding", str_from_ascii(ctx, "UTF-8")) ||
      !module_add(ctx, module, "XMLParserType", VAL(expat_state(ctx)->parser)) ||
      !module_add(ctx, module, "error", VAL(expat_state(ctx)->error)))
    return false;
  Value sub = add_submodule(ctx, module, "model", "Constants used to interpret content model information.");
  return sub && add_constants(ctx, sub, model);
}

static Class *make_error(Ctx *ctx) {
  return class_new_builtin(ctx, "xml.parsers.expat.ExpatError", ctx->exc_class[EXC_Exception], KIND_EXCEPTION,
                           sizeof(Exception), NULL, NULL, CLASS_HAS_DICT | CLASS_EXCEPTION);
}
static const ModuleClass classes[] = {{offsetof(ExpatState, error), make_error}, {0}};
static const ModuleClass hidden[] = {{offsetof(ExpatState, parser), expat_make_parser}, {0}};

MODULE(pyexpat, .doc = "Python wrapper for Expat parser.", .functions = {functions}, .classes = classes,
       .hidden = hidden, .state_size = sizeof(ExpatState), .init = init);
