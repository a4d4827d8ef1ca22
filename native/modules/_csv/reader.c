/* _csv.reader: rows from lines, by a state machine over characters.
 *
 * A field that is in one line, and in which nothing is doubled or escaped, is one slice of the line. Else its pieces
 * are put together in `field`. Between two lines of a record, which a program's iterator provides, everything is in
 * the cell: the iterator may use the reader itself. */
#include "modules/_csv/csv.h"

typedef enum State {
  START_RECORD,
  START_FIELD,
  ESCAPED_CHAR,
  IN_FIELD,
  IN_QUOTED_FIELD,
  ESCAPE_IN_QUOTED_FIELD,
  QUOTE_IN_QUOTED_FIELD,
  EAT_LINE_END,
  AFTER_ESCAPED_LINE_END,
} State;

typedef struct Reader {
  Cell h;
  Value input;   /* an iterator */
  Value dialect; /* Dialect */
  Value fields;  /* List: the row so far; V_NULL: a row has been handed out */
  int64_t line;  /* how many lines were read */
  int64_t width; /* of the row before */
  State state;
  bool quoted; /* the field began with a quote */
  StrBuilder field;
} Reader;
#define AS_READER(v) ((Reader *)(v))

/* ---- fields ---- */

static Value convert(Ctx *ctx, const Reader *r, const Dialect *d, Value text) {
  if (r->quoted || d->quoting < QUOTE_NONNUMERIC || d->quoting == QUOTE_NONE) return text;
  bool empty = str_length(text) == 0;
  if (empty) return d->quoting == QUOTE_NONNUMERIC ? text : V_NONE;
  return d->quoting == QUOTE_NOTNULL ? text : py_call1(ctx, VAL(ctx->cls.float_), text);
}
/* The field ends: what is in `field`, then `rest`. */
static bool save(Ctx *ctx, Reader *r, const Dialect *d, Text rest) {
  StrBuilder *field = &r->field;
  Value text;
  if (LIKELY(!field->length)) {
    text = str_of_text(ctx, rest);
  } else {
    sb_text(field, rest);
    if (field->failed) return raise_no_memory(ctx), false;
    text = str_of_text(ctx, (Text){field->data, field->length, field->kind});
    sb_discard(field);
    sb_init(field, ctx);
  }
  Value value = text ? convert(ctx, r, d, text) : V_NULL;
  r->quoted = false;
  return value && list_append(ctx, r->fields, value);
}
static bool too_long(Ctx *ctx, const Reader *r, int64_t more) {
  int64_t limit = csv_state(ctx)->field_limit;
  if (LIKELY(r->field.length + more <= limit || more == 0)) return false;
  csv_error(ctx, "field larger than field limit (%lld)", (long long)limit);
  return true;
}
/* To be called before what was read is kept in `field`, or saved. */
static bool keep(Ctx *ctx, Reader *r, Text piece) {
  if (too_long(ctx, r, piece.length)) return false;
  sb_text(&r->field, piece);
  return !r->field.failed || (raise_no_memory(ctx), false);
}
static bool keep_char(Ctx *ctx, Reader *r, uint32_t c) {
  if (too_long(ctx, r, 1)) return false;
  sb_char(&r->field, c);
  return !r->field.failed || (raise_no_memory(ctx), false);
}

/* ---- the machine ---- */

static bool line_end(uint32_t c) { return c == '\n' || c == '\r'; }

/* A quote that ends a field in quotes is followed by this. */
static bool after_quote(Ctx *ctx, Reader *r, const Dialect *d, uint32_t c) {
  if (c == d->quotechar && d->quoting != QUOTE_NONE) {
    r->state = IN_QUOTED_FIELD;
    return keep_char(ctx, r, c);
  }
  if (c == d->delimiter || line_end(c)) {
    r->state = c == d->delimiter ? START_FIELD : EAT_LINE_END;
    return save(ctx, r, d, (Text){"", 0, 1});
  }
  if (!d->strict) {
    r->state = IN_FIELD;
    return keep_char(ctx, r, c);
  }
  csv_error(ctx, "'%U' expected after '%U'", char_str(ctx, d->delimiter), char_str(ctx, d->quotechar));
  return false;
}

/* A field without quotes, from `i`: up to what ends it, or the end of the line. Returns where to go on; -1: exception.
 */
