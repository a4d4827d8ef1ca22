/* Module binascii: bytes as text, and back. Hexadecimal is here. */
#include "modules/binascii/binascii.h"
#include <stdarg.h>

void binascii_error(Ctx *ctx, const char *format, ...) {
  BinasciiState *state = module_state(ctx, &module_binascii);
  va_list arguments;
  va_start(arguments, format);
  Value message = str_vformat_c(ctx, format, arguments);
  va_end(arguments);
  Value exc = message ? exception_new(ctx, state->error, &message, 1) : V_NULL;
  if (exc) raise_exc(ctx, exc);
}

bool binascii_text(Ctx *ctx, Value v, AsciiArgument *out) {
  *out = (AsciiArgument){0};
  if (is_str(ctx, v)) {
    if (!str_is_ascii(v))
      return raise_format(ctx, EXC_ValueError, "string argument should contain only ASCII characters"), false;
    out->data = AS_STR(v)->data;
    out->n = str_length(v);
    return true;
  }
  if (!buffer_get(ctx, v, BUFFER_SIMPLE, &out->view)) {
    if (exc_is_stop(ctx)) return false;
    exc_clear(ctx);
    raise_format(ctx, EXC_TypeError, "argument should be bytes, buffer or ASCII string, not '%T'", v);
    return false;
  }
  out->held = true;
  out->data = out->view.data;
  out->n = out->view.length;
  return true;
}
void binascii_release(Ctx *ctx, AsciiArgument *argument) {
  if (argument->held) buffer_release(ctx, &argument->view);
}

FUNCTION(f_hexlify) {
  Buffer view;
  HexGroups groups;
  if (!buffer_get(ctx, args[0], BUFFER_SIMPLE, &view)) return V_NULL;
  Value text = hex_groups(ctx, args[1], args[2], false, &groups)
                   ? hex_of_bytes(ctx, view.data, view.length, groups)
                   : V_NULL;
  buffer_release(ctx, &view);
  return text;
}

static Value from_hex(Ctx *ctx, const uint8_t *text, int64_t n) {
  if (n & 1) return binascii_error(ctx, "Odd-length string"), V_NULL;
  Value out = bytes_new(ctx, NULL, n / 2);
  if (!out) return V_NULL;
  uint8_t *p = AS_BYTES(out)->data;
  for (int64_t i = 0; i < n; i += 2) {
    int high = binascii_hex_digit(text[i]), low = binascii_hex_digit(text[i + 1]);
    if (high < 0 || low < 0) return binascii_error(ctx, "Non-hexadecimal digit found"), V_NULL;
    *p++ = (uint8_t)(high << 4 | low);
    if (!CHECK_STOP_AT(ctx, i >> 1)) return V_NULL;
  }
  return out;
}
FUNCTION(f_unhexlify) {
  AsciiArgument text;
  if (!binascii_text(ctx, args[0], &text)) return V_NULL;
  Value out = from_hex(ctx, text.data, text.n);
  binascii_release(ctx, &text);
  return out;
}

#define HEX_PARAMS "data sep= bytes_per_sep="
static const CFuncDef functions[] = {
    FUNCTION_ROW_NAMED("b2a_hex", f_hexlify, 1, 3, HEX_PARAMS, "Two hexadecimal digits for each byte."),
    FUNCTION_ROW_NAMED("hexlify", f_hexlify, 1, 3, HEX_PARAMS, "Two hexadecimal digits for each byte."),
    FUNCTION_ROW("a2b_hex", f_unhexlify, 1, 1, "The bytes that hexadecimal digits mean."),
    FUNCTION_ROW("unhexlify", f_unhexlify, 1, 1, "The bytes that hexadecimal digits mean."),
    {0},
};

static Class *make_error(Ctx *ctx) {
  return class_new_builtin(ctx, "binascii.Error", ctx->exc_class[EXC_ValueError], KIND_EXCEPTION, sizeof(Exception),
                           NULL, NULL, CLASS_HAS_DICT | CLASS_EXCEPTION);
}
static Class *make_incomplete(Ctx *ctx) {
  return class_new_builtin(ctx, "binascii.Incomplete", ctx->exc_class[EXC_Exception], KIND_EXCEPTION,
                           sizeof(Exception), NULL, NULL, CLASS_HAS_DICT | CLASS_EXCEPTION);
}
static const ModuleClass classes[] = {
    {offsetof(BinasciiState, error), make_error}, {offsetof(BinasciiState, incomplete), make_incomplete}, {0}};

static bool init(Ctx *ctx, Value module) {
  UNUSED(module);
  binascii_make_crc_tables(module_state(ctx, &module_binascii));
  return true;
}

MODULE(binascii, .doc = "Conversion between binary data and ASCII",
       .functions = {functions, BINASCII_BASE64, BINASCII_UU, BINASCII_QUOTED_PRINTABLE, BINASCII_CRC},
       .classes = classes, .state_size = sizeof(BinasciiState), .init = init);
