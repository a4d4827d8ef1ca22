/* What the files of module _pickle share: the opcodes, the module's state, a pickle that is being written, and one that
 * is being read.
 *
 * A Writer or a Reader is in a C local for the time of one dump or load. What it refers to is in cells (arrays for memo
 * and stack), which the collector finds from there; its malloc'ed memory goes when the call ends. The objects Pickler
 * and Unpickler hold what stays from one call to the next. */
#pragma once
#include "modules/module.h"
#include "object/model.h"
#include <stdio.h>

enum { HIGHEST_PROTOCOL = 5, DEFAULT_PROTOCOL = 5, BATCH_SIZE = 1000 };

typedef enum Opcode {
  P_MARK = '(',
  P_STOP = '.',
  P_POP = '0',
  P_POP_MARK = '1',
  P_DUP = '2',
  P_FLOAT = 'F',
  P_INT = 'I',
  P_BININT = 'J',
  P_BININT1 = 'K',
  P_LONG = 'L',
  P_BININT2 = 'M',
  P_NONE = 'N',
  P_PERSID = 'P',
  P_BINPERSID = 'Q',
  P_REDUCE = 'R',
  P_STRING = 'S',
  P_BINSTRING = 'T',
  P_SHORT_BINSTRING = 'U',
  P_UNICODE = 'V',
  P_BINUNICODE = 'X',
  P_APPEND = 'a',
  P_BUILD = 'b',
  P_GLOBAL = 'c',
  P_DICT = 'd',
  P_EMPTY_DICT = '}',
  P_APPENDS = 'e',
  P_GET = 'g',
  P_BINGET = 'h',
  P_INST = 'i',
  P_LONG_BINGET = 'j',
  P_LIST = 'l',
  P_EMPTY_LIST = ']',
  P_OBJ = 'o',
  P_PUT = 'p',
  P_BINPUT = 'q',
  P_LONG_BINPUT = 'r',
  P_SETITEM = 's',
  P_TUPLE = 't',
  P_EMPTY_TUPLE = ')',
  P_SETITEMS = 'u',
  P_BINFLOAT = 'G',
  P_BINBYTES = 'B', /* protocol 3 */
  P_SHORT_BINBYTES = 'C',
  P_PROTO = 0x80, /* protocol 2 */
  P_NEWOBJ,
  P_EXT1,
  P_EXT2,
  P_EXT4,
  P_TUPLE1,
  P_TUPLE2,
  P_TUPLE3,
  P_NEWTRUE,
  P_NEWFALSE,
  P_LONG1,
  P_LONG4,
  P_SHORT_BINUNICODE, /* protocol 4 */
  P_BINUNICODE8,
  P_BINBYTES8,
  P_EMPTY_SET,
  P_ADDITEMS,
  P_FROZENSET,
  P_NEWOBJ_EX,
  P_STACK_GLOBAL,
  P_MEMOIZE,
  P_FRAME,
  P_BYTEARRAY8, /* protocol 5 */
  P_NEXT_BUFFER,
  P_READONLY_BUFFER,
} Opcode;

/* Names that are looked up again and again: PNAME(peek) is an interned str. */
/* clang-format off */
#define PICKLE_NAMES(X)                                                                                              \
  X(persistent_load) X(reducer_override) X(dispatch_table) X(find_class) X(__getstate__) X(__setstate__)             \
  X(__getnewargs__) X(__getnewargs_ex__) X(__getinitargs__) X(__newobj__) X(__newobj_ex__) X(__slotnames__)          \
  X(extend) X(add) X(peek) X(latin1) X(add_note) X(__mp_main__) X(ASCII) X(persistent_id)
/* clang-format on */
#define X(name) P_NAME_##name,
typedef enum PickleName { PICKLE_NAMES(X) PICKLE_NAME_COUNT } PickleName;
#undef X
#define PNAME(name) (state->names[P_NAME_##name])

/* What is known of a class, as long as it has this version. Versions are never used again, so this keeps nothing
 * alive. */