static inline __attribute__((always_inline)) int64_t plain_field(Ctx *ctx, Reader *r, const Dialect *d, Text t,
                                                                 int64_t i, int kind) {
  int64_t start = i;
  for (; i < t.length && !(csv_meaning_of(d, char_at(kind, t.data, i)) & CSV_ENDS); i++)
    if (!CHECK_STOP_AT(ctx, i)) return -1;
  Text run = text_slice(t, start, i);
  r->state = IN_FIELD;
  if (i == t.length) return keep(ctx, r, run) ? i : -1;
  uint32_t c = char_at(kind, t.data, i);
  if (c == d->escapechar) {
    r->state = ESCAPED_CHAR;
    return keep(ctx, r, run) ? i + 1 : -1;
  }
  r->state = c == d->delimiter ? START_FIELD : EAT_LINE_END;
  return !too_long(ctx, r, run.length) && save(ctx, r, d, run) ? i + 1 : -1;
}
static inline __attribute__((always_inline)) int64_t quoted_field(Ctx *ctx, Reader *r, const Dialect *d, Text t,
                                                                  int64_t i, int kind) {
  int64_t start = i;
  for (; i < t.length && !(csv_meaning_of(d, char_at(kind, t.data, i)) & CSV_IN_QUOTES); i++)
    if (!CHECK_STOP_AT(ctx, i)) return -1;
  Text run = text_slice(t, start, i);
  if (i == t.length) return keep(ctx, r, run) ? i : -1;
  uint32_t c = char_at(kind, t.data, i++);
  if (c == d->escapechar) {
    r->state = ESCAPE_IN_QUOTED_FIELD;
  } else if (!d->doublequote) {
    r->state = IN_FIELD;
  } else if (i < t.length && char_at(kind, t.data, i) == d->delimiter) {
    r->state = START_FIELD;
    return !too_long(ctx, r, run.length) && save(ctx, r, d, run) ? i + 1 : -1;
  } else {
    r->state = QUOTE_IN_QUOTED_FIELD;
  }
  return keep(ctx, r, run) ? i : -1;
}
/* The first character of a field. */
static int64_t begin_field(Ctx *ctx, Reader *r, const Dialect *d, uint32_t c, int64_t i) {
  if (c == d->quotechar && d->quoting != QUOTE_NONE) return r->quoted = true, r->state = IN_QUOTED_FIELD, i + 1;
  if (c == ' ' && d->skipinitialspace) return r->state = START_FIELD, i + 1;
  return r->state = IN_FIELD, i; /* what ends it may come at once */
}

static inline __attribute__((always_inline)) bool read_line(Ctx *ctx, Reader *r, const Dialect *d, Text t, int kind) {
  for (int64_t i = 0, rounds = 0; i < t.length; rounds++) {
    uint32_t c = char_at(kind, t.data, i);
    if (!CHECK_STOP_AT(ctx, rounds)) return false;
    switch (r->state) {
    case START_RECORD:
      if (line_end(c)) r->state = EAT_LINE_END, i++;
      else i = begin_field(ctx, r, d, c, i);
      break;
    case START_FIELD: i = begin_field(ctx, r, d, c, i); break;
    case ESCAPED_CHAR:
      r->state = line_end(c) ? AFTER_ESCAPED_LINE_END : IN_FIELD;
      if (!keep_char(ctx, r, c)) return false;
      i++;
      break;
    case AFTER_ESCAPED_LINE_END:
    case IN_FIELD: i = plain_field(ctx, r, d, t, i, kind); break;
    case IN_QUOTED_FIELD: i = quoted_field(ctx, r, d, t, i, kind); break;
    case ESCAPE_IN_QUOTED_FIELD:
      r->state = IN_QUOTED_FIELD;
      if (!keep_char(ctx, r, c)) return false;
      i++;
      break;
    case QUOTE_IN_QUOTED_FIELD:
      if (!after_quote(ctx, r, d, c)) return false;
      i++;
      break;
    case EAT_LINE_END:
      if (!line_end(c))
        return csv_error(ctx, "new-line character seen in unquoted field - do you need to open the file with "
                              "newline=''?"),
               false;
      i++;
    }
    if (UNLIKELY(i < 0)) return false;
  }
  return true;
}

