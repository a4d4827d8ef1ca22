/* What the files of module pyexpat share: parsers of XML over libexpat.
 *
 * Every call of the library that may allocate or free is between library_enter and library_leave (memory.c), which tell
 * its memory functions whose memory it is. Handlers are called from inside; they are Python, and may do anything. */
#pragma once
#include "modules/module.h"
#define XML_DTD 1 /* as the library was built: declares the limits on what a document expands to */
#include <expat.h>

/* X(attribute of a parser), in the order of CPython's list. */
#define HANDLERS(X)               \
  X(StartElementHandler)          \
  X(EndElementHandler)            \
  X(ProcessingInstructionHandler) \
  X(CharacterDataHandler)         \
  X(UnparsedEntityDeclHandler)    \
  X(NotationDeclHandler)          \
  X(StartNamespaceDeclHandler)    \
  X(EndNamespaceDeclHandler)      \
  X(CommentHandler)               \
  X(StartCdataSectionHandler)     \
  X(EndCdataSectionHandler)       \
  X(DefaultHandler)               \
  X(DefaultHandlerExpand)         \
  X(NotStandaloneHandler)         \
  X(ExternalEntityRefHandler)     \
  X(StartDoctypeDeclHandler)      \
  X(EndDoctypeDeclHandler)        \
  X(EntityDeclHandler)            \
  X(XmlDeclHandler)               \
  X(ElementDeclHandler)           \
  X(AttlistDeclHandler)           \
  X(SkippedEntityHandler)
#define X(name) H_##name,
typedef enum HandlerId { HANDLERS(X) HANDLER_COUNT } HandlerId;
#undef X

/* A parser of the library. It uses that of which it is a child, so it keeps it: cells die in any order. */
typedef struct Library {
  XML_Parser parser;
  struct Library *parent;
  uint32_t users; /* a cell, and children */
} Library;

typedef struct Parser {
  Cell h;
  Ctx *ctx; /* for what the library calls */
  Library *library;
  Value intern; /* Dict: texts that are there already; V_NULL: none is wanted */
  Value handlers[HANDLER_COUNT];
  char *buffer; /* character data that is to be handed out in one piece; NULL: none is collected */
  int32_t buffer_size, buffer_used;
  bool ordered_attributes, specified_attributes, namespace_prefixes, deferral;
  bool busy; /* the library is at work: it is not called again */
  bool in_handler;
} Parser;
#define AS_PARSER(v) ((Parser *)(v))

typedef struct ExpatState {
  Class *parser, *error;
} ExpatState;
extern const ModuleDef module_pyexpat;
static inline ExpatState *expat_state(Ctx *ctx) { return module_state(ctx, &module_pyexpat); }

/* ---- memory.c ---- */
/* Calls of the library nest: a handler may use another parser. */
typedef struct LibraryCall {
  Ctx *ctx, *outer;
  bool outer_parses;
} LibraryCall;
LibraryCall library_enter(Ctx *ctx);
void library_leave(LibraryCall call);
/* The call that has begun parses: it may take long, and ends with an exception when the program is to stop. */
void library_parses(void);
/* NULL + MemoryError. `parent` NULL: a parser of its own (with the first three), else one for an external entity. */
Library *library_new(Ctx *ctx, const char *encoding, const char *separator);
Library *library_child(Ctx *ctx, Library *parent, const char *context, const char *encoding);
void library_drop(Ctx *ctx, Library *library);
bool library_refused(void); /* has a request failed since this was asked last? */

/* ---- parser.c ---- */
Class *expat_make_parser(Ctx *ctx);
Value expat_parser_new(Ctx *ctx, Library *library, Value intern);                 /* takes over the library's parser */
Value expat_error(Ctx *ctx, Parser *p, enum XML_Error code, const char *message); /* raises; message NULL: the code's */

/* ---- handlers.c ---- */
extern const char *const expat_handler_names[HANDLER_COUNT];
/* handler V_NULL: none */
bool expat_set_handler(Ctx *ctx, Parser *p, HandlerId id, Value handler);
void expat_connect(Parser *p); /* tells a new parser of the library which handlers there are */
void expat_forget_handlers(Parser *p);
bool expat_flush(Ctx *ctx, Parser *p); /* hands out the collected character data; false: an exception */
int XMLCALL expat_unknown_encoding(void *data, const XML_Char *name, XML_Encoding *encoding);
/* UTF-8 of a str without NUL in it, which lives as long as *keep; NULL + exception. */
const char *expat_utf8(Ctx *ctx, Value text, Value *keep);
