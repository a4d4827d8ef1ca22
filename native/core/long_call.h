/* Calls of libraries that take long and cannot be interrupted, as calls that a stop can leave. The library runs on a
 * thread of its own while the program's thread waits. When the program is to stop, that thread is abandoned: it
 * finishes, frees what it worked on and ends. A few may be under way; whoever comes when there are more waits for its
 * turn. */
#pragma once
#include "core/ctx.h"
#include <pthread.h>

/* The head of what the library works on: operands, results, its state. All of it is memory of malloc, none of it the
 * context's, which may be gone before an abandoned thread ends. */
typedef struct LongCall {
  void (*run)(struct LongCall *);
  void (*close)(struct LongCall *); /* gives back what is not in this piece of memory; NULL: nothing */
  size_t charged;                   /* to the context */
  pthread_mutex_t lock;
  pthread_cond_t finished;
  bool done, abandoned; /* under the lock */
} LongCall;

/* `bytes` of memory that begins with a LongCall; what follows is not initialized. `more`: bytes that are charged
 * besides, for what `run` asks for. NULL: MemoryError. */
void *long_call_new(Ctx *ctx, size_t bytes, size_t more, void (*run)(LongCall *), void (*close)(LongCall *));
/* Runs it to the end. False: a stop came first; ctx->exc is set, and the call is no longer the caller's. It may be run
 * again. */
bool long_call_run(Ctx *ctx, LongCall *call);
void long_call_free(Ctx *ctx, LongCall *call);
