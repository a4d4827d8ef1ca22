/* Tracebacks: noting frames while unwinding, and the text of an uncaught exception as CPython 3.14 prints it: chained
 * exceptions, repeated frames, notes, exception groups with their margins of | and +, SyntaxErrors with their line,
 * hints. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "exception/stdlib_names.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "number/number.h"
#include "object/model.h"
#include "object/object.h"
#include "text/str.h"
#include "text/text.h"
#include <stdio.h>
#include <stdlib.h>

void suggestion_capture(Ctx *ctx, Exception *exc, Frame *frame);

/* V_NULL: out of memory, ctx->exc says so. */
static Value entry_new(Ctx *ctx, Value next, Code *code, uint32_t unit, Value globals, Value frame) {
  Traceback *tb = heap_alloc(ctx, ctx->shape.traceback, sizeof(Traceback));
  if (!tb) return V_NULL;
  tb->next = next;
  tb->code = code;
  tb->unit = unit;
  tb->globals = globals;
  tb->frame = frame;
  if (next) frame_object_called_from(AS_TB(next)->frame, frame);
  return VAL(tb);
}

static bool prepend(Ctx *ctx, Exception *exc, Code *code, uint32_t unit, Value globals, Value frame) {
  Value entry = entry_new(ctx, exc->traceback, code, unit, globals, frame);
  if (entry) exc->traceback = entry;
  return entry != V_NULL;
}

/* Of a stop deep in a recursion, the innermost and the outermost frames are shown: an entry and a frame object for each
 * would take longer than the stop may. */
#define SHOWN 500

static bool is_left_out(Ctx *ctx, const Exception *exc) {
  return ctx->stop.raised && ctx->depth > SHOWN && ctx->stop.depth > ctx->depth + SHOWN &&
         class_of(ctx, VAL(exc)) == ctx->cls.stopped;
}

void traceback_add(Ctx *ctx, Frame *frame, uint32_t unit) {
  Exception *exc = AS_EXC(ctx->exc);
  if (!is_exception(ctx, ctx->exc) || is_left_out(ctx, exc) || frame->code->flags & CO_TWIN) return;
  Value saved = ctx->exc;
  if (!exc->traceback && exc->extra[0]) {
    ctx->exc = V_NULL;
    suggestion_capture(ctx, exc, frame);
    ctx->exc = saved;
  }
  /* a MemoryError replaces it, without this entry */
  Value object = frame_object_of_frame(ctx, frame);
  if (object) prepend(ctx, exc, frame->code, unit, frame->func->globals, object);
}

Value traceback_add_native(Ctx *ctx, Value exc, Frame *root, Value object, Code *code, uint32_t unit, Value globals,
                           bool innermost) {
  if (innermost && !AS_EXC(exc)->traceback && suggestion_needs_frame(ctx, AS_EXC(exc), code)) {
    ctx->exc = exc;
    return V_NULL;
  }
  if (!object) object = frame_object_of_frame(ctx, root);
  bool added = object && prepend(ctx, AS_EXC(exc), code, unit, globals, object);
  return added ? exc : exc_take(ctx);
}

Value traceback_described(Ctx *ctx, Frame *root, Value next, Value object, Code *code, uint32_t unit, Value globals) {
  if (!object) object = frame_object_of_frame(ctx, root);
  return object ? entry_new(ctx, next, code, unit, globals, object) : V_NULL;
}

/* Looked up when somebody asks: most exceptions are caught before anyone sees their lines. */
int32_t traceback_line(Traceback *tb) {
  if (!tb->line) {
    int32_t line = code_position(tb->code, tb->unit).line;
    tb->line = line < 0 ? tb->code->firstlineno : line;
  }
  return tb->line;
}

/* ---- printing with margins ---- */

typedef struct Printer {
  Ctx *ctx;
  StrBuilder sb;
  int group_depth;
  bool need_close;
  Value seen; /* set of what names an exception: each is shown once */
  SourceText source;
  int left; /* of what may be written once the program is to stop */
} Printer;

/* An entry of a traceback costs 1. */
enum { WRITTEN_AFTER_STOP = 1200, EXCEPTION_COST = 8 };

/* A chain, a group or a stack may have any length; whoever stopped the program waits for the text. */
static bool goes_on(Printer *p, int cost) {
  if (!(p->ctx->pending & PENDING_STOPPED)) return true;
  p->left -= cost;
  return p->left > 0;
}

