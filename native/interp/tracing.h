/* sys.settrace and sys.setprofile: what the module sys and the unwinder call of tracing.c. */
#pragma once
#include "call/call.h"

enum { LINE_UNKNOWN = -2 }; /* nobody wanted to know: it is that of the last instruction */

typedef struct TracedFrame {
  Frame *frame;
  Value object;
  int32_t line;            /* of the last event, or LINE_UNKNOWN */
  uint32_t unit;           /* of the last instruction */
  PositionReader position; /* has read as far as `read`; instructions mostly follow each other */
  uint32_t read;
} TracedFrame;
/* The state of module sys: the functions of settrace() and setprofile(). */
typedef struct Tracing {
  Value trace, profile; /* V_NULL or V_NONE: none */
  /* sys.monitoring: the events that some tool wants, and the two functions of lib/_monitoring.py that know who:
   * tell(event, code, offset) returns pairs of a tool and its callback, answered(…) hears what a callback has returned,
   * if that is not None. */
  uint32_t monitored;
  Value tell, answered;
  bool busy; /* one of them is running */
  TracedFrame *frames;
  uint32_t nframes, cap;
} Tracing;
void tracing_set(Ctx *ctx, bool profile, Value function);
void tracing_monitor(Ctx *ctx, uint32_t events, Value tell, Value answered);
Value tracing_get(Ctx *ctx, bool profile);
bool tracing_is_on(Ctx *ctx);
/* ctx->exc has reached `frame`, which handles it or is left; false: another exception has taken its place. Not `fresh`:
 * the frame has caught it and raises it again, which is no event */
bool tracing_unwound(Ctx *ctx, Frame *frame, bool fresh, bool handled);
void tracing_mark(Ctx *ctx, void *state);
void tracing_free(Ctx *ctx, void *state);
