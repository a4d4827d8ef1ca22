/* One entry of a traceback: the File line, the source lines of the failing instruction, the markers. The layout is that
 * of traceback.StackSummary.format_frame_summary: the range's lines are dedented together; of a long range, only the
 * first and last line and those next to the anchors are shown, and "...<N lines>..." stands for the rest. */
#include "call/call.h"
#include "exception/exception.h"
#include "exception/traceback_markers.h"
#include "heap/memory.h"
#include "text/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- source ---- */

static bool load_source_text(Ctx *ctx, Value filename, SourceText *source) {
  size_t n;
  if (source->filename == filename) return source->text;
  memory_free(ctx, source->text);
  *source = (SourceText){.filename = filename};
  char *name = ctx->host.source_text ? str_to_utf8(ctx, filename, &n) : NULL;
  if (!name) return exc_clear(ctx), false;
  if (!ctx->host.source_text(ctx, ctx->host.data, name, &source->text, &source->n)) source->text = NULL;
  memory_free(ctx, name);
  return source->text;
}

static uint32_t decode(const unsigned char **p, const unsigned char *end) {
  uint32_t c = *(*p)++;
  int more = c < 0xc0 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
  if (more) c &= 0x3fu >> more;
  while (more-- && *p < end && (**p & 0xc0) == 0x80) c = c << 6 | (*(*p)++ & 0x3f);
  return c;
}

static bool is_space(uint32_t c) {
  return c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1c && c <= 0x1f) || c == 0x85 || c == 0xa0;
}

/* Lines [first, first + n) as code points, trailing blanks cut; missing lines are empty. The texts are malloc'ed. */
static bool read_lines(Ctx *ctx, const SourceText *source, int first, int n, SourceLine *lines) {
  const unsigned char *p = (const unsigned char *)source->text, *end = p + source->n;
  for (int line = 1; line < first && p < end; p++) line += *p == '\n';
  for (int i = 0; i < n; i++) {
    const unsigned char *stop = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
    if (!stop) stop = end;
    lines[i] = (SourceLine){memory_new(ctx, ((size_t)(stop - p) + 1) * sizeof(uint32_t)), 0};
    if (!lines[i].text) return false;
    while (p < stop) lines[i].text[lines[i].n++] = decode(&p, stop);
    while (lines[i].n && is_space(lines[i].text[lines[i].n - 1])) lines[i].n--;
    if (p < end) p++;
  }
  return true;
}

static int char_offset(const SourceLine *line, int bytes) {
  int i = 0;
  for (; i < line->n && bytes > 0; i++)
    bytes -= line->text[i] < 0x80 ? 1 : line->text[i] < 0x800 ? 2 : line->text[i] < 0x10000 ? 3 : 4;
  return i;
}

/* ---- columns ---- */

/* East Asian wide and fullwidth characters take two columns. */
static int width_of(uint32_t c) {
  static const uint32_t wide[][2] = {
      {0x1100, 0x115f},   {0x231a, 0x231b},   {0x2329, 0x232a},   {0x23e9, 0x23ec},   {0x23f0, 0x23f0},
      {0x23f3, 0x23f3},   {0x25fd, 0x25fe},   {0x2614, 0x2615},   {0x2648, 0x2653},   {0x267f, 0x267f},
      {0x2693, 0x2693},   {0x26a1, 0x26a1},   {0x26aa, 0x26ab},   {0x26bd, 0x26be},   {0x26c4, 0x26c5},
      {0x26ce, 0x26ce},   {0x26d4, 0x26d4},   {0x26ea, 0x26ea},   {0x26f2, 0x26f3},   {0x26f5, 0x26f5},
      {0x26fa, 0x26fa},   {0x26fd, 0x26fd},   {0x2705, 0x2705},   {0x270a, 0x270b},   {0x2728, 0x2728},
      {0x274c, 0x274c},   {0x274e, 0x274e},   {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},
      {0x27b0, 0x27b0},   {0x27bf, 0x27bf},   {0x2b1b, 0x2b1c},   {0x2b50, 0x2b50},   {0x2b55, 0x2b55},
      {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},   {0x4e00, 0x9fff},   {0xa000, 0xa4cf},
      {0xa960, 0xa97c},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe10, 0xfe19},   {0xfe30, 0xfe6b},
      {0xff01, 0xff60},   {0xffe0, 0xffe6},   {0x16fe0, 0x18cff}, {0x1aff0, 0x1b2fb}, {0x1f004, 0x1f004},
      {0x1f0cf, 0x1f0cf}, {0x1f18e, 0x1f18e}, {0x1f191, 0x1f19a}, {0x1f200, 0x1f320}, {0x1f32d, 0x1f335},
      {0x1f337, 0x1f37c}, {0x1f37e, 0x1f393}, {0x1f3a0, 0x1f3ca}, {0x1f3cf, 0x1f3d3}, {0x1f3e0, 0x1f3f0},
      {0x1f3f4, 0x1f3f4}, {0x1f3f8, 0x1f43e}, {0x1f440, 0x1f440}, {0x1f442, 0x1f4fc}, {0x1f4ff, 0x1f53d},
      {0x1f54b, 0x1f54e}, {0x1f550, 0x1f567}, {0x1f57a, 0x1f57a}, {0x1f595, 0x1f596}, {0x1f5a4, 0x1f5a4},
      {0x1f5fb, 0x1f64f}, {0x1f680, 0x1f6c5}, {0x1f6cc, 0x1f6cc}, {0x1f6d0, 0x1f6d2}, {0x1f6d5, 0x1f6d7},
      {0x1f6dc, 0x1f6df}, {0x1f6eb, 0x1f6ec}, {0x1f6f4, 0x1f6fc}, {0x1f7e0, 0x1f7eb}, {0x1f7f0, 0x1f7f0},
      {0x1f90c, 0x1f93a}, {0x1f93c, 0x1f945}, {0x1f947, 0x1f9ff}, {0x1fa70, 0x1faff}, {0x20000, 0x3fffd}};
  for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
    if (c >= wide[i][0] && c <= wide[i][1]) return 2;
  return 1;
}

