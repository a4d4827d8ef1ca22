/* _csv.writer: rows as text. A row is put together in a builder of its own, then written with one call. */
#include "modules/_csv/csv.h"

typedef struct Writer {
  Cell h;
  Value write;   /* the file's method */
  Value dialect; /* Dialect */
} Writer;
#define AS_WRITER(v) ((Writer *)(v))

typedef struct Record {
  Ctx *ctx;
  const Dialect *d;
  StrBuilder out;
  int64_t fields;
} Record;

/* ---- fields ---- */

static bool is_number(Ctx *ctx, Value v) {
  if (is_int(v) || is_flonum(v)) return true;
  const TypeOps *ops = &class_of(ctx, v)->ops;
  return ops->index || ops->int_ || ops->float_ || is_instance(ctx, v, ctx->cls.complex_);
}
static bool wants_quotes(Ctx *ctx, Quoting quoting, Value field) {
  switch (quoting) {
  case QUOTE_ALL: return true;
  case QUOTE_NONNUMERIC: return !is_number(ctx, field);
  case QUOTE_STRINGS: return is_str(ctx, field);
  case QUOTE_NOTNULL: return field != V_NONE;
  default: return false;
  }
}
/* Has it a character that is to be quoted or escaped? -1: exception, a stop */
static int has_special(Ctx *ctx, const Dialect *d, Text t) {
  const uint8_t *p = t.kind == 1 ? t.data : NULL;
  for (int64_t i = 0; i < t.length; i++) {
    if ((p ? d->meaning[p[i]] : csv_meaning_of(d, text_at(t, i))) & CSV_SPECIAL) return 1;
    if (!CHECK_STOP_AT(ctx, i)) return -1;
  }
  return 0;
}
/* Does a special character have an escape in front of it? Otherwise the field has to be in quotes. */
static bool is_escaped(const Dialect *d, uint32_t c) {
  return d->quoting == QUOTE_NONE || c == d->escapechar || (c == d->quotechar && !d->doublequote);
}
/* Adds the characters between the quotes, if there are any; *quoted: a character needs them. */
static bool add_special(Record *w, Text t, bool *quoted) {
  const Dialect *d = w->d;
  for (int64_t i = 0; i < t.length && !*quoted; i++) {
    uint32_t c = text_at(t, i);
    if (csv_meaning_of(d, c) & CSV_SPECIAL && !is_escaped(d, c)) *quoted = true;
    if (!CHECK_STOP_AT(w->ctx, i)) return false;
  }
  if (*quoted) sb_char(&w->out, d->quotechar);
  for (int64_t i = 0; i < t.length; i++) {
    uint32_t c = text_at(t, i);
    if (csv_meaning_of(d, c) & CSV_SPECIAL) {
      if (is_escaped(d, c)) {
        if (d->escapechar == CSV_NO_CHAR) return csv_error(w->ctx, "need to escape, but no escapechar set"), false;
        sb_char(&w->out, d->escapechar);
      } else if (c == d->quotechar) {
        sb_char(&w->out, c);
      }
    }
    sb_char(&w->out, c);
    if (!CHECK_STOP_AT(w->ctx, i)) return false;
  }
  if (*quoted) sb_char(&w->out, d->quotechar);
  return true;
}
static bool add_field(Record *w, Value field) {
  Ctx *ctx = w->ctx;
  const Dialect *d = w->d;
  bool quoted = wants_quotes(ctx, d->quoting, field);
  Value text = is_str(ctx, field) ? field : field == V_NONE ? str_empty(ctx) : object_str(ctx, field);
  if (!text) return false;
  if (w->fields++) sb_char(&w->out, d->delimiter);
  Text t = text_of(text);
  if (!t.length && d->delimiter == ' ' && d->skipinitialspace) {
    if (d->quoting == QUOTE_NONE || (field == V_NONE && (d->quoting == QUOTE_STRINGS || d->quoting == QUOTE_NOTNULL)))
      return csv_error(ctx, "empty field must be quoted if delimiter is a space and skipinitialspace is true"), false;
    quoted = true;
  }
  int special = has_special(w->ctx, d, t);
  if (special) return special > 0 && add_special(w, t, &quoted);
  if (quoted) sb_char(&w->out, d->quotechar);
  sb_text(&w->out, t);
  if (quoted) sb_char(&w->out, d->quotechar);
  return CHECK_STOP(ctx);
}

/* ---- rows ---- */

