/* sys.settrace and sys.setprofile. While one of them is set, one handler serves every opcode, as while a trace is being
 * recorded: it finds out which events an instruction means, calls the function, and then runs the ordinary handler.
 * Nothing is recorded meanwhile, and anchors of traces are passed over; machine code that runs already goes on without
 * events until it is left. What sys.monitoring tells its tools comes from the same places.
 *
 * Frames that are traced are on a list of their own, the innermost last: a frame comes with its call event and goes
 * with its return event. */
#include "interp/tracing.h"
#include "call/call.h"
#include "call/frame_tracing.h"
#include "container/container.h"
#include "exception/exception.h"
#include "generated/opcodes.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "import/import.h"
#include "interp/interp.h"
#include "interp/jit_hooks.h"
#include "interp/record.h"
#include "object/object.h"
#include "text/text.h"

static Tracing *state_of(Ctx *ctx) { return module_state(ctx, &module_sys); }

void tracing_mark(Ctx *ctx, void *data) {
  Tracing *t = data;
  heap_mark(ctx, t->trace);
  heap_mark(ctx, t->profile);
  heap_mark(ctx, t->tell), heap_mark(ctx, t->answered);
  for (uint32_t i = 0; i < t->nframes; i++) heap_mark(ctx, t->frames[i].object);
}
void tracing_free(Ctx *ctx, void *data) { memory_free(ctx, ((Tracing *)data)->frames); }

/* ---- calling the functions ---- */

static bool wanted(Tracing *t, Value function) { return function && function != V_NONE && !t->busy; }
/* Does a frame's own function hear of events? Only as long as there is a trace function. */
static bool heard(Tracing *t, Value frame_object) {
  return wanted(t, t->trace) && wanted(t, frame_object_trace(frame_object));
}

static Value call(Ctx *ctx, Tracing *t, Value function, Value frame_object, const char *event, Value arg) {
  Value args[] = {frame_object, str_intern_c(ctx, event), arg};
  if (!args[1]) return V_NULL;
  t->busy = true;
  Value result = py_call(ctx, function, args, 3, V_NULL);
  t->busy = false;
  if (!result) { /* a function that fails is taken away */
    Value exc = exc_take(ctx);
    tracing_set(ctx, function == t->profile && function != t->trace, V_NONE);
    ctx->exc = exc;
  }
  return result;
}

/* ---- sys.monitoring ---- */

enum {
  PY_START = 1 << 0,
  PY_RESUME = 1 << 1,
  PY_RETURN = 1 << 2,
  PY_YIELD = 1 << 3,
  EVENT_LINE = 1 << 5,
  EVENT_INSTRUCTION = 1 << 6,
  STOP_ITERATION = 1 << 10,
  EVENT_RAISE = 1 << 11,
  EXCEPTION_HANDLED = 1 << 12,
  PY_UNWIND = 1 << 13,
  EVENT_RERAISE = 1 << 15,
};

static int64_t offset_of(Frame *frame) { return (frame->ip - frame->code->units) * 2; }

/* Calls the callbacks for an event, each with the code and `args`. */
static bool tell_tools(Ctx *ctx, Tracing *t, uint32_t event, Code *code, int64_t offset, const Value *args, int n) {
  if (!(t->monitored & event) || t->busy) return true;
  Value all[4] = {VAL(code), V_NULL, V_NULL, V_NULL}, place[3] = {int_tag(event), VAL(code), int_tag(offset)};
  for (int i = 0; i < n; i++) all[i + 1] = args[i];
  t->busy = true;
  Value tools = py_call(ctx, t->tell, place, 3, V_NULL);
  for (int64_t i = 0; tools && i < tuple_length(tools); i++) {
    Value pair = tuple_item(tools, i), result = py_call(ctx, tuple_item(pair, 1), all, (uint32_t)n + 1, V_NULL);
    Value heard[5] = {tuple_item(pair, 0), place[0], place[1], place[2], result};
    if (result && result != V_NONE) result = py_call(ctx, t->answered, heard, 5, V_NULL);
    if (!result) tools = V_NULL;
  }
  t->busy = false;
  return tools != V_NULL;
}
static bool tell_here(Ctx *ctx, Tracing *t, uint32_t event, Frame *frame, Value arg) {
  if (!(t->monitored & event)) return true;
  int64_t offset = offset_of(frame);
  return tell_tools(ctx, t, event, frame->code, offset, (Value[]){int_tag(offset), arg}, arg ? 2 : 1);
}

static TracedFrame *top_of(Tracing *t, Frame *frame) {
  TracedFrame *top = t->nframes ? &t->frames[t->nframes - 1] : NULL;
  return top && top->frame == frame ? top : NULL;
}

