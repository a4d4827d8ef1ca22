/* What the files of module _decimal share.
 *
 * A Decimal cell is immutable. Functions compute with a Num, which lives in C locals: a sign, a coefficient, an
 * exponent, or a special value. Those below that return a bool return false when a Python exception is set (memory, a
 * stop); what goes wrong by the rules of decimal arithmetic is a condition, a bit that is added to *status, and whoever
 * called from Python decides at the end whether it is trapped (status_settle). */
#pragma once
#include "modules/module.h"
#include "number/limbs.h"
#include "text/format/format.h"

typedef unsigned __int128 U128;

/* The order is that of the module's names ROUND_…: see ROUNDING_NAMES. */
typedef enum Rounding {
  ROUND_CEILING,
  ROUND_FLOOR,
  ROUND_UP,
  ROUND_DOWN,
  ROUND_HALF_UP,
  ROUND_HALF_DOWN,
  ROUND_HALF_EVEN,
  ROUND_05UP,
  ROUNDING_COUNT
} Rounding;

#define MAX_PREC INT64_C(999999999999999999)
#define MAX_EMAX INT64_C(999999999999999999)
#define MIN_EMIN (-MAX_EMAX)
#define MIN_ETINY (MIN_EMIN - (MAX_PREC - 1))

/* What arithmetic depends on, of a context. */
typedef struct Settings {
  int64_t prec, emax, emin;
  Rounding rounding;
  bool clamp;
} Settings;
extern const Settings EXACT_SETTINGS; /* the largest */
/* Far outside of any context; the sum with a number of digits does not overflow. */
#define EXPONENT_END INT64_C(3000000000000000000)
static inline int64_t etiny(const Settings *s) { return s->emin - (s->prec - 1); }
static inline int64_t etop(const Settings *s) { return s->emax - (s->prec - 1); }

/* Conditions, in the order in which exceptions list them. The first five are all signal InvalidOperation. */
enum {
  INVALID_OPERATION = 1,
  CONVERSION_SYNTAX = 2,
  DIVISION_IMPOSSIBLE = 4,
  DIVISION_UNDEFINED = 8,
  INVALID_CONTEXT = 16,
  FLOAT_OPERATION = 32,
  DIVISION_BY_ZERO = 64,
  OVERFLOW = 128,
  UNDERFLOW = 256,
  SUBNORMAL = 512,
  INEXACT = 1024,
  ROUNDED = 2048,
  CLAMPED = 4096,
  ANY_INVALID = 31,
  /* those after which a result that must be exact is not there */
  ANY_ERROR = ANY_INVALID | DIVISION_BY_ZERO
};
enum { SIGNAL_COUNT = 9, CONDITION_COUNT = 5 };

typedef enum NumKind { FINITE, INFINITE, QUIET_NAN, SIGNALING_NAN } NumKind;
/* What was cut off behind the last digit of a coefficient, in units of that digit. */
typedef enum Rest { REST_ZERO, REST_LESS, REST_HALF, REST_MORE } Rest;
/* Of a NaN, the coefficient is the payload; 0: there is none. */
typedef struct Num {
  U128 small;          /* the coefficient, if it fits */
  Value big;           /* else a BigInt; V_NULL when it does */
  int64_t exp, digits; /* digits: of the coefficient, 1 for zero */
  bool negative;
  uint8_t kind; /* NumKind */
  uint8_t rest; /* Rest: only between an operation and num_finalize, which rounds it away */
} Num;

typedef struct Decimal {
  Cell h; /* flags: 1 = negative, from bit 1: NumKind */
  uint64_t low, high;
  Value big;
  int64_t exp, digits;
} Decimal;
#define AS_DECIMAL(v) ((Decimal *)(v))

typedef struct Context {
  Cell h;
  Settings s;
  uint32_t status, traps, capitals;
  Value flags_dict, traps_dict; /* SignalDicts */
} Context;
#define AS_CONTEXT(v) ((Context *)(v))

