/* The operations that are methods of both Decimal and Context, as lists for the files that make the methods:
 * X(name in Python, function). */
#pragma once

#define UNARY_OPERATIONS(X)             \
  X(exp, num_exp)                       \
  X(ln, num_ln)                         \
  X(log10, num_log10)                   \
  X(logb, num_logb)                     \
  X(logical_invert, num_logical_invert) \
  X(next_minus, num_next_minus)         \
  X(next_plus, num_next_plus)           \
  X(normalize, num_normalize)           \
  X(sqrt, num_sqrt)

#define BINARY_OPERATIONS(X)                       \
  X(compare, op_compare)                           \
  X(compare_signal, op_compare_signal)             \
  X(compare_total, op_compare_total)               \
  X(compare_total_mag, op_compare_total_magnitude) \
  X(copy_sign, op_copy_sign)                       \
  X(logical_and, num_logical_and)                  \
  X(logical_or, num_logical_or)                    \
  X(logical_xor, num_logical_xor)                  \
  X(max, num_max)                                  \
  X(max_mag, num_max_magnitude)                    \
  X(min, num_min)                                  \
  X(min_mag, num_min_magnitude)                    \
  X(next_toward, num_next_toward)                  \
  X(remainder_near, num_remainder_near)            \
  X(rotate, num_rotate_digits)                     \
  X(scaleb, num_scaleb)                            \
  X(shift, num_shift_digits)

/* Methods of Context that Decimal has as operators. */
#define CONTEXT_UNARY_OPERATIONS(X)           \
  X(abs, num_absolute)                        \
  X(minus, num_minus)                         \
  X(plus, num_plus)                           \
  X(_apply, op_apply)                         \
  X(to_integral_exact, num_to_integral_exact) \
  X(to_integral_value, num_to_integral_value) \
  X(to_integral, num_to_integral_value)
#define CONTEXT_BINARY_OPERATIONS(X) \
  X(add, num_add)                    \
  X(subtract, num_subtract)          \
  X(multiply, num_multiply)          \
  X(divide, num_divide)              \
  X(divide_int, num_divide_integer)  \
  X(remainder, num_remainder)        \
  X(quantize, num_quantize)

/* Questions whose answer is a bool: X(name, expression of a Num n). Those that depend on a context have a Settings s.
 */
#define QUESTIONS(X)                  \
  X(is_finite, n.kind == FINITE)      \
  X(is_infinite, n.kind == INFINITE)  \
  X(is_nan, num_is_nan(&n))           \
  X(is_qnan, n.kind == QUIET_NAN)     \
  X(is_snan, n.kind == SIGNALING_NAN) \
  X(is_signed, n.negative)            \
  X(is_zero, num_is_zero(&n))
#define CONTEXT_QUESTIONS(X)                                                          \
  X(is_normal, n.kind == FINITE && !num_is_zero(&n) && num_adjusted(&n) >= s->emin)   \
  X(is_subnormal, n.kind == FINITE && !num_is_zero(&n) && num_adjusted(&n) < s->emin)
