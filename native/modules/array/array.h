/* What the files of module array share. */
#pragma once
#include "modules/module.h"

/* An item type: how it is called, and how an item moves between memory and a
 * value. `put` returns false with an exception; it may have run any code
 * before. */
typedef struct ItemType {
  char code;
  uint8_t size;
  Value (*get)(Ctx *ctx, const uint8_t *from);
  bool (*put)(Ctx *ctx, Value v, uint8_t *to);
  uint8_t pickle;     /* its machine format, for pickles */
  const char *format; /* as module struct has it: the buffer's */
} ItemType;

typedef struct ArrayObject {
  Cell h;
  const ItemType *type;
  Raw *raw;
  int64_t length;  /* items */
  int64_t exports; /* while there are some, the length stays */
} ArrayObject;
#define AS_ARRAY(v) ((ArrayObject *)(v))

typedef struct ArrayState {
  Class *array, *iterator;
} ArrayState;

static inline uint8_t *array_place(ArrayObject *a, int64_t i) { return a->raw->data + i * a->type->size; }
static inline Value array_item(Ctx *ctx, ArrayObject *a, int64_t i) { return a->type->get(ctx, array_place(a, i)); }

ArrayState *array_state(Ctx *ctx);
bool is_array(Ctx *ctx, Value v);

/* ---- items.c ---- */
const ItemType *array_type_of(uint32_t code); /* NULL: there is none */
extern const char ARRAY_TYPECODES[];

/* ---- array.c ---- */
ArrayObject *array_make(Ctx *ctx, Class *cls, const ItemType *type, int64_t length); /* zeros */
bool array_resize(Ctx *ctx, ArrayObject *a, int64_t length);
bool array_append_item(Ctx *ctx, ArrayObject *a, Value v);
bool array_append_bytes(Ctx *ctx, ArrayObject *a, Value v);
bool array_append_text(Ctx *ctx, ArrayObject *a, Value text);
bool array_extend(Ctx *ctx, ArrayObject *a, Value iterable);
/* Puts n items in the place of those from start to stop. */
bool array_splice(Ctx *ctx, ArrayObject *a, int64_t start, int64_t stop, const uint8_t *items, int64_t n);
ArrayObject *array_copy(Ctx *ctx, ArrayObject *a); /* an exact array */
Value array_text(Ctx *ctx, ArrayObject *a);
Value array_list(Ctx *ctx, ArrayObject *a);
Class *make_array(Ctx *ctx), *make_array_iterator(Ctx *ctx);

/* ---- methods.c ---- */
extern const CFuncDef ARRAY_METHODS[], ARRAY_FUNCTIONS[];
