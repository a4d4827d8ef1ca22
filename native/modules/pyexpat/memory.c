/* Memory of libexpat: the context's, so that its limit holds. The library's memory functions get a size and nothing
 * else; whose request it is says the call that is going on in this thread. */
#include "modules/pyexpat/parser.h"

static _Thread_local Ctx *caller;
static _Thread_local bool refused, parses;

LibraryCall library_enter(Ctx *ctx) {
  LibraryCall call = {ctx, caller, parses};
  caller = ctx;
  parses = false;
  return call;
}
void library_leave(LibraryCall call) {
  caller = call.outer;
  parses = call.outer_parses;
}
void library_parses(void) { parses = true; }

bool library_refused(void) {
  bool was = refused;
  refused = false;
  return was;
}

/* The library cannot be interrupted otherwise: a tag may have any number of attributes, each of which wants memory. */
static bool stopped(void) { return parses && !caller->exc && !CHECK_STOP(caller); }

static void *request(size_t n) {
  if (stopped()) return NULL;
  void *p = memory_new(caller, n);
  if (!p) refused = true;
  return p;
}
static void *request_again(void *p, size_t n) {
  if (stopped()) return NULL;
  p = memory_resize(caller, p, n);
  if (!p) refused = true;
  return p;
}
static void give_back(void *p) { memory_free(caller, p); }
static const XML_Memory_Handling_Suite suite = {request, request_again, give_back};

static Library *made(Ctx *ctx, Library *library, XML_Parser parser) {
  if (!parser) return memory_free(ctx, library), raise_no_memory(ctx), NULL;
  library->parser = parser;
  library->users = 1;
  return library;
}
Library *library_new(Ctx *ctx, const char *encoding, const char *separator) {
  Library *library = memory_zeroed(ctx, sizeof *library);
  if (!library) return raise_no_memory(ctx), NULL;
  LibraryCall call = library_enter(ctx);
  XML_Parser parser = XML_ParserCreate_MM(encoding, &suite, separator);
  if (parser) XML_SetHashSalt(parser, ctx->options.hash_seed[0]); /* children have it too */
  library_leave(call);
  return made(ctx, library, parser);
}
Library *library_child(Ctx *ctx, Library *parent, const char *context, const char *encoding) {
  Library *library = memory_zeroed(ctx, sizeof *library);
  if (!library) return raise_no_memory(ctx), NULL;
  LibraryCall call = library_enter(ctx);
  XML_Parser parser = XML_ExternalEntityParserCreate(parent->parser, context, encoding);
  library_leave(call);
  if (!(library = made(ctx, library, parser))) return NULL;
  library->parent = parent;
  parent->users++;
  return library;
}
void library_drop(Ctx *ctx, Library *library) {
  LibraryCall call = library_enter(ctx);
  while (library && --library->users == 0) {
    Library *parent = library->parent;
    XML_ParserFree(library->parser);
    memory_free(ctx, library);
    library = parent;
  }
  library_leave(call);
}