/* An event of a frame that is on the list: to its own function, whose result takes the function's place. */
static bool local_event(Ctx *ctx, Tracing *t, TracedFrame *top, const char *event, Value arg) {
  Value object = top->object;
  if (!heard(t, object)) return true;
  Value result = call(ctx, t, frame_object_trace(object), object, event, arg);
  if (result && result != V_NONE) frame_object_set_trace(object, result);
  return result != V_NULL;
}
static bool profile_event(Ctx *ctx, Tracing *t, TracedFrame *top, const char *event, Value arg) {
  if (!wanted(t, t->profile)) return true;
  return call(ctx, t, t->profile, top->object, event, arg) != V_NULL;
}

static int32_t line_at(TracedFrame *top, uint32_t unit) {
  if (unit < top->read) top->position = position_reader(top->frame->code);
  top->read = unit;
  return position_read(&top->position, unit).line;
}

static bool push(Ctx *ctx, Tracing *t, Frame *frame) {
  if (t->nframes == t->cap) {
    uint32_t cap = t->cap ? t->cap * 2 : 16;
    TracedFrame *frames = memory_resize(ctx, t->frames, cap * sizeof *frames);
    if (!frames) return raise_no_memory(ctx), false;
    t->frames = frames, t->cap = cap;
  }
  Value object = frame_object_at(ctx, 0);
  if (!object) return false;
  t->frames[t->nframes++] = (TracedFrame){
      .frame = frame, .object = object, .line = -1, .position = position_reader(frame->code)};
  return true;
}

static bool call_event(Ctx *ctx, Tracing *t, Frame *frame) {
  if (!push(ctx, t, frame)) return false;
  uint32_t place = t->nframes - 1;
  if (wanted(t, t->trace)) {
    Value result = call(ctx, t, t->trace, t->frames[place].object, "call", V_NONE);
    if (!result) return false;
    /* None leaves a generator's function from before. */
    if (place < t->nframes && result != V_NONE) frame_object_set_trace(t->frames[place].object, result);
  }
  return place >= t->nframes || profile_event(ctx, t, &t->frames[place], "call", V_NONE);
}

/* Whether an instruction comes after the RESUME with which a frame begins. */
static bool has_begun(Frame *frame, uint32_t unit) {
  for (uint32_t i = 0; i < unit; i++) {
    uint8_t family = opcode_family[frame->code->units[i].op];
    bool before = family == OP_RETURN_GENERATOR || family == OP_POP_TOP || family == OP_COPY_FREE_VARS ||
                  family == OP_MAKE_CELL || family == OP_EXTENDED_ARG;
    if (!before) return true;
  }
  return false;
}

/* A frame that ran already when tracing began, and whose f_trace somebody has set, as debuggers do: its events begin
 * here. Tools are told of all frames. */
static bool join(Ctx *ctx, Tracing *t, Frame *frame, uint32_t unit) {
  if (top_of(t, frame) || !has_begun(frame, unit)) return true;
  if (!t->monitored) {
    if (!(frame->flags & FRAME_HAS_OBJECT) || !wanted(t, t->trace)) return true;
    Value object = frame_object_at(ctx, 0);
    if (!object) return false;
    if (!heard(t, object)) return true;
  }
  if (!push(ctx, t, frame)) return false;
  TracedFrame *top = &t->frames[t->nframes - 1];
  top->unit = unit;
  top->line = line_at(top, unit);
  return true;
}

static bool return_event(Ctx *ctx, Tracing *t, Frame *frame, uint32_t event, Value value) {
  if (!tell_here(ctx, t, event, frame, value)) return false;
  TracedFrame *top = top_of(t, frame);
  bool ok = !top || local_event(ctx, t, top, "return", value);
  if (ok && (top = top_of(t, frame))) ok = profile_event(ctx, t, top, "return", value);
  if (top_of(t, frame)) t->nframes--;
  return ok;
}

static bool line_event(Ctx *ctx, Tracing *t, Frame *frame, uint32_t unit) {
  TracedFrame *top = top_of(t, frame);
  if (!top) return true;
  if (!t->monitored && !heard(t, top->object)) {
    top->unit = unit, top->line = LINE_UNKNOWN;
    return true;
  }
  if (top->line == LINE_UNKNOWN) top->line = line_at(top, top->unit);
  int32_t line = line_at(top, unit);
  /* A jump back within a line; not the one with which a generator goes on waiting. */
  bool waits = opcode_family[frame->code->units[unit].op] == OP_SEND;
  bool again = unit < top->unit && line == top->line && !waits;
  bool begins = line >= 0 && (line != top->line || again);
  top->unit = unit;
  if (begins) {
    top->line = line;
    if (!tell_tools(ctx, t, EVENT_LINE, frame->code, unit * 2, (Value[]){int_tag(line)}, 1)) return false;
    if (!(top = top_of(t, frame))) return true;
    if (frame_object_trace_lines(top->object) && !local_event(ctx, t, top, "line", V_NONE)) return false;
    top = top_of(t, frame);
  }
  return !top || !frame_object_trace_opcodes(top->object) || local_event(ctx, t, top, "opcode", V_NONE);
}