typedef struct ClassFacts {
  uint32_t version;        /* 0: a free place */
  uint32_t table_version;  /* of copyreg.dispatch_table, in which it is not */
  bool reduces_by_default; /* as object.__reduce_ex__ does, with neither arguments nor items */
  bool reduces_itself;     /* object.__reduce_ex__ would call its __reduce__ */
  bool has_own_state;      /* __getstate__ is not object's, or there are __slots__ */
  bool builds_by_default;  /* no __setstate__, and __dict__ is what it is in most classes */
} ClassFacts;
/* The attributes that a shape says an instance has, in their order. */
typedef struct ShapeKeys {
  uint32_t shape; /* 0: a free place */
  Array *keys;
} ShapeKeys;
enum { FACTS_PLACES = 64 };

typedef struct PickleState {
  Class *pickler, *unpickler, *pickler_memo, *unpickler_memo, *buffer, *error, *pickling_error, *unpickling_error;
  Value names[PICKLE_NAME_COUNT];
  Value dispatch_table, extension_registry, inverted_registry, extension_cache;     /* of copyreg */
  Value name_mapping, import_mapping, reverse_name_mapping, reverse_import_mapping; /* of _compat_pickle */
  Value encode, partial, getattr;                                                   /* functions that pickles name */
  Value module_names; /* Dict: a built-in class, or the name of a module for its functions -> a str of their own */
  ClassFacts facts[FACTS_PLACES];
  ShapeKeys keys[FACTS_PLACES];
  Array *spare_table, *spare_memo; /* of a dump and of a load that are over: empty, kept until the next collection */
  uint32_t shapes_freed;           /* ctx's, as it was when `keys` was filled */
} PickleState;
extern const ModuleDef module__pickle;
static inline PickleState *pickle_state(Ctx *ctx) { return module_state(ctx, &module__pickle); }

/* ---- pickle.c: raise PicklingError, UnpicklingError. False. ---- */
bool pickling_error(Ctx *ctx, const char *format, ...);
bool unpickling_error(Ctx *ctx, const char *format, ...);

/* ---- facts.c ---- */
const ClassFacts *class_facts(Ctx *ctx, PickleState *state, Class *cls); /* no exception */
Array *shape_keys(Ctx *ctx, PickleState *state, Shape *shape);           /* NULL + MemoryError */

/* ---- pickle_memo.c: which objects a pickle has, by identity ---- */
#define MEMO_SMALL 32
typedef struct PickleMemo {
  Array *table;  /* pairs: an object, its number; V_NULL: a free place. NULL: they are in `small` */
  int64_t mask;  /* places - 1 */
  int64_t count; /* of objects; the next one gets this number */
  Value small[2 * MEMO_SMALL];
} PickleMemo;
void pickle_memo_clear(PickleMemo *memo);
void pickle_memo_leave(PickleState *state,
                       PickleMemo *memo); /* nobody needs it any more: the next may have its table */
bool pickle_memo_add(Ctx *ctx, PickleMemo *memo, Value v, int64_t number);
Value pickle_memo_copy(Ctx *ctx, const PickleMemo *memo);      /* {id: (number, object)} */
bool pickle_memo_set(Ctx *ctx, PickleMemo *memo, Value given); /* a PicklerMemoProxy, or such a dict */
Value pickle_memo_proxy(Ctx *ctx, Value pickler);
Class *pickle_make_pickler_memo(Ctx *ctx);
static inline Value *pickle_memo_pairs(PickleMemo *memo) { return memo->table ? memo->table->items : memo->small; }
/* Its place, or the free one where it belongs. */
static inline Value *pickle_memo_place(PickleMemo *memo, Value v) {
  Value *pairs = pickle_memo_pairs(memo);
  int64_t i = (int64_t)(v * 0x9e3779b97f4a7c15u >> 32) & memo->mask;
  while (pairs[2 * i] && pairs[2 * i] != v) i = (i + 1) & memo->mask;
  return &pairs[2 * i];
}