static void indent(Printer *p) {
  for (int i = 0; i < 2 * p->group_depth; i++) sb_char(&p->sb, ' ');
}

/* Text whose lines each get the margin of the group they belong to. */
static void emit(Printer *p, Value text, char margin) {
  if (!text) return;
  if (!p->group_depth) return sb_str(&p->sb, text);
  int64_t n = ((Str *)text)->length;
  for (int64_t i = 0; i < n;) {
    indent(p);
    sb_char(&p->sb, (uint32_t)margin);
    sb_char(&p->sb, ' ');
    uint32_t c;
    do sb_char(&p->sb, c = str_at(text, i++));
    while (c != '\n' && i < n && CHECK_STOP_AT(p->ctx, i));
    if (p->ctx->exc) return;
  }
}
static void emit_ascii(Printer *p, const char *text, char margin) { emit(p, str_from_ascii(p->ctx, text), margin); }

/* ---- the stack ---- */

enum { RECURSIVE_CUTOFF = 3 };

static Value stack_text(Printer *p, Value traceback) {
  Ctx *ctx = p->ctx;
  StrBuilder sb;
  sb_init(&sb, ctx);
  int64_t same = 0;
  Code *last = NULL;
  int32_t line = -1;
  for (Value at = traceback;; at = AS_TB(at)->next) {
    bool ends = !at || !goes_on(p, 1);
    bool differs = ends || !last || traceback_line(AS_TB(at)) != line ||
                   (AS_TB(at)->code != last && (!str_equal(AS_TB(at)->code->filename, last->filename) ||
                                                !str_equal(AS_TB(at)->code->name, last->name)));
    if (differs) {
      if (same > RECURSIVE_CUTOFF) {
        char text[80];
        same -= RECURSIVE_CUTOFF;
        snprintf(text, sizeof text, "  [Previous line repeated %lld more time%s]\n", (long long)same,
                 same > 1 ? "s" : "");
        sb_ascii(&sb, text);
      }
      same = 0;
    }
    if (ends) break;
    last = AS_TB(at)->code;
    line = traceback_line(AS_TB(at));
    if (++same <= RECURSIVE_CUTOFF) traceback_entry(ctx, &sb, AS_TB(at), &p->source);
  }
  return sb_finish(&sb);
}

/* ---- the last lines: type, message, notes ---- */

static Value safe_text(Ctx *ctx, Value v, const char *what, Value (*function)(Ctx *, Value),
                       const char *function_name) {
  Value text = function(ctx, v);
  if (text) return text;
  exc_clear(ctx);
  return str_format_c(ctx, "<%s %s() failed>", what, function_name);
}

static Value type_text(Ctx *ctx, Value exc) {
  Class *cls = class_of(ctx, exc);
  Value module = module_name_of_class(ctx, cls);
  if (!module || !is_str(ctx, module)) return str_format_c(ctx, "<unknown>.%U", cls->qualname);
  if (str_equal(module, NAME(__main__)) || str_equal(module, NAME(builtins))) return cls->qualname;
  return str_format_c(ctx, "%U.%U", module, cls->qualname);
}

static Value message_with_hint(Ctx *ctx, Value exc) {
  Value message = safe_text(ctx, exc, "exception", object_str, "str");
  Value meant = suggestion_for(ctx, exc);
  if (meant) message = str_format_c(ctx, "%U. Did you mean: '%U'?", message, meant);
  if (!message || !is_instance(ctx, exc, ctx->exc_class[EXC_NameError])) return message;
  Value name = AS_EXC(exc)->extra[0];
  size_t n;
  char *utf8 = name && is_str(ctx, name) ? str_to_utf8(ctx, name, &n) : NULL;
  if (utf8 && is_stdlib_module(utf8, n))
    message = meant ? str_format_c(ctx, "%U Or did you forget to import '%U'?", message, name)
                    : str_format_c(ctx, "%U. Did you forget to import '%U'?", message, name);
  memory_free(ctx, utf8);
  return message;
}

static bool int_field(Ctx *ctx, Value exc, const char *name, int64_t *out) {
  Value v = get_attr_optional(ctx, exc, str_intern_c(ctx, name));
  exc_clear(ctx);
  return v && is_int_value(ctx, v) && int_to_i64(ctx, int_unwrap(ctx, v), out);
}

