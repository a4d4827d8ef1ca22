/* Slices, and the index arithmetic that all sequences share. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "number/number.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

Value slice_new(Ctx *ctx, Value start, Value stop, Value step) {
  Slice *s = heap_alloc(ctx, ctx->shape.slice, sizeof(Slice));
  if (UNLIKELY(!s)) return V_NULL;
  s->start = start;
  s->stop = stop;
  s->step = step;
  return VAL(s);
}

/* A part of a slice as a number. Ints that are too large saturate (a[:10**100] is fine). */
static bool slice_part(Ctx *ctx, Value v, int64_t *out) {
  if (is_int(v)) return *out = int_val(v), true;
  if (!is_int_value(ctx, v) && !class_of(ctx, v)->ops.index) {
    raise_format(ctx, EXC_TypeError, "slice indices must be integers or None or have an __index__ method");
    return false;
  }
  return object_index_i64(ctx, v, out, true);
}

bool slice_unpack(Ctx *ctx, Value slice, int64_t *start, int64_t *stop, int64_t *step) {
  Slice *s = AS_SLICE(slice);
  *step = 1;
  if (s->step != V_NONE) {
    if (!slice_part(ctx, s->step, step)) return false;
    if (*step == 0) return raise_format(ctx, EXC_ValueError, "slice step cannot be zero"), false;
    if (*step < -INT64_MAX) *step = -INT64_MAX;
  }
  *start = *step < 0 ? INT64_MAX : 0;
  *stop = *step < 0 ? INT64_MIN : INT64_MAX;
  return (s->start == V_NONE || slice_part(ctx, s->start, start)) &&
         (s->stop == V_NONE || slice_part(ctx, s->stop, stop));
}

static int64_t within(int64_t at, int64_t length, bool down) {
  int64_t low = down ? -1 : 0, high = down ? length - 1 : length;
  if (at < 0) at += length;
  return at < low ? low : at > high ? high : at;
}
int64_t slice_adjust(int64_t length, int64_t *start, int64_t *stop, int64_t step) {
  int64_t from = *start = within(*start, length, step < 0), to = *stop = within(*stop, length, step < 0);
  if (step < 0) return to < from ? (from - to - 1) / -step + 1 : 0;
  return from < to ? (to - from - 1) / step + 1 : 0;
}

bool slice_resolve(Ctx *ctx, Value slice, const int64_t *length, int64_t *start, int64_t *stop, int64_t *step,
                   int64_t *count) {
  if (!slice_unpack(ctx, slice, start, stop, step)) return false;
  *count = slice_adjust(*length, start, stop, *step);
  return true;
}

bool clip_bound(Ctx *ctx, Value v, int64_t length, int64_t *out) {
  if (!slice_part(ctx, v, out)) {
    if (exc_matches(ctx, EXC_TypeError) && !class_of(ctx, v)->ops.index) {
      exc_clear(ctx);
      raise_format(ctx, EXC_TypeError, "slice indices must be integers or have an __index__ method");
    }
    return false;
  }
  if (*out < 0 && (*out += length) < 0) *out = 0;
  return true;
}

int repeat_count(Ctx *ctx, Value v, int64_t *n) {
  if (is_int(v)) return *n = int_val(v), 1;
  if (!is_int_value(ctx, v) && !class_of(ctx, v)->ops.index) return 0;
  Value i = object_index(ctx, v);
  if (!i) return -1;
  if (!int_to_i64(ctx, i, n))
    return raise_format(ctx, EXC_OverflowError, "cannot fit '%T' into an index-sized integer", v), -1;
  return 1;
}

bool sequence_index(Ctx *ctx, Value key, const char *what, int64_t *out) {
  if (is_int(key)) return *out = int_val(key), true;
  if (!is_int_value(ctx, key) && !class_of(ctx, key)->ops.index) {
    raise_format(ctx, EXC_TypeError, "%s indices must be integers or slices, not %T", what, key);
    return false;
  }
  return object_index_i64(ctx, key, out, false);
}

static bool is_sequence(Ctx *ctx, Value v) {
  if (!v || !is_cell(v)) return false;
  CellKind k = shape_of(ctx, v)->kind;
  return k == KIND_LIST || k == KIND_TUPLE || k == KIND_STR || k == KIND_BYTES || k == KIND_BYTEARRAY;
}

Value raise_no_count(Ctx *ctx, Value operand) {
  return raise_format(ctx, EXC_TypeError, "can't multiply sequence by non-int of type '%T'", operand), V_NULL;
}

bool raise_sequence_operator(Ctx *ctx, Value sequence, Value operand, BinOp op) {
  if ((op != OP_ADD && op != OP_MUL) || !is_sequence(ctx, sequence)) return false;
  CellKind kind = shape_of(ctx, sequence)->kind;
  if (op == OP_MUL) return raise_no_count(ctx, operand), true;
  const char *words = kind == KIND_LIST    ? "can only concatenate list (not \"%T\") to list"
                      : kind == KIND_TUPLE ? "can only concatenate tuple (not \"%T\") to tuple"
                      : kind == KIND_STR   ? "can only concatenate str (not \"%T\") to str"
                                           : "can't concat %T to %T";
  raise_format(ctx, EXC_TypeError, words, operand, sequence);
  return true;
}

/* ---- the type ---- */