static bool add_each(Ctx *ctx, Value field, void *data) {
  UNUSED(ctx);
  return add_field(data, field);
}
/* One field without text would be read as none. */
static bool mark_empty(Record *w, Value row_last) {
  const Dialect *d = w->d;
  if (d->quoting == QUOTE_NONE || (row_last == V_NONE && (d->quoting == QUOTE_STRINGS || d->quoting == QUOTE_NOTNULL)))
    return csv_error(w->ctx, "single empty field record must be quoted"), false;
  sb_char(&w->out, d->quotechar);
  sb_char(&w->out, d->quotechar);
  return true;
}

typedef struct Fields {
  Record record;
  Value last;
} Fields;
static bool add_and_remember(Ctx *ctx, Value field, void *data) {
  ((Fields *)data)->last = field;
  return add_each(ctx, field, &((Fields *)data)->record);
}
static Value row_iterator(Ctx *ctx, Value row) {
  Value it = object_iter(ctx, row);
  if (it || !exc_matches(ctx, EXC_TypeError)) return it;
  exc_clear(ctx);
  return csv_error(ctx, "iterable expected, not %F", row), V_NULL;
}
static Value text_of_row(Ctx *ctx, const Dialect *d, Value row) {
  Fields fields = {.record = {.ctx = ctx, .d = d}};
  StrBuilder *out = &fields.record.out;
  sb_init(out, ctx);
  bool ok = true;
  if (exact_list(ctx, row) || exact_tuple(ctx, row)) {
    ok = iterate(ctx, row, add_and_remember, &fields);
  } else {
    Value it = row_iterator(ctx, row);
    ok = it && iterate_iterator(ctx, it, add_and_remember, &fields);
  }
  if (ok && fields.record.fields && !out->length) ok = mark_empty(&fields.record, fields.last);
  if (!ok) return sb_discard(out), V_NULL;
  sb_str(out, d->lineterminator);
  return sb_finish(out);
}

METHOD(w_writerow) {
  Value text = text_of_row(ctx, AS_DIALECT(AS_WRITER(self)->dialect), args[0]);
  return text ? py_call1(ctx, AS_WRITER(self)->write, text) : V_NULL;
}
static bool write_each(Ctx *ctx, Value row, void *data) {
  const Writer *w = data;
  Value text = text_of_row(ctx, AS_DIALECT(w->dialect), row);
  return text && py_call1(ctx, w->write, text);
}
METHOD(w_writerows) { return iterate(ctx, args[0], write_each, AS_WRITER(self)) ? V_NONE : V_NULL; }

/* ---- the object ---- */

static void trace(Ctx *ctx, Value self) {
  if (AS_WRITER(self)->write) heap_mark(ctx, AS_WRITER(self)->write);
  if (AS_WRITER(self)->dialect) heap_mark(ctx, AS_WRITER(self)->dialect);
}
SHARED_METHOD(csv_writer) {
  if (nargs < 1) return raise_format(ctx, EXC_TypeError, "writer expected at least 1 argument, got 0"), V_NULL;
  if (nargs > 2)
    return raise_format(ctx, EXC_TypeError, "writer expected at most 2 arguments, got %d", (int)nargs), V_NULL;
  Value write = get_attr_optional(ctx, args[0], NAME(write));
  if (ctx->exc) return V_NULL;
  if (!write || !is_callable(ctx, write))
    return raise_format(ctx, EXC_TypeError, "argument 1 must have a \"write\" method"), V_NULL;
  Value dialect = csv_dialect_of(ctx, nargs > 1 ? args[1] : V_NULL, args + nargs, kwnames);
  Writer *w = dialect ? (Writer *)instance_new(ctx, csv_state(ctx)->writer) : NULL;
  if (!w) return V_NULL;
  w->write = write;
  w->dialect = dialect;
  return VAL(w);
}

static Value get_dialect(Ctx *ctx, Value self) { return UNUSED(ctx), AS_WRITER(self)->dialect; }

Class *csv_make_writer(Ctx *ctx) {
  static const TypeOps ops = {.trace = trace};
  static const CFuncDef methods[] = {
      METHOD_ROW("writerow", w_writerow, 1, 1, "Write an iterable of fields as one row."),
      METHOD_ROW("writerows", w_writerows, 1, 1, "Write an iterable of rows."),
      {0},
  };
  static const GetSetDef getset[] = {{"dialect", get_dialect, readonly_member, NULL}, {0}};
  Class *cls = class_new_builtin(ctx, "_csv.writer", NULL, KIND_OTHER, sizeof(Writer), &ops, methods,
                                 CLASS_BUILTIN | CLASS_FINAL);
  if (!class_set_doc(ctx, cls, "CSV writer: its rows go to a file.")) return NULL;
  return class_add_getset(ctx, cls, getset) ? cls : NULL;
}
