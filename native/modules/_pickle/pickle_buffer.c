/* PickleBuffer: an object's buffer, which a pickle of protocol 5 may leave to its caller to hand over. A memoryview
 * holds the buffer, so that it is given back when this object is gone. */
#include "modules/_pickle/pickle.h"

typedef struct PickleBuffer {
  Cell h;
  Value object; /* who has the buffer */
  Value view;   /* V_NULL: released */
} PickleBuffer;
#define AS_PICKLE_BUFFER(v) ((PickleBuffer *)(v))

static bool is_held(Ctx *ctx, Value self) {
  if (AS_PICKLE_BUFFER(self)->view) return true;
  return raise_format(ctx, EXC_ValueError, "operation forbidden on released PickleBuffer object"), false;
}
bool pickle_buffer_get(Ctx *ctx, Value v, Buffer *out) {
  return is_held(ctx, v) && buffer_get(ctx, AS_PICKLE_BUFFER(v)->object, BUFFER_FULL_RO, out);
}

static bool get_buffer(Ctx *ctx, Value self, uint32_t flags, Buffer *out) {
  return is_held(ctx, self) && buffer_get(ctx, AS_PICKLE_BUFFER(self)->object, flags, out);
}

/* Its memory as bytes in one dimension. */
METHOD(m_raw) {
  Buffer buffer;
  if (!pickle_buffer_get(ctx, self, &buffer)) return V_NULL;
  if (!buffer_is_contiguous(&buffer, 'A')) {
    buffer_release(ctx, &buffer);
    return raise_format(ctx, EXC_BufferError, "cannot extract raw buffer from non-contiguous buffer"), V_NULL;
  }
  buffer.ndim = 1;
  buffer.itemsize = 1;
  buffer.format = NULL;
  buffer.shape = buffer.strides = NULL;
  return memoryview_of_buffer(ctx, &buffer);
}
METHOD(m_release) {
  Value view = AS_PICKLE_BUFFER(self)->view;
  AS_PICKLE_BUFFER(self)->view = AS_PICKLE_BUFFER(self)->object = V_NULL;
  return !view || memoryview_release(ctx, view) ? V_NONE : V_NULL;
}

static Value new_(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  if (nargs + kwcount(kwnames) > 1)
    return raise_format(ctx, EXC_TypeError, "PickleBuffer() takes at most 1 argument (%d given)",
                        (int)(nargs + kwcount(kwnames))),
           V_NULL;
  if (nargs != 1)
    return raise_format(ctx, EXC_TypeError, "PickleBuffer() takes exactly 1 positional argument (%d given)",
                        (int)nargs),
           V_NULL;
  Buffer buffer;
  Value self = instance_new(ctx, cls);
  if (!self || !buffer_get(ctx, args[0], BUFFER_FULL_RO, &buffer)) return V_NULL;
  Value view = memoryview_of_buffer(ctx, &buffer);
  if (!view) return V_NULL;
  AS_PICKLE_BUFFER(self)->view = view;
  AS_PICKLE_BUFFER(self)->object = args[0];
  return self;
}

Class *pickle_make_buffer(Ctx *ctx) {
  static const TypeOps ops = {.new_ = new_, .get_buffer = get_buffer};
  static const CFuncDef methods[] = {
      METHOD_ROW("raw", m_raw, 0, 0,
                 "Return a memoryview of the bytes of the buffer. BufferError: they are not contiguous."),
      METHOD_ROW("release", m_release, 0, 0, "Release the buffer, which cannot be asked for any more."),
      {0},
  };
  Class *cls = class_new_builtin(ctx, "pickle.PickleBuffer", NULL, KIND_OTHER, sizeof(PickleBuffer), &ops, methods,
                                 CLASS_BUILTIN | CLASS_FINAL | CLASS_HAS_WEAKREF);
  return class_set_doc(ctx, cls, "Wrapper for potentially out-of-band buffers") ? cls : NULL;
}
