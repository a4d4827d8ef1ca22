/* What the files of module _csv share. */
#pragma once
#include "modules/module.h"

typedef enum Quoting {
  QUOTE_MINIMAL,
  QUOTE_ALL,
  QUOTE_NONNUMERIC,
  QUOTE_NONE,
  QUOTE_STRINGS,
  QUOTE_NOTNULL,
  QUOTING_COUNT,
} Quoting;

/* No character of a text. */
#define CSV_NO_CHAR UINT32_MAX

/* What a character means to the reader and the writer. Characters from 256 on are compared one by one. */
enum {
  CSV_ENDS = 1,      /* delimiter, line end, escape: a field without quotes is read up to it */
  CSV_IN_QUOTES = 2, /* quote, escape: a field in quotes is read up to it */
  CSV_SPECIAL = 4,   /* the writer quotes or escapes it */
};

typedef struct Dialect {
  Cell h;
  Value lineterminator; /* Str */
  uint32_t delimiter, quotechar, escapechar;
  Quoting quoting;
  bool doublequote, skipinitialspace, strict;
  uint8_t meaning[256];
} Dialect;
#define AS_DIALECT(v) ((Dialect *)(v))

typedef struct CsvState {
  Class *dialect, *reader, *writer, *error;
  Value dialects; /* name -> Dialect */
  int64_t field_limit;
} CsvState;
extern const ModuleDef module__csv;
static inline CsvState *csv_state(Ctx *ctx) { return module_state(ctx, &module__csv); }

void csv_error(Ctx *ctx, const char *format, ...); /* raises _csv.Error */

/* ---- dialect.c ---- */
Class *csv_make_dialect(Ctx *ctx);
/* What reader(), writer() and register_dialect() make of their arguments: `base` is a Dialect, a name, anything with
 * attributes, or V_NULL. */
Value csv_dialect_of(Ctx *ctx, Value base, const Value *values, Value kwnames);
Value csv_named_dialect(Ctx *ctx, Value name); /* V_NULL + Error "unknown dialect" */
uint8_t csv_meaning(const Dialect *d, uint32_t c);

/* ---- reader.c, writer.c ---- */
Class *csv_make_reader(Ctx *ctx), *csv_make_writer(Ctx *ctx);
SHARED_METHOD(csv_reader);
SHARED_METHOD(csv_writer);

/* ---- inline ---- */
static inline uint8_t csv_meaning_of(const Dialect *d, uint32_t c) {
  return LIKELY(c < 256) ? d->meaning[c] : csv_meaning(d, c);
}