enum { SMALL_POWERS = 256, RECENT_POWERS = 4 };
typedef struct DecimalState {
  Class *decimal, *context, *signal_dict_mixin, *context_manager;
  Value signal_dict, decimal_tuple, rational; /* classes made in Python */
  Value default_context, basic_context, extended_context;
  Value variable; /* the ContextVar */
  Value current;  /* Context: what the variable was when ctx->context_changes was `current_at` */
  uint32_t current_at;
  Value signals[SIGNAL_COUNT], conditions[CONDITION_COUNT]; /* exception classes; conditions[0] is signals[0] */
  Value decimal_exception;
  Value rounding[ROUNDING_COUNT]; /* interned names */
  Value powers[SMALL_POWERS];     /* of ten; V_NULL: not yet made */
  struct {
    int64_t exponent;
    Value power;
  } recent[RECENT_POWERS]; /* larger ones, at exponent % RECENT_POWERS */
  Value ln10;              /* floor(ln(10) * 2**ln10_bits) */
  int64_t ln10_bits;
} DecimalState;
DecimalState *decimal_state(Ctx *ctx);

/* ---- coefficient.c ---- */
extern const uint64_t POWERS_64[20];
U128 power_128(int64_t k);               /* 10**k, k <= 38 */
Value power_of_ten(Ctx *ctx, int64_t k); /* k >= 0; MemoryError when there cannot be such a number */
int64_t digits_64(uint64_t u);           /* 1 for 0 */
int64_t digits_128(U128 u);
bool coefficient_digits(Ctx *ctx, Value coefficient, int64_t *out);
Value coefficient_shift(Ctx *ctx, Value coefficient, int64_t k); /* times 10**k, k >= 0 */
Value value_of_128(Ctx *ctx, U128 u);
bool value_as_128(Value v, U128 *out); /* v a plain int >= 0 */
int value_modulo_10(Value v);          /* |v| % 10 */

/* ---- number.c ---- */
Value decimal_new(Ctx *ctx, Class *cls, const Num *n);
static inline bool is_decimal(Ctx *ctx, Value v);              /* below */
Value num_coefficient(Ctx *ctx, const Num *n);                 /* as a plain int */
bool num_set_coefficient(Ctx *ctx, Num *n, Value coefficient); /* and its digits */
bool num_shift(Ctx *ctx, Num *n, int64_t k); /* pads the coefficient with k zeros; the exponent goes down */
/* The k last digits of the coefficient are cut off and rounded; the exponent goes up. The coefficient may become 10**d
 * where d digits were left. */
bool num_drop(Ctx *ctx, Num *n, int64_t k, Rounding rounding, bool *inexact);
bool num_finalize(Ctx *ctx, Num *n, const Settings *s, uint32_t *status); /* rounds to a context */
int num_last_digit(const Num *n);

/* ---- arithmetic.c ---- */
/* The operations of the specification. `r` may be one of the operands; results are finalized. */
#define UNARY_OPERATION(name) bool name(Ctx *ctx, Num *r, const Num *a, const Settings *s, uint32_t *status)
#define BINARY_OPERATION(name)                                                                 \
  bool name(Ctx *ctx, Num *r, const Num *a, const Num *b, const Settings *s, uint32_t *status)
typedef UNARY_OPERATION((*UnaryOperation));
typedef BINARY_OPERATION((*BinaryOperation));
BINARY_OPERATION(num_add);
BINARY_OPERATION(num_subtract);
BINARY_OPERATION(num_multiply);
BINARY_OPERATION(num_divide);
UNARY_OPERATION(num_plus);
UNARY_OPERATION(num_minus);
UNARY_OPERATION(num_absolute);
bool num_fma(Ctx *ctx, Num *r, const Num *a, const Num *b, const Num *c, const Settings *s, uint32_t *status);
bool num_add_exact(Ctx *ctx, Num *r, const Num *a, const Num *b); /* finite, exponents near each other; not rounded */
/* Handles NaN operands: true when there was one, and r is the result. b may be NULL. */
bool nan_result(Num *r, const Num *a, const Num *b, const Settings *s, uint32_t *status);
void num_invalid(Num *r, uint32_t condition, uint32_t *status); /* NaN */

/* ---- division.c ---- */
BINARY_OPERATION(num_divide_integer);
BINARY_OPERATION(num_remainder);
BINARY_OPERATION(num_remainder_near);
bool num_divmod(Ctx *ctx, Num *q, Num *r, const Num *a, const Num *b, const Settings *s, uint32_t *status);

/* ---- comparison.c ---- */
bool num_compare(Ctx *ctx, const Num *a, const Num *b, int *out); /* no NaNs */
bool num_compare_total(Ctx *ctx, const Num *a, const Num *b, int *out);
BINARY_OPERATION(op_compare);
BINARY_OPERATION(op_compare_signal);
BINARY_OPERATION(op_compare_total);
BINARY_OPERATION(op_compare_total_magnitude);
BINARY_OPERATION(num_max);
BINARY_OPERATION(num_min);
BINARY_OPERATION(num_max_magnitude);
BINARY_OPERATION(num_min_magnitude);
bool num_same_quantum(const Num *a, const Num *b);

