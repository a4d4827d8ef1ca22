/* The process's own descriptors, for a context without callbacks for them. */
#pragma once
#include "addon/addon.h"

/* Writes everything, also to a pipe that is full for a while. Returns 0 or an errno. */
int WriteFully(int fd, const char *bytes, size_t n);
/* A line of standard input, malloc'ed; false: the end, or Ctrl-C came. */
bool ReadStdin(Ctx *ctx, char **line, size_t *n);
