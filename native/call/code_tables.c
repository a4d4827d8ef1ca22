/* Tables of code objects as Python sees them: lines, positions, the exception table in CPython's encoding, the bytecode
 * as the compiler made it, without what running has written into it. */
#include "call/call.h"
#include "call/code_object.h"
#include "container/container.h"
#include "exception/exception.h"
#include "generated/opcodes.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "interp/jit_hooks.h"
#include "object/object.h"
#include "text/text.h"

CodeUnit code_unit(const Code *code, uint32_t i) {
  CodeUnit unit = code->units[i];
  if (unit.op == OP_ENTER_EXECUTOR) unit = ((Executor *)code->executors[unit.arg])->original;
  unit.op = opcode_family[unit.op];
  return unit;
}

uint32_t code_caches(CodeUnit unit) { return opcode_caches[unit.op]; }

void code_copy_units(const Code *code, CodeUnit *to) {
  for (uint32_t i = 0; i < code->nunits;) {
    to[i] = code_unit(code, i);
    uint32_t caches = code_caches(to[i++]);
    for (; caches > 0 && i < code->nunits; caches--) to[i++].cache = 0;
  }
}

Value code_bytes(Ctx *ctx, Code *code) {
  if (!code_read(ctx, code)) return V_NULL;
  Value bytes = bytes_new(ctx, NULL, (int64_t)(code->nunits * sizeof(CodeUnit)));
  if (bytes) code_copy_units(code, (CodeUnit *)((Bytes *)bytes)->data);
  return bytes;
}

static Value part(int32_t v) { return v < 0 ? V_NONE : int_tag(v); }

Value code_positions(Ctx *ctx, Code *code) {
  if (!code_read(ctx, code)) return V_NULL;
  PositionReader reader = position_reader(code);
  Value list = list_new(ctx, code->nunits);
  for (uint32_t i = 0; list && i < code->nunits; i++) {
    Position at = position_read(&reader, i);
    Value tuple = tuple_from(ctx, (Value[]){part(at.line), part(at.end_line), part(at.col), part(at.end_col)}, 4);
    if (!tuple || !list_append(ctx, list, tuple) || !CHECK_STOP(ctx)) return V_NULL;
  }
  return list ? object_iter(ctx, list) : V_NULL;
}

/* (first byte, byte after the last, line or None) of every run of units of one line */
Value code_lines(Ctx *ctx, Code *code) {
  if (!code_read(ctx, code)) return V_NULL;
  PositionReader reader = position_reader(code);
  Value list = list_new(ctx, 8);
  uint32_t start = 0;
  int32_t line = code->nunits ? position_read(&reader, 0).line : -1;
  for (uint32_t i = 1; list && i <= code->nunits; i++) {
    int32_t next = i < code->nunits ? position_read(&reader, i).line : -1;
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    if (i < code->nunits && next == line) continue;
    Value tuple = tuple_from(ctx, (Value[]){int_tag((int64_t)start * 2), int_tag((int64_t)i * 2), part(line)}, 3);
    if (!tuple || !list_append(ctx, list, tuple)) return V_NULL;
    start = i, line = next;
  }
  return list ? object_iter(ctx, list) : V_NULL;
}

Value code_line_table(Ctx *ctx, Code *code) {
  return code_read(ctx, code) ? bytes_new(ctx, code->positions, code->npositions) : V_NULL;
}

/* Numbers in groups of six bits, the highest first; bit 6 is set in all but the last byte, bit 7 in an entry's first.
 */
static uint8_t *put_varint(uint8_t *to, uint32_t value, uint8_t begin) {
  for (int shift = 30; shift >= 6; shift -= 6)
    if (value >> shift) *to++ = (uint8_t)(begin | 0x40 | ((value >> shift) & 0x3f)), begin = 0;
  *to++ = (uint8_t)(begin | (value & 0x3f));
  return to;
}

Value code_exception_table(Ctx *ctx, Code *code) {
  enum { ENTRY_BYTES = 24 };
  if (!code_read(ctx, code)) return V_NULL;
  uint8_t *table = memory_new(ctx, (size_t)code->nexc * ENTRY_BYTES + 1), *at = table;
  if (!table) return raise_no_memory(ctx), V_NULL;
  for (uint32_t i = 0; i < code->nexc; i++) {
    ExcRange *range = &code->exc[i];
    at = put_varint(at, range->start, 0x80);
    at = put_varint(at, range->end - range->start, 0);
    at = put_varint(at, range->target, 0);
    at = put_varint(at, range->depth_lasti, 0);
  }
  Value bytes = bytes_new(ctx, table, at - table);
  memory_free(ctx, table);
  return bytes;
}
