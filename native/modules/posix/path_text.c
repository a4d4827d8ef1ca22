/* Paths as texts: what os.path asks for the sake of speed. Nothing is looked at. */
#include "modules/posix/posix.h"
#include <string.h>

/* A path's text in one form, whatever it is of. */
typedef struct PathText {
  Value owner; /* the str or bytes */
  int64_t length;
} PathText;

static bool path_text(Ctx *ctx, const char *function, Value value, PathText *out) {
  if (!(value = file_path_text(ctx, value, function, "path", "string, bytes or os.PathLike"))) return false;
  out->owner = value;
  out->length = is_str(ctx, value) ? ((Str *)value)->length : ((Bytes *)value)->length;
  return true;
}
static uint32_t unit_at(Ctx *ctx, const PathText *t, int64_t i) {
  return is_str(ctx, t->owner) ? str_at(t->owner, i) : ((Bytes *)t->owner)->data[i];
}
static Value part(Ctx *ctx, const PathText *t, int64_t from, int64_t to) {
  if (is_str(ctx, t->owner)) return from == to ? ctx->empty_str : str_substring(ctx, t->owner, from, to);
  return bytes_new(ctx, ((Bytes *)t->owner)->data + from, to - from);
}

/* Exactly two leading slashes are a root of their own. */
static int64_t root_length(Ctx *ctx, const PathText *t) {
  int64_t n = 0;
  while (n < t->length && n < 3 && unit_at(ctx, t, n) == '/') n++;
  return n == 3 ? 1 : n;
}

FUNCTION(f_splitroot) {
  PathText t;
  if (!path_text(ctx, "_path_splitroot_ex", args[0], &t)) return V_NULL;
  int64_t root = root_length(ctx, &t);
  Value parts[3] = {part(ctx, &t, 0, 0), part(ctx, &t, 0, root), part(ctx, &t, root, t.length)};
  return parts[0] && parts[1] && parts[2] ? tuple_from(ctx, parts, 3) : V_NULL;
}

FUNCTION(f_normpath) {
  PathText t;
  if (!path_text(ctx, "_path_normpath", args[0], &t)) return V_NULL;
  int64_t n = t.length, root = root_length(ctx, &t), count = 0, cap = 0, out;
  for (int64_t i = 0; i < n; i++) {
    cap += unit_at(ctx, &t, i) == '/';
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  /* where the parts that stay begin and end */
  int64_t(*parts)[2] = memory_new(ctx, (size_t)(cap + 1) * sizeof *parts);
  if (!parts) return raise_no_memory(ctx), V_NULL;
  for (int64_t at = root; at < n;) {
    int64_t end = at;
    for (; end < n && unit_at(ctx, &t, end) != '/'; end++)
      if (!CHECK_STOP_AT(ctx, end)) return memory_free(ctx, parts), V_NULL;
    int64_t length = end - at;
    bool dot = length == 1 && unit_at(ctx, &t, at) == '.';
    bool up = length == 2 && unit_at(ctx, &t, at) == '.' && unit_at(ctx, &t, at + 1) == '.';
    bool last_up = count && parts[count - 1][1] - parts[count - 1][0] == 2 &&
                   unit_at(ctx, &t, parts[count - 1][0]) == '.' && unit_at(ctx, &t, parts[count - 1][0] + 1) == '.';
    if (length && !dot) {
      if (up && count && !last_up) count--;
      else if (!up || !root) parts[count][0] = at, parts[count++][1] = end;
    }
    at = end + 1;
  }
  Value result = V_NULL;
  bool text = is_str(ctx, t.owner);
  if (!root && !count) {
    result = text ? str_from_ascii(ctx, ".") : bytes_new(ctx, ".", 1);
  } else if (text) {
    StrBuilder sb;
    sb_init(&sb, ctx);
    for (int64_t i = 0; i < root; i++) sb_char(&sb, '/');
    for (int64_t k = 0; k < count; k++) {
      if (k) sb_char(&sb, '/');
      sb_text(&sb, text_slice(text_of(t.owner), parts[k][0], parts[k][1]));
    }
    result = sb_finish(&sb);
  } else {
    uint8_t *bytes = memory_new(ctx, (size_t)n + 2), *to = bytes;
    if (bytes) {
      for (int64_t i = 0; i < root; i++) *to++ = '/';
      for (int64_t k = 0; k < count; k++) {
        if (k) *to++ = '/';
        size_t length = (size_t)(parts[k][1] - parts[k][0]);
        memcpy(to, ((Bytes *)t.owner)->data + parts[k][0], length);
        to += length;
      }
      out = to - bytes;
      result = bytes_new(ctx, bytes, out);
      memory_free(ctx, bytes);
    } else {
      raise_no_memory(ctx);
    }
  }
  memory_free(ctx, parts);
  return result;
}

FUNCTION(f_fspath) { return file_fspath(ctx, args[0]); }

const CFuncDef path_text_functions[] = {
    FUNCTION_ROW_NAMED("_path_splitroot_ex", f_splitroot, 1, 1, "p", "Split a pathname into drive, root and tail."),
    FUNCTION_ROW_NAMED("_path_normpath", f_normpath, 1, 1, "path", "Normalize path, eliminating double slashes, etc."),
    FUNCTION_ROW_NAMED("fspath", f_fspath, 1, 1, "path", "Return the file system path representation of the object."),
    {0},
};
