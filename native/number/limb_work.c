/* Long arithmetic that can be stopped. GMP cannot be interrupted, so what would take long is done on copies of the
 * operands, as a call that a stop can leave (core/long_call.h). */
#include "number/limb_work.h"
#include "core/long_call.h"
#include <gmp.h>
#include <string.h>

#define L(p) ((mp_limb_t *)(p))
#define C(p) ((const mp_limb_t *)(p))
#define PIECE ((int64_t)1 << 17) /* limbs; 1 MB takes far less than a millisecond */

/* A limit for work_of: about 3 ms. */
#define LONG_WORK ((int64_t)1 << 22)

/* Roughly what multiplying n by m limbs costs; beyond some hundred limbs GMP is nearly linear in both. */
static int64_t work_of(int64_t n, int64_t m) {
  int64_t less = n < m ? n : m, more = n < m ? m : n;
  return more * (less < 512 ? less : 512);
}

typedef struct Job {
  LongCall call;
  int64_t (*compute)(struct Job *);
  int64_t result;
  uint64_t *a, *b, *x, *y; /* operands and results, in `memory` */
  int64_t an, bn, xn, yn;
  int base;
  uint64_t memory[];
} Job;

static void run(LongCall *call) {
  Job *job = (Job *)call;
  job->result = job->compute(job);
}

static Job *job_new(Ctx *ctx, int64_t (*compute)(Job *), int64_t an, int64_t bn, int64_t xn, int64_t yn) {
  Job *job = long_call_new(ctx, sizeof(Job) + (size_t)(an + bn + xn + yn) * 8, 0, run, NULL);
  if (!job) return NULL;
  job->compute = compute;
  job->a = job->memory, job->b = job->a + an, job->x = job->b + bn, job->y = job->x + xn;
  job->an = an, job->bn = bn, job->xn = xn, job->yn = yn;
  return job;
}

static void job_end(Ctx *ctx, Job *job) { long_call_free(ctx, &job->call); }

static bool bytes_copy(Ctx *ctx, void *to, const void *from, size_t n) {
  const size_t piece = (size_t)PIECE * 8;
  for (size_t i = 0; i < n; i += piece) {
    memcpy((char *)to + i, (const char *)from + i, n - i < piece ? n - i : piece);
    if (!CHECK_STOP(ctx)) return false;
  }
  return true;
}

bool limbs_copy(Ctx *ctx, uint64_t *r, const uint64_t *a, int64_t n) { return bytes_copy(ctx, r, a, (size_t)n * 8); }

#define PIECES(i, m, n) for (int64_t i = 0, m; m = (n) - i < PIECE ? (n) - i : PIECE, i < (n); i += PIECE)

bool limbs_negate(Ctx *ctx, uint64_t *r, int64_t n) {
  mp_limb_t carry = 1;
  PIECES(i, m, n) {
    mpn_com(L(r) + i, C(r) + i, m);
    if (carry) carry = mpn_add_1(L(r) + i, C(r) + i, m, 1);
    if (!CHECK_STOP(ctx)) return false;
  }
  return true;
}

bool limbs_add(Ctx *ctx, uint64_t *r, const uint64_t *a, int64_t an, const uint64_t *b, int64_t bn, bool subtract) {
  mp_limb_t carry = 0;
  PIECES(i, n, an) {
    int64_t m = bn - i < 0 ? 0 : bn - i < n ? bn - i : n;
    mp_limb_t *out = L(r) + i, over = 0;
    if (m) over = subtract ? mpn_sub_n(out, C(a) + i, C(b) + i, m) : mpn_add_n(out, C(a) + i, C(b) + i, m);
    if (n > m)
      over = subtract ? mpn_sub_1(out + m, C(a) + i + m, n - m, over) : mpn_add_1(out + m, C(a) + i + m, n - m, over);
    if (carry) over += subtract ? mpn_sub_1(out, out, n, carry) : mpn_add_1(out, out, n, carry);
    carry = over;
    if (!CHECK_STOP(ctx)) return false;
  }
  if (!subtract) r[an] = carry;
  return true;
}

bool limbs_lshift(Ctx *ctx, uint64_t *r, const uint64_t *a, int64_t n, unsigned bits) {
  if (!bits) return limbs_copy(ctx, r, a, n);
  mp_limb_t carry = 0;
  PIECES(i, m, n) {
    mp_limb_t over = mpn_lshift(L(r) + i, C(a) + i, m, bits);
    r[i] |= carry;
    carry = over;
    if (!CHECK_STOP(ctx)) return false;
  }
  r[n] = carry;
  return true;
}

bool limbs_rshift(Ctx *ctx, uint64_t *r, const uint64_t *a, int64_t n, unsigned bits) {
  if (!bits) return limbs_copy(ctx, r, a, n);
  PIECES(i, m, n) {
    mpn_rshift(L(r) + i, C(a) + i, m, bits);
    if (i + m < n) r[i + m - 1] |= a[i + m] << (64 - bits);
    if (!CHECK_STOP(ctx)) return false;
  }
  return true;
}

/* The operands go in, the job runs, its results come out: false = exception, and the job is gone. */
static bool job_do(Ctx *ctx, Job *job, const uint64_t *a, const uint64_t *b) {
  if (!job) return false;
  if (!limbs_copy(ctx, job->a, a, job->an) || !limbs_copy(ctx, job->b, b, job->bn)) return job_end(ctx, job), false;
  return long_call_run(ctx, &job->call);
}

