/* One stable, adaptive merge sort, written once and compiled for each kind of key. The includer defines
 *   ELEM           the element type (Value, or Pair with its key first)
 *   FN(name)       the names of this instance's functions
 *   LESS(a, b)     1, 0, or -1 = exception
 * Natural runs (strictly descending ones reversed, short ones extended by binary insertion) are merged in the order of
 * powersort (Munro and Wild 2018), with galloping (Peters' timsort). After an exception every element is still there,
 * in some order. */

static bool FN(insert)(Ctx *ctx, ELEM *lo, ELEM *from, ELEM *hi) {
  for (ELEM *p = from; p < hi; p++) {
    ELEM pivot = *p, *l = lo, *r = p;
    if (!CHECK_STOP(ctx)) return false;
    while (l < r) {
      ELEM *m = l + (r - l) / 2;
      int c = LESS(pivot, *m);
      if (c < 0) return false;
      if (c) r = m;
      else l = m + 1;
    }
    memmove(l + 1, l, (size_t)(p - l) * sizeof(ELEM));
    *l = pivot;
  }
  return true;
}

/* The length of the run at lo, which is ascending afterwards; -1 = exception. */
static int64_t FN(run)(Ctx *ctx, ELEM *lo, int64_t n) {
  if (n < 2) return n;
  int64_t i = 2;
  int c = LESS(lo[1], lo[0]);
  if (c < 0) return -1;
  bool down = c;
  for (; i < n; i++) {
    c = LESS(lo[i], lo[i - 1]);
    if (c < 0 || !CHECK_STOP(ctx)) return -1;
    if (c != down) break;
  }
  if (down)
    for (int64_t l = 0, r = i - 1; l < r; l++, r--) {
      ELEM t = lo[l];
      lo[l] = lo[r];
      lo[r] = t;
    }
  return i;
}

/* The index of the first element that key goes before: `upper`: key < a[i], else a[i] >= key. Searches in growing steps
 * from one end, so it is fast when the answer is near it. -1 = exception. */
static int64_t FN(gallop)(Ctx *ctx, ELEM key, ELEM *a, int64_t n, bool upper, bool from_right) {
  UNUSED(ctx);
  int64_t lo = 0, hi = n; /* the answer is in [lo, hi] */
#define BEFORE(i)                                                                                             \
  (upper ? LESS(key, a[i]) : 1 - LESS(a[i], key)) /* an exception is 2 in the second form, -1 in the first */
  for (int64_t step = 1; lo < hi; step *= 2) {
    int64_t i = from_right ? (n - step < lo ? lo : n - step) : (step - 1 >= hi ? hi - 1 : step - 1);
    int c = BEFORE(i);
    if (c < 0 || c > 1) return -1;
    if (c) hi = i;
    else lo = i + 1;
    if (from_right ? !c : c) break;
  }
  while (lo < hi) {
    int64_t m = lo + (hi - lo) / 2;
    int c = BEFORE(m);
    if (c < 0 || c > 1) return -1;
    if (c) hi = m;
    else lo = m + 1;
  }
#undef BEFORE
  return lo;
}

#define MIN_GALLOP 7

/* Merges a[0..na) and a[na..na+nb); na is the shorter, which goes to tmp */
static bool FN(merge_low)(Ctx *ctx, ELEM *a, int64_t na, int64_t nb, ELEM *tmp) {
  ELEM *b = a + na, *out = a;
  bool ok = true;
  if (!stop_copy(ctx, tmp, a, (size_t)na * sizeof(ELEM))) return false;
  int64_t won_a = 0, won_b = 0;
  while (na && nb) {
    if (!CHECK_STOP(ctx)) goto fail;
    if (won_a < MIN_GALLOP && won_b < MIN_GALLOP) {
      int c = LESS(*b, *tmp);
      if (c < 0) goto fail;
      if (c) *out++ = *b++, nb--, won_b++, won_a = 0;
      else *out++ = *tmp++, na--, won_a++, won_b = 0;
      continue;
    }
    if ((won_a = FN(gallop)(ctx, *b, tmp, na, true, false)) < 0) goto fail;
    if (!stop_copy(ctx, out, tmp, (size_t)won_a * sizeof(ELEM))) goto fail;
    out += won_a, tmp += won_a, na -= won_a;
    if (!na) break;
    if ((won_b = FN(gallop)(ctx, *tmp, b, nb, false, false)) < 0) goto fail;
    int64_t moved = (int64_t)(stop_move(ctx, out, b, (size_t)won_b * sizeof(ELEM)) / sizeof(ELEM));
    out += moved, b += moved, nb -= moved;
    if (moved < won_b) goto fail;
  }
  goto finish;
fail:
  ok = false;
finish:
  if (na) memcpy(out, tmp, (size_t)na * sizeof(ELEM)); /* what is left of b is in place */
  return ok;
}

