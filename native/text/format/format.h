/* The format mini-language: the parsed spec, and how text and numbers are laid out by it. */
#pragma once
#include "number/limbs.h"
#include "text/str.h"
#include "text/text.h"

typedef struct FormatSpec {
  uint32_t fill;
  char align; /* '<' '>' '=' '^' */
  bool align_given, fill_given;
  char sign; /* '+', '-', ' ' or 0 */
  bool no_negative_zero, alternate;
  int64_t width;     /* -1 = none */
  char thousands;    /* ',', '_' or 0; '4' = '_' every four digits */
  int64_t precision; /* -1 = none */
  char fraction;     /* separator after the point: ',', '_' or 0 */
  uint32_t type;     /* 0 = none given and no default */
} FormatSpec;

/* False + ValueError. `v` names the type in messages. */
bool format_parse(Ctx *ctx, Value spec, Value v, uint32_t default_type, char default_align, FormatSpec *out);
void format_unknown_type(Ctx *ctx, uint32_t type, Value v);
/* Adds text padded to the width. */
void format_pad(StrBuilder *sb, const FormatSpec *f, Text t);

/* A number in pieces, all ASCII. */
typedef struct NumberParts {
  bool negative;
  const char *prefix; /* "0x" or "" */
  const char *digits;
  int64_t ndigits; /* before the point: grouped */
  bool point;
  const char *fraction;
  int64_t nfraction;
  int64_t nzeros; /* that end the fraction, and are not in its text */
  const char *tail;
  int64_t ntail; /* exponent, %, inf, nan */
} NumberParts;
bool format_number(Ctx *ctx, StrBuilder *sb, const FormatSpec *f, const NumberParts *parts); /* false: MemoryError */

/* The text of a double as C's printf or Python's repr writes it: type is one of e E f F g G r; malloc'ed; NULL +
 * MemoryError. add_dot: '.0' after whole numbers. The sign is a leading '-'. What a precision asks for beyond the
 * digits that doubles have is only counted: `zeros` that belong at the end of the fraction. */
char *double_format(Ctx *ctx, double d, char type, int64_t precision, bool alternate, bool add_dot,
                    bool no_negative_zero, int64_t *zeros);
/* Splits such a text. */
NumberParts double_parts(const char *text, int64_t zeros);
