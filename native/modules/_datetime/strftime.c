/* Module _datetime: formats: strftime(), which asks time.strftime() for all directives but those of which only these
 * classes know: %f, %z, %:z, %Z; and strptime(), which module _strptime knows. */
#include "modules/_datetime/datetime.h"
#include <stdio.h>

/* What is formatted: a time asks its zone with None. What the zone has answered is kept: it is asked once for each kind
 * of directive. */
typedef struct Formatted {
  Value zone, argument, timetuple;
  int microsecond;
  Value offset, colon_offset, name; /* Strs */
} Formatted;

static Value offset_text(Ctx *ctx, const Formatted *f, const char *separator) {
  char text[MOMENT_TEXT];
  Value offset = zone_utcoffset(ctx, f->zone, f->argument);
  if (!offset || offset == V_NONE) return offset ? ctx->empty_str : V_NULL;
  return str_latin1(ctx, (const uint8_t *)text, put_offset(text, delta_span(offset), separator) - text);
}

/* A name is not a format. */
static Value name_text(Ctx *ctx, const Formatted *f) {
  Value name = zone_name(ctx, f->zone, f->argument);
  if (!name || name == V_NONE) return name ? ctx->empty_str : V_NULL;
  Value signs[] = {ctx->chars['%'], str_from_ascii(ctx, "%%")};
  name = signs[1] ? py_call_method(ctx, name, WORD(replace), signs, 2) : V_NULL;
  if (!name || is_str(ctx, name)) return name;
  return raise_format(ctx, EXC_TypeError, "tzname.replace() did not return a string"), V_NULL;
}
static bool add_text(StrBuilder *sb, Value text) { return text && sb_text(sb, text_of(text)); }

/* Of years below 1000 the C library writes less than four digits. 1, 0: it is another year, -1: an exception. */
static int add_early_year(Ctx *ctx, StrBuilder *sb, const Formatted *f, uint32_t directive) {
  Value year = object_getitem(ctx, f->timetuple, int_tag(0));
  int64_t number;
  if (!year) return -1;
  if (!is_int(year) && !(year = object_index(ctx, year))) return -1;
  if (!int_to_i64(ctx, year, &number))
    return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C long"), -1;
  if (number >= 1000) return 0;
  if (directive == 'G') {
    Value parts[] = {str_from_ascii(ctx, "%G"), f->timetuple}, text = V_NULL;
    if (!parts[0] || !(text = call_time(ctx, WORD_strftime, parts, 2))) return -1;
    Value iso = py_call1(ctx, VAL(ctx->cls.int_), text);
    if (!iso || !is_int_value(ctx, iso) || !int_to_i64(ctx, int_unwrap(ctx, iso), &number)) return -1;
  }
  char text[32];
  int n = snprintf(text, sizeof text, "%04lld", (long long)number);
  if (directive == 'C') n -= 2;
  sb_bytes(sb, text, (size_t)n);
  if (directive == 'F') sb_ascii(sb, "-%m-%d");
  return 1;
}

/* The directive whose letter is at *i; what is not for us stays as it is. */
static bool add_directive(Ctx *ctx, StrBuilder *sb, Formatted *f, Text format, int64_t *i) {
  uint32_t c = text_at(format, *i);
  char digits[8];
  ++*i;
  switch (c) {
  case 'f': sb_bytes(sb, digits, (size_t)(put_number(digits, f->microsecond, 6) - digits)); return true;
  case 'z': return add_text(sb, f->offset ? f->offset : (f->offset = offset_text(ctx, f, "")));
  case 'Z': return add_text(sb, f->name ? f->name : (f->name = name_text(ctx, f)));
  case ':':
    if (*i >= format.length || text_at(format, *i) != 'z') break;
    ++*i;
    return add_text(sb, f->colon_offset ? f->colon_offset : (f->colon_offset = offset_text(ctx, f, ":")));
  case 'Y':
  case 'G':
  case 'F':
  case 'C': {
    int added = add_early_year(ctx, sb, f, c);
    if (added) return added > 0;
    break;
  }
  default: break;
  }
  sb_char(sb, '%');
  sb_char(sb, c);
  return true;
}

static Value wrapped(Ctx *ctx, Value format, Formatted *f) {
  Text text = text_of(format);
  StrBuilder sb;
  sb_init(&sb, ctx);
  bool ok = true;
  for (int64_t i = 0; ok && i < text.length;) {
    uint32_t c = text_at(text, i++);
    if (c == '%' && i < text.length) ok = add_directive(ctx, &sb, f, text, &i);
    else sb_char(&sb, c);
    ok = ok && (c == '%' ? CHECK_STOP(ctx) : CHECK_STOP_AT(ctx, i));
  }
  if (!ok) return sb_discard(&sb), V_NULL;
  Value parts[] = {sb_finish(&sb), f->timetuple};
  return parts[0] ? call_time(ctx, WORD_strftime, parts, 2) : V_NULL;
}

SHARED_METHOD(date_strftime) {
  if (!str_argument(ctx, "strftime", 1, args[0])) return V_NULL;
  bool has_time = is_datetime(ctx, self);
  Formatted f = {.zone = has_time ? moment_zone(self) : V_NONE,
                 .argument = self,
                 .timetuple = py_call_method(ctx, self, WORD(timetuple), NULL, 0),
                 .microsecond = has_time ? moment_microsecond(self) : 0};
  return f.timetuple ? wrapped(ctx, args[0], &f) : V_NULL;
}
SHARED_METHOD(time_strftime) {
  if (!str_argument(ctx, "strftime", 1, args[0])) return V_NULL;
  Value parts[] = {int_tag(1900),
                   int_tag(1),
                   int_tag(1),
                   int_tag(moment_hour(self)),
                   int_tag(moment_minute(self)),
                   int_tag(moment_second(self)),
                   int_tag(0),
                   int_tag(1),
                   int_tag(-1)};
  Formatted f = {.zone = moment_zone(self),
                 .argument = V_NONE,
                 .timetuple = tuple_from(ctx, parts, 9),
                 .microsecond = moment_microsecond(self)};
  return f.timetuple ? wrapped(ctx, args[0], &f) : V_NULL;
}

/* ---- strptime ---- */

static Value parse(Ctx *ctx, const char *function, Value cls, const Value *args, uint32_t nargs, Value kwnames) {
  if (!exact_arguments(ctx, "strptime", 2, nargs, kwnames) || !str_argument(ctx, "strptime", 1, args[0]) ||
      !str_argument(ctx, "strptime", 2, args[1]))
    return V_NULL;
  return import_call(ctx, "_strptime", function, (Value[]){cls, args[0], args[1]}, 3);
}
SHARED_METHOD(date_strptime) { return parse(ctx, "_strptime_datetime_date", self, args, nargs, kwnames); }
SHARED_METHOD(time_strptime) { return parse(ctx, "_strptime_datetime_time", self, args, nargs, kwnames); }
SHARED_METHOD(datetime_strptime) { return parse(ctx, "_strptime_datetime_datetime", self, args, nargs, kwnames); }
