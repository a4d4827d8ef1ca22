/* StrBuilder: text that grows in place or in malloc'ed memory, of one kind at a time; and the printf-like formatting
 * made with it. */
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "object/model.h"
#include "object/object.h"
#include "text/str.h"
#include "text/text.h"
#include <stdio.h>
#include <stdlib.h>

void sb_init(StrBuilder *sb, Ctx *ctx) {
  sb->ctx = ctx;
  sb->data = sb->small;
  sb->length = 0;
  sb->cap = sizeof sb->small;
  sb->kind = 1;
  sb->failed = false;
}

void sb_discard(StrBuilder *sb) {
  if (sb->data != sb->small) memory_free(sb->ctx, sb->data);
  sb->data = sb->small;
  sb->length = 0;
  sb->cap = (int64_t)sizeof sb->small / sb->kind;
}

/* Makes room for n more code points of `kind` or less. After a failure the builder ignores what is added; sb_finish
 * raises. */
static bool room(StrBuilder *sb, int64_t n, int kind) {
  if (LIKELY(kind <= sb->kind && sb->length + n <= sb->cap)) return true;
  if (sb->failed) return false;
  int64_t cap = sb->cap;
  if (sb->length + n > cap) {
    cap = (sb->length + n) + (sb->length + n) / 2;
    if (cap < 64) cap = 64;
  }
  if (kind < sb->kind) kind = sb->kind;
  if (cap > INT64_MAX / 8) return sb->failed = true, false;
  if (kind == sb->kind && sb->data != sb->small) {
    uint8_t *grown = memory_resize(sb->ctx, sb->data, (size_t)cap * kind);
    if (!grown) return sb->failed = true, false;
    sb->data = grown;
  } else {
    uint8_t *wide = memory_new(sb->ctx, (size_t)cap * kind);
    if (!wide) return sb->failed = true, false;
    if (!text_copy_all(sb->ctx, kind, wide, 0, (Text){sb->data, sb->length, sb->kind})) {
      memory_free(sb->ctx, wide);
      return sb->failed = true, false;
    }
    if (sb->data != sb->small) memory_free(sb->ctx, sb->data);
    sb->data = wide;
    sb->kind = kind;
  }
  sb->cap = cap;
  return true;
}

void sb_char_any(StrBuilder *sb, uint32_t cp) {
  if (room(sb, 1, kind_for(cp))) char_put(sb->kind, sb->data, sb->length++, cp);
}

void sb_bytes(StrBuilder *sb, const char *s, size_t n) { sb_text(sb, (Text){s, (int64_t)n, 1}); }
void sb_ascii(StrBuilder *sb, const char *s) { sb_bytes(sb, s, strlen(s)); }
void sb_str(StrBuilder *sb, Value s) { sb_text(sb, text_of(s)); }

bool sb_text_long(StrBuilder *sb, Text t) {
  if (t.length == 0) return true;
  if (!room(sb, t.length, t.kind)) return false;
  if (!text_copy_all(sb->ctx, sb->kind, sb->data, sb->length, t)) return sb->failed = true, false;
  sb->length += t.length;
  return true;
}

void sb_repeat(StrBuilder *sb, uint32_t cp, int64_t n) {
  if (n <= 0 || !room(sb, n, kind_for(cp))) return;
  uint32_t unit; /* one character in the builder's kind */
  char_put(sb->kind, &unit, 0, cp);
  if (stop_repeat(sb->ctx, sb->data + sb->length * sb->kind, &unit, (size_t)sb->kind, (size_t)n * sb->kind))
    sb->length += n;
  else sb->failed = true;
}

void sb_int(StrBuilder *sb, int64_t i) {
  char digits[24], *p = digits + sizeof digits;
  uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
  do *--p = (char)('0' + u % 10);
  while (u /= 10);
  if (i < 0) *--p = '-';
  sb_bytes(sb, p, (size_t)(digits + sizeof digits - p));
}

bool sb_repr(StrBuilder *sb, Value v) {
  if (is_int(v)) return sb_int(sb, int_val(v)), true; /* items of containers are mostly these: no str is made */
  Value s = object_repr(sb->ctx, v);
  if (!s) return false;
  sb_str(sb, s);
  return true;
}