/* ---- pickler.c ---- */
typedef struct Pickler {
  Cell h;
  Value write;                           /* the file's method; V_NULL: __init__ was not called */
  Value persistent_id;                   /* set on the instance, or V_NULL */
  Value dispatch_table, buffer_callback; /* V_NULL: none */
  int64_t protocol;
  int32_t bin, fast;
  bool fix_imports, busy;
  PickleMemo memo;
} Pickler;
#define AS_PICKLER(v) ((Pickler *)(v))
Class *pickle_make_pickler(Ctx *ctx);
SHARED_METHOD(pickle_f_dump);
SHARED_METHOD(pickle_f_dumps);

/* ---- a pickle that is being written ---- */
#define NO_FRAME SIZE_MAX
#define FRAMING_HEADER 9
#define FRAMING_TARGET (64 * 1024)
typedef struct Writer {
  Ctx *ctx;
  PickleState *state;
  Value self;  /* Pickler, or V_NULL: of dump() and dumps() */
  Value write; /* V_NULL: all of it stays in `data` */
  Value persistent_id, reducer_override, dispatch_table, buffer_callback; /* V_NULL: none */
  PickleMemo *memo;
  Value fast_open; /* Set of containers that are being written, as ints; V_NULL: none yet */
  int protocol, fast_depth;
  bool bin, fast, fix_imports, framing;
  uint8_t *data; /* `small`, or malloc'ed */
  size_t length, cap;
  size_t frame; /* where the frame begins, or NO_FRAME */
  uint8_t small[1024];
} Writer;

/* ---- output.c ---- */
void output_init(Writer *w);
void output_free(Writer *w);
uint8_t *output_grow(Writer *w, size_t n);
bool output_bytes(Writer *w, const void *bytes, size_t n);
/* A header, then data that may be long: then it is outside of frames, and goes to the file at once. payload: bytes with
 * these data, or V_NULL. */
bool output_long(Writer *w, const uint8_t *header, size_t header_n, const void *data, size_t n, Value payload);
bool output_end_frame(Writer *w);
bool output_flush(Writer *w); /* to the file */
bool output_full_frame(Writer *w);
/* Room for n bytes, which count as written; NULL: MemoryError. */
static inline uint8_t *output_room(Writer *w, size_t n) {
  if (UNLIKELY(w->cap - w->length < n + FRAMING_HEADER || (w->framing && w->frame == NO_FRAME)))
    return output_grow(w, n);
  uint8_t *p = w->data + w->length;
  w->length += n;
  return p;
}
static inline bool output_op(Writer *w, int opcode) {
  uint8_t *p = output_room(w, 1);
  return p && (*p = (uint8_t)opcode, true);
}
/* Before each object: frames are not much longer than FRAMING_TARGET. */
static inline bool output_boundary(Writer *w) {
  return LIKELY(!w->framing || w->length < FRAMING_TARGET || w->frame == NO_FRAME) || output_full_frame(w);
}
static inline void put_little(uint8_t *p, uint64_t v, int n) { memcpy(p, &v, (size_t)n); }

/* ---- save.c ---- */
bool pickle_dump(Writer *w, Value v); /* a whole pickle */
bool save(Writer *w, Value v);
bool save_id(Writer *w, Value id);  /* of a persistent object: it has none itself */
bool save_memo(Writer *w, Value v); /* gives it the next number */
bool save_get(Writer *w, int64_t number);
/* Where in the object the exception happened, as a note: "when serializing X " + what. False. */
bool save_noted(Writer *w, Value object, const char *what);
bool save_noted_item(Writer *w, Value object, int64_t index);
bool save_noted_key(Writer *w, Value object, Value key);
bool save_noted_attribute(Writer *w, Value key);
static inline int64_t memo_number(Writer *w, Value v) { /* -1: it is new */
  const Value *place = pickle_memo_place(w->memo, v);
  return place[0] ? int_val(place[1]) : -1;
}

