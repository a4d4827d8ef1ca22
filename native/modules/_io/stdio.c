/* The standard streams as streams of this module. At the start of the runtime they are plain objects of the host
 * (host/streams.c), because many programs need no more; with the first import of _io they become text on buffered on
 * FileIO. Text still goes straight to the host: what print writes, what sys.stdout.write writes and what
 * sys.stdout.buffer writes stays in order, because each empties the layer above it first. */
#include "modules/_io/text_io.h"

/* May print write to the host itself? Nothing waits in a layer in between. */
static bool direct(Value object) {
  TextIO *t = (TextIO *)object;
  if (!t->ok || !t->stream) return false;
  Buffered *b = (Buffered *)t->buffer;
  return b->ok && !b->pending && exact_file_open(b->raw);
}

static Value text_on(Ctx *ctx, int fd) {
  static const char *const names[] = {"<stdin>", "<stdout>", "<stderr>"};
  IoState *state = io_state(ctx);
  Value mode = str_from_ascii(ctx, fd ? "wb" : "rb"), name = str_from_ascii(ctx, names[fd]);
  Value raw = mode && name ? file_io_new(ctx, int_tag(fd), mode, V_FALSE, V_NONE) : V_NULL;
  if (!raw || !set_attr(ctx, raw, NAME(name), name)) return V_NULL;
  Value buffered = py_call2(ctx, VAL(fd ? state->writer : state->reader), raw, int_tag(TEXT_CHUNK));
  Value given[6] = {buffered,
                    str_from_ascii(ctx, "utf-8"),
                    fd == 2 ? str_from_ascii(ctx, "backslashreplace") : NAME(strict),
                    fd ? ctx->chars['\n'] : V_NONE,
                    bool_tag(fd == 2 || (fd == 1 && file_isatty(ctx, 1))),
                    V_FALSE};
  if (!buffered || !given[1] || !given[2]) return V_NULL;
  Value text = py_call(ctx, VAL(state->text), given, 6, V_NULL);
  if (!text || !set_attr(ctx, text, str_intern_c(ctx, "mode"), ctx->chars[fd ? 'w' : 'r'])) return V_NULL;
  ((TextIO *)text)->stream = fd ? fd : 3;
  return text;
}

bool stdio_adopt(Ctx *ctx) {
  static const char *const names[3][2] = {{"stdin", "__stdin__"}, {"stdout", "__stdout__"}, {"stderr", "__stderr__"}};
  if (!ctx->sys_module) return true;
  Value sys = AS_MODULE(ctx->sys_module)->dict;
  for (int fd = 0; fd < 3; fd++) {
    Value original = dict_get_c(ctx, sys, names[fd][1]);
    if (ctx->exc) return false;
    if (!original || !io_is_host_stream(ctx, original)) continue;
    io_state(ctx)->standard = true;
    Value text = text_on(ctx, fd);
    io_state(ctx)->standard = false;
    if (!text) {
      if (!exc_matches(ctx, EXC_OSError)) return false;
      exc_clear(ctx); /* it is closed: it stays as it is */
      continue;
    }
    if (fd && !io_adopt(ctx, fd, text, direct)) return false;
    for (int i = 0; i < 2; i++) {
      Value name = str_intern_c(ctx, names[fd][i]);
      if (!name || (dict_get_str(ctx, sys, name) == original && !dict_set(ctx, sys, name, text))) return false;
    }
  }
  return true;
}