/* The offending line and the ^ under it. Offsets are 1-based characters of the line as it is in the file. */
static void syntax_source(Ctx *ctx, StrBuilder *sb, Value exc, Value text) {
  int64_t n = ((Str *)text)->length, full = n, spaces = 0, offset, end = 0, line = 0, end_line = 0;
  while (n && str_at(text, n - 1) == '\n') n--;
  while (spaces < n && (str_at(text, spaces) == ' ' || str_at(text, spaces) == '\f' || str_at(text, spaces) == '\n'))
    spaces++;
  sb_ascii(sb, "    ");
  sb_text(sb, text_slice(text_of(text), spaces, n));
  sb_char(sb, '\n');
  if (!int_field(ctx, exc, "offset", &offset)) return;
  bool has_line = int_field(ctx, exc, "lineno", &line), has_end_line = int_field(ctx, exc, "end_lineno", &end_line);
  if (has_line == has_end_line && line == end_line) {
    if (!int_field(ctx, exc, "end_offset", &end) || end == 0) end = offset;
  } else {
    end = n + 1;
  }
  if (full && offset > full) offset = n + 1;
  if (full && end > full) end = n + 1;
  if (offset >= end || end < 0) end = offset + 1;
  int64_t from = offset - 1 - spaces, to = end - 1 - spaces;
  if (from < 0) return;
  sb_ascii(sb, "    ");
  for (int64_t i = 0; i < from; i++) { /* tabs are kept, so that the marker is in the right place */
    uint32_t c = spaces + i < n ? str_at(text, spaces + i) : 0;
    if (c) sb_char(sb, c == '\t' || c == '\f' || c == '\v' ? c : ' ');
  }
  for (int64_t i = from; i < to; i++) sb_char(sb, '^');
  sb_char(sb, '\n');
}

static Value syntax_text(Ctx *ctx, Value exc) {
  Value file = get_attr_optional(ctx, exc, str_intern_c(ctx, "filename")),
        line = get_attr_optional(ctx, exc, str_intern_c(ctx, "lineno"));
  Value text = get_attr_optional(ctx, exc, str_intern_c(ctx, "text")), msg = get_attr_optional(ctx, exc, NAME(msg));
  exc_clear(ctx);
  bool has_line = line && line != V_NONE, has_file = file && file != V_NONE;
  StrBuilder sb;
  sb_init(&sb, ctx);
  if (has_line) {
    Value head = str_format_c(ctx, "  File \"%S\", line %S\n", has_file ? file : str_from_ascii(ctx, "<string>"), line);
    if (head) sb_str(&sb, head);
  }
  if (text && is_str(ctx, text)) syntax_source(ctx, &sb, exc, text);
  Value shown = msg && msg != V_NONE ? object_str(ctx, msg) : str_from_ascii(ctx, "<no detail available>");
  Value tail = shown ? str_format_c(ctx, !has_line && has_file ? "%U: %U (%S)\n" : "%U: %U\n", type_text(ctx, exc),
                                    shown, file)
                     : V_NULL;
  if (tail) sb_str(&sb, tail);
  exc_clear(ctx);
  return sb_finish(&sb);
}

static void emit_notes(Printer *p, Value exc) {
  Ctx *ctx = p->ctx;
  Value notes = get_attr_optional(ctx, exc, NAME(__notes__));
  exc_clear(ctx);
  if (!notes || notes == V_NONE) return;
  if (!is_list(ctx, notes) && !is_tuple(ctx, notes)) {
    emit(p, str_format_c(ctx, "%U\n", safe_text(ctx, notes, "__notes__", object_repr, "repr")), '|');
    return;
  }
  Value items = tuple_from_iterable(ctx, notes);
  for (int64_t i = 0; items && i < tuple_length(items); i++)
    emit(p, str_format_c(ctx, "%U\n", safe_text(ctx, tuple_item(items, i), "note", object_str, "str")), '|');
}

static void emit_final(Printer *p, Value exc) {
  Ctx *ctx = p->ctx;
  if (is_instance(ctx, exc, ctx->exc_class[EXC_SyntaxError])) {
    emit(p, syntax_text(ctx, exc), '|');
  } else {
    Value message = message_with_hint(ctx, exc), type = type_text(ctx, exc);
    bool empty = !message || !((Str *)message)->length;
    emit(p, empty ? str_format_c(ctx, "%U\n", type) : str_format_c(ctx, "%U: %U\n", type, message), '|');
  }
  emit_notes(p, exc);
}

/* ---- chains and groups ---- */

