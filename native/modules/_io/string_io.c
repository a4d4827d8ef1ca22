/* StringIO: a text stream in memory, four bytes a character. */
#include "modules/_io/io.h"
#include <string.h>

typedef struct StringIO {
  Cell h;
  Raw *raw; /* NULL: closed */
  int64_t length, pos;
  Newlines newlines;
  bool universal, ok;
  char newline[3]; /* where lines end, unless universal */
  char written[3]; /* what \n becomes; "" : itself */
  Value shown;     /* the newline argument */
} StringIO;
#define STRING_IO ((StringIO *)self)

static void trace(Ctx *ctx, Value self) {
  heap_mark(ctx, VAL(STRING_IO->raw));
  if (STRING_IO->shown) heap_mark(ctx, STRING_IO->shown);
}
static bool is_open(Ctx *ctx, const StringIO *s) {
  if (LIKELY(s->raw != NULL)) return true;
  if (!s->ok) raise_format(ctx, EXC_ValueError, "I/O operation on uninitialized object");
  else raise_format(ctx, EXC_ValueError, "I/O operation on closed file");
  return false;
}
static Text text_between(const StringIO *s, int64_t from, int64_t to) {
  return (Text){(const uint32_t *)s->raw->data + from, to - from, 4};
}

static bool put_text(Ctx *ctx, StringIO *s, Text t) {
  if (!t.length) return true;
  if (s->pos > INT64_MAX - t.length) return raise_format(ctx, EXC_OverflowError, "new position too large"), false;
  if (s->pos > INT64_MAX / 8 - t.length) return raise_no_memory(ctx), false;
  int64_t end = s->pos + t.length;
  if (end * 4 > s->raw->cap) {
    Raw *grown = raw_new(ctx, (end + end / 2 + 16) * 4);
    if (!grown || !stop_copy(ctx, grown->data, s->raw->data, (size_t)s->length * 4)) return false;
    s->raw = grown;
  }
  int64_t gap = s->pos - s->length;
  if (gap > 0 && !stop_repeat(ctx, s->raw->data + s->length * 4, "", 1, (size_t)gap * 4)) return false;
  if (!text_copy_all(ctx, 4, s->raw->data, s->pos, t)) return false;
  s->pos = end;
  if (end > s->length) s->length = end;
  return true;
}
static bool put(Ctx *ctx, StringIO *s, Value text) {
  if (s->universal && !(text = newlines_translate(ctx, &s->newlines, text, true))) return false;
  Text t = text_of(text);
  if (!*s->written) return put_text(ctx, s, t);
  for (int64_t from = 0, end;; from = end) {
    end = line_end(ctx, t, from, "\n", true);
    if (end == -2) return false;
    if (end < 0) return put_text(ctx, s, text_slice(t, from, t.length));
    if (!put_text(ctx, s, text_slice(t, from, end - 1)) || !CHECK_STOP(ctx)) return false;
    if (!put_text(ctx, s, (Text){s->written, (int64_t)strlen(s->written), 1})) return false;
  }
}

static Value new_(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  return io_in_memory(ctx, cls, io_state(ctx)->string_io);
}
static bool init_with(Ctx *ctx, StringIO *s, Value initial, Value newline) {
  if (newline != V_NONE && !is_str(ctx, newline))
    return raise_format(ctx, EXC_TypeError, "newline must be str or None, not %T", newline), false;
  if (!newline_argument(ctx, "StringIO", newline)) return false;
  if (initial && initial != V_NONE && !is_str(ctx, initial))
    return raise_format(ctx, EXC_TypeError, "initial_value must be str or None, not %T", initial), false;
  Raw *raw = raw_new(ctx, 64);
  if (!raw) return false;
  s->raw = raw;
  s->length = s->pos = 0;
  s->ok = true;
  s->shown = newline;
  s->newline[0] = s->written[0] = 0;
  if (newline != V_NONE)
    for (int64_t i = 0; i <= str_length(newline); i++)
      s->newline[i] = i < str_length(newline) ? (char)str_at(newline, i) : 0;
  s->universal = newline == V_NONE || !*s->newline;
  s->newlines = (Newlines){.translate = newline == V_NONE};
  if (*s->newline == '\r') strcpy(s->written, s->newline);
  if (initial && initial != V_NONE && !put(ctx, s, initial)) return false;
  s->pos = 0;
  return true;
}
static bool init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Value v[2];
  if (!bind_params(ctx, "StringIO", "initial_value= newline=", args, nargs, kwnames, v)) return false;
  return init_with(ctx, STRING_IO, v[0], v[1] ? v[1] : ctx->chars['\n']);
}

