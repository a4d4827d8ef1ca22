/* BufferedRWPair: a reader and a writer as one object. */
#include "modules/_io/io.h"

typedef struct Pair {
  Cell h;
  Value reader, writer; /* V_NULL: not initialized */
} Pair;
#define PAIR ((Pair *)self)

static void trace(Ctx *ctx, Value self) {
  if (PAIR->reader) heap_mark(ctx, PAIR->reader);
  if (PAIR->writer) heap_mark(ctx, PAIR->writer);
}
static Value new_(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  return io_instance(ctx, cls, io_state(ctx)->pair, instance_new(ctx, cls));
}
static bool init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Value v[3];
  IoState *state = io_state(ctx);
  if (!bind_params(ctx, "BufferedRWPair", "reader writer buffer_size= /", args, nargs, kwnames, v)) return false;
  if (!io_able(ctx, v[0], "readable", "File or stream is not readable.") ||
      !io_able(ctx, v[1], "writable", "File or stream is not writable."))
    return false;
  Value size = v[2] ? v[2] : int_tag(DEFAULT_BUFFER_SIZE);
  Value reader = py_call2(ctx, VAL(state->reader), v[0], size);
  Value writer = reader ? py_call2(ctx, VAL(state->writer), v[1], size) : V_NULL;
  if (!writer) return false;
  PAIR->reader = reader, PAIR->writer = writer;
  return io_opened(ctx, self);
}
static Value forward(Ctx *ctx, Value to, const char *method, const Value *args, uint32_t nargs) {
  if (to) return io_call(ctx, to, method, args, nargs);
  raise_format(ctx, EXC_ValueError, "I/O operation on uninitialized object");
  return V_NULL;
}
#define TO_READER(name)                                                       \
  METHOD(p_##name) { return forward(ctx, PAIR->reader, #name, args, nargs); }
#define TO_WRITER(name)                                                       \
  METHOD(p_##name) { return forward(ctx, PAIR->writer, #name, args, nargs); }
TO_READER(read)
TO_READER(peek)
TO_READER(read1)
TO_READER(readinto)
TO_READER(readinto1)
TO_READER(readable)
TO_WRITER(write)
TO_WRITER(flush)
TO_WRITER(writable)
METHOD(p_close) {
  Value first = forward(ctx, PAIR->writer, "close", NULL, 0), exc = first ? V_NULL : exc_take(ctx);
  Value second = forward(ctx, PAIR->reader, "close", NULL, 0);
  if (exc && second) ctx->exc = exc;
  else if (exc && ctx->exc) ((Exception *)ctx->exc)->context = exc;
  return ctx->exc ? V_NULL : second;
}
METHOD(p_isatty) {
  int writer = io_truth(ctx, forward(ctx, PAIR->writer, "isatty", NULL, 0));
  if (writer) return writer < 0 ? V_NULL : V_TRUE;
  return forward(ctx, PAIR->reader, "isatty", NULL, 0);
}
METHOD(p_refuse) { return io_refuse_pickle(ctx, self); }
static Value get_closed(Ctx *ctx, Value self) {
  if (PAIR->writer) return io_closed(ctx, PAIR->writer);
  raise_format(ctx, EXC_RuntimeError, "the BufferedRWPair object is being garbage-collected");
  return V_NULL;
}
Class *pair_make(Ctx *ctx) {
  static const TypeOps ops = {.new_ = new_, .init = init, .trace = trace};
  static const GetSetDef getset[] = {{"closed", get_closed, NULL, NULL}, {0}};
  static const CFuncDef methods[] = {
      METHOD_ROW("read", p_read, 0, 1, NULL),
      METHOD_ROW("peek", p_peek, 0, 1, NULL),
      METHOD_ROW("read1", p_read1, 0, 1, NULL),
      METHOD_ROW("readinto", p_readinto, 1, 1, NULL),
      METHOD_ROW("readinto1", p_readinto1, 1, 1, NULL),
      METHOD_ROW("write", p_write, 1, 1, NULL),
      METHOD_ROW("flush", p_flush, 0, 0, NULL),
      METHOD_ROW("readable", p_readable, 0, 0, NULL),
      METHOD_ROW("writable", p_writable, 0, 0, NULL),
      METHOD_ROW("close", p_close, 0, 0, NULL),
      METHOD_ROW("isatty", p_isatty, 0, 0, NULL),
      METHOD_ROW("__reduce__", p_refuse, 0, 0, NULL),
      METHOD_ROW("__reduce_ex__", p_refuse, 1, 1, NULL),
      {0},
  };
  Class *cls = class_new_builtin(ctx, "_io.BufferedRWPair", io_state(ctx)->buffered_base, KIND_OTHER, sizeof(Pair),
                                 &ops, methods, CLASS_HAS_DICT);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}
