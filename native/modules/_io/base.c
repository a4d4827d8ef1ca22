/* The base classes of all streams: _IOBase and under it _RawIOBase, _BufferedIOBase, _TextIOBase. What they can, they
 * do with the methods of whoever derives from them. */
#include "modules/_io/io.h"
#include "modules/_io/text_io.h"
#include <string.h>

Value io_call(Ctx *ctx, Value object, const char *method, const Value *args, uint32_t nargs) {
  return py_call_method(ctx, object, str_intern_c(ctx, method), args, nargs);
}
Value io_call0(Ctx *ctx, Value object, const char *method) { return io_call(ctx, object, method, NULL, 0); }

Value io_unsupported(Ctx *ctx, const char *words) {
  Value text = str_from_ascii(ctx, words);
  Value exc = text ? py_call1(ctx, io_state(ctx)->unsupported, text) : V_NULL;
  if (exc) raise_exc(ctx, exc);
  return V_NULL;
}

int io_truth(Ctx *ctx, Value v) { return v ? object_truth(ctx, v) : -1; }

Value io_closed(Ctx *ctx, Value self) { return get_attr(ctx, self, str_intern_c(ctx, "closed")); }

bool io_check_closed(Ctx *ctx, Value self) {
  int closed = io_truth(ctx, io_closed(ctx, self));
  if (closed == 0) return true;
  if (closed > 0) raise_format(ctx, EXC_ValueError, "I/O operation on closed file.");
  return false;
}

bool io_able(Ctx *ctx, Value stream, const char *method, const char *words) {
  int truth = io_truth(ctx, io_call0(ctx, stream, method));
  if (truth == 0) io_unsupported(ctx, words);
  return truth > 0;
}

bool io_size(Ctx *ctx, const Value *args, uint32_t nargs, int64_t *out) {
  return io_size_or(ctx, args, nargs, -1, out);
}
bool io_size_or(Ctx *ctx, const Value *args, uint32_t nargs, int64_t absent, int64_t *out) {
  *out = absent;
  if (!nargs || !args[0] || args[0] == V_NONE) return true;
  if (!is_int_value(ctx, args[0]) && !class_of(ctx, args[0])->ops.index) {
    raise_format(ctx, EXC_TypeError, "argument should be integer or None, not '%T'", args[0]);
    return false;
  }
  return object_ssize(ctx, args[0], out);
}

Value io_type_name(Ctx *ctx, Value v) {
  Value cls = VAL(class_of(ctx, v)), module = get_attr(ctx, cls, NAME(__module__));
  Value name = module ? get_attr(ctx, cls, NAME(__qualname__)) : V_NULL;
  if (!name || !is_str(ctx, module)) return name;
  return str_format_c(ctx, "%U.%U", module, name);
}

Value io_joined(Ctx *ctx, Value a, Value b) {
  int64_t n = ((Bytes *)a)->length, m = ((Bytes *)b)->length;
  Value both = bytes_new(ctx, NULL, n + m);
  if (!both || !stop_copy(ctx, ((Bytes *)both)->data, ((Bytes *)a)->data, (size_t)n)) return V_NULL;
  return stop_copy(ctx, ((Bytes *)both)->data + n, ((Bytes *)b)->data, (size_t)m) ? both : V_NULL;
}

Value io_refuse_pickle(Ctx *ctx, Value self) {
  return raise_format(ctx, EXC_TypeError, "cannot pickle '%U' instances", class_of(ctx, self)->name), V_NULL;
}

/* ---- _IOBase ---- */

/* ---- streams that nobody closed ---- */

bool io_opened(Ctx *ctx, Value stream) { return io_state(ctx)->standard || finalization_register(ctx, stream); }
Value io_in_memory(Ctx *ctx, Class *cls, const Class *own) {
  return cls == own ? VAL(heap_alloc(ctx, cls->root, cls->root->cell_size)) : instance_new(ctx, cls);
}
Value io_instance(Ctx *ctx, const Class *cls, const Class *own, Value instance) {
  return cls == own ? instance : finalizers_watch(ctx, cls, instance);
}

bool io_set_flag(Ctx *ctx, bool *flag, Value v) {
  if (v && is_bool(v)) return *flag = v == V_TRUE, true;
  raise_format(ctx, EXC_TypeError, v ? "attribute value type must be bool" : "can't delete numeric/char attribute");
  return false;
}

void io_warn_unclosed(Ctx *ctx, Value stream, Value source) {
  Value saved = exc_take(ctx);
  if (exact_file_io(ctx, stream)) file_warn_unclosed(ctx, (FileIO *)stream, source);
  else io_call(ctx, stream, "_dealloc_warn", &source, 1);
  if (!exc_is_stop(ctx)) ctx->exc = saved;
}