static int display_width(const SourceLine *line, int chars) {
  int width = 0;
  for (int i = 0; i < chars && i < line->n; i++) width += width_of(line->text[i]);
  return width + (chars > line->n ? chars - line->n : 0);
}

static int indentation(const SourceLine *line) {
  int i = 0;
  while (i < line->n && (line->text[i] == ' ' || line->text[i] == '\t')) i++;
  return i;
}

/* textwrap.dedent: the longest leading whitespace that all lines with text share. */
static int common_margin(const SourceLine *lines, int n) {
  const SourceLine *first = NULL;
  int margin = 0;
  for (int i = 0; i < n; i++) {
    int indent = indentation(&lines[i]);
    if (indent == lines[i].n) continue;
    if (!first) {
      first = &lines[i];
      margin = indent;
      continue;
    }
    int same = 0;
    while (same < margin && same < indent && lines[i].text[same] == first->text[same]) same++;
    margin = same;
  }
  return margin;
}

/* ---- output: collected first, because it is dedented once more ---- */

typedef struct Output {
  SourceLine *items;
  int n, cap;
} Output;

static bool out_line(Ctx *ctx, Output *out, const uint32_t *text, int n) {
  if (out->n == out->cap) {
    int cap = out->cap ? out->cap * 2 : 8;
    SourceLine *grown = memory_resize(ctx, out->items, (size_t)cap * sizeof(SourceLine));
    if (!grown) return false;
    out->items = grown;
    out->cap = cap;
  }
  SourceLine line = {memory_new(ctx, ((size_t)n + 1) * sizeof(uint32_t)), n};
  if (!line.text) return false;
  if (n) memcpy(line.text, text, (size_t)n * sizeof(uint32_t));
  out->items[out->n++] = line;
  return true;
}

static void free_lines(Ctx *ctx, SourceLine *lines, int n) {
  for (int i = 0; i < n; i++) memory_free(ctx, lines[i].text);
  memory_free(ctx, lines);
}

typedef struct SourceRange {
  SourceLine *lines;
  int n;
  Place start, end;
  Anchors anchors;
  bool marked;
} SourceRange;

/* A source line, then its markers. */
static bool out_source(Ctx *ctx, Output *out, const SourceRange *r, int i) {
  const SourceLine *line = &r->lines[i];
  if (!out_line(ctx, out, line->text, line->n)) return false;
  if (!r->marked) return true;
  int width = i == r->n - 1 ? display_width(line, r->end.col) : display_width(line, line->n);
  int spaces = 0, start = i == 0 ? display_width(line, r->start.col) : 0;
  while (spaces < line->n && is_space(line->text[spaces])) spaces++;
  uint32_t *markers = memory_new(ctx, ((size_t)width + 1) * sizeof(uint32_t));
  if (!markers) return false;
  const Anchors *a = &r->anchors;
  int from = a->found ? display_width(&r->lines[a->from.line], a->from.col) : 0,
      to = a->found ? display_width(&r->lines[a->to.line], a->to.col) : 0;
  for (int col = 0; col < width; col++) {
    bool inside = a->found && (i > a->from.line || (i == a->from.line && col >= from)) &&
                  (i < a->to.line || (i == a->to.line && col < to));
    markers[col] = col < spaces || col < start ? ' ' : !a->found || inside ? '^' : '~';
  }
  bool ok = out_line(ctx, out, markers, width);
  memory_free(ctx, markers);
  return ok;
}

