/* float_text.cc: shortest and correctly rounded decimal text of doubles. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#ifdef __cplusplus
extern "C" {
#endif
/* Shortest digits that read back as d (finite, d > 0): digits without point into buf (>= 32), their count returned;
 * value = 0.DDD * 10**point. */
int double_shortest(double d, char *buf, int *point);
/* printf("%.*e" / "%.*f") with exact rounding half to even; returns the length, buf must have room (precision + 330).
 */
int double_scientific(double d, int precision, char *buf, size_t room);
int double_fixed(double d, int precision, char *buf, size_t room);
/* Reads digits[.digits][e[+-]digits] whole; correctly rounded; too large = inf, too small = 0. False: not that form. */
bool double_read(const char *s, size_t n, double *out);
#ifdef __cplusplus
}
#endif