/* The layer on top that still has something to write: it goes first, where both go (in a cycle). */
static Value above(Ctx *ctx, Value self) {
  Buffered *b = exact_buffered(ctx, self) ? (Buffered *)self : NULL;
  if (exact_file_io(ctx, self)) b = ((FileIO *)self)->writer;
  if (!b) return V_NULL;
  return b->text ? VAL(b->text) : VAL(b) == self ? V_NULL : VAL(b);
}
static bool is_ours(Ctx *ctx, Value self) {
  return exact_file_io(ctx, self) || exact_buffered(ctx, self) || class_of(ctx, self) == io_state(ctx)->text;
}

/* The stream that a stream of class TextIOWrapper, BufferedWriter and so on is on top of; V_NULL: it is none. */
static Value below(Ctx *ctx, Value stream) {
  IoState *io = io_state(ctx);
  if (is_instance(ctx, stream, io->text)) return ((TextIO *)stream)->buffer;
  bool buffered = is_instance(ctx, stream, io->writer) || is_instance(ctx, stream, io->random);
  return buffered ? ((Buffered *)stream)->raw : V_NULL;
}
static bool add_if_over_foreign(Ctx *ctx, Value stream, void *streams) {
  Value base = stream, next;
  for (int layer = 0; layer < 2 && (next = below(ctx, base)) && next != V_NONE; layer++) base = next;
  return base == stream || exact_file_io(ctx, base) || list_append(ctx, (Value)streams, stream);
}

/* Finalizers at the end of the program come in no order that suits layers. A stream that a program wrote itself must
 * not be closed before those on top of it, of which close_leftovers knows nothing, have written what they hold. */
static bool write_out(Ctx *ctx) {
  Value streams = list_new(ctx, 0);
  if (!streams || !finalization_each(ctx, add_if_over_foreign, (void *)streams)) return false;
  for (int text = 1; text >= 0; text--)
    for (int64_t i = 0; i < AS_LIST(streams)->length; i++) {
      Value stream = AS_LIST(streams)->items->items[i];
      if (is_instance(ctx, stream, io_state(ctx)->text) != text || io_truth(ctx, io_closed(ctx, stream)) > 0) continue;
      if (!ctx->exc && io_call0(ctx, stream, "flush")) continue;
      if (!unraisable(ctx, "Exception ignored while finalizing file", stream)) return false;
    }
  return true;
}

METHOD(base_del) {
  if (io_state(ctx)->ending && !io_state(ctx)->written_out) {
    io_state(ctx)->written_out = true;
    if (!write_out(ctx)) return V_NULL;
  }
  if (io_state(ctx)->ending && is_ours(ctx, self)) return V_NONE;
  int closed = io_truth(ctx, io_closed(ctx, self));
  if (closed < 0 && exc_is_stop(ctx)) return V_NULL;
  if (closed < 0) exc_clear(ctx); /* it is in no state that could be closed */
  if (closed) return V_NONE;
  if (!set_attr(ctx, self, str_intern_c(ctx, "_finalizing"), V_TRUE)) {
    if (exc_is_stop(ctx)) return V_NULL;
    exc_clear(ctx);
  }
  Value first = above(ctx, self);
  if ((first && !io_call0(ctx, first, "close")) || !io_call0(ctx, self, "close"))
    return unraisable(ctx, "Exception ignored while finalizing file", self) ? V_NONE : V_NULL;
  return V_NONE;
}

static Value closed_name(Ctx *ctx) { return str_intern_c(ctx, "__IOBase_closed"); }

static Value get_closed(Ctx *ctx, Value self) {
  Value flag = get_attr_optional(ctx, self, closed_name(ctx));
  return ctx->exc ? V_NULL : bool_tag(flag != V_NULL);
}

METHOD(base_close) {
  Value flag = get_attr_optional(ctx, self, closed_name(ctx));
  if (ctx->exc) return V_NULL;
  if (flag) return V_NONE;
  Value result = io_call0(ctx, self, "flush"), exc = result ? V_NULL : exc_take(ctx);
  if (!set_attr(ctx, self, closed_name(ctx), V_TRUE)) return V_NULL;
  if (!exc) return V_NONE;
  ctx->exc = exc;
  return V_NULL;
}
METHOD(base_flush) {
  Value flag = get_attr_optional(ctx, self, closed_name(ctx));
  if (ctx->exc) return V_NULL;
  return flag ? (raise_format(ctx, EXC_ValueError, "I/O operation on closed file."), V_NULL) : V_NONE;
}
METHOD(base_seek) { return io_unsupported(ctx, "seek"); }
METHOD(base_truncate) { return io_unsupported(ctx, "truncate"); }
METHOD(base_fileno) { return io_unsupported(ctx, "fileno"); }
METHOD(base_tell) {
  Value args_[2] = {int_tag(0), int_tag(1)};
  return io_call(ctx, self, "seek", args_, 2);
}
METHOD(base_isatty) { return io_check_closed(ctx, self) ? V_FALSE : V_NULL; }
METHOD(base_no) { return V_FALSE; }