static bool significant(const SourceRange *r, int i) {
  if (i == 0 || i == r->n - 1) return true;
  const Anchors *a = &r->anchors;
  return a->found && (abs(i - a->from.line) <= 1 || abs(i - a->to.line) <= 1);
}

static bool out_range(Ctx *ctx, Output *out, const SourceRange *r) {
  int previous = -1;
  for (int i = 0; i < r->n; i++) {
    if (!significant(r, i)) continue;
    int skipped = i - previous - 1;
    if (previous >= 0 && skipped == 1 && !out_source(ctx, out, r, i - 1)) return false;
    if (previous >= 0 && skipped > 1) {
      char text[40];
      uint32_t wide[40];
      int n = snprintf(text, sizeof text, "...<%d lines>...", skipped);
      for (int k = 0; k < n; k++) wide[k] = (uint32_t)text[k];
      if (!out_line(ctx, out, wide, n)) return false;
    }
    if (!out_source(ctx, out, r, i)) return false;
    previous = i;
  }
  return true;
}

static void emit(StrBuilder *sb, const Output *out) {
  int margin = common_margin(out->items, out->n);
  for (int i = 0; i < out->n; i++) {
    const SourceLine *line = &out->items[i];
    sb_ascii(sb, "    ");
    if (indentation(line) < line->n)
      for (int k = margin; k < line->n; k++) sb_char(sb, line->text[k]);
    sb_char(sb, '\n');
  }
}

static void show_source(StrBuilder *sb, const SourceText *source, Position at, int line) {
  Ctx *ctx = sb->ctx;
  bool ranged = at.line > 0 && at.col >= 0 && at.end_col >= 0 && at.end_line >= at.line;
  SourceRange r = {.n = ranged ? at.end_line - at.line + 1 : 1};
  Output out = {0};
  if (r.n > 100000 || !(r.lines = memory_zeroed(ctx, (size_t)r.n * sizeof(SourceLine))) ||
      !read_lines(ctx, source, ranged ? at.line : line, r.n, r.lines))
    goto done;
  bool any = false;
  for (int i = 0; i < r.n; i++) any |= indentation(&r.lines[i]) < r.lines[i].n;
  if (!any) goto done;
  if (!ranged) {
    int skip = 0;
    while (skip < r.lines[0].n && is_space(r.lines[0].text[skip])) skip++;
    if (out_line(ctx, &out, r.lines[0].text + skip, r.lines[0].n - skip)) emit(sb, &out);
    goto done;
  }
  int start = char_offset(&r.lines[0], at.col), end = char_offset(&r.lines[r.n - 1], at.end_col),
      margin = common_margin(r.lines, r.n);
  for (int i = 0; i < r.n; i++) {
    int cut = indentation(&r.lines[i]) == r.lines[i].n ? r.lines[i].n : margin;
    memmove(r.lines[i].text, r.lines[i].text + cut, (size_t)(r.lines[i].n - cut) * sizeof(uint32_t));
    r.lines[i].n -= cut;
  }
  r.start = (Place){0, start > margin ? start - margin : 0};
  r.end = (Place){r.n - 1, end > margin ? end - margin : 0};
  r.anchors = markers_anchors(ctx, r.lines, r.n, r.start, r.end);
  r.marked = markers_wanted(ctx, r.lines, r.n, r.start, r.end, r.anchors.found);
  if (out_range(ctx, &out, &r)) emit(sb, &out);
done:
  free_lines(ctx, out.items, out.n);
  if (r.lines) free_lines(ctx, r.lines, r.n);
}

void traceback_entry(Ctx *ctx, StrBuilder *sb, Traceback *tb, SourceText *source) {
  Code *code = tb->code;
  char number[16];
  snprintf(number, sizeof number, "%d", (int)traceback_line(tb));
  sb_ascii(sb, "  File \"");
  sb_str(sb, code->filename);
  sb_ascii(sb, "\", line ");
  sb_ascii(sb, number);
  sb_ascii(sb, ", in ");
  sb_str(sb, code->name);
  sb_char(sb, '\n');
  if (load_source_text(ctx, code->filename, source))
    show_source(sb, source, code_position(code, tb->unit), traceback_line(tb));
}

Value traceback_source_line(Ctx *ctx, Value filename, int64_t line) {
  SourceText source = {0};
  if (line < 1 || line > INT32_MAX || !load_source_text(ctx, filename, &source)) return V_NULL;
  SourceLine found = {0};
  Value text = V_NULL;
  if (read_lines(ctx, &source, (int)line, 1, &found)) {
    StrBuilder sb;
    sb_init(&sb, ctx);
    int i = 0;
    while (i < found.n && is_space(found.text[i])) i++;
    for (; i < found.n; i++) sb_char(&sb, found.text[i]);
    text = sb_finish(&sb);
    if (text && !((Str *)text)->length) text = V_NULL;
  }
  memory_free(ctx, found.text);
  memory_free(ctx, source.text);
  return text;
}