METHOD(s_write) {
  if (!is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "string argument expected, got '%T'", args[0]), V_NULL;
  return is_open(ctx, STRING_IO) && put(ctx, STRING_IO, args[0]) ? int_tag(str_length(args[0])) : V_NULL;
}
static int64_t left(const StringIO *s) { return s->pos < s->length ? s->length - s->pos : 0; }
static Value take(Ctx *ctx, StringIO *s, int64_t n) {
  if (n < 0 || n > left(s)) n = left(s);
  if (n == 0) return ctx->empty_str;
  Value text = str_of_text(ctx, text_between(s, s->pos, s->pos + n));
  if (text) s->pos += n;
  return text;
}
METHOD(s_read) {
  int64_t n;
  return io_size(ctx, args, nargs, &n) && is_open(ctx, STRING_IO) ? take(ctx, STRING_IO, n) : V_NULL;
}
static Value line(Ctx *ctx, StringIO *s, int64_t limit) {
  if (left(s) == 0) return ctx->empty_str;
  Text t = text_between(s, s->pos, s->length);
  int64_t end = line_end(ctx, t, 0, *s->newline ? s->newline : NULL, s->newlines.translate);
  if (end == -2) return V_NULL;
  if (end < 0) end = t.length;
  return take(ctx, s, limit >= 0 && limit < end ? limit : end);
}
METHOD(s_readline) {
  int64_t n;
  return io_size(ctx, args, nargs, &n) && is_open(ctx, STRING_IO) ? line(ctx, STRING_IO, n) : V_NULL;
}
static Value iter(Ctx *ctx, Value self) { return is_open(ctx, STRING_IO) ? self : V_NULL; }
static Value next(Ctx *ctx, Value self) {
  if (!is_open(ctx, STRING_IO)) return V_NULL;
  if (class_of(ctx, self) == io_state(ctx)->string_io) return left(STRING_IO) ? line(ctx, STRING_IO, -1) : V_NULL;
  Value text = io_call0(ctx, self, "readline");
  if (text && !is_str(ctx, text))
    return raise_format(ctx, EXC_OSError, "readline() should have returned a str object, not '%T'", text), V_NULL;
  return text && str_length(text) ? text : V_NULL;
}
METHOD(s_tell) { return is_open(ctx, STRING_IO) ? int_from_i64(ctx, STRING_IO->pos) : V_NULL; }
METHOD(s_seek) {
  StringIO *s = STRING_IO;
  int64_t at, whence = 0;
  if (!object_ssize(ctx, args[0], &at) || (nargs > 1 && !object_ssize(ctx, args[1], &whence)) || !is_open(ctx, s))
    return V_NULL;
  if (whence < 0 || whence > 2)
    return raise_format(ctx, EXC_ValueError, "Invalid whence (%d, should be 0, 1 or 2)", (int)whence), V_NULL;
  if (at < 0 && whence == 0)
    return raise_format(ctx, EXC_ValueError, "Negative seek position %lld", (long long)at), V_NULL;
  if (whence != 0 && at != 0) return raise_format(ctx, EXC_OSError, "Can't do nonzero cur-relative seeks"), V_NULL;
  s->pos = whence == 0 ? at : whence == 1 ? s->pos : s->length;
  return int_from_i64(ctx, s->pos);
}
METHOD(s_truncate) {
  StringIO *s = STRING_IO;
  int64_t n;
  if (!io_size_or(ctx, args, nargs, s->pos, &n) || !is_open(ctx, s)) return V_NULL;
  if (n < 0) return raise_format(ctx, EXC_ValueError, "Negative size value %lld", (long long)n), V_NULL;
  if (n < s->length) s->length = n;
  return int_from_i64(ctx, n);
}
static Value contents(Ctx *ctx, StringIO *s) {
  return s->length ? str_of_text(ctx, text_between(s, 0, s->length)) : ctx->empty_str;
}
METHOD(s_getvalue) { return is_open(ctx, STRING_IO) ? contents(ctx, STRING_IO) : V_NULL; }
METHOD(s_true) { return is_open(ctx, STRING_IO) ? V_TRUE : V_NULL; }
METHOD(s_close) {
  STRING_IO->raw = NULL;
  STRING_IO->ok = true;
  STRING_IO->length = STRING_IO->pos = 0;
  return V_NONE;
}
static Value get_closed(Ctx *ctx, Value self) {
  if (!STRING_IO->raw && !STRING_IO->ok) return is_open(ctx, STRING_IO), V_NULL;
  return bool_tag(!STRING_IO->raw);
}
static Value get_newlines(Ctx *ctx, Value self) {
  if (!is_open(ctx, STRING_IO)) return V_NULL;
  return STRING_IO->universal ? newlines_seen(ctx, &STRING_IO->newlines) : V_NONE;
}
static Value get_line_buffering(Ctx *ctx, Value self) { return is_open(ctx, STRING_IO) ? V_FALSE : V_NULL; }

