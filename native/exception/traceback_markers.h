/* Where the ~~~^^^ markers under a failing expression go. Works on the lines of source that a traceback entry shows. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

typedef struct SourceLine {
  uint32_t *text;
  int n;
} SourceLine; /* code points, no line end */
typedef struct Place {
  int line, col;
} Place;
/* Between `from` and `to` the secondary marker ^ is used, outside the primary ~. */
typedef struct Anchors {
  bool found;
  Place from, to;
} Anchors;

/* Anchors of the expression between start and end: the operator of a binary operation, the brackets of a call or
 * subscript. */
Anchors markers_anchors(const SourceLine *lines, int nlines, Place start, Place end);
/* CPython shows no markers when they would only say "all of it". */
bool markers_wanted(const SourceLine *lines, int nlines, Place start, Place end, bool anchored);
