/* Frame objects while sys.settrace is on (frame_object.c, for interp/tracing.c). */
#pragma once
#include "core/ctx.h"

Value frame_object_trace(Value frame); /* f_trace, f_trace_lines, f_trace_opcodes */
void frame_object_set_trace(Value frame, Value function);
bool frame_object_trace_lines(Value frame);
bool frame_object_trace_opcodes(Value frame);