/* The same from the right end; nb is the shorter */
static bool FN(merge_high)(Ctx *ctx, ELEM *a, int64_t na, int64_t nb, ELEM *tmp) {
  ELEM *out = a + na + nb;
  bool ok = true;
  if (!stop_copy(ctx, tmp, a + na, (size_t)nb * sizeof(ELEM))) return false;
  int64_t won_a = 0, won_b = 0;
  while (na && nb) {
    if (!CHECK_STOP(ctx)) goto fail;
    if (won_a < MIN_GALLOP && won_b < MIN_GALLOP) {
      int c = LESS(tmp[nb - 1], a[na - 1]);
      if (c < 0) goto fail;
      if (c) *--out = a[--na], won_a++, won_b = 0;
      else *--out = tmp[--nb], won_b++, won_a = 0;
      continue;
    }
    int64_t k = FN(gallop)(ctx, tmp[nb - 1], a, na, true, true);
    if (k < 0) goto fail;
    won_a = na - k;
    int64_t moved = (int64_t)(stop_move(ctx, out - won_a, a + k, (size_t)won_a * sizeof(ELEM)) / sizeof(ELEM));
    out -= moved, na -= moved;
    if (moved < won_a) goto fail;
    if (!na) break;
    if ((k = FN(gallop)(ctx, a[na - 1], tmp, nb, false, true)) < 0) goto fail;
    won_b = nb - k;
    if (!stop_copy(ctx, out - won_b, tmp + k, (size_t)won_b * sizeof(ELEM))) goto fail;
    out -= won_b, nb = k;
  }
  goto finish;
fail:
  ok = false;
finish:
  if (nb) memcpy(out - nb, tmp, (size_t)nb * sizeof(ELEM));
  return ok;
}

static bool FN(merge)(Ctx *ctx, ELEM *a, int64_t na, int64_t nb, ELEM *tmp) {
  int64_t skip = FN(gallop)(ctx, a[na], a, na, true, false);
  if (skip < 0) return false;
  a += skip;
  na -= skip;
  if (!na) return true;
  if ((nb = FN(gallop)(ctx, a[na - 1], a + na, nb, false, true)) <= 0) return nb == 0;
  return na <= nb ? FN(merge_low)(ctx, a, na, nb, tmp) : FN(merge_high)(ctx, a, na, nb, tmp);
}

/* tmp: room for n / 2 elements */
static bool FN(sort)(Ctx *ctx, ELEM *a, int64_t n, ELEM *tmp) {
  SortRun stack[66];
  int depth = 0;
  int64_t min_run = n, odd = 0; /* 32 to 64, so that n / min_run is a power of two or just below */
  for (; min_run >= 64; min_run >>= 1) odd |= min_run & 1;
  min_run += odd;
  for (int64_t at = 0; at < n;) {
    int64_t len = FN(run)(ctx, a + at, n - at);
    if (len < 0) return false;
    if (len < min_run) {
      int64_t want = n - at < min_run ? n - at : min_run;
      if (!FN(insert)(ctx, a + at, a + at + len, a + at + want)) return false;
      len = want;
    }
    if (depth) {
      int power = run_power(stack[depth - 1].start, stack[depth - 1].length, len, n);
      while (depth > 1 && stack[depth - 2].power > power) {
        depth--;
        if (!FN(merge)(ctx, a + stack[depth - 1].start, stack[depth - 1].length, stack[depth].length, tmp))
          return false;
        stack[depth - 1].length += stack[depth].length;
      }
      stack[depth - 1].power = power;
    }
    stack[depth++] = (SortRun){at, len, 0};
    at += len;
  }
  while (depth > 1) {
    depth--;
    if (!FN(merge)(ctx, a + stack[depth - 1].start, stack[depth - 1].length, stack[depth].length, tmp)) return false;
    stack[depth - 1].length += stack[depth].length;
  }
  return true;
}
#undef MIN_GALLOP
#undef ELEM
#undef FN
#undef LESS
