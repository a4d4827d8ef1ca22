// Decimal text of doubles through the standard library's to_chars and from_chars: shortest, exact, independent of the
// locale. The only C++ file of the runtime; no exceptions, no allocation.
#include "number/float_text.h"
#include <charconv>
#include <limits>

int double_shortest(double d, char *buf, int *point) {
  char text[40];
  auto end = std::to_chars(text, text + sizeof text, d, std::chars_format::scientific).ptr;
  // D.DDDe±XX
  int n = 0;
  const char *p = text;
  for (; p < end && *p != 'e'; p++)
    if (*p != '.') buf[n++] = *p;
  int exponent = 0;
  bool negative = p + 1 < end && p[1] == '-';
  for (p += 2; p < end; p++) exponent = exponent * 10 + (*p - '0');
  *point = (negative ? -exponent : exponent) + 1;
  return n;
}

int double_scientific(double d, int precision, char *buf, size_t room) {
  auto r = std::to_chars(buf, buf + room, d, std::chars_format::scientific, precision);
  return r.ec == std::errc() ? int(r.ptr - buf) : -1;
}

int double_fixed(double d, int precision, char *buf, size_t room) {
  auto r = std::to_chars(buf, buf + room, d, std::chars_format::fixed, precision);
  return r.ec == std::errc() ? int(r.ptr - buf) : -1;
}

// The decimal exponent of the first nonzero digit: it tells whether a number that no double can hold is too large or
// too small.
static double out_of_range(const char *s, const char *end) {
  long long magnitude = 0, exponent = 0;
  bool nonzero = false, fraction = false;
  for (; s < end && *s != 'e' && *s != 'E'; s++) {
    if (*s == '.') {
      fraction = true;
      continue;
    }
    if (*s != '0') nonzero = true;
    if (!fraction && nonzero) magnitude++;
    if (fraction && !nonzero) magnitude--;
  }
  if (s < end) {
    bool negative = *++s == '-';
    if (*s == '-' || *s == '+') s++;
    for (; s < end; s++)
      if (exponent < 1000000000000000ll) exponent = exponent * 10 + (*s - '0');
    if (negative) exponent = -exponent;
  }
  return nonzero && magnitude + exponent > 0 ? std::numeric_limits<double>::infinity() : 0.0;
}

bool double_read(const char *s, size_t n, double *out) {
  if (n == 0 || !((*s >= '0' && *s <= '9') || *s == '.')) return false; // no sign, inf or nan here
  auto r = std::from_chars(s, s + n, *out, std::chars_format::general);
  if (r.ec == std::errc::invalid_argument || r.ptr != s + n) return false;
  if (r.ec == std::errc::result_out_of_range) *out = out_of_range(s, s + n);
  return true;
}