static Value check_able(Ctx *ctx, Value self, const char *method, const char *words) {
  Value able = io_call0(ctx, self, method);
  if (!able) return V_NULL;
  return able == V_TRUE ? able : io_unsupported(ctx, words);
}
METHOD(base_check_seekable) { return check_able(ctx, self, "seekable", "File or stream is not seekable."); }
METHOD(base_check_readable) { return check_able(ctx, self, "readable", "File or stream is not readable."); }
METHOD(base_check_writable) { return check_able(ctx, self, "writable", "File or stream is not writable."); }
METHOD(base_check_closed) { return io_check_closed(ctx, self) ? V_NONE : V_NULL; }

METHOD(base_enter) { return io_check_closed(ctx, self) ? self : V_NULL; }
METHOD(base_exit) { return io_call0(ctx, self, "close"); }

Value io_first_line(Ctx *ctx, Value self, int64_t limit) {
  Value peek = get_attr_optional(ctx, self, str_intern_c(ctx, "peek"));
  if (ctx->exc) return V_NULL;
  Value line = bytearray_new(ctx, NULL, 0);
  if (!line) return V_NULL;
  for (int64_t length = 0; limit < 0 || length < limit;) {
    int64_t wanted = 1;
    if (!CHECK_STOP(ctx)) return V_NULL;
    if (peek) {
      Value ahead = py_call1(ctx, peek, int_tag(1));
      if (!ahead) return V_NULL;
      if (!has_kind(ctx, ahead, KIND_BYTES))
        return raise_format(ctx, EXC_OSError, "peek() should have returned a bytes object, not '%T'", ahead), V_NULL;
      Bytes *b = (Bytes *)ahead;
      if (b->length > 0) {
        int64_t most = limit >= 0 && limit - length < b->length ? limit - length : b->length;
        const uint8_t *end;
        if (!stop_find(ctx, b->data, '\n', (size_t)most, &end)) return V_NULL;
        wanted = end ? end + 1 - b->data : most;
      }
    }
    Value count = int_tag(wanted), part = io_call(ctx, self, "read", &count, 1);
    if (!part) return V_NULL;
    if (!has_kind(ctx, part, KIND_BYTES))
      return raise_format(ctx, EXC_OSError, "read() should have returned a bytes object, not '%T'", part), V_NULL;
    Bytes *b = (Bytes *)part;
    if (b->length == 0) break;
    if (!(line = object_binary(ctx, line, part, OP_ADD + OP_INPLACE_FIRST))) return V_NULL;
    length += b->length;
    if (b->data[b->length - 1] == '\n') break;
  }
  return buffer_to_bytes(ctx, line);
}
METHOD(base_readline) {
  int64_t limit;
  return io_size(ctx, args, nargs, &limit) ? io_first_line(ctx, self, limit) : V_NULL;
}
METHOD(base_readlines) {
  int64_t hint, length = 0;
  if (!io_size(ctx, args, nargs, &hint)) return V_NULL;
  Value it = object_iter(ctx, self), list = it ? list_new(ctx, 0) : V_NULL, line;
  if (!list) return V_NULL;
  while ((line = object_next(ctx, it))) {
    int64_t n = hint > 0 ? object_len(ctx, line) : 0;
    if (n < 0 || !list_append(ctx, list, line) || !CHECK_STOP(ctx)) return V_NULL;
    if (hint > 0 && (length += n) > hint) break;
  }
  return ctx->exc ? V_NULL : list;
}
METHOD(base_writelines) {
  if (!io_check_closed(ctx, self)) return V_NULL;
  Value it = object_iter(ctx, args[0]), line;
  if (!it) return V_NULL;
  while ((line = object_next(ctx, it)))
    if (!io_call(ctx, self, "write", &line, 1) || !CHECK_STOP(ctx)) return V_NULL;
  return ctx->exc ? V_NULL : V_NONE;
}
static Value base_iter(Ctx *ctx, Value self) { return io_check_closed(ctx, self) ? self : V_NULL; }
static Value base_next(Ctx *ctx, Value self) {
  Value line = io_call0(ctx, self, "readline");
  int64_t n = line ? object_len(ctx, line) : -1;
  return n > 0 ? line : V_NULL;
}