bool tracing_unwound(Ctx *ctx, Frame *frame, bool fresh, bool handled) {
  Tracing *t = state_of(ctx);
  if (t->busy || frame->code->flags & CO_TWIN) return true;
  Value exc = exc_take(ctx);
  if (!join(ctx, t, frame, (uint32_t)(frame->ip - frame->code->units))) return false;
  TracedFrame *top = top_of(t, frame);
  if (!top) return ctx->exc = exc, true;
  Value traceback = or_none(((Exception *)exc)->traceback);
  Value arg = tuple_from(ctx, (Value[]){VAL(class_of(ctx, exc)), exc, traceback}, 3);
  bool ok = arg && tell_here(ctx, t, fresh ? EVENT_RAISE : EVENT_RERAISE, frame, exc);
  if (ok && handled) ok = tell_here(ctx, t, EXCEPTION_HANDLED, frame, exc);
  if (!ok) return t->nframes -= !handled && top_of(t, frame), false;
  if (!(top = top_of(t, frame))) return ctx->exc = exc, true;
  ok = (!fresh || local_event(ctx, t, top, "exception", arg));
  if (!handled && ok) ok = tell_here(ctx, t, PY_UNWIND, frame, exc) && return_event(ctx, t, frame, 0, V_NONE);
  else if (!handled && top_of(t, frame)) t->nframes--;
  if (ok) ctx->exc = exc;
  return ok;
}

/* A generator or coroutine has ended for who waited for it: as if a StopIteration had come out of it. */
static bool ended_event(Ctx *ctx, Tracing *t, Frame *frame, Value receiver, Value value) {
  TracedFrame *top = top_of(t, frame);
  if (!top || !has_kind(ctx, receiver, KIND_GENERATOR)) return true;
  if (!(t->monitored & STOP_ITERATION) && !heard(t, top->object)) return true;
  Value cls = VAL(ctx->exc_class[EXC_StopIteration]);
  Value exc = value == V_NONE ? py_call(ctx, cls, NULL, 0, V_NULL) : py_call1(ctx, cls, value);
  Value arg = exc ? tuple_from(ctx, (Value[]){cls, exc, V_NONE}, 3) : V_NULL;
  if (!arg || !tell_here(ctx, t, STOP_ITERATION, frame, exc)) return false;
  return !(top = top_of(t, frame)) || local_event(ctx, t, top, "exception", arg);
}

/* ---- calls of functions written in C, for the profile function ---- */

/* What the events of a call name: a built-in function, or the method that a descriptor makes of its first argument.
 * V_NULL: something else is called, or an exception. */
static Value c_function(Ctx *ctx, Value callable, Value first) {
  if (!is_cell(callable)) return V_NULL;
  Class *cls = class_of(ctx, callable);
  if (cls == ctx->cls.method_descr)
    return first ? cls->ops.descr_get(ctx, callable, first, class_of(ctx, first)) : V_NULL;
  return has_kind(ctx, callable, KIND_CFUNCTION) ? callable : V_NULL;
}

static bool c_event(Ctx *ctx, Tracing *t, const char *event, Value function) {
  if (!wanted(t, t->profile)) return true;
  Value object = frame_object_at(ctx, 0);
  return object && call(ctx, t, t->profile, object, event, function) != V_NULL;
}

/* Does what a CALL, CALL_KW or CALL_FUNCTION_EX does, with the events before and after it. Its stack begins with the
 * callable, at `base`. */
static Value call_with_events(Ctx *ctx, Tracing *t, uint8_t family, Value *base, Value *sp, uint32_t oparg,
                              Value function) {
  if (!c_event(ctx, t, "c_call", function)) return V_NULL;
  Value result = family == OP_CALL_FUNCTION_EX ? interp_call_ex(ctx, base[0], base[2], base[3])
                                               : interp_call_object(ctx, base[0], base[1], base + 2, oparg,
                                                                    family == OP_CALL_KW ? sp[-1] : V_NULL);
  if (result) return c_event(ctx, t, "c_return", function) ? result : V_NULL;
  Value exc = exc_take(ctx);
  if (c_event(ctx, t, "c_exception", function)) ctx->exc = exc;
  return V_NULL;
}