static Value slice_op_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(cls);
  if (kwcount(kwnames)) return raise_format(ctx, EXC_TypeError, "slice() takes no keyword arguments"), V_NULL;
  if (nargs < 1 || nargs > 3) return raise_arity(ctx, "slice", 1, 3, nargs), V_NULL;
  if (nargs == 1) return slice_new(ctx, V_NONE, args[0], V_NONE);
  return slice_new(ctx, args[0], args[1], nargs == 3 ? args[2] : V_NONE);
}

static Value slice_op_repr(Ctx *ctx, Value self) {
  Slice *s = AS_SLICE(self);
  return str_format_c(ctx, "slice(%R, %R, %R)", s->start, s->stop, s->step);
}

static bool slice_op_hash(Ctx *ctx, Value self, uint64_t *out) {
  Slice *s = AS_SLICE(self);
  uint64_t acc = 2870177450012600261ull, lane;
  if (!c_stack_check(ctx)) return false;
  if (!fast_hash(ctx, s->start, &lane)) return false;
  acc = hash_mix(acc, lane);
  if (!fast_hash(ctx, s->stop, &lane)) return false;
  acc = hash_mix(acc, lane);
  if (!fast_hash(ctx, s->step, &lane)) return false;
  acc = hash_mix(acc, lane);
  *out = acc == ~0ull ? 1546275796ull : acc;
  return true;
}

static Value slice_op_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (!has_kind(ctx, b, KIND_SLICE)) return V_NOTIMPL;
  Value x = tuple_from(ctx, &AS_SLICE(a)->start, 3), y = tuple_from(ctx, &AS_SLICE(b)->start, 3);
  return x && y ? object_compare(ctx, x, y, op) : V_NULL;
}

static Value get_start(Ctx *ctx, Value self) { return UNUSED(ctx), AS_SLICE(self)->start; }
static Value get_stop(Ctx *ctx, Value self) { return UNUSED(ctx), AS_SLICE(self)->stop; }
static Value get_step(Ctx *ctx, Value self) { return UNUSED(ctx), AS_SLICE(self)->step; }

static Value index_of(Ctx *ctx, Value v) {
  if (is_int(v)) return v;
  if (!is_int_value(ctx, v) && !class_of(ctx, v)->ops.index)
    return raise_format(ctx, EXC_TypeError, "slice indices must be integers or None or have an __index__ method"),
           V_NULL;
  return object_index(ctx, v);
}

/* One bound of slice.indices, with ints of any size. */
static Value clip_any(Ctx *ctx, Value bound, Value length, Value low, Value high) {
  Value v = index_of(ctx, bound);
  if (!v) return V_NULL;
  if (int_sign(ctx, v) < 0) {
    v = int_add_slow(ctx, v, length);
    if (!v) return V_NULL;
    return int_compare(ctx, v, low, CMP_LT) == V_TRUE ? low : v;
  }
  return int_compare(ctx, v, high, CMP_GT) == V_TRUE ? high : v;
}

Value slice_indices(Ctx *ctx, Value slice, Value length) {
  Slice *s = AS_SLICE(slice);
  Value step = int_tag(1), one = int_tag(1);
  if (int_sign(ctx, length) < 0) return raise_format(ctx, EXC_ValueError, "length should not be negative"), V_NULL;
  if (s->step != V_NONE) {
    if (!(step = index_of(ctx, s->step))) return V_NULL;
    if (int_sign(ctx, step) == 0) return raise_format(ctx, EXC_ValueError, "slice step cannot be zero"), V_NULL;
  }
  bool down = int_sign(ctx, step) < 0;
  Value low = down ? int_tag(-1) : int_tag(0), high = down ? int_sub_slow(ctx, length, one) : length;
  if (!high) return V_NULL;
  Value start = s->start == V_NONE ? (down ? high : low) : clip_any(ctx, s->start, length, low, high);
  if (!start) return V_NULL;
  Value stop = s->stop == V_NONE ? (down ? low : high) : clip_any(ctx, s->stop, length, low, high);
  if (!stop) return V_NULL;
  return tuple_from(ctx, (Value[]){start, stop, step}, 3);
}

METHOD(m_indices) {
  Value length = object_index(ctx, args[0]);
  return length ? slice_indices(ctx, self, length) : V_NULL;
}

METHOD(m_reduce) {
  Value parts = tuple_from(ctx, &AS_SLICE(self)->start, 3);
  return parts ? tuple_from(ctx, (Value[]){VAL(ctx->cls.slice), parts}, 2) : V_NULL;
}

static const CFuncDef methods[] = {
    METHOD_ROW("indices", m_indices, 1, 1,
               "S.indices(len) -> (start, stop, stride)\n\nThe bounds S has on a sequence of length len."),
    METHOD_ROW("__reduce__", m_reduce, 0, 0, NULL),
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    {0},
};
static const GetSetDef getset[] = {
    {"start", get_start, readonly_member, NULL},
    {"stop", get_stop, readonly_member, NULL},
    {"step", get_step, readonly_member, NULL},
    {0},
};
static const TypeOps ops = {
    .new_ = slice_op_new, .repr = slice_op_repr, .hash = slice_op_hash, .compare = slice_op_compare};

bool slice_startup(Ctx *ctx) {
  Class *cls = class_new_builtin(ctx, "slice", ctx->cls.object, KIND_SLICE, sizeof(Slice), &ops, methods,
                                 CLASS_BUILTIN | CLASS_FINAL);
  if (!cls || !class_add_getset(ctx, cls, getset)) return false;
  ctx->cls.slice = cls;
  ctx->shape.slice = cls->root;
  return true;
}
