/* pyexpat.xmlparser: a parser, its methods and attributes. */
#include "modules/pyexpat/parser.h"
#include <limits.h>

enum { BUFFER_SIZE = 8192, READ_SIZE = 2048, PIECE = 1 << 20 /* between two looks at the stop word */ };

/* ---- errors ---- */

static bool set_int(Ctx *ctx, Value object, const char *name, int64_t n) {
  Value v = int_from_i64(ctx, n), key = v ? str_intern_c(ctx, name) : V_NULL;
  return key && set_attr(ctx, object, key, v);
}
Value expat_error(Ctx *ctx, Parser *p, enum XML_Error code, const char *message) {
  if (ctx->exc) return V_NULL;
  if (code == XML_ERROR_NO_MEMORY && library_refused()) return raise_no_memory(ctx), V_NULL;
  XML_Parser x = p->library->parser;
  int64_t line = (int64_t)XML_GetErrorLineNumber(x), column = (int64_t)XML_GetErrorColumnNumber(x);
  const char *known = XML_ErrorString(code);
  Value text = message ? str_from_ascii(ctx, message)
                       : str_format_c(ctx, "%s: line %lld, column %lld", known ? known : "unknown error",
                                      (long long)line, (long long)column);
  Value exc = text ? py_call1(ctx, VAL(expat_state(ctx)->error), text) : V_NULL;
  if (exc && set_int(ctx, exc, "code", code) && set_int(ctx, exc, "offset", column) &&
      set_int(ctx, exc, "lineno", line))
    raise_exc(ctx, exc);
  return V_NULL;
}

/* ---- making ---- */

static void died(Ctx *ctx, void *cell) {
  Parser *p = cell;
  memory_free(ctx, p->buffer);
  p->buffer = NULL;
  if (p->library) library_drop(ctx, p->library);
  p->library = NULL;
}
static void trace(Ctx *ctx, Value self) {
  Parser *p = AS_PARSER(self);
  if (p->intern) heap_mark(ctx, p->intern);
  for (int i = 0; i < HANDLER_COUNT; i++)
    if (p->handlers[i]) heap_mark(ctx, p->handlers[i]);
}
Value expat_parser_new(Ctx *ctx, Library *library, Value intern) {
  if (!library) return V_NULL;
  Parser *p = (Parser *)instance_new(ctx, expat_state(ctx)->parser);
  if (!p || !heap_add_finalizer(ctx, p, died)) return library_drop(ctx, library), V_NULL;
  p->ctx = ctx;
  p->library = library;
  p->intern = intern;
  p->buffer_size = BUFFER_SIZE;
  p->deferral = true;
  XML_SetUserData(library->parser, p);
  XML_SetUnknownEncodingHandler(library->parser, expat_unknown_encoding, p);
  return VAL(p);
}

/* ---- parsing ---- */

static bool refuse_busy(Ctx *ctx, const Parser *p, const char *name) {
  if (!p->busy) return false;
  raise_format(ctx, EXC_RuntimeError, "cannot call %s() from within a handler", name);
  return true;
}
/* One piece: 1, or 0 with an exception. */
static int feed(Ctx *ctx, Parser *p, const char *s, int n, bool final) {
  library_refused();
  LibraryCall call = library_enter(ctx);
  library_parses();
  p->busy = true;
  int status = XML_Parse(p->library->parser, s, n, final);
  p->busy = false;
  library_leave(call);
  if (ctx->exc) return 0;
  if (status == XML_STATUS_ERROR) return expat_error(ctx, p, XML_GetErrorCode(p->library->parser), NULL), 0;
  return status;
}
static Value feed_all(Ctx *ctx, Parser *p, const char *s, int64_t n, bool final) {
  for (; n > PIECE; s += PIECE, n -= PIECE)
    if (!CHECK_STOP(ctx) || !feed(ctx, p, s, PIECE, false)) return V_NULL;
  int status = CHECK_STOP(ctx) ? feed(ctx, p, s, (int)n, final) : 0;
  return status && expat_flush(ctx, p) ? int_tag(status) : V_NULL;
}

