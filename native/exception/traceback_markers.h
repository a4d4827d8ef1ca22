/* Where the ~~~^^^ markers under a failing expression go. Works on the lines of source that a traceback entry shows. */
#pragma once
#include "core/ctx.h"

typedef struct SourceLine {
  uint32_t *text;
  int n;
} SourceLine; /* code points, no line end */
typedef struct Place {
  int line, col;
} Place;
/* From `from` to `to` the marker is ^, elsewhere ~. */
typedef struct Anchors {
  bool found;
  Place from, to;
} Anchors;

/* The anchors of the expression between start and end: the operator of a binary operation, the brackets of a call or
 * subscript. */
Anchors markers_anchors(Ctx *ctx, const SourceLine *lines, int nlines, Place start, Place end);
/* Would markers say more than "all of it"? CPython shows none otherwise. */
bool markers_wanted(Ctx *ctx, const SourceLine *lines, int nlines, Place start, Place end, bool anchored);