Class *io_base_make(Ctx *ctx) {
  static const TypeOps ops = {.iter = base_iter, .next = base_next};
  static const GetSetDef getset[] = {{"closed", get_closed, NULL, NULL}, {0}};
  static const CFuncDef methods[] = {
      METHOD_ROW("seek", base_seek, 0, -1, "Change the stream position to the given byte offset."),
      METHOD_ROW("tell", base_tell, 0, 0, "Return current stream position."),
      METHOD_ROW("truncate", base_truncate, 0, -1, "Truncate file to size bytes."),
      METHOD_ROW("flush", base_flush, 0, 0, "Flush write buffers, if applicable."),
      METHOD_ROW("close", base_close, 0, 0, "Flush and close the IO object."),
      METHOD_ROW("__del__", base_del, 0, 0, "Called when the instance is about to be destroyed."),
      METHOD_ROW("seekable", base_no, 0, 0, "Return whether object supports random access."),
      METHOD_ROW("readable", base_no, 0, 0, "Return whether object was opened for reading."),
      METHOD_ROW("writable", base_no, 0, 0, "Return whether object was opened for writing."),
      METHOD_ROW("_checkClosed", base_check_closed, 0, 1, NULL),
      METHOD_ROW("_checkSeekable", base_check_seekable, 0, 1, NULL),
      METHOD_ROW("_checkReadable", base_check_readable, 0, 1, NULL),
      METHOD_ROW("_checkWritable", base_check_writable, 0, 1, NULL),
      METHOD_ROW("fileno", base_fileno, 0, 0, "Return underlying file descriptor if one exists."),
      METHOD_ROW("isatty", base_isatty, 0, 0, "Return whether this is an 'interactive' stream."),
      METHOD_ROW("__enter__", base_enter, 0, 0, NULL),
      METHOD_ROW("__exit__", base_exit, 0, -1, NULL),
      METHOD_ROW("readline", base_readline, 0, 1, "Read and return a line from the stream."),
      METHOD_ROW("readlines", base_readlines, 0, 1, "Return a list of lines from the stream."),
      METHOD_ROW("writelines", base_writelines, 1, 1, "Write a list of lines to stream."),
      {0},
  };
  Class *cls = class_new_builtin(ctx, "_io._IOBase", NULL, KIND_OTHER, sizeof(Cell) + 8, &ops, methods,
                                 CLASS_HAS_DICT | CLASS_HAS_WEAKREF | CLASS_HAS_FINALIZER);
  if (!cls) return NULL;
  cls->ops.new_ = ctx->cls.object->ops.new_; /* blank instances are good */
  return class_add_getset(ctx, cls, getset) ? cls : NULL;
}

/* ---- _RawIOBase ---- */

METHOD(raw_read) {
  int64_t n = -1;
  if (nargs && args[0] != V_NONE && !object_ssize(ctx, args[0], &n)) return V_NULL;
  if (n < 0) return io_call0(ctx, self, "readall");
  Value buffer = bytearray_new(ctx, NULL, n);
  Value got = buffer ? io_call(ctx, self, "readinto", &buffer, 1) : V_NULL;
  int64_t count;
  if (!got || got == V_NONE) return got;
  if (!object_ssize(ctx, got, &count)) return V_NULL;
  Value all = buffer_to_bytes(ctx, buffer); /* readinto may have made it shorter */
  if (!all) return V_NULL;
  n = ((Bytes *)all)->length;
  if (count < 0 || count > n) {
    raise_format(ctx, EXC_ValueError, "readinto returned %lld outside buffer size %lld", (long long)count,
                 (long long)n);
    return V_NULL;
  }
  return count < n ? bytes_new(ctx, ((Bytes *)all)->data, count) : all;
}
METHOD(raw_readall) {
  Value all = bytearray_new(ctx, NULL, 0), size = int_tag(DEFAULT_BUFFER_SIZE);
  while (all) {
    if (!CHECK_STOP(ctx)) return V_NULL;
    Value part = io_call(ctx, self, "read", &size, 1);
    if (!part) return V_NULL;
    if (part == V_NONE && object_len(ctx, all) == 0) return part;
    if (part == V_NONE) break;
    if (!has_kind(ctx, part, KIND_BYTES)) return raise_format(ctx, EXC_TypeError, "read() should return bytes"), V_NULL;
    if (((Bytes *)part)->length == 0) break;
    all = object_binary(ctx, all, part, OP_ADD + OP_INPLACE_FIRST);
  }
  return all ? buffer_to_bytes(ctx, all) : V_NULL;
}
Class *raw_base_make(Ctx *ctx) {
  static const CFuncDef methods[] = {
      METHOD_ROW("read", raw_read, 0, 1, NULL),
      METHOD_ROW("readall", raw_readall, 0, 0, "Read until EOF, using multiple read() call."),
      {0},
  };
  return class_new_builtin(ctx, "_io._RawIOBase", io_state(ctx)->io_base, KIND_OTHER, sizeof(Cell) + 8, NULL, methods,
                           CLASS_HAS_DICT);
}

