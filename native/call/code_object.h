/* What the files about code objects as Python objects share. */
#pragma once
#include "call/call.h"

/* ---- code_tables.c ---- */
CodeUnit code_unit(const Code *code, uint32_t i);     /* the generic instruction at unit i, whatever runs there now */
uint32_t code_caches(CodeUnit unit);                  /* units after it that are its caches */
void code_copy_units(const Code *code, CodeUnit *to); /* all of them, caches empty */
Value code_bytes(Ctx *ctx, Code *code);               /* co_code */
Value code_positions(Ctx *ctx, Code *code);           /* iterators */
Value code_lines(Ctx *ctx, Code *code);
Value code_line_table(Ctx *ctx, Code *code); /* rows of POSITION_NUMBERS */
Value code_exception_table(Ctx *ctx, Code *code);

/* ---- code_replace.c ---- */
SHARED_METHOD(code_replace);
Value code_compare(Ctx *ctx, Value a, Value b, CmpOp op);
bool code_hash(Ctx *ctx, Value self, uint64_t *out);