METHOD(s_getstate) {
  StringIO *s = STRING_IO;
  if (!is_open(ctx, s)) return V_NULL;
  Value dict = instance_dict(ctx, self), copy = V_NONE;
  if (!dict || (AS_DICT(dict)->length && !(copy = dict_copy(ctx, dict)))) return V_NULL;
  Value items[4] = {contents(ctx, s), s->shown, int_from_i64(ctx, s->pos), copy};
  return items[0] && items[2] && copy ? tuple_from(ctx, items, 4) : V_NULL;
}
METHOD(s_setstate) {
  StringIO *s = STRING_IO;
  if (!is_tuple(ctx, args[0]) || tuple_length(args[0]) < 4)
    return raise_format(ctx, EXC_TypeError, "%T.__setstate__ argument should be 4-tuple, got %T", self, args[0]),
           V_NULL;
  Value text = tuple_item(args[0], 0), at = tuple_item(args[0], 2), dict = tuple_item(args[0], 3);
  int64_t pos;
  if (s->ok && !is_open(ctx, s)) return V_NULL;
  if (!init_with(ctx, s, V_NULL, tuple_item(args[0], 1))) return V_NULL;
  if (!is_str(ctx, text))
    return raise_format(ctx, EXC_TypeError, "initial_value must be str or None, not %T", text), V_NULL;
  if (!put_text(ctx, s, text_of(text))) return V_NULL; /* it is translated already */
  if (!is_int_value(ctx, at))
    return raise_format(ctx, EXC_TypeError, "third item of state must be an integer, got %T", at), V_NULL;
  if (!object_ssize(ctx, at, &pos)) return V_NULL;
  if (pos < 0) return raise_format(ctx, EXC_ValueError, "position value cannot be negative"), V_NULL;
  s->pos = pos;
  if (dict == V_NONE) return V_NONE;
  if (!is_dict(ctx, dict))
    return raise_format(ctx, EXC_TypeError, "fourth item of state should be a dict, got a %T", dict), V_NULL;
  Value own = instance_dict(ctx, self);
  return own && dict_update(ctx, own, dict) ? V_NONE : V_NULL;
}

Class *string_io_make(Ctx *ctx) {
  static const TypeOps ops = {.new_ = new_, .init = init, .iter = iter, .next = next, .trace = trace};
  static const GetSetDef getset[] = {{"closed", get_closed, NULL, NULL},
                                     {"newlines", get_newlines, NULL, NULL},
                                     {"line_buffering", get_line_buffering, NULL, NULL},
                                     {0}};
  static const CFuncDef methods[] = {
      METHOD_ROW("close", s_close, 0, 0, "Close the IO object."),
      METHOD_ROW("getvalue", s_getvalue, 0, 0, "Retrieve the entire contents of the object."),
      METHOD_ROW("read", s_read, 0, 1, "Read at most size characters, returned as a string."),
      METHOD_ROW("readline", s_readline, 0, 1, "Read until newline or EOF."),
      METHOD_ROW("tell", s_tell, 0, 0, "Tell the current file position."),
      METHOD_ROW("truncate", s_truncate, 0, 1, "Truncate size to pos."),
      METHOD_ROW("seek", s_seek, 1, 2, "Change stream position."),
      METHOD_ROW("write", s_write, 1, 1, "Write string to file."),
      METHOD_ROW("seekable", s_true, 0, 0, "Returns True if the IO object can be seeked."),
      METHOD_ROW("readable", s_true, 0, 0, "Returns True if the IO object can be read."),
      METHOD_ROW("writable", s_true, 0, 0, "Returns True if the IO object can be written."),
      METHOD_ROW("__getstate__", s_getstate, 0, 0, NULL),
      METHOD_ROW("__setstate__", s_setstate, 1, 1, NULL),
      {0},
  };
  Class *cls = class_new_builtin(ctx, "_io.StringIO", io_state(ctx)->text_base, KIND_OTHER, sizeof(StringIO), &ops,
                                 methods, CLASS_HAS_DICT);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}