/* ---- quantum.c ---- */
BINARY_OPERATION(num_quantize);
UNARY_OPERATION(num_to_integral_exact);
UNARY_OPERATION(num_to_integral_value);
UNARY_OPERATION(num_normalize);
BINARY_OPERATION(num_scaleb);
UNARY_OPERATION(num_logb);
UNARY_OPERATION(num_next_plus);
UNARY_OPERATION(num_next_minus);
BINARY_OPERATION(num_next_toward);
bool num_to_integer(Ctx *ctx, Num *r, const Num *a, Rounding rounding, bool *inexact); /* finite */
bool num_is_integer(Ctx *ctx, const Num *n, bool *out);                                /* finite: has it no fraction? */

/* ---- digits.c ---- */
BINARY_OPERATION(num_logical_and);
BINARY_OPERATION(num_logical_or);
BINARY_OPERATION(num_logical_xor);
UNARY_OPERATION(num_logical_invert);
BINARY_OPERATION(num_shift_digits);
BINARY_OPERATION(num_rotate_digits);

/* ---- root.c, exponential.c, logarithm.c, power.c ---- */
UNARY_OPERATION(num_sqrt);
UNARY_OPERATION(num_exp);
UNARY_OPERATION(num_ln);
UNARY_OPERATION(num_log10);
BINARY_OPERATION(num_power);
bool num_power_modulo(Ctx *ctx, Num *r, const Num *a, const Num *b, const Num *m, const Settings *s, uint32_t *status);
/* ---- fixed.c ---- */
/* Binary fixed point: v stands for v / 2**bits. Results are off by some units. V_NULL + exception. */
Value fixed_exp(Ctx *ctx, Value x, int64_t bits); /* |x| < 4 */
Value fixed_ln(Ctx *ctx, Value x, int64_t bits);  /* 1/8 < x < 8 */
Value fixed_ln10(Ctx *ctx, int64_t bits);
/* v / 2**bits times 10**exp as a Num that still has `decimals` places of v and, below them, REST_LESS; v > 0. *decided
 * false: these places do not tell how it is rounded half to even by s. */
bool fixed_to_num(Ctx *ctx, Num *r, Value v, int64_t bits, int64_t decimals, int64_t exp, const Settings *s,
                  bool *decided);
/* floor(n * 2**bits) of a finite n >= 0 */
Value num_to_fixed(Ctx *ctx, const Num *n, int64_t bits);

/* ---- parse.c ---- */
/* The number that a str spells, not rounded; strip: blanks and underscores are skipped, as Decimal() does. */
bool num_from_text(Ctx *ctx, Num *r, Value text, bool strip, uint32_t *status);
/* ---- text.c ---- */
Value num_digit_tuple(Ctx *ctx, const Num *n);
Value num_to_text(Ctx *ctx, const Num *n, bool engineering, bool capitals);
bool num_add_text(StrBuilder *sb, const Num *n, bool engineering, bool capitals);
/* ---- format_locale.c ---- */
typedef struct FormatLocale {
  Value point, separator, grouping; /* Strs; grouping: sizes of groups as code points */
} FormatLocale;
bool locale_read(Ctx *ctx, Value dict, const FormatSpec *f, FormatLocale *out);
bool locale_format(Ctx *ctx, StrBuilder *sb, const FormatSpec *f, const NumberParts *parts, const FormatLocale *locale);
/* ---- format.c ---- */
SHARED_METHOD(decimal_format);

/* ---- convert.c ---- */
/* An operand of an operator: 1, 0: not a number that mixes with Decimal, -1: exception. */
int num_from_operand(Ctx *ctx, Num *n, Value v);
bool num_from_argument(Ctx *ctx, Num *n, Value v); /* the same; TypeError */
bool num_from_int(Ctx *ctx, Num *n, Value v);      /* exact */
bool num_from_i64(Num *n, int64_t i);
bool num_from_float(Ctx *ctx, Num *n, Value v); /* exact */
bool num_from_tuple(Ctx *ctx, Num *n, Value v, uint32_t *status);
Value num_to_int(Ctx *ctx, const Num *n, Rounding rounding); /* ValueError, OverflowError */
Value num_to_float(Ctx *ctx, const Num *n);
Value decimal_from(Ctx *ctx, Class *cls, Value v, Value context, bool exact);
SHARED_METHOD(decimal_as_integer_ratio);
SHARED_METHOD(decimal_as_tuple);
SHARED_METHOD(decimal_from_float);
SHARED_METHOD(decimal_from_number);

