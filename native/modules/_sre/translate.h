/* A program while it is being made: tables that grow, in memory of their own. */
#pragma once
#include "modules/_sre/sre.h"

typedef struct Builder {
  Ctx *ctx;
  const uint32_t *source;
  uint64_t groups;
  uint32_t barrier; /* instructions before it stay as they are */
  uint32_t depth;   /* loops around what is read */
  uint32_t cap_code, cap_alternatives, cap_sets, cap_firsts, cap_words;
  Program p;
} Builder;

/* ---- analyze.c ---- */
/* Fills in what the code knows of the texts that it can match: `first` and `look` of instructions, start, prefix.
 * false: exception. */
bool sre_analyze(Builder *b);
bool sre_room(Ctx *ctx, void **table, uint32_t n, uint32_t *cap, size_t size);
#define ROOM(b, table, n) sre_room((b)->ctx, (void **)&(b)->p.table, (b)->p.n, &(b)->cap_##table, sizeof *(b)->p.table)