METHOD(m_parse) {
  Parser *p = AS_PARSER(self);
  int final = args[1] ? object_truth(ctx, args[1]) : false;
  if (final < 0) return V_NULL;
  if (refuse_busy(ctx, p, "Parse")) return V_NULL;
  if (is_str(ctx, args[0])) {
    Value bytes = str_is_ascii(args[0]) ? V_NULL : codec_encode_as(ctx, args[0], CODEC_UTF8, V_NULL);
    if (ctx->exc) return V_NULL;
    LibraryCall call = library_enter(ctx);
    XML_SetEncoding(p->library->parser, "utf-8"); /* whatever the text says: it has been decoded */
    library_leave(call);
    const void *data = bytes ? (const void *)AS_BYTES(bytes)->data : AS_STR(args[0])->data;
    return feed_all(ctx, p, data, bytes ? AS_BYTES(bytes)->length : str_length(args[0]), final);
  }
  Buffer view;
  if (!buffer_get(ctx, args[0], BUFFER_SIMPLE, &view)) return V_NULL;
  Value result = V_NULL;
  if (!refuse_busy(ctx, p, "Parse")) result = feed_all(ctx, p, (const char *)view.data, view.length, final);
  buffer_release(ctx, &view);
  return result;
}

static Value read_some(Ctx *ctx, Value read) {
  Value data = py_call1(ctx, read, int_tag(READ_SIZE));
  if (!data) return V_NULL;
  if (!is_bytes_like(ctx, data))
    return raise_format(ctx, EXC_TypeError, "read() did not return a bytes object (type=%T)", data), V_NULL;
  const uint8_t *bytes;
  int64_t n;
  bytes_view(ctx, data, &bytes, &n);
  if (n > READ_SIZE)
    return raise_format(ctx, EXC_ValueError, "read() returned too much data: %d bytes requested, %lld returned",
                        (int)READ_SIZE, (long long)n),
           V_NULL;
  return bytes_new(ctx, bytes, n); /* a handler may change a bytearray */
}
METHOD(m_parse_file) {
  Parser *p = AS_PARSER(self);
  if (refuse_busy(ctx, p, "ParseFile")) return V_NULL;
  Value read = get_attr_optional(ctx, args[0], NAME(read));
  if (!read && !ctx->exc) raise_format(ctx, EXC_TypeError, "argument must have 'read' attribute");
  for (int status = 1; read;) {
    Value data = read_some(ctx, read);
    if (!data || refuse_busy(ctx, p, "ParseFile") || !CHECK_STOP(ctx)) return V_NULL;
    int64_t n = AS_BYTES(data)->length;
    if (!(status = feed(ctx, p, (const char *)AS_BYTES(data)->data, (int)n, n == 0))) return V_NULL;
    if (n == 0) return expat_flush(ctx, p) ? int_tag(status) : V_NULL;
  }
  return V_NULL;
}

/* ---- what surrounds the text ---- */

static bool text_argument(Ctx *ctx, Value v, const char *where, const char *kind) {
  if (is_str(ctx, v)) return true;
  raise_format(ctx, EXC_TypeError, "%s must be %s, not %A", where, kind, v);
  return false;
}
METHOD(m_set_base) {
  Value keep;
  if (!text_argument(ctx, args[0], "SetBase() argument", "str")) return V_NULL;
  const char *base = expat_utf8(ctx, args[0], &keep);
  if (!base) return V_NULL;
  LibraryCall call = library_enter(ctx);
  bool ok = XML_SetBase(AS_PARSER(self)->library->parser, base) == XML_STATUS_OK;
  library_leave(call);
  return ok ? V_NONE : (raise_no_memory(ctx), V_NULL);
}
METHOD(m_get_base) {
  const char *base = XML_GetBase(AS_PARSER(self)->library->parser);
  return base ? str_from_utf8(ctx, base, strlen(base)) : V_NONE;
}
METHOD(m_get_input_context) {
  Parser *p = AS_PARSER(self);
  int offset, size;
  const char *all = p->in_handler ? XML_GetInputContext(p->library->parser, &offset, &size) : NULL;
  return all ? bytes_new(ctx, all + offset, size - offset) : V_NONE;
}