/* ---- _BufferedIOBase ---- */

METHOD(buffered_unsupported_detach) { return io_unsupported(ctx, "detach"); }
METHOD(buffered_unsupported_read) { return io_unsupported(ctx, "read"); }
METHOD(buffered_unsupported_read1) { return io_unsupported(ctx, "read1"); }
METHOD(buffered_unsupported_write) { return io_unsupported(ctx, "write"); }
static Value read_into(Ctx *ctx, Value self, Value target, const char *name, const char *method) {
  Buffer view;
  if (!buffer_get_writable(ctx, target, name, &view)) return V_NULL;
  Value size = int_tag(view.length), data = io_call(ctx, self, method, &size, 1), result = V_NULL;
  if (data && !has_kind(ctx, data, KIND_BYTES)) {
    raise_format(ctx, EXC_TypeError, "read() should return bytes");
  } else if (data && ((Bytes *)data)->length > view.length) {
    raise_format(ctx, EXC_ValueError, "read() returned too much data: %lld bytes requested, %lld returned",
                 (long long)view.length, (long long)((Bytes *)data)->length);
  } else if (data) {
    int64_t n = ((Bytes *)data)->length;
    if (stop_copy(ctx, view.data, ((Bytes *)data)->data, (size_t)n)) result = int_tag(n);
  }
  buffer_release(ctx, &view);
  return result;
}
METHOD(buffered_base_readinto) { return read_into(ctx, self, args[0], "readinto", "read"); }
METHOD(buffered_base_readinto1) { return read_into(ctx, self, args[0], "readinto1", "read1"); }
Class *buffered_base_make(Ctx *ctx) {
  static const CFuncDef methods[] = {
      METHOD_ROW("detach", buffered_unsupported_detach, 0, 0, "Disconnect this buffer from its underlying raw stream."),
      METHOD_ROW("read", buffered_unsupported_read, 0, 1, "Read and return up to n bytes."),
      METHOD_ROW("read1", buffered_unsupported_read1, 0, 1, "Read and return up to size bytes."),
      METHOD_ROW("readinto", buffered_base_readinto, 1, 1, NULL),
      METHOD_ROW("readinto1", buffered_base_readinto1, 1, 1, NULL),
      METHOD_ROW("write", buffered_unsupported_write, 1, 1, "Write buffer b to the IO stream."),
      {0},
  };
  return class_new_builtin(ctx, "_io._BufferedIOBase", io_state(ctx)->io_base, KIND_OTHER, sizeof(Cell) + 8, NULL,
                           methods, CLASS_HAS_DICT);
}

/* ---- _TextIOBase ---- */

METHOD(text_detach) { return io_unsupported(ctx, "detach"); }
METHOD(text_read) { return io_unsupported(ctx, "read"); }
METHOD(text_readline) { return io_unsupported(ctx, "readline"); }
METHOD(text_write) { return io_unsupported(ctx, "write"); }
static Value get_none(Ctx *ctx, Value self) { return UNUSED(ctx), UNUSED(self), V_NONE; }
Class *text_base_make(Ctx *ctx) {
  static const CFuncDef methods[] = {
      METHOD_ROW("detach", text_detach, 0, 0, "Separate the underlying buffer from the TextIOBase and return it."),
      METHOD_ROW("read", text_read, 0, 1, "Read at most size characters from stream."),
      METHOD_ROW("readline", text_readline, 0, 1, "Read until newline or EOF."),
      METHOD_ROW("write", text_write, 1, 1, "Write string s to stream."),
      {0},
  };
  static const GetSetDef getset[] = {{"encoding", get_none, NULL, "Encoding of the text stream."},
                                     {"newlines", get_none, NULL, "Line endings translated so far."},
                                     {"errors", get_none, NULL, "The error setting of the decoder or encoder."},
                                     {0}};
  Class *cls = class_new_builtin(ctx, "_io._TextIOBase", io_state(ctx)->io_base, KIND_OTHER, sizeof(Cell) + 8, NULL,
                                 methods, CLASS_HAS_DICT);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}
