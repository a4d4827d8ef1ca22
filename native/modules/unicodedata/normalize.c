/* Normal forms (Unicode Standard Annex 15): decompose, put combining marks in order, compose. Text that is in the form
 * already is found by one look at each character, and returned as it is.
 *
 * Unicode 3.2.0 decomposes only what it knows, and a few characters differently; all else is as in 16.0. */
#include "modules/unicodedata/unicodedata.h"

typedef struct Form {
  bool compose, compat, old;
} Form;
typedef enum Quick { QUICK_YES, QUICK_NO, QUICK_MAYBE } Quick;

static bool form_of(Ctx *ctx, Value name, Form *out) {
  static const char *const names[] = {"NFD", "NFC", "NFKD", "NFKC"};
  for (int i = 0; i < 4; i++)
    if (str_equal_c(name, names[i])) return out->compose = i & 1, out->compat = i & 2, true;
  return raise_format(ctx, EXC_ValueError, "invalid normalization form"), false;
}

/* `decided`: the caller wants to know of any doubt at once. ctx->exc is set after a stop. */
static Quick quick_check(Ctx *ctx, Text t, Form form, bool decided) {
  if (form.old) return QUICK_MAYBE;
  uint8_t no = form.compose ? (form.compat ? QUICK_NFKC_NO : QUICK_NFC_NO)
                            : (form.compat ? QUICK_NFKD_NO : QUICK_NFD_NO);
  uint8_t maybe = !form.compose ? 0 : form.compat ? QUICK_NFKC_MAYBE : QUICK_NFC_MAYBE;
  Quick answer = QUICK_YES;
  uint8_t last = 0;
  for (int64_t i = 0; i < t.length; i++) {
    if (!CHECK_STOP_AT(ctx, i)) return QUICK_MAYBE;
    uint32_t cp = text_at(t, i);
    if (cp < 0x80) {
      last = 0;
      continue;
    }
    const UnicodeRecord *record = unicode_record(cp);
    if ((record->combining && last > record->combining) || record->quick & no) return QUICK_NO;
    last = record->combining;
    if (!(record->quick & maybe)) continue;
    if (decided) return QUICK_MAYBE;
    answer = QUICK_MAYBE;
  }
  return answer;
}

/* ---- decomposition ---- */

typedef struct Output {
  Ctx *ctx;
  Form form;
  uint32_t *points; /* malloc'ed */
  size_t n, cap;
} Output;

static bool put(Output *out, uint32_t cp) {
  if (out->n == out->cap) {
    size_t cap = out->cap ? out->cap * 2 : 64;
    uint32_t *grown = cap <= SIZE_MAX / sizeof(uint32_t) / 2
                          ? memory_resize(out->ctx, out->points, cap * sizeof(uint32_t))
                          : NULL;
    if (!grown) return raise_no_memory(out->ctx), false;
    out->points = grown;
    out->cap = cap;
  }
  out->points[out->n++] = cp;
  return true;
}

/* Calls itself as deep as decompositions in the database do: a few levels. */
static bool put_decomposed(Output *out, uint32_t cp) {
  if (cp < 0x80) return put(out, cp);
  if (is_hangul_syllable(cp)) {
    uint32_t i = cp - HANGUL_S, last = i % HANGUL_T_COUNT;
    return put(out, HANGUL_L + i / (HANGUL_V_COUNT * HANGUL_T_COUNT)) &&
           put(out, HANGUL_V + i / HANGUL_T_COUNT % HANGUL_V_COUNT) && (!last || put(out, HANGUL_T + last));
  }
  uint32_t corrected = out->form.old ? unicode_correction_3_2(cp) : 0;
  if (corrected) return put_decomposed(out, corrected);
  const UnicodeDecomposition *d = unicode_decomposition(cp);
  if (d && d->prefix && !out->form.compat) d = NULL;
  if (d && out->form.old && !unicode_assigned(unicode_record_3_2(cp))) d = NULL;
  if (!d) return put(out, cp);
  const uint32_t *points = unicode_decomposition_points(d);
  for (int i = 0; i < d->n; i++)
    if (!put_decomposed(out, points[i])) return false;
  return true;
}

/* ---- the order of combining marks ---- */