static Value copy_for_entity(Ctx *ctx, const Parser *p, Library *library) {
  Value v = expat_parser_new(ctx, library, p->intern);
  if (!v) return V_NULL;
  Parser *child = AS_PARSER(v);
  child->buffer_size = p->buffer_size;
  if (p->buffer && !(child->buffer = memory_new(ctx, (size_t)p->buffer_size))) return raise_no_memory(ctx), V_NULL;
  child->ordered_attributes = p->ordered_attributes;
  child->specified_attributes = p->specified_attributes;
  child->namespace_prefixes = p->namespace_prefixes;
  child->deferral = p->deferral;
  memcpy(child->handlers, p->handlers, sizeof p->handlers);
  expat_connect(child);
  return v;
}
METHOD(m_entity_parser) {
  Parser *p = AS_PARSER(self);
  Value keep[2];
  const char *context = NULL, *encoding = NULL;
  if (args[0] != V_NONE) {
    if (!text_argument(ctx, args[0], "ExternalEntityParserCreate() argument 1", "str or None")) return V_NULL;
    if (!(context = expat_utf8(ctx, args[0], &keep[0]))) return V_NULL;
  }
  if (args[1]) {
    if (!text_argument(ctx, args[1], "ExternalEntityParserCreate() argument 2", "str")) return V_NULL;
    if (!(encoding = expat_utf8(ctx, args[1], &keep[1]))) return V_NULL;
  }
  Library *library = library_child(ctx, p->library, context, encoding);
  return library ? copy_for_entity(ctx, p, library) : V_NULL;
}

/* ---- settings of the library ---- */

METHOD(m_param_entities) {
  int32_t flag;
  if (!object_c_int(ctx, args[0], &flag)) return V_NULL;
  return int_tag(XML_SetParamEntityParsing(AS_PARSER(self)->library->parser, (enum XML_ParamEntityParsing)flag));
}
METHOD(m_foreign_dtd) {
  int flag = args[0] ? object_truth(ctx, args[0]) : true;
  if (flag < 0) return V_NULL;
  enum XML_Error code = XML_UseForeignDTD(AS_PARSER(self)->library->parser, flag ? XML_TRUE : XML_FALSE);
  return code == XML_ERROR_NONE ? V_NONE : expat_error(ctx, AS_PARSER(self), code, NULL);
}
typedef XML_Bool (*SetThreshold)(XML_Parser, unsigned long long);
static Value set_threshold(Ctx *ctx, Parser *p, Value v, SetThreshold set) {
  uint64_t n;
  Value index = object_index(ctx, v);
  if (!index) return V_NULL;
  if (int_sign(ctx, index) < 0) return raise_format(ctx, EXC_ValueError, "Cannot convert negative int"), V_NULL;
  if (!int_to_u64(ctx, index, &n))
    return raise_format(ctx, EXC_OverflowError, "Python int too large for C unsigned long long"), V_NULL;
  return set(p->library->parser, n) ? V_NONE
                                    : expat_error(ctx, p, XML_ERROR_INVALID_ARGUMENT, "parser must be a root parser");
}
typedef XML_Bool (*SetFactor)(XML_Parser, float);
static Value set_factor(Ctx *ctx, Parser *p, Value v, SetFactor set) {
  double factor;
  if (!float_coerce(ctx, v, &factor)) return V_NULL;
  if (set(p->library->parser, (float)factor)) return V_NONE;
  return expat_error(ctx, p, XML_ERROR_INVALID_ARGUMENT,
                     factor >= 1.0 ? "parser must be a root parser" : "'max_factor' must be at least 1.0");
}
METHOD(m_laughs_threshold) {
  return set_threshold(ctx, AS_PARSER(self), args[0], XML_SetBillionLaughsAttackProtectionActivationThreshold);
}
METHOD(m_laughs_factor) {
  return set_factor(ctx, AS_PARSER(self), args[0], XML_SetBillionLaughsAttackProtectionMaximumAmplification);
}
METHOD(m_memory_threshold) {
  return set_threshold(ctx, AS_PARSER(self), args[0], XML_SetAllocTrackerActivationThreshold);
}
METHOD(m_memory_factor) { return set_factor(ctx, AS_PARSER(self), args[0], XML_SetAllocTrackerMaximumAmplification); }
METHOD(m_set_deferral) {
  Parser *p = AS_PARSER(self);
  int on = object_truth(ctx, args[0]);
  if (on < 0) return V_NULL;
  if (XML_SetReparseDeferralEnabled(p->library->parser, on ? XML_TRUE : XML_FALSE)) p->deferral = on;
  return V_NONE;
}
METHOD(m_get_deferral) { return bool_tag(AS_PARSER(self)->deferral); }

