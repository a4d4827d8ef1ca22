/* Handlers: what the library calls, and how that reaches Python.
 *
 * Each function here makes the arguments, and calls the handler of its name. A handler that raises ends the parse: no
 * handler is called any more, and the exception comes out of Parse(). */
#include "modules/pyexpat/parser.h"

static Ctx *context_of(const Parser *p) { return p->ctx; }

#define X(name) #name,
const char *const expat_handler_names[HANDLER_COUNT] = {HANDLERS(X)};
#undef X

/* ---- texts ---- */

static Value plain(Ctx *ctx, const char *s, size_t n) { return str_from_utf8(ctx, s, n); }
/* A text, or None for NULL. */
static Value text(Ctx *ctx, const char *s) { return s ? plain(ctx, s, strlen(s)) : V_NONE; }
/* The same; equal ones are one object. */
static Value name(Ctx *ctx, Parser *p, const char *s) {
  Value v = text(ctx, s);
  if (!v || !p->intern) return v;
  Value known = dict_get(ctx, p->intern, v);
  if (known || ctx->exc) return known;
  return dict_set(ctx, p->intern, v, v) ? v : V_NULL;
}

const char *expat_utf8(Ctx *ctx, Value v, Value *keep) {
  *keep = codec_encode_as(ctx, v, CODEC_UTF8, V_NULL);
  if (!*keep) return NULL;
  int64_t n = AS_BYTES(*keep)->length;
  const uint8_t *nul;
  if (!stop_find(ctx, AS_BYTES(*keep)->data, 0, (size_t)n, &nul)) return NULL;
  if (nul) return raise_format(ctx, EXC_ValueError, "embedded null character"), NULL;
  Value ended = bytes_new(ctx, NULL, n + 1); /* the same with a NUL */
  if (!ended) return NULL;
  if (!stop_copy(ctx, AS_BYTES(ended)->data, AS_BYTES(*keep)->data, (size_t)n)) return NULL;
  AS_BYTES(ended)->data[n] = 0;
  *keep = ended;
  return (const char *)AS_BYTES(ended)->data;
}

/* ---- calls ---- */

