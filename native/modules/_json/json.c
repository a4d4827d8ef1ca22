/* Module _json: what json.decoder and json.encoder do in C. */
#include "modules/_json/json.h"

static void trace(Ctx *ctx, void *state) { heap_mark(ctx, ((JsonState *)state)->decode_error); }

static const CFuncDef functions[] = {
    FUNCTION_ROW("encode_basestring_ascii", json_encode_ascii, 1, 1, "An ASCII-only JSON representation of a string."),
    FUNCTION_ROW("encode_basestring", json_encode, 1, 1, "A JSON representation of a string."),
    FUNCTION_ROW_KW("scanstring", json_scanstring, 0, -1,
                    "scanstring(string, end, strict=True) -> (string, end)\n\nReads the JSON string whose opening "
                    "quote is before string[end]; returns it and the index after its closing quote."),
    {0},
};
static const ModuleClass hidden[] = {
    {offsetof(JsonState, scanner), json_make_scanner_class},
    {offsetof(JsonState, encoder), json_make_encoder_class},
    {0},
};

/* The classes are there under the names that json looks for. */
static bool init(Ctx *ctx, Value module) {
  JsonState *state = module_state(ctx, &module__json);
  return module_add(ctx, module, "make_scanner", VAL(state->scanner)) &&
         module_add(ctx, module, "make_encoder", VAL(state->encoder));
}

MODULE(_json, .doc = "json speedups\n", .functions = {functions}, .hidden = hidden, .state_size = sizeof(JsonState),
       .trace = trace, .init = init);