static const CFuncDef methods[] = {
    METHOD_ROW_NAMED("Parse", m_parse, 1, 2, "data isfinal= /",
                     "Parse XML data: str or bytes. The last piece has a true second argument."),
    METHOD_ROW_NAMED("ParseFile", m_parse_file, 1, 1, "file /", "Parse what the method read of an object returns."),
    METHOD_ROW("SetBase", m_set_base, 1, 1, "Set the base of relative addresses, as handlers get it."),
    METHOD_ROW("GetBase", m_get_base, 0, 0, "Return what SetBase() was called with, or None."),
    METHOD_ROW("GetInputContext", m_get_input_context, 0, 0,
               "Return the input from the event on that a handler is called for; None outside of handlers."),
    METHOD_ROW_NAMED("ExternalEntityParserCreate", m_entity_parser, 1, 2, "context encoding= /",
                     "Return a parser for an entity that is outside of the document."),
    METHOD_ROW("SetParamEntityParsing", m_param_entities, 1, 1, "Say which parameter entities are parsed."),
    METHOD_ROW_NAMED("UseForeignDTD", m_foreign_dtd, 0, 1, "flag= /",
                     "Let the application provide a document type of its own."),
    METHOD_ROW_NAMED("SetBillionLaughsAttackProtectionActivationThreshold", m_laughs_threshold, 1, 1, "threshold /",
                     "Set how many bytes of output are fine whatever the input is."),
    METHOD_ROW_NAMED("SetBillionLaughsAttackProtectionMaximumAmplification", m_laughs_factor, 1, 1, "max_factor /",
                     "Set how many times longer than the input the output may be."),
    METHOD_ROW_NAMED("SetAllocTrackerActivationThreshold", m_memory_threshold, 1, 1, "threshold /",
                     "Set how many bytes of memory are fine whatever the input is."),
    METHOD_ROW_NAMED("SetAllocTrackerMaximumAmplification", m_memory_factor, 1, 1, "max_factor /",
                     "Set how many times more memory than input there may be."),
    METHOD_ROW("SetReparseDeferralEnabled", m_set_deferral, 1, 1,
               "Say whether a token that has not ended waits for much more input before it is parsed again."),
    METHOD_ROW("GetReparseDeferralEnabled", m_get_deferral, 0, 0, "Return what SetReparseDeferralEnabled() has set."),
    {0},
};

/* ---- attributes ---- */

static bool refuse_deletion(Ctx *ctx, Value v) {
  if (!v) raise_format(ctx, EXC_RuntimeError, "Cannot delete attribute");
  return !v;
}
/* 1 or 0; -1: an exception */
static int flag_value(Ctx *ctx, Value v) { return refuse_deletion(ctx, v) ? -1 : object_truth(ctx, v); }

#define X(name)                                                                                                       \
  static Value get_##name(Ctx *ctx, Value self) { return UNUSED(ctx), or_none(AS_PARSER(self)->handlers[H_##name]); } \
  static bool set_##name(Ctx *ctx, Value self, Value v) {                                                             \
    if (refuse_deletion(ctx, v)) return false;                                                                        \
    return expat_set_handler(ctx, AS_PARSER(self), H_##name, v == V_NONE ? V_NULL : v);                               \
  }
HANDLERS(X)
#undef X

#define NUMBER(name, expression)                     \
  static Value get_##name(Ctx *ctx, Value self) {    \
    XML_Parser x = AS_PARSER(self)->library->parser; \
    return int_from_i64(ctx, (int64_t)(expression)); \
  }
NUMBER(error_code, XML_GetErrorCode(x))
NUMBER(line, XML_GetCurrentLineNumber(x))
NUMBER(column, XML_GetCurrentColumnNumber(x))
NUMBER(index, XML_GetCurrentByteIndex(x))

#define FLAG(name)                                                                                       \
  static Value get_##name(Ctx *ctx, Value self) { return UNUSED(ctx), bool_tag(AS_PARSER(self)->name); } \
  static bool set_##name(Ctx *ctx, Value self, Value v) {                                                \
    int flag = flag_value(ctx, v);                                                                       \
    if (flag >= 0) AS_PARSER(self)->name = flag;                                                         \
    return flag >= 0;                                                                                    \
  }
