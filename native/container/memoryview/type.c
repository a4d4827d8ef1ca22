/* The class memoryview: making and releasing views, attributes, conversions. */
#include "container/memoryview/memoryview.h"
#include "heap/reach.h"
#include "object/model.h"
#include <stdio.h>
#include <string.h>

/* ---- making and releasing ---- */

static void managed_trace(Ctx *ctx, Value self) { buffer_mark(ctx, &((ManagedBuffer *)self)->buffer); }

/* Nobody released it. What has to run Python code for that keeps its memory locked. */
static void managed_died(Ctx *ctx, void *cell) {
  ManagedBuffer *managed = cell;
  if (managed->buffer.object && managed->buffer.in_collector) buffer_release(ctx, &managed->buffer);
}

static bool looks_at(void *managed, Value of) {
  const Buffer *buffer = &((ManagedBuffer *)managed)->buffer;
  return buffer->object == of || (buffer->object && buffer->keep == of);
}

/* A view is usually passed to something, and no more. */
static bool temporary(Ctx *ctx, const Cell *cell) { return ctx->shapes[cell->shape] == ctx->cls.memoryview->root; }

/* In machine code nothing but a register may lead to the view of a `with`. */
static bool entered(void *managed) { return ((ManagedBuffer *)managed)->entered > 0; }

bool memoryview_in_use(Ctx *ctx, Value of, const int64_t *exports) {
  HeapReach reach = {.fn = managed_died, .match = looks_at, .held = entered, .of = of, .temporary = temporary};
  heap_reach(ctx, &reach);
  /* others than memoryviews are C code at work, which says itself when it is done */
  if (*exports > 0 && (reach.sure > 0 || *exports > (int64_t)reach.there)) return true;
  /* If one of them is alive after all, it goes on with the old memory, which it keeps. */
  if (*exports > 0) heap_reach_each(ctx, &reach, managed_died);
  return false;
}

static void view_trace(Ctx *ctx, Value self) {
  MemoryView *m = AS_VIEW(self);
  heap_mark(ctx, VAL(m->managed)), heap_mark(ctx, VAL(m->numbers));
  if (m->format) heap_mark(ctx, m->format);
  buffer_mark(ctx, &m->view);
}

bool view_check(Ctx *ctx, const MemoryView *m) {
  if (LIKELY(m->managed != NULL)) return true;
  raise_format(ctx, EXC_ValueError, "operation forbidden on released memoryview object");
  return false;
}

static MemoryView *view_alloc(Ctx *ctx, ManagedBuffer *managed, const Buffer *like, int64_t ndim) {
  MemoryView *m = (MemoryView *)instance_new(ctx, ctx->cls.memoryview);
  if (!m) return NULL;
  m->numbers = raw_new(ctx, 16 * ndim + 1);
  if (!m->numbers) return NULL;
  m->view = *like;
  m->view.ndim = ndim;
  m->view.keep = V_NULL; /* the managed buffer keeps it */
  m->view.shape = view_shape(m);
  m->view.strides = view_strides(m);
  m->managed = managed;
  managed->views++;
  return m;
}

MemoryView *view_copy(Ctx *ctx, MemoryView *m, int64_t ndim) {
  MemoryView *copy = view_alloc(ctx, m->managed, &m->view, ndim);
  if (!copy) return NULL;
  copy->format = m->format;
  for (int64_t i = 0; i < ndim && i < m->view.ndim; i++) {
    view_shape(copy)[i] = view_shape(m)[i];
    view_strides(copy)[i] = view_strides(m)[i];
  }
  return copy;
}

Value memoryview_of_buffer(Ctx *ctx, const Buffer *buffer) {
  Buffer taken = *buffer;
  ManagedBuffer *managed = (ManagedBuffer *)instance_new(ctx, ctx->cls.managed_buffer);
  if (!managed || !heap_add_finalizer(ctx, managed, managed_died)) {
    buffer_release(ctx, &taken);
    return V_NULL;
  }
  managed->buffer = taken;
  MemoryView *m = view_alloc(ctx, managed, &taken, taken.ndim);
  if (!m) {
    buffer_release(ctx, &managed->buffer);
    return V_NULL;
  }
  int64_t step = taken.itemsize;
  for (int64_t i = taken.ndim - 1; i >= 0; i--) {
    view_shape(m)[i] = taken.shape ? taken.shape[i] : taken.length / taken.itemsize;
    view_strides(m)[i] = taken.strides ? taken.strides[i] : step;
    step *= view_shape(m)[i];
  }
  return VAL(m);
}