/* ---- signals.c ---- */
bool make_exceptions(Ctx *ctx, Value module);
Class *make_signal_dict_mixin(Ctx *ctx);
bool make_signal_dict(Ctx *ctx);
Value signals_as_list(Ctx *ctx, uint32_t bits);
bool signals_from_list(Ctx *ctx, Value list, uint32_t *bits);
bool signals_from_value(Ctx *ctx, Value v, uint32_t *bits, const char *complaint); /* a SignalDict or a dict */
Value signal_dict_new(Ctx *ctx, Value context, bool traps);
uint32_t *signal_bits(Value signal_dict);
void signals_repr(Ctx *ctx, StrBuilder *sb, uint32_t bits);
/* Adds conditions to a context's flags, and raises what is trapped. */
bool status_settle_slow(Ctx *ctx, Context *context, uint32_t status);
static inline bool status_settle(Ctx *ctx, Context *context, uint32_t status) {
  context->status |= status;
  return LIKELY(!(status & context->traps)) || status_settle_slow(ctx, context, status);
}
bool is_signal_dict(Ctx *ctx, Value v);

/* ---- context.c ---- */
Class *make_context(Ctx *ctx);
Value context_new(Ctx *ctx, Class *cls);
Value context_copy(Ctx *ctx, Value context);
bool is_context(Ctx *ctx, Value v);
bool context_argument(Ctx *ctx, Value v, Context **out); /* V_NULL or None: the current one */
bool rounding_from(Ctx *ctx, Value v, Rounding *out);
bool context_set(Ctx *ctx, Value context, const Value *given); /* CONTEXT_PARAMETERS; V_NULL: stays as it is */
enum { CONTEXT_PARAMETERS = 8 };
bool rounding_names(Ctx *ctx, Value module);
SHARED_METHOD(context_reduce);
SHARED_METHOD(context_method_copy);
SHARED_METHOD(context_clear_flags);
SHARED_METHOD(context_clear_traps);
SHARED_METHOD(context_etiny);
SHARED_METHOD(context_etop);

/* ---- context_operations.c ---- */
extern const CFuncDef CONTEXT_OPERATIONS[]; /* all methods of Context */

/* ---- current.c ---- */
Class *make_context_manager(Ctx *ctx);
Value current_context(Ctx *ctx);
bool set_current_context(Ctx *ctx, Value context);
extern const CFuncDef CURRENT_FUNCTIONS[];

/* ---- decimal_type.c, methods.c ---- */
Class *make_decimal(Ctx *ctx);
extern const CFuncDef DECIMAL_METHODS[];
BINARY_OPERATION(op_copy_sign);
Value num_class(Ctx *ctx, const Num *n, const Settings *s); /* number_class() */

/* ---- inline ---- */
static inline bool is_decimal(Ctx *ctx, Value v) {
  Class *cls = decimal_state(ctx)->decimal;
  return is_cell(v) && (CELL(v)->shape == cls->root->id || is_instance(ctx, v, cls));
}
static inline void num_load(Num *n, Value v) {
  const Decimal *d = AS_DECIMAL(v);
  n->small = (U128)d->high << 64 | d->low;
  n->big = d->big;
  n->exp = d->exp, n->digits = d->digits;
  n->negative = d->h.flags & 1;
  n->kind = d->h.flags >> 1;
  n->rest = REST_ZERO;
}
static inline bool num_is_zero(const Num *n) { return n->kind == FINITE && !n->big && n->small == 0; }
static inline bool num_is_nan(const Num *n) { return n->kind >= QUIET_NAN; }
static inline int64_t num_adjusted(const Num *n) { return n->exp + n->digits - 1; }
static inline void num_set_small(Num *n, bool negative, uint64_t coefficient, int64_t exp) {
  *n = (Num){.small = coefficient, .exp = exp, .digits = digits_64(coefficient), .negative = negative};
}
static inline void num_set_infinite(Num *n, bool negative) {
  *n = (Num){.digits = 1, .negative = negative, .kind = INFINITE};
}