FLAG(ordered_attributes)
FLAG(specified_attributes)

static Value get_prefixes(Ctx *ctx, Value self) { return UNUSED(ctx), bool_tag(AS_PARSER(self)->namespace_prefixes); }
static bool set_prefixes(Ctx *ctx, Value self, Value v) {
  int flag = flag_value(ctx, v);
  if (flag < 0) return false;
  AS_PARSER(self)->namespace_prefixes = flag;
  XML_SetReturnNSTriplet(AS_PARSER(self)->library->parser, flag);
  return true;
}

/* A buffer of `size`, or none: 0. What the old one holds is handed out, by a handler that may come here again. */
static bool set_buffer(Ctx *ctx, Parser *p, int32_t size) {
  if (!expat_flush(ctx, p)) return false;
  char *fresh = size ? memory_new(ctx, (size_t)size) : NULL;
  if (size && !fresh) return raise_no_memory(ctx), false;
  memory_free(ctx, p->buffer);
  p->buffer = fresh;
  p->buffer_used = 0;
  if (size) p->buffer_size = size;
  return true;
}
static Value get_buffer_text(Ctx *ctx, Value self) { return UNUSED(ctx), bool_tag(AS_PARSER(self)->buffer != NULL); }
static bool set_buffer_text(Ctx *ctx, Value self, Value v) {
  Parser *p = AS_PARSER(self);
  int flag = flag_value(ctx, v);
  if (flag < 0) return false;
  return (flag != 0) == (p->buffer != NULL) || set_buffer(ctx, p, flag ? p->buffer_size : 0);
}
static Value get_buffer_size(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(AS_PARSER(self)->buffer_size); }
static bool set_buffer_size(Ctx *ctx, Value self, Value v) {
  int64_t n;
  if (refuse_deletion(ctx, v)) return false;
  if (!is_int_value(ctx, v)) raise_format(ctx, EXC_TypeError, "buffer_size must be an integer");
  else if (!int_to_i64(ctx, int_unwrap(ctx, v), &n))
    raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C long");
  else if (n <= 0) raise_format(ctx, EXC_ValueError, "buffer_size must be greater than zero");
  else if (n > INT_MAX) raise_format(ctx, EXC_ValueError, "buffer_size must not be greater than %d", INT_MAX);
  return !ctx->exc && set_buffer(ctx, AS_PARSER(self), (int32_t)n);
}
static Value get_buffer_used(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(AS_PARSER(self)->buffer_used); }
static Value get_intern(Ctx *ctx, Value self) { return UNUSED(ctx), or_none(AS_PARSER(self)->intern); }

Class *expat_make_parser(Ctx *ctx) {
  static const TypeOps ops = {.trace = trace};
#define X(name) {#name, get_##name, set_##name, NULL},
  static const GetSetDef getset[] = {{"intern", get_intern, readonly_member, NULL},
                                     {"ErrorCode", get_error_code, NULL, NULL},
                                     {"ErrorLineNumber", get_line, NULL, NULL},
                                     {"ErrorColumnNumber", get_column, NULL, NULL},
                                     {"ErrorByteIndex", get_index, NULL, NULL},
                                     {"CurrentLineNumber", get_line, NULL, NULL},
                                     {"CurrentColumnNumber", get_column, NULL, NULL},
                                     {"CurrentByteIndex", get_index, NULL, NULL},
                                     {"buffer_size", get_buffer_size, set_buffer_size, NULL},
                                     {"buffer_text", get_buffer_text, set_buffer_text, NULL},
                                     {"buffer_used", get_buffer_used, NULL, NULL},
                                     {"namespace_prefixes", get_prefixes, set_prefixes, NULL},
                                     {"ordered_attributes", get_ordered_attributes, set_ordered_attributes, NULL},
                                     {"specified_attributes", get_specified_attributes, set_specified_attributes, NULL},
                                     HANDLERS(X){0}};
#undef X
  Class *cls = class_new_builtin(ctx, "pyexpat.xmlparser", NULL, KIND_OTHER, sizeof(Parser), &ops, methods,
                                 CLASS_BUILTIN | CLASS_FINAL);
  return class_set_doc(ctx, cls, "XML parser") && class_add_getset(ctx, cls, getset) ? cls : NULL;
}
