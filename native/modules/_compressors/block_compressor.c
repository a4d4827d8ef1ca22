/* Compressing with libbz2 (block_compressor.h). Everything that a call touches is in memory of malloc, none of it the
 * context's: an abandoned call goes on when the context is gone. */
#include "modules/_compressors/block_compressor.h"
#include "core/thread.h"
#include <bzlib.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { STACK = 1 << 18, LOOK_NS = 1000 * 1000 };

typedef enum Phase { IDLE, RUNNING, DONE, ABANDONED } Phase;
struct BlockCompressor {
  bz_stream stream;
  uint8_t in[BLOCK_COMPRESSOR_PIECE], out[BLOCK_COMPRESSOR_PIECE];
  int action, code;
  int64_t block;  /* bytes that fill a block at the soonest */
  int64_t fed;    /* since a block was compressed, at most */
  size_t charged; /* to the context */
  pthread_mutex_t lock;
  pthread_cond_t done;
  Phase phase; /* under the lock */
};

BlockCompressor *block_compressor_new(Ctx *ctx, int level, int *code) {
  *code = BZ_OK;
  /* What the library's manual says of its own memory. */
  size_t bytes = sizeof(BlockCompressor) + 400 * 1000 + 8 * 100 * 1000 * (size_t)(level > 0 && level < 10 ? level : 0);
  BlockCompressor *c = memory_charge(ctx, bytes) ? calloc(1, sizeof *c) : NULL;
  if (c) *code = BZ2_bzCompressInit(&c->stream, level, 0, 0);
  if (!c || *code == BZ_MEM_ERROR) raise_no_memory(ctx);
  if (!c || *code != BZ_OK) {
    free(c);
    if (c) memory_discharge(ctx, bytes);
    return NULL;
  }
  c->charged = bytes;
  c->block = (int64_t)level * 100 * 1000 / 5 * 4; /* four equal bytes become five */
  pthread_condattr_t clock;
  pthread_condattr_init(&clock);
  pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
  pthread_mutex_init(&c->lock, NULL);
  pthread_cond_init(&c->done, &clock);
  pthread_condattr_destroy(&clock);
  return c;
}

static void dispose(BlockCompressor *c) {
  BZ2_bzCompressEnd(&c->stream);
  pthread_cond_destroy(&c->done);
  pthread_mutex_destroy(&c->lock);
  free(c);
}

void block_compressor_free(Ctx *ctx, BlockCompressor *c) {
  memory_discharge(ctx, c->charged);
  dispose(c);
}

static void *call_library(void *data) {
  BlockCompressor *c = data;
  int code = BZ2_bzCompress(&c->stream, c->action);
  pthread_mutex_lock(&c->lock);
  bool abandoned = c->phase == ABANDONED;
  c->code = code;
  c->phase = DONE;
  if (!abandoned) pthread_cond_signal(&c->done);
  pthread_mutex_unlock(&c->lock);
  if (abandoned) dispose(c);
  return NULL;
}

/* false: the program is to stop. */
static bool wait_for_library(Ctx *ctx, BlockCompressor *c) {
  bool going_on = true;
  pthread_mutex_lock(&c->lock);
  while (c->phase == RUNNING && going_on) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += LOOK_NS;
    if (until.tv_nsec >= 1000 * 1000 * 1000) until.tv_nsec -= 1000 * 1000 * 1000, until.tv_sec++;
    pthread_cond_timedwait(&c->done, &c->lock, &until);
    if (c->phase != RUNNING) break;
    pthread_mutex_unlock(&c->lock);
    going_on = CHECK_STOP(ctx);
    pthread_mutex_lock(&c->lock);
  }
  /* A call that has ended by now is as good as one that ended before the stop. */
  bool abandons = c->phase == RUNNING;
  if (abandons) c->phase = ABANDONED;
  pthread_mutex_unlock(&c->lock);
  return !abandons;
}

int block_compressor_run(Ctx *ctx, BlockCompressor *c, const uint8_t *in, size_t n, bool finish, uint8_t *out,
                         size_t room, size_t *taken, size_t *made, bool *abandoned) {
  *taken = *made = 0, *abandoned = false;
  if (!n && !finish) return BZ_RUN_OK;
  memcpy(c->in, in, n);
  c->stream.next_in = (char *)c->in, c->stream.avail_in = (unsigned)n;
  c->stream.next_out = (char *)c->out, c->stream.avail_out = (unsigned)room;
  c->action = finish ? BZ_FINISH : BZ_RUN;
  unsigned before = c->stream.total_out_lo32;
  c->fed += (int64_t)n;
  bool is_long = c->fed >= c->block || (finish && c->fed >= BLOCK_COMPRESSOR_PIECE);
  c->phase = RUNNING;
  if (is_long && thread_start(call_library, c, STACK)) {
    if (!wait_for_library(ctx, c)) {
      memory_discharge(ctx, c->charged);
      *abandoned = true;
      return BZ_RUN_OK;
    }
  } else {
    c->code = BZ2_bzCompress(&c->stream, c->action);
  }
  c->phase = IDLE;
  if (c->stream.total_out_lo32 != before) c->fed = 0;
  *taken = n - c->stream.avail_in, *made = room - c->stream.avail_out;
  memcpy(out, c->out, *made);
  return c->code;
}
