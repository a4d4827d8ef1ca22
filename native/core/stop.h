/* How running Python is stopped: by a time limit, by its host, by its output, because its thread is to end.
 *
 * Bits of ctx->pending ask for attention; bytecode looks at every loop and function entry, and every loop in C of
 * unbounded length looks too (CHECK_STOP; docs/interrupts.md lists them). A stop is an exception, `pystitch.Stopped`,
 * that `except Exception` does not catch. It comes again at every check until the scope that was stopped is closed, but
 * for STOP_GRACE_NS it leaves `finally` blocks and `with` exits alone while they handle it; after that no handler of
 * the program runs at all.
 *
 * A StopScope is what can be stopped: the outermost call into the context, or several that share a limit. Scopes nest
 * as calls do; a stop ends everything inside its scope and nothing outside. */
#pragma once
#include "core/layout.h"

#define STOP_GRACE_NS 5000000

typedef struct StopScope {
  struct StopScope *outer;
  int64_t deadline; /* CLOCK_MONOTONIC in nanoseconds; 0 = none */
  StopCause cause;
} StopScope;

/* Part of Ctx. Fields are the context's thread's, except where they say otherwise. */
typedef struct Stop {
  StopScope *scopes;    /* innermost */
  uint32_t running;     /* atomic: is there a scope? */
  uint32_t requested;   /* atomic StopCause, from another thread */
  bool raised;          /* the exception has been raised for the stop that is going on */
  bool raising;         /* it is being made: nothing is collected for that */
  bool final;           /* the grace is over: handlers are skipped */
  bool thread_ends;     /* no JavaScript can run any more */
  uint32_t depth;       /* of Python calls, where it was raised last */
  int64_t grace_end;    /* once raised */
  uint64_t output_left; /* bytes, while output_limit is not 0 */
  uint64_t output_limit;
  uint32_t waiting; /* atomic: stop_wait waits for ctx->pending */
  int wake_fd;      /* atomic: an eventfd that a wait for input looks at too; 0 = none */
  /* The watchdog's, under its lock. */
  Ctx *watch_previous, *watch_next;
  int64_t due;   /* when PENDING_STOPPED is to be set; INT64_MAX = never */
  int64_t since; /* of the entry that is running */
  bool watched;
  bool looks; /* PENDING_LOOK is to be set again and again; written before the first entry */
} Stop;

/* ---- stop.c ---- */
bool stop_startup(Ctx *ctx);
int64_t stop_now(void); /* CLOCK_MONOTONIC */
/* timeout 0 = none. false: the watchdog could not be started; nothing is open. */
bool stop_open(Ctx *ctx, StopScope *scope, int64_t timeout_ns);
void stop_close(Ctx *ctx); /* the innermost scope */
/* The outermost scope that was stopped, or NULL. */
StopScope *stop_stopped(Ctx *ctx);
/* Acts on PENDING_STOP in ctx->pending: false = exception (KeyboardInterrupt, Stopped). */
bool stop_check(Ctx *ctx);
/* For JavaScript that works for Python: will stop_check raise? */
bool stop_due(Ctx *ctx);
/* On the context's own thread: stops a scope (NULL: the outermost). The next check raises. */
void stop_scope(Ctx *ctx, StopScope *scope, StopCause cause);
/* From any thread: stops what runs; false when nothing does. */
bool stop_request(Ctx *ctx);
/* From any thread and from signal handlers: sets bits of ctx->pending, and ends a wait. */
void stop_set_pending(Ctx *ctx, uint32_t bits);
/* memcpy of any length into memory that nobody sees yet: false = exception, part of it is copied. */
bool stop_copy(Ctx *ctx, void *to, const void *from, size_t n);
/* memmove of any length, an end first, in pieces: the bytes that were moved; fewer than n = exception. What was not
 * moved yet is as it was. */
size_t stop_move(Ctx *ctx, void *to, const void *from, size_t n);
/* memcmp of any length; false = exception */
bool stop_compare(Ctx *ctx, const void *a, const void *b, size_t n, int *order);
/* memchr of any length, likewise; *at NULL: the byte is not there */
bool stop_find(Ctx *ctx, const void *data, uint8_t byte, size_t n, const uint8_t **at);
/* Fills n bytes with one unit again and again, likewise. */
bool stop_repeat(Ctx *ctx, void *to, const void *unit, size_t size, size_t n);
/* Runs the handlers of signals that came; false: one raised. For calls that wait, whose callers expect Python code to
 * run. */
bool stop_signals(Ctx *ctx);
/* Waits until a time (stop_now), until PENDING_STOP has bits set, or a signal comes that has a handler. */
void stop_wait(Ctx *ctx, int64_t until);
/* Waits so many seconds; handlers of signals run meanwhile. false: an exception */
bool stop_sleep(Ctx *ctx, double seconds);

/* ---- watchdog.c ---- */
/* While watched, `due` is heard at its time, and looks every WATCHDOG_TICK_NS. */
bool watchdog_begin(Ctx *ctx, int64_t due);
void watchdog_change(Ctx *ctx, int64_t due);
void watchdog_end(Ctx *ctx);