static bool take(Ctx *ctx, Job *job, uint64_t *x, int64_t xn, uint64_t *y, int64_t yn) {
  bool taken = limbs_copy(ctx, x, job->x, xn) && (!y || limbs_copy(ctx, y, job->y, yn));
  job_end(ctx, job);
  return taken;
}

/* ---- the operations ---- */

static void multiply(uint64_t *r, const uint64_t *a, int64_t an, const uint64_t *b, int64_t bn, bool square) {
  if (square) mpn_sqr(L(r), C(a), an);
  else if (an >= bn) mpn_mul(L(r), C(a), an, C(b), bn);
  else mpn_mul(L(r), C(b), bn, C(a), an);
}
static int64_t run_mul(Job *job) {
  multiply(job->x, job->a, job->an, job->bn ? job->b : job->a, job->bn, job->bn == 0);
  return 0;
}
bool limbs_mul(Ctx *ctx, uint64_t *r, const uint64_t *a, int64_t an, const uint64_t *b, int64_t bn) {
  bool square = a == b && an == bn;
  if (work_of(an, bn) < LONG_WORK) return multiply(r, a, an, b, bn, square), true;
  Job *job = job_new(ctx, run_mul, an, square ? 0 : bn, an + bn, 0);
  return job_do(ctx, job, a, b) && take(ctx, job, r, an + bn, NULL, 0);
}

static int64_t run_div(Job *job) {
  mpn_tdiv_qr(L(job->x), L(job->y), 0, C(job->a), job->an, C(job->b), job->bn);
  return 0;
}
bool limbs_div(Ctx *ctx, uint64_t *q, uint64_t *r, const uint64_t *a, int64_t an, const uint64_t *b, int64_t bn) {
  int64_t qn = an - bn + 1;
  if (2 * work_of(qn, bn) < LONG_WORK) return mpn_tdiv_qr(L(q), L(r), 0, C(a), an, C(b), bn), true;
  Job *job = job_new(ctx, run_div, an, bn, qn, bn);
  return job_do(ctx, job, a, b) && take(ctx, job, q, qn, r, bn);
}

static int64_t run_gcd(Job *job) { return mpn_gcd(L(job->x), L(job->a), job->an, L(job->b), job->bn); }
int64_t limbs_gcd(Ctx *ctx, uint64_t *r, uint64_t *a, int64_t an, uint64_t *b, int64_t bn) {
  if (an < 1024 && bn < 1024) return mpn_gcd(L(r), L(a), an, L(b), bn);
  Job *job = job_new(ctx, run_gcd, an, bn, bn, 0);
  if (!job_do(ctx, job, a, b)) return -1;
  int64_t n = job->result;
  return take(ctx, job, r, n, NULL, 0) ? n : -1;
}

static int64_t run_sqrt(Job *job) { return mpn_sqrtrem(L(job->x), L(job->y), C(job->a), job->an); }
bool limbs_sqrt(Ctx *ctx, uint64_t *r, uint64_t *rest, const uint64_t *a, int64_t an) {
  if (work_of(an, an) < LONG_WORK) return mpn_sqrtrem(L(r), L(rest), C(a), an), true;
  Job *job = job_new(ctx, run_sqrt, an, 0, (an + 1) / 2, an);
  return job_do(ctx, job, a, NULL) && take(ctx, job, r, (an + 1) / 2, NULL, 0);
}

static int64_t run_to_digits(Job *job) {
  return (int64_t)mpn_get_str((uint8_t *)job->x, job->base, L(job->a), job->an);
}
int64_t limbs_to_digits(Ctx *ctx, uint8_t *digits, size_t room, int base, uint64_t *a, int64_t an) {
  if (3 * work_of(an, an) < LONG_WORK) return (int64_t)mpn_get_str(digits, base, L(a), an);
  int64_t words = (int64_t)(room / 8 + 1);
  Job *job = job_new(ctx, run_to_digits, an, 0, words, 0);
  if (!job) return -1;
  job->base = base;
  if (!job_do(ctx, job, a, NULL)) return -1;
  int64_t n = job->result;
  bool taken = bytes_copy(ctx, digits, job->x, (size_t)n);
  job_end(ctx, job);
  return taken ? n : -1;
}

static int64_t run_from_digits(Job *job) {
  return mpn_set_str(L(job->x), (const uint8_t *)job->a, (size_t)job->yn, job->base);
}
int64_t limbs_from_digits(Ctx *ctx, uint64_t *r, int64_t room, const uint8_t *digits, size_t n, int base) {
  if (3 * work_of((int64_t)n / 18, (int64_t)n / 18) < LONG_WORK) return mpn_set_str(L(r), digits, n, base);
  Job *job = job_new(ctx, run_from_digits, (int64_t)(n / 8 + 1), 0, room, 0);
  if (!job) return -1;
  job->base = base;
  job->yn = (int64_t)n;
  if (!bytes_copy(ctx, job->a, digits, n)) return job_end(ctx, job), -1;
  if (!long_call_run(ctx, &job->call)) return -1;
  int64_t limbs = job->result;
  return take(ctx, job, r, limbs, NULL, 0) ? limbs : -1;
}
