/* Module _operator: operators as functions. The callables that fetch attributes and items are in getters.c. */
#include "modules/_operator/operator.h"

/* ---- operators ---- */

/* clang-format off */
#define BINARY_OPERATORS(X)                               \
  X(add, OP_ADD, "a + b")                                 \
  X(sub, OP_SUB, "a - b")                                 \
  X(mul, OP_MUL, "a * b")                                 \
  X(matmul, OP_MATMUL, "a @ b")                           \
  X(truediv, OP_TRUEDIV, "a / b")                         \
  X(floordiv, OP_FLOORDIV, "a // b")                      \
  X(mod, OP_MOD, "a % b")                                 \
  X(pow, OP_POW, "a ** b")                                \
  X(lshift, OP_LSHIFT, "a << b")                          \
  X(rshift, OP_RSHIFT, "a >> b")                          \
  X(and_, OP_AND, "a & b")                                \
  X(or_, OP_OR, "a | b")                                  \
  X(xor, OP_XOR, "a ^ b")                                 \
  X(iadd, OP_INPLACE_FIRST + OP_ADD, "a += b")            \
  X(isub, OP_INPLACE_FIRST + OP_SUB, "a -= b")            \
  X(imul, OP_INPLACE_FIRST + OP_MUL, "a *= b")            \
  X(imatmul, OP_INPLACE_FIRST + OP_MATMUL, "a @= b")      \
  X(itruediv, OP_INPLACE_FIRST + OP_TRUEDIV, "a /= b")    \
  X(ifloordiv, OP_INPLACE_FIRST + OP_FLOORDIV, "a //= b") \
  X(imod, OP_INPLACE_FIRST + OP_MOD, "a %= b")            \
  X(ipow, OP_INPLACE_FIRST + OP_POW, "a **= b")           \
  X(ilshift, OP_INPLACE_FIRST + OP_LSHIFT, "a <<= b")     \
  X(irshift, OP_INPLACE_FIRST + OP_RSHIFT, "a >>= b")     \
  X(iand, OP_INPLACE_FIRST + OP_AND, "a &= b")            \
  X(ior, OP_INPLACE_FIRST + OP_OR, "a |= b")              \
  X(ixor, OP_INPLACE_FIRST + OP_XOR, "a ^= b")
#define COMPARISONS(X)    \
  X(lt, CMP_LT, "a < b")  \
  X(le, CMP_LE, "a <= b") \
  X(eq, CMP_EQ, "a == b") \
  X(ne, CMP_NE, "a != b") \
  X(gt, CMP_GT, "a > b")  \
  X(ge, CMP_GE, "a >= b")
/* clang-format on */

