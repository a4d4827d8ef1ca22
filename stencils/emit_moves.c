/* Moves between registers, spill slots and constants. Declared in ts/emit/emit-uops.ts; only the register allocator
 * places them. A spill slot is the word at frame + slot, after the extent of the trace's root frame. */

UOP(_EMIT_MOVE_R) { target = source; }
UOP(_EMIT_MOVE_F) { target = source; }

UOP(_EMIT_SWAP_R) {
  a_after = b;
  b_after = a;
}
UOP(_EMIT_SWAP_F) {
  a_after = b;
  b_after = a;
}

UOP(_EMIT_SPILL_R) { *(int64_t *)((char *)frame + slot) = value; }
UOP(_EMIT_SPILL_F) { *(double *)((char *)frame + slot) = value; }
UOP(_EMIT_RELOAD_R) { value = *(int64_t *)((char *)frame + slot); }
UOP(_EMIT_RELOAD_F) { value = *(double *)((char *)frame + slot); }
UOP(_EMIT_COPY_SLOT) { *(int64_t *)((char *)frame + target) = *(int64_t *)((char *)frame + source); }

UOP(_EMIT_CONST_R) { value = constant; }
UOP(_EMIT_CONST32_R) { value = constant; }
UOP(_EMIT_CONST32S_R) { value = constant; }
UOP(_EMIT_CONST_F) { value = constant; }
UOP(_EMIT_ZERO_F) { value = 0.0; }
UOP(_EMIT_STORE_CONST) { *(int64_t *)((char *)frame + slot) = constant; }