Value memoryview_new(Ctx *ctx, Value object, uint32_t flags) {
  if (is_memoryview(ctx, object)) {
    MemoryView *m = AS_VIEW(object);
    return view_check(ctx, m) ? VAL(view_copy(ctx, m, m->view.ndim)) : V_NULL;
  }
  if (!buffer_offered(ctx, object))
    return raise_format(ctx, EXC_TypeError, "memoryview: a bytes-like object is required, not '%T'", object), V_NULL;
  Buffer buffer;
  return buffer_get(ctx, object, flags, &buffer) ? memoryview_of_buffer(ctx, &buffer) : V_NULL;
}

bool is_memoryview(Ctx *ctx, Value v) { return has_shape(v, ctx->cls.memoryview->root); }

bool memoryview_release(Ctx *ctx, Value self) {
  MemoryView *m = AS_VIEW(self);
  if (!m->managed) return true;
  if (m->exports > 0) {
    raise_format(ctx, EXC_BufferError, "memoryview has %lld exported buffer%s", (long long)m->exports,
                 m->exports == 1 ? "" : "s");
    return false;
  }
  ManagedBuffer *managed = m->managed;
  managed->entered -= m->entered;
  m->managed = NULL;
  m->view.object = V_NULL;
  if (--managed->views == 0) buffer_release(ctx, &managed->buffer);
  return true;
}

static Value view_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(cls);
  uint32_t given = nargs + kwcount(kwnames);
  if (given > 1)
    return raise_format(ctx, EXC_TypeError, "memoryview() takes at most 1 %sargument (%d given)",
                        nargs ? "" : "keyword ", (int)given),
           V_NULL;
  Value object;
  if (!bind_params(ctx, "memoryview", "object", args, nargs, kwnames, &object)) return V_NULL;
  return memoryview_new(ctx, object, BUFFER_FULL_RO);
}

METHOD(m_from_flags) {
  int64_t flags;
  if (!object_ssize(ctx, args[1], &flags)) return V_NULL;
  return memoryview_new(ctx, args[0], (uint32_t)flags);
}

/* ---- as an exporter ---- */

static void export_release(Ctx *ctx, Buffer *buffer) {
  UNUSED(ctx);
  AS_VIEW(buffer->keep)->exports--;
}

static bool view_get_buffer(Ctx *ctx, Value self, uint32_t flags, Buffer *out) {
  MemoryView *m = AS_VIEW(self);
  const char *refused = NULL;
  if (!view_check(ctx, m)) return false;
  if ((flags & BUFFER_WRITABLE) && m->view.readonly) refused = "underlying buffer is not writable";
  else if ((flags & 0x20) && !buffer_is_contiguous(&m->view, 'C')) refused = "underlying buffer is not C-contiguous";
  else if ((flags & 0x40) && !buffer_is_contiguous(&m->view, 'F'))
    refused = "underlying buffer is not Fortran contiguous";
  else if ((flags & 0x80) && !buffer_is_contiguous(&m->view, 'A')) refused = "underlying buffer is not contiguous";
  else if ((flags & BUFFER_STRIDES) != BUFFER_STRIDES && !buffer_is_contiguous(&m->view, 'C'))
    refused = "underlying buffer is not C-contiguous";
  if (refused) return raise_format(ctx, EXC_BufferError, "memoryview: %s", refused), false;
  *out = m->view;
  out->object = self;
  out->keep = self;
  out->release = export_release;
  out->in_collector = true;
  m->exports++;
  return true;
}