static bool mark_seen(Printer *p, Value exc) { return set_add(p->ctx, p->seen, int_tag((int64_t)(exc >> 4))) > 0; }

static void print_chain(Printer *p, Value exc);

static const char CAUSE[] = "\nThe above exception was the direct cause of the following exception:\n\n";
static const char CONTEXT[] = "\nDuring handling of the above exception, another exception occurred:\n\n";
enum { MAX_GROUP_WIDTH = 15, MAX_GROUP_DEPTH = 10 };

static void print_group(Printer *p, Value exc) {
  char text[64];
  bool top = p->group_depth == 0;
  if (p->group_depth > MAX_GROUP_DEPTH) {
    snprintf(text, sizeof text, "... (max_group_depth is %d)\n", MAX_GROUP_DEPTH);
    return emit_ascii(p, text, '|');
  }
  if (top) p->group_depth++;
  if (AS_EXC(exc)->traceback) {
    emit_ascii(p, "Exception Group Traceback (most recent call last):\n", top ? '+' : '|');
    emit(p, stack_text(p, AS_EXC(exc)->traceback), '|');
  }
  emit_final(p, exc);
  Value members = AS_EXC(exc)->extra[1];
  int64_t count = tuple_length(members), n = count <= MAX_GROUP_WIDTH ? count : MAX_GROUP_WIDTH + 1;
  p->need_close = false;
  for (int64_t i = 0; i < n; i++) {
    bool last = i == n - 1, truncated = i >= MAX_GROUP_WIDTH;
    if (!goes_on(p, EXCEPTION_COST)) break;
    if (last) p->need_close = true;
    indent(p);
    if (truncated) snprintf(text, sizeof text, "%s+---------------- ... ----------------\n", i == 0 ? "+-" : "  ");
    else
      snprintf(text, sizeof text, "%s+---------------- %lld ----------------\n", i == 0 ? "+-" : "  ",
               (long long)i + 1);
    sb_ascii(&p->sb, text);
    p->group_depth++;
    if (truncated) {
      int64_t rest = count - MAX_GROUP_WIDTH;
      snprintf(text, sizeof text, "and %lld more exception%s\n", (long long)rest, rest > 1 ? "s" : "");
      emit_ascii(p, text, '|');
    } else {
      mark_seen(p, tuple_item(members, i));
      print_chain(p, tuple_item(members, i));
    }
    if (last && p->need_close) {
      indent(p);
      sb_ascii(&p->sb, "+------------------------------------\n");
      p->need_close = false;
    }
    p->group_depth--;
  }
  if (top) p->group_depth = 0;
}

/* Causes and contexts first, oldest on top. `exc` is marked as seen already. */
static void print_chain(Printer *p, Value exc) {
  Ctx *ctx = p->ctx;
  Value chain = list_from(ctx, &exc, 1); /* newest first */
  for (Value at = exc; chain && at;) {
    Exception *e = AS_EXC(at);
    Value next = e->cause && mark_seen(p, e->cause) ? e->cause : V_NULL;
    if (!next && !e->cause && !e->suppress_context && e->context && mark_seen(p, e->context)) next = e->context;
    if (next && (!goes_on(p, EXCEPTION_COST) || !list_append(ctx, chain, next))) break;
    at = next;
  }
  List *links = (List *)chain;
  for (int64_t i = links ? links->length - 1 : -1; i >= 0; i--) {
    Value at = links->items->items[i];
    if (i < links->length - 1) emit_ascii(p, AS_EXC(at)->cause == links->items->items[i + 1] ? CAUSE : CONTEXT, '|');
    if (is_instance(ctx, at, ctx->exc_class[EXC_BaseExceptionGroup])) {
      print_group(p, at);
      continue;
    }
    if (AS_EXC(at)->traceback) {
      emit_ascii(p, "Traceback (most recent call last):\n", '|');
      emit(p, stack_text(p, AS_EXC(at)->traceback), '|');
    }
    emit_final(p, at);
  }
}

Value traceback_format(Ctx *ctx, Value exc) {
  Value pending = exc_take(ctx);
  Printer p = {.ctx = ctx, .seen = set_new(ctx, false), .left = WRITTEN_AFTER_STOP};
  sb_init(&p.sb, ctx);
  if (p.seen && mark_seen(&p, exc)) print_chain(&p, exc);
  memory_free(ctx, p.source.text);
  exc_clear(ctx);
  Value text = sb_finish(&p.sb);
  if (text) ctx->exc = pending;
  return text;
}