/* ---- save_numbers.c, save_text.c, save_containers.c ---- */
bool save_int(Writer *w, Value v);
/* An int of 32 bits in binary, which is what most are. */
static inline bool save_int32(Writer *w, int64_t i) {
  int n = i < 0 || i > 0xffff ? 4 : i > 0xff ? 2 : 1;
  uint8_t *p = output_room(w, (size_t)n + 1);
  if (UNLIKELY(!p)) return false;
  *p = n == 4 ? P_BININT : n == 2 ? P_BININT2 : P_BININT1;
  if (n == 1) p[1] = (uint8_t)i;
  else if (n == 2) put_little(p + 1, (uint64_t)i, 2);
  else put_little(p + 1, (uint64_t)i, 4);
  return true;
}
bool save_float(Writer *w, double d);
bool save_str(Writer *w, Value v);
bool save_bytes(Writer *w, Value v);
bool save_bytearray(Writer *w, Value v);
bool save_buffer(Writer *w, Value v);
bool save_tuple(Writer *w, Value v);
bool save_list(Writer *w, Value v);
bool save_dict(Writer *w, Value v);
bool save_set(Writer *w, Value v);
bool save_frozenset(Writer *w, Value v);
bool save_appends(Writer *w, Value iterator, Value object);
bool save_setitems(Writer *w, Value iterator, Value object);

/* ---- utf8.c ---- */
bool utf8_size(Text t, size_t *size); /* false: it is long */
void utf8_put(uint8_t *p, Text t);    /* of one that is not */
Value utf8_decode(Ctx *ctx, const uint8_t *p, size_t n);

/* ---- save_global.c, save_reduce.c, save_instance.c ---- */
bool save_global(Writer *w, Value v, Value name); /* name V_NULL: its own */
bool save_type(Writer *w, Value v);
bool save_reduced(Writer *w, Value reduced, Value object);             /* a tuple that __reduce__ returned */
bool save_reduce(Writer *w, Value callable, Value args, Value object); /* the same of two items */
bool save_instance(Writer *w, Value v, Class *cls); /* of a class that reduces by default; protocol 2 and up */

/* ---- pickle_buffer.c ---- */
Class *pickle_make_buffer(Ctx *ctx);
bool pickle_buffer_get(Ctx *ctx, Value v, Buffer *out); /* ValueError: it was released */

/* ---- unpickler.c ---- */
typedef struct UnpickleMemo {
  Array *items;       /* by number; V_NULL: none */
  Value sparse;       /* Dict of those whose numbers are far apart; V_NULL: there are none */
  int64_t count, top; /* top: numbers from here on have never been in `items` */
} UnpickleMemo;
typedef struct Unpickler {
  Cell h;
  Value read, readline, peek; /* the file's; V_NULL: it has none. read: __init__ was not called */
  Value persistent_load;      /* set on the instance, or V_NULL */
  Value encoding, errors;     /* str */
  Value buffers;              /* an iterator, or V_NULL */
  bool fix_imports, busy;
  int protocol; /* of the last pickle, for find_class */
  UnpickleMemo memo;
} Unpickler;
#define AS_UNPICKLER(v) ((Unpickler *)(v))
Class *pickle_make_unpickler(Ctx *ctx);
SHARED_METHOD(pickle_f_load);
SHARED_METHOD(pickle_f_loads);

/* ---- unpickle_memo.c ---- */
Value unpickle_memo_get(Ctx *ctx, const UnpickleMemo *memo, uint64_t number); /* V_NULL without exception: none */
bool unpickle_memo_put(Ctx *ctx, UnpickleMemo *memo, uint64_t number, Value v);
void unpickle_memo_clear(UnpickleMemo *memo);
Value unpickle_memo_copy(Ctx *ctx, const UnpickleMemo *memo);
bool unpickle_memo_set(Ctx *ctx, UnpickleMemo *memo, Value given);
Value unpickle_memo_proxy(Ctx *ctx, Value unpickler);
Class *pickle_make_unpickler_memo(Ctx *ctx);