METHOD(m_release_buffer) {
  if (!is_memoryview(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "expected a memoryview object"), V_NULL;
  if (AS_VIEW(args[0])->view.object != self)
    return raise_format(ctx, EXC_ValueError, "memoryview's buffer is not this object"), V_NULL;
  return memoryview_release(ctx, args[0]) ? V_NONE : V_NULL;
}

/* ---- attributes ---- */

#define GETTER(name, ...)                   \
  static Value name(Ctx *ctx, Value self) { \
    MemoryView *m = AS_VIEW(self);          \
    if (!view_check(ctx, m)) return V_NULL; \
    return __VA_ARGS__;                     \
  }
static Value numbers(Ctx *ctx, const int64_t *from, int64_t n) {
  Value tuple = tuple_new(ctx, n);
  for (int64_t i = 0; tuple && i < n; i++)
    if (!(AS_TUPLE(tuple)->items[i] = int_from_i64(ctx, from[i]))) return V_NULL;
  return tuple;
}
GETTER(get_obj, or_none(m->view.object))
GETTER(get_nbytes, int_from_i64(ctx, m->view.length))
GETTER(get_readonly, bool_tag(m->view.readonly))
GETTER(get_itemsize, int_from_i64(ctx, m->view.itemsize))
GETTER(get_format,
       str_from_utf8(ctx, m->view.format ? m->view.format : "B", m->view.format ? strlen(m->view.format) : 1))
GETTER(get_ndim, int_tag(m->view.ndim))
GETTER(get_shape, numbers(ctx, view_shape(m), m->view.ndim))
GETTER(get_strides, numbers(ctx, view_strides(m), m->view.ndim))
GETTER(get_suboffsets, ctx->empty_tuple)
GETTER(get_c_contiguous, bool_tag(buffer_is_contiguous(&m->view, 'C')))
GETTER(get_f_contiguous, bool_tag(buffer_is_contiguous(&m->view, 'F')))
GETTER(get_contiguous, bool_tag(buffer_is_contiguous(&m->view, 'A')))

static const GetSetDef getset[] = {
    {"obj", get_obj, NULL, "The underlying object of the memoryview."},
    {"nbytes", get_nbytes, NULL, "How many bytes the items have in all."},
    {"readonly", get_readonly, NULL, "Whether the memory is read-only."},
    {"itemsize", get_itemsize, NULL, "The size of an item in bytes."},
    {"format", get_format, NULL, "The format of the items, as in module struct."},
    {"ndim", get_ndim, NULL, "How many dimensions there are."},
    {"shape", get_shape, NULL, "The number of items in each dimension."},
    {"strides", get_strides, NULL, "The bytes from one item to the next in each dimension."},
    {"suboffsets", get_suboffsets, NULL, "Always empty."},
    {"c_contiguous", get_c_contiguous, NULL, "Whether the memory is C contiguous."},
    {"f_contiguous", get_f_contiguous, NULL, "Whether the memory is Fortran contiguous."},
    {"contiguous", get_contiguous, NULL, "Whether the memory is contiguous."},
    {0},
};

/* ---- methods ---- */

static Value view_repr(Ctx *ctx, Value self) {
  char address[32];
  snprintf(address, sizeof address, "0x%llx", (unsigned long long)self);
  return str_format_c(ctx, AS_VIEW(self)->managed ? "<memory at %s>" : "<released memory at %s>", address);
}

static int64_t view_len(Ctx *ctx, Value self) {
  MemoryView *m = AS_VIEW(self);
  if (!view_check(ctx, m)) return -1;
  if (m->view.ndim == 0) return raise_format(ctx, EXC_TypeError, "0-dim memory has no length"), -1;
  return view_shape(m)[0];
}

METHOD(m_release) { return memoryview_release(ctx, self) ? V_NONE : V_NULL; }
METHOD(m_enter) {
  MemoryView *m = AS_VIEW(self);
  if (!view_check(ctx, m)) return V_NULL;
  m->managed->entered += !m->entered;
  m->entered = true;
  return self;
}

static Value contents(Ctx *ctx, MemoryView *m, char order) {
  Value bytes = bytes_new(ctx, NULL, m->view.length);
  if (!bytes || !m->view.length) return bytes;
  m->exports++; /* a stop may run Python code */
  bool ok = buffer_copy_out(ctx, &m->view, order, ((Bytes *)bytes)->data);
  m->exports--;
  return ok ? bytes : V_NULL;
}
METHOD(m_tobytes) {
  char order = 'C';
  if (args[0] && args[0] != V_NONE) {
    if (!is_str(ctx, args[0]))
      return raise_format(ctx, EXC_TypeError, "tobytes() argument 'order' must be str or None, not %T", args[0]),
             V_NULL;
    order = str_length(args[0]) == 1 ? (char)(str_at(args[0], 0) & 127) : 0;
    if (order != 'C' && order != 'F' && order != 'A')
      return raise_format(ctx, EXC_ValueError, "order must be 'C', 'F' or 'A'"), V_NULL;
  }
  return view_check(ctx, AS_VIEW(self)) ? contents(ctx, AS_VIEW(self), order) : V_NULL;
}
METHOD(m_hex) {
  if (!view_check(ctx, AS_VIEW(self))) return V_NULL;
  Value bytes = contents(ctx, AS_VIEW(self), 'C');
  Value hex = bytes ? get_attr(ctx, bytes, str_intern_c(ctx, "hex")) : V_NULL;
  if (!hex) return V_NULL;
  AS_VIEW(self)->exports++; /* the separator may run Python code */
  Value text = py_call(ctx, hex, args, nargs, kwnames);
  AS_VIEW(self)->exports--;
  return text;
}
METHOD(m_tolist) {
  MemoryView *m = AS_VIEW(self);
  if (!view_check(ctx, m)) return V_NULL;
  m->exports++;
  Value list = view_tolist(ctx, m, m->view.data, 0);
  m->exports--;
  return list;
}
METHOD(m_toreadonly) {
  if (!view_check(ctx, AS_VIEW(self))) return V_NULL;
  MemoryView *copy = view_copy(ctx, AS_VIEW(self), AS_VIEW(self)->view.ndim);
  if (copy) copy->view.readonly = true;
  return VAL(copy);
}

METHOD(m_count) {
  Value it = view_iter(ctx, self), item;
  int64_t n = 0;
  if (!it) return V_NULL;
  while ((item = object_next(ctx, it))) {
    int equal = object_equal(ctx, item, args[0]);
    if (equal < 0 || !CHECK_STOP(ctx)) return V_NULL;
    n += equal;
  }
  return ctx->exc ? V_NULL : int_tag(n);
}
METHOD(m_index) {
  MemoryView *m = AS_VIEW(self);
  int64_t n = view_len(ctx, self), start = 0, stop = INT64_MAX, size;
  if (n < 0) {
    if (!m->managed || m->view.ndim) return V_NULL;
    exc_clear(ctx);
    return raise_format(ctx, EXC_TypeError, "invalid lookup on 0-dim memory"), V_NULL;
  }
  if (m->view.ndim > 1)
    return raise_format(ctx, EXC_NotImplementedError, "multi-dimensional lookup is not implemented"), V_NULL;
  if ((nargs > 1 && !clip_bound(ctx, args[1], n, &start)) || (nargs > 2 && !clip_bound(ctx, args[2], n, &stop)))
    return V_NULL;
  for (int64_t i = start; i < stop && i < n; i++) {
    if (!view_check(ctx, m) || !CHECK_STOP(ctx)) return V_NULL;
    Value item = item_unpack(ctx, item_code(m->view.format, &size), m->view.data + i * view_strides(m)[0],
                             m->view.format);
    int equal = item ? object_equal(ctx, item, args[0]) : -1;
    if (equal < 0) return V_NULL;
    if (equal) return int_tag(i);
  }
  return raise_format(ctx, EXC_ValueError, "memoryview.index(x): x not found"), V_NULL;
}
METHOD(m_reduce) { return raise_format(ctx, EXC_TypeError, "cannot pickle memoryview objects"), V_NULL; }

static const CFuncDef methods[] = {
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    CLASS_METHOD_ROW_NAMED("_from_flags", m_from_flags, 2, 2, "object flags",
                           "A memoryview of an object, asked for with the flags of the buffer protocol."),
    METHOD_ROW("__enter__", m_enter, 0, 0, NULL),
    METHOD_ROW("__exit__", m_release, 0, -1, NULL),
    METHOD_ROW("__release_buffer__", m_release_buffer, 1, 1, NULL),
    METHOD_ROW("__reduce_ex__", m_reduce, 1, 1, NULL),
    METHOD_ROW("release", m_release, 0, 0, "Gives the underlying memory back."),
    METHOD_ROW_NAMED("cast", view_cast, 1, 2, "format shape=", "A view of the same bytes as other items."),
    METHOD_ROW("count", m_count, 1, 1, "How often a value occurs."),
    METHOD_ROW_KW("hex", m_hex, 0, -1,
                  "The bytes as two hexadecimal digits each.\n\n>>> memoryview(b'xyz')[1:].hex('-')\n'79-7a'\n"),
    METHOD_ROW("index", m_index, 1, 3, "The first index of a value."),
    METHOD_ROW_NAMED("tobytes", m_tobytes, 0, 1, "order=", "The items' bytes."),
    METHOD_ROW("tolist", m_tolist, 0, 0, "The items as a list, of lists where there are more dimensions."),
    METHOD_ROW("toreadonly", m_toreadonly, 0, 0, "A view of the same memory that cannot be written to."),
    {0},
};

bool memoryview_startup(Ctx *ctx) {
  static const TypeOps managed_ops = {.trace = managed_trace};
  static const TypeOps ops = {.new_ = view_new,
                              .repr = view_repr,
                              .hash = view_hash,
                              .compare = view_compare,
                              .len = view_len,
                              .getitem = view_getitem,
                              .setitem = view_setitem,
                              .iter = view_iter,
                              .get_buffer = view_get_buffer,
                              .trace = view_trace};
  ctx->cls.managed_buffer = class_new_builtin(ctx, "managedbuffer", NULL, KIND_OTHER, sizeof(ManagedBuffer),
                                              &managed_ops, NULL, CLASS_FINAL);
  ctx->cls.memoryview = class_new_builtin(ctx, "memoryview", NULL, KIND_OTHER, sizeof(MemoryView), &ops, methods,
                                          CLASS_FINAL | CLASS_HAS_WEAKREF);
  return ctx->cls.managed_buffer && ctx->cls.memoryview && class_add_getset(ctx, ctx->cls.memoryview, getset) &&
         view_iter_startup(ctx);
}