/* Sorts points[0, n) by combining class, keeping the order of equals. By counting: a text may be nothing but marks. */
static bool sort_marks(Ctx *ctx, uint32_t *points, size_t n) {
  enum { FEW = 24 };
  if (n <= FEW) {
    for (size_t i = 1; i < n; i++) {
      uint32_t cp = points[i];
      uint8_t class = unicode_record(cp)->combining;
      size_t k = i;
      for (; k > 0 && unicode_record(points[k - 1])->combining > class; k--) points[k] = points[k - 1];
      points[k] = cp;
    }
    return true;
  }
  size_t starts[257] = {0};
  uint32_t *sorted = memory_new(ctx, n * sizeof *sorted);
  if (!sorted) return raise_no_memory(ctx), false;
  bool ok = true;
  for (size_t i = 0; ok && i < n; i++) {
    starts[unicode_record(points[i])->combining + 1]++;
    ok = CHECK_STOP_AT(ctx, i);
  }
  for (int class = 0; class < 256; class ++) starts[class + 1] += starts[class];
  for (size_t i = 0; ok && i < n; i++) {
    sorted[starts[unicode_record(points[i])->combining]++] = points[i];
    ok = CHECK_STOP_AT(ctx, i);
  }
  ok = ok && stop_copy(ctx, points, sorted, n * sizeof *sorted);
  memory_free(ctx, sorted);
  return ok;
}

static bool order(Output *out) {
  uint8_t last = 0;
  bool sorted = true;
  size_t start = 0; /* of the marks in a row */
  for (size_t i = 0; i <= out->n; i++) {
    if (!CHECK_STOP_AT(out->ctx, i)) return false;
    uint8_t class = i < out->n && out->points[i] >= 0x80 ? unicode_record(out->points[i])->combining : 0;
    if (class) {
      if (last > class) sorted = false;
    } else {
      if (!sorted && !sort_marks(out->ctx, out->points + start, i - start)) return false;
      start = i + 1;
      sorted = true;
    }
    last = class;
  }
  return true;
}

/* ---- composition ---- */

/* A mark joins the last starter unless a mark between them has its class or a higher one. */
static bool compose(Output *out) {
  size_t n = 0, starter = SIZE_MAX;
  int last = 0; /* class of the last mark after the starter; 0: there is none */
  for (size_t i = 0; i < out->n; i++) {
    if (!CHECK_STOP_AT(out->ctx, i)) return false;
    uint32_t cp = out->points[i];
    const UnicodeRecord *record = unicode_record(cp);
    bool joins = cp >= 0x80 && record->quick & (QUICK_NFC_MAYBE | QUICK_NFKC_MAYBE);
    if (joins && starter != SIZE_MAX && (last == 0 || last < record->combining)) {
      uint32_t composed = unicode_compose(out->points[starter], cp);
      if (composed) {
        out->points[starter] = composed;
        continue;
      }
    }
    last = record->combining;
    if (last == 0) starter = n;
    out->points[n++] = cp;
  }
  out->n = n;
  return true;
}

static Value normalized(Ctx *ctx, Value str, Form form) {
  Output out = {.ctx = ctx, .form = form};
  Text t = text_of(str);
  bool ok = true;
  for (int64_t i = 0; ok && i < t.length; i++) ok = CHECK_STOP_AT(ctx, i) && put_decomposed(&out, text_at(t, i));
  ok = ok && order(&out) && (!form.compose || compose(&out));
  Value result = ok ? str_of_text(ctx, (Text){out.points, (int64_t)out.n, 4}) : V_NULL;
  memory_free(ctx, out.points);
  return result;
}

/* ---- functions ---- */

static bool two_texts(Ctx *ctx, const char *name, const Value *args) {
  for (int i = 0; i < 2; i++)
    if (!is_str(ctx, args[i]))
      return raise_format(ctx, EXC_TypeError, "%s() argument %d must be str, not %A", name, i + 1, args[i]), false;
  return true;
}

SHARED_METHOD(unicodedata_normalize) {
  Form form;
  if (!two_texts(ctx, "normalize", args)) return V_NULL;
  if (str_length(args[1]) == 0) return str_plain(ctx, args[1]);
  if (!form_of(ctx, args[0], &form)) return V_NULL;
  form.old = unicodedata_is_old(ctx, self);
  if (str_is_ascii(args[1]) || quick_check(ctx, text_of(args[1]), form, true) == QUICK_YES)
    return str_plain(ctx, args[1]);
  return ctx->exc ? V_NULL : normalized(ctx, args[1], form);
}

SHARED_METHOD(unicodedata_is_normalized) {
  Form form;
  if (!two_texts(ctx, "is_normalized", args)) return V_NULL;
  if (str_length(args[1]) == 0) return V_TRUE;
  if (!form_of(ctx, args[0], &form)) return V_NULL;
  form.old = unicodedata_is_old(ctx, self);
  Quick quick = str_is_ascii(args[1]) ? QUICK_YES : quick_check(ctx, text_of(args[1]), form, false);
  if (ctx->exc) return V_NULL;
  if (quick != QUICK_MAYBE) return bool_tag(quick == QUICK_YES);
  Value other = normalized(ctx, args[1], form);
  return other ? bool_tag(str_equal(other, args[1])) : V_NULL;
}
