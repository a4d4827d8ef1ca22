/* What the files of module _struct share. */
#pragma once
#include "modules/module.h"

typedef struct StructState {
  Class *error, *struct_class, *iterator;
  Value cache; /* Dict: format -> Struct, for the functions of the module */
} StructState;

/* A run of equal items of a format. */
typedef struct Field {
  char code;
  bool native;    /* sizes of the machine's C */
  bool big;       /* byte order */
  uint32_t size;  /* bytes of an item; of s and p, all of it */
  int64_t offset; /* of the first item */
  int64_t count;  /* how many values; s and p: 1 */
} Field;

typedef struct StructObject {
  Cell h;
  Value format; /* Str; V_NULL: __init__ has not run */
  Raw *fields;  /* nfields of Field */
  int64_t nfields;
  int64_t size;   /* bytes */
  int64_t values; /* what pack takes and unpack returns */
} StructObject;
#define AS_STRUCT(v) ((StructObject *)(v))
static inline Field *struct_fields(StructObject *s) { return (Field *)s->fields->data; }

StructState *struct_state(Ctx *ctx);
void struct_error(Ctx *ctx, const char *format, ...);

/* ---- format.c ---- */
bool struct_parse(Ctx *ctx, StructObject *s, Value format); /* Str or bytes */

/* ---- items.c ---- */
/* One item between memory and a value. */
bool struct_pack_item(Ctx *ctx, const Field *field, Value v, uint8_t *to);
Value struct_unpack_item(Ctx *ctx, const Field *field, const uint8_t *from);

/* ---- type.c ---- */
Class *make_struct(Ctx *ctx), *make_struct_iterator(Ctx *ctx);
Value struct_pack(Ctx *ctx, StructObject *s, const Value *args, uint32_t nargs);
Value struct_pack_into(Ctx *ctx, StructObject *s, const Value *args, uint32_t nargs);
Value struct_unpack(Ctx *ctx, StructObject *s, Value buffer);
Value struct_unpack_from(Ctx *ctx, StructObject *s, Value buffer, Value offset);
Value struct_iter_unpack(Ctx *ctx, StructObject *s, Value buffer);
