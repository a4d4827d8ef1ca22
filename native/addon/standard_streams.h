/* The process's own descriptors, for a context without callbacks for them. */
#pragma once
#include "addon/addon.h"

/* Writes everything, also to a pipe that is full for a while. Returns 0, an errno, or -1 with a Python exception set:
 * a stop came. */
int WriteFully(Ctx *ctx, int fd, const char *bytes, size_t n);
/* A line of standard input, malloc'ed; false: the end, or a Python exception is set: a stop came. */
bool ReadStdin(Ctx *ctx, char **line, size_t *n);
/* At least one byte of it, into `bytes`; 0: the end; -1: errno, or a Python exception is set: a stop came. */
int64_t ReadStdinBytes(Ctx *ctx, char *bytes, size_t n);
/* Waits until descriptor fd is ready for poll's `events`; false: a Python exception is set: a stop came. */
bool WaitOrRaise(Ctx *ctx, int fd, short events);
/* The same for callers that expect Python code to run: handlers of signals. */
bool WaitAndHandle(Ctx *ctx, int fd, short events);
