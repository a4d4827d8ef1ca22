/* float_text.cc: shortest and correctly rounded decimal text of doubles. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#ifdef __cplusplus
extern "C" {
#endif
/* The shortest digits that read back as d (finite, d > 0), without point, into buf (>= 32); returns their number. value
 * = 0.DDD * 10**point. */
int double_shortest(double d, char *buf, int *point);
/* printf("%.*e") or ("%.*f") with exact rounding, half to even. Returns the length; buf needs precision + 330 bytes. */
int double_scientific(double d, int precision, char *buf, size_t room);
int double_fixed(double d, int precision, char *buf, size_t room);
/* Reads all of digits[.digits][e[+-]digits], correctly rounded; too large = inf, too small = 0. False: another form. */
bool double_read(const char *s, size_t n, double *out);
#ifdef __cplusplus
}
#endif
