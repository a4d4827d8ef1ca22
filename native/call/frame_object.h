/* Frame objects, for the files that know what is in them (frame_object.c, frame_life.c, frame_locals.c). */
#pragma once
#include "call/call.h"
#include "call/frame_view.h"

/* A frame has one object at most, made when somebody asks for it. Where the values of its variables are:
 *
 *     frame           it runs, or is a suspended generator's; it has FRAME_HAS_OBJECT, and leads here
 *     root, level     it is part of a trace that runs, and exists nowhere; when the trace is left, `frame` is set
 *     neither         it has ended; `slots` are its last values
 */
typedef struct FrameObject {
  Cell h;
  Code *code;
  Value globals, builtins;
  Value names;     /* the namespace of a module or class body, else V_NULL */
  Value extra;     /* dict of what was stored into f_locals under other names than its variables', or V_NULL */
  Value back;      /* of one that has ended: its caller's object; V_NONE: not known, or none */
  Value generator; /* whose frame it is, or V_NONE */
  Value trace, trace_lines, trace_opcodes;
  Frame *frame, *root;
  struct FrameObject *next; /* of the same root */
  int64_t level;
  int64_t unit;      /* of one that has ended: the last instruction */
  int64_t asked_for; /* it was given to a program: that its caller's object can be found matters */
  int64_t written;   /* `slots` has values for variables of a frame whose trace is running */
  Value slots[];     /* the code's nlocalsplus */
} FrameObject;
#define AS_FRAME_OBJECT(v) ((FrameObject *)(v))

/* ---- frame_life.c ---- */
/* Whether it has not ended; then `view` is where it is. */
bool frame_object_view(Ctx *ctx, FrameObject *o, FrameView *view);
/* The object that a frame has; NULL: none has been made. */
FrameObject *frame_object_made(Ctx *ctx, const FrameView *view);
/* The variables now; `room` as for frame_view_slots. value: V_NULL: unbound. set_value: false: MemoryError. */
typedef struct FrameValues {
  const Value *slots; /* NULL: could not be read */
  FrameObject *object;
} FrameValues;
FrameValues frame_object_values(Ctx *ctx, FrameObject *o, Value *room);
Value frame_object_value(Ctx *ctx, const FrameValues *values, uint32_t i);
bool frame_object_set_value(Ctx *ctx, FrameObject *o, uint32_t i, Value value);

/* ---- frame_locals.c ---- */
Value frame_locals_new(Ctx *ctx, FrameObject *o);  /* a FrameLocalsProxy */
Value frame_locals_copy(Ctx *ctx, FrameObject *o); /* its items as a dict */
bool frame_locals_startup(Ctx *ctx);
