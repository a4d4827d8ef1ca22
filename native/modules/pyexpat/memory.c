/* Memory of libexpat: the context's, so that its limit holds. The library's memory functions get a size and nothing
 * else; whose request it is says the call that is going on in this thread. */
#include "modules/pyexpat/parser.h"

static _Thread_local Ctx *caller;
static _Thread_local bool refused;

LibraryCall library_enter(Ctx *ctx) {
  LibraryCall call = {ctx, caller};
  caller = ctx;
  return call;
}
void library_leave(LibraryCall call) { caller = call.outer; }

bool library_refused(void) {
  bool was = refused;
  refused = false;
  return was;
}

static void *request(size_t n) {
  void *p = memory_new(caller, n);
  if (!p) refused = true;
  return p;
}
static void *request_again(void *p, size_t n) {
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