/* The parse is over: an exception is on its way out. */
static void give_up(Parser *p) {
  expat_forget_handlers(p);
  XML_StopParser(p->library->parser, XML_FALSE);
}
/* V_NULL: an exception. `n` arguments, of which one that is V_NULL could not be made. */
static Value call(Ctx *ctx, Parser *p, HandlerId id, const Value *args, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (!args[i]) return give_up(p), V_NULL;
  bool outer = p->in_handler;
  p->in_handler = true;
  Value result = py_call(ctx, p->handlers[id], args, n, V_NULL);
  p->in_handler = outer;
  if (!result) give_up(p);
  return result;
}
/* Is there something to call? What was collected comes first, whose handler may change everything. */
static bool wanted(Ctx *ctx, Parser *p, HandlerId id) {
  if (ctx->exc || !p->handlers[id]) return false;
  return expat_flush(ctx, p) && p->handlers[id];
}
#define CALL(id, ...)                                                      \
  do {                                                                     \
    const Value args_[] = {__VA_ARGS__};                                   \
    call(ctx, p, H_##id, args_, (uint32_t)(sizeof args_ / sizeof *args_)); \
  } while (0)
#define CALL_NONE(id) call(ctx, p, H_##id, NULL, 0)
#define BEGIN(id)                     \
  Parser *p = data;                   \
  Ctx *ctx = context_of(p);           \
  if (!wanted(ctx, p, H_##id)) return

/* ---- character data ---- */

static bool call_character_data(Ctx *ctx, Parser *p, const char *s, size_t n) {
  Value piece = plain(ctx, s, n);
  return call(ctx, p, H_CharacterDataHandler, &piece, 1) != V_NULL;
}
bool expat_flush(Ctx *ctx, Parser *p) {
  size_t n = (size_t)p->buffer_used;
  if (!p->buffer || !n) return true;
  p->buffer_used = 0;
  return !p->handlers[H_CharacterDataHandler] || call_character_data(ctx, p, p->buffer, n);
}
static void XMLCALL on_character_data(void *data, const XML_Char *s, int n) {
  Parser *p = data;
  Ctx *ctx = context_of(p);
  if (ctx->exc) return;
  if (p->buffer && n > p->buffer_size - p->buffer_used && !expat_flush(ctx, p)) return;
  if (!p->handlers[H_CharacterDataHandler]) return; /* it took itself away */
  if (!p->buffer || n > p->buffer_size - p->buffer_used) {
    call_character_data(ctx, p, s, (size_t)n);
  } else {
    memcpy(p->buffer + p->buffer_used, s, (size_t)n);
    p->buffer_used += n;
  }
}
static void XMLCALL ignore_character_data(void *data, const XML_Char *s, int n) { UNUSED(data), UNUSED(s), UNUSED(n); }

/* ---- elements ---- */

static Value attributes(Ctx *ctx, Parser *p, const XML_Char **given) {
  int n = 0;
  if (p->specified_attributes) n = XML_GetSpecifiedAttributeCount(p->library->parser);
  else
    while (given[n]) n += 2;
  Value all = p->ordered_attributes ? list_new(ctx, n) : dict_new(ctx);
  for (int i = 0; all && i < n; i += 2) {
    Value key = name(ctx, p, given[i]), value = key ? text(ctx, given[i + 1]) : V_NULL;
    bool ok = value && (p->ordered_attributes ? list_append(ctx, all, key) && list_append(ctx, all, value)
                                              : dict_set(ctx, all, key, value));
    if (!ok || !CHECK_STOP_AT(ctx, i >> 1)) return V_NULL;
  }
  return all;
}
static void XMLCALL on_start_element(void *data, const XML_Char *element, const XML_Char **given) {
  BEGIN(StartElementHandler);
  Value tag = name(ctx, p, element);
  CALL(StartElementHandler, tag, tag ? attributes(ctx, p, given) : V_NULL);
}
static void XMLCALL on_end_element(void *data, const XML_Char *element) {
  BEGIN(EndElementHandler);
  CALL(EndElementHandler, name(ctx, p, element));
}
static void XMLCALL on_processing_instruction(void *data, const XML_Char *target, const XML_Char *s) {
  BEGIN(ProcessingInstructionHandler);
  Value t = name(ctx, p, target);
  CALL(ProcessingInstructionHandler, t, t ? text(ctx, s) : V_NULL);
}
static void XMLCALL on_comment(void *data, const XML_Char *s) {
  BEGIN(CommentHandler);
  CALL(CommentHandler, text(ctx, s));
}
static void XMLCALL on_start_cdata(void *data) {
  BEGIN(StartCdataSectionHandler);
  CALL_NONE(StartCdataSectionHandler);
}
static void XMLCALL on_end_cdata(void *data) {
  BEGIN(EndCdataSectionHandler);
  CALL_NONE(EndCdataSectionHandler);
}
static void XMLCALL on_default(void *data, const XML_Char *s, int n) {
  BEGIN(DefaultHandler);
  CALL(DefaultHandler, plain(ctx, s, (size_t)n));
}
static void XMLCALL on_default_expand(void *data, const XML_Char *s, int n) {
  BEGIN(DefaultHandlerExpand);
  CALL(DefaultHandlerExpand, plain(ctx, s, (size_t)n));
}
static void XMLCALL on_start_namespace(void *data, const XML_Char *prefix, const XML_Char *uri) {
  BEGIN(StartNamespaceDeclHandler);
  Value v = name(ctx, p, prefix);
  CALL(StartNamespaceDeclHandler, v, v ? name(ctx, p, uri) : V_NULL);
}
static void XMLCALL on_end_namespace(void *data, const XML_Char *prefix) {
  BEGIN(EndNamespaceDeclHandler);
  CALL(EndNamespaceDeclHandler, name(ctx, p, prefix));
}

/* ---- declarations ---- */

/* Names of several texts; stops at the first that cannot be made. */
static bool names(Ctx *ctx, Parser *p, const char *const *given, int n, Value *out) {
  memset(out, 0, sizeof *out * (size_t)n);
  for (int i = 0; i < n; i++)
    if (!(out[i] = name(ctx, p, given[i]))) return false;
  return true;
}
static void XMLCALL on_unparsed_entity(void *data, const XML_Char *entity, const XML_Char *base, const XML_Char *system,
                                       const XML_Char *public, const XML_Char *notation) {
  BEGIN(UnparsedEntityDeclHandler);
  Value v[5];
  names(ctx, p, (const char *[]){entity, base, system, public, notation}, 5, v);
  call(ctx, p, H_UnparsedEntityDeclHandler, v, 5);
}
static void XMLCALL on_notation(void *data, const XML_Char *notation, const XML_Char *base, const XML_Char *system,
                                const XML_Char *public) {
  BEGIN(NotationDeclHandler);
  Value v[4];
  names(ctx, p, (const char *[]){notation, base, system, public}, 4, v);
  call(ctx, p, H_NotationDeclHandler, v, 4);
}
static void XMLCALL on_start_doctype(void *data, const XML_Char *doctype, const XML_Char *system,
                                     const XML_Char *public, int internal) {
  BEGIN(StartDoctypeDeclHandler);
  Value v[4];
  names(ctx, p, (const char *[]){doctype, system, public}, 3, v);
  v[3] = int_tag(internal);
  call(ctx, p, H_StartDoctypeDeclHandler, v, 4);
}
static void XMLCALL on_end_doctype(void *data) {
  BEGIN(EndDoctypeDeclHandler);
  CALL_NONE(EndDoctypeDeclHandler);
}
static void XMLCALL on_entity(void *data, const XML_Char *entity, int parameter, const XML_Char *value, int length,
                              const XML_Char *base, const XML_Char *system, const XML_Char *public,
                              const XML_Char *notation) {
  BEGIN(EntityDeclHandler);
  Value v[5], replacement = V_NULL;
  if (names(ctx, p, (const char *[]){entity, base, system, public, notation}, 5, v))
    replacement = value ? plain(ctx, value, (size_t)length) : V_NONE;
  CALL(EntityDeclHandler, v[0], int_tag(parameter), replacement, v[1], v[2], v[3], v[4]);
}
static void XMLCALL on_xml(void *data, const XML_Char *version, const XML_Char *encoding, int standalone) {
  BEGIN(XmlDeclHandler);
  Value v = text(ctx, version);
  CALL(XmlDeclHandler, v, v ? text(ctx, encoding) : V_NULL, int_tag(standalone));
}
/* (type, quantifier, name, children) */
static Value model_of(Ctx *ctx, const XML_Content *model) {
  if (!c_stack_check(ctx)) return V_NULL;
  Value children = tuple_new(ctx, model->numchildren);
  for (unsigned i = 0; children && i < model->numchildren; i++)
    if (!(AS_TUPLE(children)->items[i] = model_of(ctx, &model->children[i]))) return V_NULL;
  Value own = children ? text(ctx, model->name) : V_NULL;
  return own ? tuple_from(ctx, (Value[]){int_tag(model->type), int_tag(model->quant), own, children}, 4) : V_NULL;
}
static void XMLCALL on_element_declaration(void *data, const XML_Char *element, XML_Content *model) {
  Parser *p = data;
  Ctx *ctx = context_of(p);
  if (wanted(ctx, p, H_ElementDeclHandler)) {
    Value tag = name(ctx, p, element);
    CALL(ElementDeclHandler, tag, tag ? model_of(ctx, model) : V_NULL);
  }
  LibraryCall call_ = library_enter(ctx);
  XML_FreeContentModel(p->library->parser, model);
  library_leave(call_);
}
static void XMLCALL on_attribute_list(void *data, const XML_Char *element, const XML_Char *attribute,
                                      const XML_Char *type, const XML_Char *value, int required) {
  BEGIN(AttlistDeclHandler);
  Value v[2], kind = V_NULL, preset = V_NULL;
  if (names(ctx, p, (const char *[]){element, attribute}, 2, v) && (kind = text(ctx, type))) preset = text(ctx, value);
  CALL(AttlistDeclHandler, v[0], v[1], kind, preset, int_tag(required));
}
static void XMLCALL on_skipped_entity(void *data, const XML_Char *entity, int parameter) {
  BEGIN(SkippedEntityHandler);
  CALL(SkippedEntityHandler, name(ctx, p, entity), int_tag(parameter));
}

/* ---- handlers that answer ---- */

/* An int of C, whose upper bits are dropped; 0 with an exception. */
static int answer(Ctx *ctx, Parser *p, Value result) {
  int64_t n;
  Value index = result ? object_index(ctx, result) : V_NULL;
  if (index && int_to_i64(ctx, index, &n)) return (int)n;
  if (index) raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C long");
  if (result) give_up(p);
  return 0;
}
static int XMLCALL on_not_standalone(void *data) {
  BEGIN(NotStandaloneHandler) 0;
  return answer(ctx, p, CALL_NONE(NotStandaloneHandler));
}
static int XMLCALL on_external_entity(XML_Parser parser, const XML_Char *context, const XML_Char *base,
                                      const XML_Char *system, const XML_Char *public) {
  void *data = XML_GetUserData(parser);
  BEGIN(ExternalEntityRefHandler) 0;
  Value v[3] = {0}, where = text(ctx, context);
  if (where) names(ctx, p, (const char *[]){base, system, public}, 3, v);
  const Value args[] = {where, v[0], v[1], v[2]};
  return answer(ctx, p, call(ctx, p, H_ExternalEntityRefHandler, args, 4));
}

/* ---- encodings that the library does not know ---- */

int XMLCALL expat_unknown_encoding(void *data, const XML_Char *encoding, XML_Encoding *out) {
  enum { BYTES = 256, REPLACEMENT = 0xfffd };
  Parser *p = data;
  Ctx *ctx = context_of(p);
  if (ctx->exc) return XML_STATUS_ERROR;
  uint8_t every[BYTES];
  for (int i = 0; i < BYTES; i++) every[i] = (uint8_t)i;
  Value object = bytes_new(ctx, every, BYTES), which = object ? text(ctx, encoding) : V_NULL;
  Value replace = which ? str_intern_c(ctx, "replace") : V_NULL;
  Value all = replace ? codec_decode(ctx, object, AS_BYTES(object)->data, BYTES, which, replace) : V_NULL;
  if (!all) return XML_STATUS_ERROR;
  if (str_length(all) != BYTES)
    return raise_format(ctx, EXC_ValueError, "multi-byte encodings are not supported"), XML_STATUS_ERROR;
  for (int i = 0; i < BYTES; i++) {
    uint32_t c = str_at(all, i);
    out->map[i] = c == REPLACEMENT ? -1 : (int)c;
  }
  out->data = NULL;
  out->convert = NULL;
  out->release = NULL;
  return XML_STATUS_OK;
}

/* ---- which handlers there are ---- */

static void connect(Parser *p, HandlerId id, bool on) {
  XML_Parser x = p->library->parser;
  switch (id) {
#define CONNECT(id, set, function)                  \
  case H_##id: set(x, on ? function : NULL); break;
    CONNECT(StartElementHandler, XML_SetStartElementHandler, on_start_element)
    CONNECT(EndElementHandler, XML_SetEndElementHandler, on_end_element)
    CONNECT(ProcessingInstructionHandler, XML_SetProcessingInstructionHandler, on_processing_instruction)
    CONNECT(CharacterDataHandler, XML_SetCharacterDataHandler, on_character_data)
    CONNECT(UnparsedEntityDeclHandler, XML_SetUnparsedEntityDeclHandler, on_unparsed_entity)
    CONNECT(NotationDeclHandler, XML_SetNotationDeclHandler, on_notation)
    CONNECT(StartNamespaceDeclHandler, XML_SetStartNamespaceDeclHandler, on_start_namespace)
    CONNECT(EndNamespaceDeclHandler, XML_SetEndNamespaceDeclHandler, on_end_namespace)
    CONNECT(CommentHandler, XML_SetCommentHandler, on_comment)
    CONNECT(StartCdataSectionHandler, XML_SetStartCdataSectionHandler, on_start_cdata)
    CONNECT(EndCdataSectionHandler, XML_SetEndCdataSectionHandler, on_end_cdata)
    CONNECT(DefaultHandler, XML_SetDefaultHandler, on_default)
    CONNECT(DefaultHandlerExpand, XML_SetDefaultHandlerExpand, on_default_expand)
    CONNECT(NotStandaloneHandler, XML_SetNotStandaloneHandler, on_not_standalone)
    CONNECT(ExternalEntityRefHandler, XML_SetExternalEntityRefHandler, on_external_entity)
    CONNECT(StartDoctypeDeclHandler, XML_SetStartDoctypeDeclHandler, on_start_doctype)
    CONNECT(EndDoctypeDeclHandler, XML_SetEndDoctypeDeclHandler, on_end_doctype)
    CONNECT(EntityDeclHandler, XML_SetEntityDeclHandler, on_entity)
    CONNECT(XmlDeclHandler, XML_SetXmlDeclHandler, on_xml)
    CONNECT(ElementDeclHandler, XML_SetElementDeclHandler, on_element_declaration)
    CONNECT(AttlistDeclHandler, XML_SetAttlistDeclHandler, on_attribute_list)
    CONNECT(SkippedEntityHandler, XML_SetSkippedEntityHandler, on_skipped_entity)
  case HANDLER_COUNT: break;
  }
}
void expat_connect(Parser *p) {
  for (HandlerId id = 0; id < HANDLER_COUNT; id++)
    if (p->handlers[id]) connect(p, id, true);
}
void expat_forget_handlers(Parser *p) {
  for (HandlerId id = 0; id < HANDLER_COUNT; id++) {
    if (!p->handlers[id]) continue;
    p->handlers[id] = V_NULL;
    connect(p, id, false);
  }
}
bool expat_set_handler(Ctx *ctx, Parser *p, HandlerId id, Value handler) {
  if (id == H_CharacterDataHandler && !expat_flush(ctx, p)) return false;
  p->handlers[id] = handler;
  connect(p, id, handler != V_NULL);
  /* The library goes on with the piece of text that it is handing out. */
  if (id == H_CharacterDataHandler && !handler && p->in_handler)
    XML_SetCharacterDataHandler(p->library->parser, ignore_character_data);
  return true;
}