Value sb_finish(StrBuilder *sb) {
  Value s = V_NULL;
  if (sb->failed && !sb->ctx->exc) raise_no_memory(sb->ctx);
  else if (!sb->failed) s = str_of_text(sb->ctx, (Text){sb->data, sb->length, sb->kind});
  sb_discard(sb);
  return s;
}

/* Messages are UTF-8, nearly always ASCII. */
static bool add_utf8(StrBuilder *sb, const char *text, size_t n) {
  Text t = {text, (int64_t)n, 1};
  if (LIKELY(text_max(t) == 0x7f)) return sb_text(sb, t);
  Value s = str_from_utf8(sb->ctx, text, n);
  if (s) sb_str(sb, s);
  return s != V_NULL;
}

/* One directive at *p (after the '%'). An unknown one is an error of the caller: it is printed as it is. */
static bool directive(StrBuilder *sb, const char **p, va_list *args) {
  const char *f = *p;
  char spec[16] = "%", number[64];
  size_t n = 1;
  int longs = 0;
  bool size = false;
  while ((*f == '.' || *f == '-' || (*f >= '0' && *f <= '9')) && n < 8) spec[n++] = *f++;
  while (*f == 'l' || *f == 'z') longs += *f == 'l', size |= *f == 'z', f++;
  *p = f + 1;
  Ctx *ctx = sb->ctx;
  switch (*f) {
  case '%': sb_char(sb, '%'); return true;
  case 'c': sb_char(sb, (uint32_t)va_arg(*args, int)); return true;
  case 's': {
    const char *s = va_arg(*args, const char *);
    int64_t max = -1; /* "%.200s": no more than 200 bytes */
    if (n > 2 && spec[1] == '.') max = atoi(spec + 2);
    return add_utf8(sb, s, max >= 0 ? strnlen(s, (size_t)max) : strlen(s));
  }
  case 'U': { /* a str, unless a program has put something else where a name belongs */
    Value s = va_arg(*args, Value);
    if (!s) return false;
    if (UNLIKELY(!is_str(ctx, s)) && !(s = object_str(ctx, s))) return false;
    sb_str(sb, s);
    return true;
  }
  case 'R': return sb_repr(sb, va_arg(*args, Value));
  case 'S': {
    Value s = object_str(ctx, va_arg(*args, Value));
    if (s) sb_str(sb, s);
    return s != V_NULL;
  }
  case 'F': {
    Class *cls = class_of(ctx, va_arg(*args, Value));
    Value module = module_name_of_class(ctx, cls);
    bool main = module && is_str(ctx, module) && str_equal_c(module, "__main__");
    Value s = main ? cls->qualname : class_full_name(ctx, cls);
    if (s) sb_str(sb, s);
    return s != V_NULL;
  }
  case 'T':
  case 'A': {
    Value v = va_arg(*args, Value),
          s = *f == 'A' && v == V_NONE ? str_from_ascii(ctx, "None") : class_tp_name(ctx, class_of(ctx, v));
    if (s) sb_str(sb, s);
    return s != V_NULL;
  }
  case 'd':
  case 'i':
  case 'u':
  case 'x':
  case 'X': {
    unsigned long long raw = longs || size                         ? va_arg(*args, unsigned long long)
                             : *f == 'u' || *f == 'x' || *f == 'X' ? va_arg(*args, unsigned)
                                                                   : (unsigned long long)va_arg(*args, int);
    memcpy(spec + n, (char[]){'l', 'l', *f, 0}, 4);
    snprintf(number, sizeof number, spec, raw);
    sb_ascii(sb, number);
    return true;
  }
  default:
    sb_char(sb, '%');
    sb_char(sb, (uint8_t)*f);
    return true;
  }
}

Value str_vformat_c(Ctx *ctx, const char *format, va_list args) {
  StrBuilder sb;
  sb_init(&sb, ctx);
  va_list copy;
  va_copy(copy, args);
  const char *p = format;
  bool ok = true;
  while (ok && *p) {
    const char *text = p;
    while (*p && *p != '%') p++;
    if (p > text) ok = add_utf8(&sb, text, (size_t)(p - text));
    if (ok && *p) {
      p++;
      ok = directive(&sb, &p, &copy);
    }
  }
  va_end(copy);
  if (ok) return sb_finish(&sb);
  sb_discard(&sb);
  return V_NULL;
}

Value str_format_c(Ctx *ctx, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Value s = str_vformat_c(ctx, format, args);
  va_end(args);
  return s;
}