/* ---- a pickle that is being read ---- */
#define STACK_SMALL 64
#define MARKS_SMALL 32
typedef struct Reader {
  Ctx *ctx;
  PickleState *state;
  Unpickler *self; /* what load() was given, or a C local of load() and loads() */
  bool is_object;  /* a program may know it */
  bool fix_imports;
  int protocol;
  const uint8_t *at, *end;    /* what of the input is there, or of the frame that is being read */
  const uint8_t *frame_limit; /* where the input ends behind the frame; NULL: there is no frame */
  const uint8_t *unread;      /* from here on, the file does not know yet that it was read; NULL: it knows all */
  Value input;                /* the bytes that `at` points into */
  Buffer peeked;              /* or the buffer of another object; object V_NULL: it is not that */
  uint8_t *pieces;            /* or malloc'ed */
  Value *stack;               /* `small`, or in `stack_array` */
  Array *stack_array;
  int64_t depth, cap, fence; /* of the stack: items; what is below the fence belongs to a mark */
  int64_t *marks;            /* `small_marks`, or malloc'ed */
  int64_t nmarks, marks_cap;
  Value persistent_load; /* V_NULL until it is needed */
  Value small[STACK_SMALL];
  int64_t small_marks[MARKS_SMALL];
} Reader;

/* ---- input.c ---- */
/* n bytes, which stay until the next call; NULL: UnpicklingError, there are not so many. */
const uint8_t *input_take_slow(Reader *r, size_t n);
static inline const uint8_t *input_take(Reader *r, size_t n) {
  if (UNLIKELY((size_t)(r->end - r->at) < n)) return input_take_slow(r, n);
  const uint8_t *p = r->at;
  r->at += n;
  return p;
}
/* A line; *n is its length with the line's end, at least 1. */
const uint8_t *input_line(Reader *r, size_t *n);
bool input_frame(Reader *r, size_t n); /* the next n bytes are one: nothing is partly in it */
bool input_done(Reader *r);            /* the file gets to know what was read */
void input_free(Reader *r);
bool input_truncated(Reader *r); /* raises; false */

/* ---- load.c ---- */
Value pickle_load(Reader *r); /* reads a whole pickle */
bool stack_grow(Reader *r);
bool stack_underflow(Reader *r); /* raises; false */
static inline bool push(Reader *r, Value v) {
  if (UNLIKELY(!v) || (UNLIKELY(r->depth == r->cap) && !stack_grow(r))) return false;
  r->stack[r->depth++] = v;
  return true;
}
static inline bool pop(Reader *r, Value *out) {
  if (UNLIKELY(r->depth <= r->fence)) return stack_underflow(r);
  *out = r->stack[--r->depth];
  return true;
}
bool load_mark(Reader *r);
bool pop_mark(Reader *r, int64_t *at);                        /* where the stack was when it was set */
bool load_decoded(Reader *r, const uint8_t *data, int64_t n); /* a str of Python 2, by `encoding` and `errors` */
bool load_persistent(Reader *r, Value id);

/* ---- load_text.c: opcodes with lines ---- */
bool load_int(Reader *r);
bool load_long(Reader *r);
bool load_float(Reader *r);
bool load_string(Reader *r);
bool load_unicode(Reader *r);
bool load_get(Reader *r);
bool load_put(Reader *r);
bool load_persid(Reader *r);

/* ---- load_containers.c ---- */
bool load_tuple(Reader *r, int64_t from);
bool load_list(Reader *r);
bool load_dict(Reader *r);
bool load_frozenset(Reader *r);
bool load_appends(Reader *r, int64_t from);
bool load_setitems(Reader *r, int64_t from);
bool load_additems(Reader *r);

/* ---- load_objects.c, find_class.c ---- */
/* Pushes what a class makes of the arguments from place `args` of the stack on, which is cut to `rest` before. */
bool load_instance(Reader *r, Value cls, int64_t args, int64_t rest);
bool load_inst(Reader *r);
bool load_obj(Reader *r);
bool load_newobj(Reader *r, bool with_keywords);
bool load_reduce(Reader *r);
bool load_build(Reader *r);
bool load_global(Reader *r);
bool load_stack_global(Reader *r);
bool load_extension(Reader *r, int bytes);
Value find_class(Ctx *ctx, PickleState *state, int protocol, bool fix_imports, Value module, Value name);
SHARED_METHOD(unpickler_find_class);
Value reader_find_class(Reader *r, Value module, Value name); /* by the method of a subclass, if it has one */
/* The parts of a dotted name, looked up one after the other: save_global.c. */
Value dotted_attribute(Ctx *ctx, Value object, Value name);