static bool is_call(uint8_t family) {
  return family == OP_CALL || family == OP_CALL_KW || family == OP_CALL_FUNCTION_EX;
}

/* ---- the handler ---- */

static bool events(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint8_t opcode, uint32_t oparg) {
  Tracing *t = state_of(ctx);
  if (t->busy || frame->code->flags & CO_TWIN) return true; /* one that ran already when tracing began */
  uint8_t family = opcode_family[opcode];
  /* An instruction that specializes itself runs twice. */
  if (family == OP_RESUME) {
    if (top_of(t, frame)) return true;
    if (!call_event(ctx, t, frame)) return false;
    if (!tell_here(ctx, t, oparg & 3 ? PY_RESUME : PY_START, frame, V_NULL)) return false;
    TracedFrame *top = top_of(t, frame);
    if (top && oparg & 3) { /* a generator goes on in the line of its yield */
      top->unit = (uint32_t)(ip - frame->code->units);
      top->line = line_at(top, top->unit);
    }
    return true;
  }
  if (family == OP_EXTENDED_ARG || opcode == OP_LOAD_BODY) return true;
  uint32_t unit = (uint32_t)(ip - frame->code->units);
  if (!join(ctx, t, frame, unit) || !line_event(ctx, t, frame, unit)) return false;
  if (!tell_here(ctx, t, EVENT_INSTRUCTION, frame, V_NULL)) return false;
  bool ended = family == OP_END_SEND || (family == OP_END_FOR && sp[-1] != V_NONE);
  if (ended && !ended_event(ctx, t, frame, sp[-2], sp[-1])) return false;
  if (family == OP_RETURN_VALUE) return return_event(ctx, t, frame, PY_RETURN, sp[-1]);
  if (family == OP_YIELD_VALUE) return return_event(ctx, t, frame, PY_YIELD, sp[-1]);
  return true;
}

static PRESERVE_NONE Value op_trace(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t oparg) {
  frame->ip = ip;
  frame->sp = sp;
  uint8_t opcode = ip->op;
  if (opcode == OP_ENTER_EXECUTOR) {
    Executor *executor = frame->code->executors[oparg];
    opcode = executor->original.op;
    oparg = executor->original.arg;
  }
  if (!events(ctx, frame, ip, sp, opcode, oparg)) MUSTTAIL return interp_raise(ctx, frame, ip, sp, 0);
  Tracing *t = state_of(ctx);
  uint8_t family = opcode_family[opcode];
  if (UNLIKELY(is_call(family) && wanted(t, t->profile) && !(frame->code->flags & CO_TWIN))) {
    bool ex = family == OP_CALL_FUNCTION_EX;
    Value *base = ex ? sp - 4 : sp - oparg - 2 - (family == OP_CALL_KW);
    Value first = ex ? V_NULL : base[1] ? base[1] : oparg ? base[2] : V_NULL;
    Value function = c_function(ctx, base[0], first);
    if (function) {
      Value result = call_with_events(ctx, t, family, base, sp, oparg, function);
      if (!result) MUSTTAIL return interp_raise(ctx, frame, ip, sp, 0);
      *base = result;
      ip += 1 + opcode_caches[family];
      MUSTTAIL return interp_resume(ctx, frame, ip, base + 1, 0);
    }
    if (ctx->exc) MUSTTAIL return interp_raise(ctx, frame, ip, sp, 0);
  }
  MUSTTAIL return interp_single_handlers[opcode](ctx, frame, ip, sp, oparg);
}

bool tracing_is_on(Ctx *ctx) { return ctx->dispatch[OP_NOP] == op_trace; }

static void switch_tracing(Ctx *ctx, Tracing *t) {
  bool on = (t->trace && t->trace != V_NONE) || (t->profile && t->profile != V_NONE) || t->monitored;
  if (on == tracing_is_on(ctx)) return;
  if (on && ctx->recorder) record_stop(ctx, RECORD_ABANDONED);
  t->nframes = 0;
  for (int i = 0; i < 256; i++) ctx->dispatch[i] = on ? op_trace : interp_handlers[i];
}

void tracing_set(Ctx *ctx, bool profile, Value function) {
  Tracing *t = state_of(ctx);
  *(profile ? &t->profile : &t->trace) = function;
  switch_tracing(ctx, t);
}
void tracing_monitor(Ctx *ctx, uint32_t events, Value tell, Value answered) {
  Tracing *t = state_of(ctx);
  t->monitored = events;
  t->tell = tell, t->answered = answered;
  switch_tracing(ctx, t);
}

Value tracing_get(Ctx *ctx, bool profile) {
  Tracing *t = state_of(ctx);
  return or_none(profile ? t->profile : t->trace);
}