/* The line is over. */
static bool end_line(Ctx *ctx, Reader *r, const Dialect *d) {
  switch (r->state) {
  case START_FIELD:
  case IN_FIELD:
  case QUOTE_IN_QUOTED_FIELD: r->state = START_RECORD; return save(ctx, r, d, (Text){"", 0, 1});
  case ESCAPED_CHAR: r->state = IN_FIELD; return keep_char(ctx, r, '\n');
  case ESCAPE_IN_QUOTED_FIELD: r->state = IN_QUOTED_FIELD; return keep_char(ctx, r, '\n');
  case EAT_LINE_END: r->state = START_RECORD; return true;
  default: return true;
  }
}
static bool take_line(Ctx *ctx, Reader *r, const Dialect *d, Value line) {
  Text t = text_of(line);
  bool ok = t.kind == 1   ? read_line(ctx, r, d, t, 1)
            : t.kind == 2 ? read_line(ctx, r, d, t, 2)
                          : read_line(ctx, r, d, t, 4);
  return ok && end_line(ctx, r, d);
}

/* ---- rows ---- */

static bool begin_row(Ctx *ctx, Reader *r) {
  sb_discard(&r->field);
  sb_init(&r->field, ctx);
  r->state = START_RECORD;
  r->quoted = false;
  return (r->fields = list_new(ctx, r->width)) != V_NULL;
}
static Value hand_out(Reader *r) {
  Value row = r->fields;
  r->fields = V_NULL;
  r->width = AS_LIST(row)->length;
  return row;
}
/* There are no more lines; something of a record may be there. */
static Value last_row(Ctx *ctx, Reader *r, const Dialect *d) {
  if (ctx->exc || !r->fields || (!r->field.length && r->state != IN_QUOTED_FIELD)) return V_NULL;
  if (d->strict) return csv_error(ctx, "unexpected end of data"), V_NULL;
  return save(ctx, r, d, (Text){"", 0, 1}) ? hand_out(r) : V_NULL;
}
static Value reader_next(Ctx *ctx, Value self) {
  Reader *r = AS_READER(self);
  const Dialect *d = AS_DIALECT(r->dialect);
  if (!begin_row(ctx, r)) return V_NULL;
  do {
    Value line = object_next(ctx, r->input);
    if (!line) return last_row(ctx, r, d);
    if (!r->fields) return csv_error(ctx, "iterator has already advanced the reader"), V_NULL;
    if (!is_str(ctx, line))
      return csv_error(ctx, "iterator should return strings, not %F (the file should be opened in text mode)", line),
             V_NULL;
    r->line++;
    if (!take_line(ctx, r, d, line) || !CHECK_STOP(ctx)) return V_NULL;
  } while (r->state != START_RECORD);
  return hand_out(r);
}

/* ---- the object ---- */

static void died(Ctx *ctx, void *cell) {
  UNUSED(ctx);
  sb_discard(&((Reader *)cell)->field);
}
static void trace(Ctx *ctx, Value self) {
  const Value held[] = {AS_READER(self)->input, AS_READER(self)->dialect, AS_READER(self)->fields};
  for (int i = 0; i < 3; i++)
    if (held[i]) heap_mark(ctx, held[i]);
}
SHARED_METHOD(csv_reader) {
  if (nargs < 1) return raise_format(ctx, EXC_TypeError, "reader expected at least 1 argument, got 0"), V_NULL;
  if (nargs > 2)
    return raise_format(ctx, EXC_TypeError, "reader expected at most 2 arguments, got %d", (int)nargs), V_NULL;
  Value input = object_iter(ctx, args[0]);
  Value dialect = input ? csv_dialect_of(ctx, nargs > 1 ? args[1] : V_NULL, args + nargs, kwnames) : V_NULL;
  Reader *r = dialect ? (Reader *)instance_new(ctx, csv_state(ctx)->reader) : NULL;
  if (!r) return V_NULL;
  sb_init(&r->field, ctx);
  r->input = input;
  r->dialect = dialect;
  return heap_add_finalizer(ctx, r, died) ? VAL(r) : V_NULL;
}

static Value get_dialect(Ctx *ctx, Value self) { return UNUSED(ctx), AS_READER(self)->dialect; }
static Value get_line(Ctx *ctx, Value self) { return int_from_i64(ctx, AS_READER(self)->line); }

Class *csv_make_reader(Ctx *ctx) {
  static const TypeOps ops = {.iter = iter_self, .next = reader_next, .trace = trace};
  static const GetSetDef getset[] = {
      {"dialect", get_dialect, readonly_member, NULL}, {"line_num", get_line, readonly_member, NULL}, {0}};
  Class *cls = class_new_builtin(ctx, "_csv.reader", NULL, KIND_OTHER, sizeof(Reader), &ops, NULL,
                                 CLASS_BUILTIN | CLASS_FINAL);
  if (!class_set_doc(ctx, cls, "CSV reader: an iterator of rows.")) return NULL;
  return class_add_getset(ctx, cls, getset) ? cls : NULL;
}