#define X(name, op, doc)                                                  \
  FUNCTION(f_##name) { return object_binary(ctx, args[0], args[1], op); }
BINARY_OPERATORS(X)
#undef X
#define X(name, op, doc)                                                   \
  FUNCTION(f_##name) { return object_compare(ctx, args[0], args[1], op); }
COMPARISONS(X)
#undef X

FUNCTION(f_neg) { return object_negative(ctx, args[0]); }
FUNCTION(f_pos) { return object_positive(ctx, args[0]); }
FUNCTION(f_invert) { return object_invert(ctx, args[0]); }
FUNCTION(f_abs) {
  Value (*absolute)(Ctx *, Value) = class_of(ctx, args[0])->ops.absolute;
  if (absolute) return absolute(ctx, args[0]);
  return raise_format(ctx, EXC_TypeError, "bad operand type for abs(): '%T'", args[0]), V_NULL;
}
FUNCTION(f_index) { return object_index(ctx, args[0]); }

static Value truth(int answer) { return answer < 0 ? V_NULL : bool_tag(answer); }
FUNCTION(f_truth) { return truth(object_truth(ctx, args[0])); }
FUNCTION(f_not) {
  int answer = object_truth(ctx, args[0]);
  return answer < 0 ? V_NULL : bool_tag(!answer);
}
FUNCTION(f_is) { return bool_tag(args[0] == args[1]); }
FUNCTION(f_is_not) { return bool_tag(args[0] != args[1]); }
FUNCTION(f_is_none) { return bool_tag(args[0] == V_NONE); }
FUNCTION(f_is_not_none) { return bool_tag(args[0] != V_NONE); }

/* ---- sequences and mappings ---- */

static bool is_sequence(Ctx *ctx, Value v) { return class_of(ctx, v)->ops.getitem && !is_dict(ctx, v); }
static Value concat(Ctx *ctx, const Value *args, int op) {
  if (is_sequence(ctx, args[0])) return object_binary(ctx, args[0], args[1], op);
  return raise_format(ctx, EXC_TypeError, "'%T' object can't be concatenated", args[0]), V_NULL;
}
FUNCTION(f_concat) { return concat(ctx, args, OP_ADD); }
FUNCTION(f_iconcat) { return concat(ctx, args, OP_INPLACE_FIRST + OP_ADD); }
FUNCTION(f_contains) { return truth(object_contains(ctx, args[0], args[1])); }
FUNCTION(f_getitem) { return object_getitem(ctx, args[0], args[1]); }
FUNCTION(f_setitem) { return object_setitem(ctx, args[0], args[1], args[2]) ? V_NONE : V_NULL; }
FUNCTION(f_delitem) { return object_setitem(ctx, args[0], args[1], V_NULL) ? V_NONE : V_NULL; }

typedef struct Search {
  Value item;
  int64_t count; /* of those that are equal, or of those before the first */
  bool first, found;
} Search;
static bool look(Ctx *ctx, Value item, void *data) {
  Search *search = data;
  int equal = item_equal(ctx, item, search->item);
  if (equal < 0) return false;
  if (search->first) {
    if (equal) return search->found = true, false;
    search->count++;
  } else {
    search->count += equal;
  }
  return true;
}
FUNCTION(f_count_of) {
  Search search = {.item = args[1]};
  Value it = object_iter_or(ctx, args[0], "argument of type '%T' is not iterable");
  return it && iterate_iterator(ctx, it, look, &search) ? int_tag(search.count) : V_NULL;
}
FUNCTION(f_index_of) {
  Search search = {.item = args[1], .first = true};
  Value it = object_iter_or(ctx, args[0], "argument of type '%T' is not iterable");
  if (!it) return V_NULL;
  bool ended = iterate_iterator(ctx, it, look, &search);
  if (search.found) return int_tag(search.count);
  if (ended) raise_format(ctx, EXC_ValueError, "sequence.index(x): x not in sequence");
  return V_NULL;
}

FUNCTION(f_length_hint) {
  int64_t otherwise = 0;
  if (nargs > 1 && !object_ssize(ctx, args[1], &otherwise)) return V_NULL;
  int64_t hint = object_length_hint(ctx, args[0], otherwise);
  return hint < 0 && ctx->exc ? V_NULL : int_from_i64(ctx, hint);
}

FUNCTION(f_call) {
  if (!nargs) return raise_arity(ctx, "call", 1, -1, nargs), V_NULL;
  return py_call(ctx, args[0], args + 1, nargs - 1, kwnames);
}

/* ---- _compare_digest ---- */

/* Takes as long for data that differs early as for data that is equal. -1: exception */
static int same_data(Ctx *ctx, const uint8_t *a, int64_t n, const uint8_t *b, int64_t m) {
  const uint8_t *left = n == m ? a : b;
  volatile uint8_t difference = n == m ? 0 : 1;
  for (int64_t i = 0; i < m; i++) {
    difference |= left[i] ^ b[i];
    if (!CHECK_STOP_AT(ctx, i)) return -1;
  }
  return difference == 0;
}
FUNCTION(f_compare_digest) {
  Value a = args[0], b = args[1];
  if (is_str(ctx, a) && is_str(ctx, b)) {
    Str *s = (Str *)a, *t = (Str *)b;
    if (!(s->h.flags & t->h.flags & STR_ASCII))
      return raise_format(ctx, EXC_TypeError, "comparing strings with non-ASCII characters is not supported"), V_NULL;
    int same = same_data(ctx, s->data, s->length, t->data, t->length);
    return same < 0 ? V_NULL : bool_tag(same);
  }
  if (!buffer_offered(ctx, a) && !buffer_offered(ctx, b))
    return raise_format(ctx, EXC_TypeError, "unsupported operand types(s) or combination of types: '%T' and '%T'", a,
                        b),
           V_NULL;
  Buffer left, right;
  if (!buffer_get(ctx, a, BUFFER_SIMPLE, &left)) return V_NULL;
  bool ok = buffer_get(ctx, b, BUFFER_SIMPLE, &right);
  int same = 0;
  if (ok) {
    same = same_data(ctx, left.data, left.length, right.data, right.length);
    buffer_release(ctx, &right);
  }
  buffer_release(ctx, &left);
  return ok && !ctx->exc ? bool_tag(same) : V_NULL;
}

/* ---- the module ---- */

static const CFuncDef functions[] = {
#define X(name, op, doc) FUNCTION_ROW(#name, f_##name, 2, 2, doc),
    BINARY_OPERATORS(X) COMPARISONS(X)
#undef X
        FUNCTION_ROW("neg", f_neg, 1, 1, "-a"),
    FUNCTION_ROW("pos", f_pos, 1, 1, "+a"),
    FUNCTION_ROW("inv", f_invert, 1, 1, "~a"),
    FUNCTION_ROW("invert", f_invert, 1, 1, "~a"),
    FUNCTION_ROW("abs", f_abs, 1, 1, "abs(a)"),
    FUNCTION_ROW("index", f_index, 1, 1, "a.__index__()"),
    FUNCTION_ROW("truth", f_truth, 1, 1, "Whether a is true."),
    FUNCTION_ROW("not_", f_not, 1, 1, "not a"),
    FUNCTION_ROW("is_", f_is, 2, 2, "a is b"),
    FUNCTION_ROW("is_not", f_is_not, 2, 2, "a is not b"),
    FUNCTION_ROW("is_none", f_is_none, 1, 1, "a is None"),
    FUNCTION_ROW("is_not_none", f_is_not_none, 1, 1, "a is not None"),
    FUNCTION_ROW("concat", f_concat, 2, 2, "a + b of sequences"),
    FUNCTION_ROW("iconcat", f_iconcat, 2, 2, "a += b of sequences"),
    FUNCTION_ROW("contains", f_contains, 2, 2, "b in a"),
    FUNCTION_ROW("getitem", f_getitem, 2, 2, "a[b]"),
    FUNCTION_ROW("setitem", f_setitem, 3, 3, "a[b] = c"),
    FUNCTION_ROW("delitem", f_delitem, 2, 2, "del a[b]"),
    FUNCTION_ROW("countOf", f_count_of, 2, 2, "How often b is in a."),
    FUNCTION_ROW("indexOf", f_index_of, 2, 2, "The first index of b in a."),
    FUNCTION_ROW("length_hint", f_length_hint, 1, 2, "How many items obj has, or may have; default if nobody knows."),
    FUNCTION_ROW_KW("call", f_call, 1, -1, "obj(*args, **kwargs)"),
    FUNCTION_ROW("_compare_digest", f_compare_digest, 2, 2, "a == b, in a time that does not tell where they differ."),
    {0},
};

static const ModuleClass classes[] = {
    {offsetof(OperatorState, attrgetter), make_attrgetter},
    {offsetof(OperatorState, itemgetter), make_itemgetter},
    {offsetof(OperatorState, methodcaller), make_methodcaller},
    {0},
};

MODULE(_operator, .doc = "Operators as functions.", .functions = {functions}, .classes = classes,
       .state_size = sizeof(OperatorState));
