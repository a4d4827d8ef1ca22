/* Every heap cell's layout, in one place: the C runtime, the generated interpreter and the stencils all read it from
 * here. What TypeScript relies on is asserted in generated/contract_checks.c. Cells are 16-byte aligned; fields of type
 * Value may hold V_NULL. */
#pragma once
#include "core/value.h"

typedef struct Ctx Ctx;
typedef struct Class Class;
typedef struct Shape Shape;
typedef struct Frame Frame;
struct Buffer;

/* Header of every cell. One compare of `shape` guards type and attribute layout. */
typedef struct Cell {
  uint32_t shape; /* index into ctx->shapes; 0 = free cell */
  uint8_t gc;     /* CELL_*: what is to happen at its end, owned by the heap room */
  uint8_t flags;  /* per kind, see below */
  uint16_t aux;   /* per kind */
} Cell;

/* Bits of Cell.gc, see heap/finalization.h. */
enum { CELL_FINALIZABLE = 1, CELL_FINALIZED = 2, CELL_ORDERED = 4 };

#define CELL(v) ((Cell *)(v))
#define VAL(p) ((uint64_t)(uintptr_t)(p))

/* ---- shapes (hidden classes). malloc'ed; they live as long as their class (object/attribute/shape.c). ---- */
enum {
  /* attributes are in a dict, see Instance */
  SHAPE_DICT_MODE = 1,
  /* a cell of varying size (tuple, bytes): no inline slots; the overflow word comes last, see overflow_word */
  SHAPE_TAIL = 2
};
struct Shape {
  uint32_t id;
  uint16_t kind; /* CellKind */
  uint16_t flags;
  Class *cls;
  uint32_t nslots;     /* attributes present */
  uint32_t inline_cap; /* how many of them have room in the cell */
  /* byte offset of inline slot 0; the word before it is the overflow Array (in dict mode, the Dict). 0 = instances take
   * no attributes (or SHAPE_TAIL) */
  uint32_t slot_base;
  uint32_t cell_size; /* bytes to allocate for a new instance; 0 for kinds of varying size */
  uint32_t seen;      /* number of the collection that last found a cell of this shape */
  uint32_t ntree;     /* of a root: shapes that come from it */
  Shape *parent;      /* without `key` */
  Value key;          /* interned str added by this shape; slot number nslots - 1 */
  Shape **children;   /* transitions by added key, `nchildren` of them */
  uint32_t nchildren, children_cap;
  /* lookup table over all keys, built when needed: open addressing, power of two */
  Value *index_keys;
  uint16_t *index_slots;
  uint32_t index_mask;
};

/* KIND_INSTANCE: { Cell h; Value overflow; Value slots[inline_cap] }. Slot i >= inline_cap is overflow->items[i -
 * inline_cap]. The inline slots in use are those below min(nslots, inline_cap); in dict mode, nslots counts only the
 * slots of __slots__, which come first.
 *
 * Instances of subclasses of built-in types keep the built-in's struct first and have overflow and slots at
 * shape->slot_base - 8: allocate shape->cell_size (instance_new does). A Str or Float subclass works the same; its text
 * is in a buffer of its own. Subclasses of tuple and bytes have shapes with SHAPE_TAIL: instance_new_var allocates one
 * word more than the struct and the items need, rounded up to words, and this last word is the overflow word (an Array
 * that holds all attributes, or the Dict). */
typedef struct Instance {
  Cell h;
  Value overflow;
  Value slots[];
} Instance;

typedef struct Array {
  Cell h;
  int64_t cap;
  Value items[];
} Array;
typedef struct Raw {
  Cell h;
  int64_t cap;
  uint8_t data[];
} Raw; /* cap: bytes */

typedef struct Float {
  Cell h;
  double value;
} Float;
typedef struct Complex {
  Cell h;
  double re, im;
} Complex;
/* flags: 1 = negative. Magnitude little-endian, no leading zero limb, never fits a fixnum. */
typedef struct BigInt {
  Cell h;
  uint64_t nlimbs;
  uint64_t limbs[];
} BigInt;

/* aux = bytes per code point (1, 2, 4); flags below. The code points are at `data`, which points after the struct or
 * into a Raw. */
enum {
  STR_ASCII = 1,
  STR_INTERNED = 2,
  STR_OPERATION = 4 /* a dunder that decides what instances of a class can do (object/class/refresh.c); interned */
};
typedef struct Str {
  Cell h;
  uint64_t hash;  /* 0 = not computed */
  int64_t length; /* code points */
  uint8_t *data;
  Raw *buffer; /* V_NULL when data is inline; else shared append buffer: see str_concat */
} Str;
typedef struct Bytes {
  Cell h;
  uint64_t hash;
  int64_t length;
  uint8_t data[];
} Bytes;

/* A bytearray's contents are in a Raw, which may be longer than `length`. */
typedef struct ByteArray {
  Cell h;
  int64_t length;
  Raw *raw;
  int64_t exports;
} ByteArray;

typedef struct List {
  Cell h;
  int64_t length;
  Array *items;
} List;
typedef struct Tuple {
  Cell h;
  int64_t length;
  Value items[];
} Tuple;

/* Insertion-ordered compact dict. Deleted entries have key V_NULL until the next rebuild. */
typedef struct DictEntry {
  uint64_t hash;
  Value key;
  Value value;
} DictEntry;
typedef struct DictTable {
  Cell h;
  uint32_t nentries; /* used entries, deleted ones included */
  uint32_t cap;      /* room for entries */
  /* the index, after the entries, has index_mask + 1 uint32_t: 0 = empty, ~0 = deleted, else entry + 1 */
  uint32_t index_mask;
  uint32_t fill; /* index slots that are not empty; never more than cap */
  DictEntry entries[];
} DictTable;
/* flags: 1 = watched by some trace: every change calls dict_notify_watchers (object/object.h). */
enum { DICT_WATCHED = 1 };
typedef struct Dict {
  Cell h;
  int64_t length; /* live entries */
  DictTable *table;
  /* drawn from ctx->next_version; changes whenever an entry may have moved, appeared or vanished */
  uint32_t keys_version;
  uint32_t pad;
} Dict;
typedef struct SetEntry {
  uint64_t hash;
  Value key;
} SetEntry; /* key V_NULL = empty, SET_DUMMY = deleted (an immediate, never visible) */
#define SET_DUMMY ((uint64_t)0x2c)
typedef struct SetTable {
  Cell h;
  uint64_t mask;
  SetEntry entries[];
} SetTable;
/* hash: of a frozenset, 0 = not computed; of a set, where the next pop() starts. */
typedef struct Set {
  Cell h;
  uint64_t hash;
  int64_t length;
  int64_t fill;
  SetTable *table;
} Set;

typedef struct Range {
  Cell h;
  Value start, stop, step;
} Range; /* ints of any size */
typedef struct Slice {
  Cell h;
  Value start, stop, step;
} Slice;
typedef struct ClosureCell {
  Cell h;
  Value value;
} ClosureCell;

/* Built-in iterators. `op` says which; the meaning of the other fields is op's own. The four that bytecodes specialize
 * on, ITER_LIST to ITER_STR, are in generated/contract.h. */
typedef enum IterOp {
  ITER_LIST_REVERSED = ITER_OTHER_FIRST,
  ITER_REVERSED,
  ITER_SEQUENCE,
  ITER_CALLABLE,
  ITER_DICT_KEYS,
  ITER_DICT_VALUES,
  ITER_DICT_ITEMS,
  ITER_DICT_REVERSE_KEYS,
  ITER_DICT_REVERSE_VALUES,
  ITER_DICT_REVERSE_ITEMS,
  ITER_SET,
  ITER_ENUMERATE,
  ITER_ZIP,
  ITER_MAP,
  ITER_FILTER,
  ITER_LONG_RANGE,
  ITER_GENERIC_ALIAS,
  ITER_FREE_FOR_OTHERS = 40 /* bytes, bytearray, … */
} IterOp;
typedef struct Iter {
  Cell h;
  uint32_t op;
  uint32_t pad;
  Value a, b, c, d;
  int64_t i, j, k;
} Iter;

/* ---- code ---- */
/* 16-bit code unit: opcode, oparg; inline caches follow an instruction as further units. */
typedef union CodeUnit {
  struct {
    uint8_t op, arg;
  };
  uint16_t cache;
} CodeUnit;
typedef struct Code {
  Cell h;
  uint32_t id;                        /* ctx->codes[id] */
  uint32_t flags;                     /* CO_* */
  uint32_t argcount, posonly, kwonly; /* argcount includes posonly */
  uint32_t nlocalsplus, stacksize;
  uint32_t nunits;
  uint32_t frame_words; /* Values to reserve for a frame: header + nlocalsplus + stacksize */
  int32_t firstlineno;
  CodeUnit *units; /* malloc'ed, mutable: quickening writes here */
  ExcRange *exc;
  uint32_t nexc;
  uint8_t *positions;                    /* rows of POSITION_NUMBERS (ts/contract/blob.ts) */
  uint32_t npositions;                   /* bytes */
  uint8_t *local_kinds;                  /* LOCAL_*, one per localsplus */
  Value consts, names, localsplus_names; /* Tuples */
  Value name, qualname, filename;        /* Strs */
  Value source; /* what compile() made it of: (source, mode, flags, optimize); V_NULL: something else, or a tree */
  /* machine code that runs a fresh frame from unit 0: a trace, or the way into tier 1 (native/jit) */
  void *native_entry;
  void **executors;
  uint32_t nexecutors; /* tier 2, indexed by ENTER_EXECUTOR's arg */
  /* Globals and builtins of all functions made from it, which traces of its frames rely on. V_NULL: no function was
   * made; V_NONE: they differ, or module code ran in a namespace that is not its globals. Only compared, so not kept
   * alive. */
  Value sole_globals, sole_builtins;
  /* A body that is still to be read, in a blob that stays in memory (call/code_load.c); NULL: it has been read. */
  const uint8_t *unread;
  const uint8_t *blob, *blob_end; /* NULL: the blob is gone, and the arrays above belong to the code object */
  Array *strings;                 /* of the blob */
  /* List of the copies of twins that work for this code (interp/twins.c); V_NULL: none yet; V_FALSE: there is to be
   * none */
  Value twins;
} Code;

typedef struct Function {
  Cell h;
  Code *code;
  Value globals, builtins; /* Dicts */
  Value closure;           /* Tuple of ClosureCell, or V_NULL */
  Value defaults;          /* Tuple or V_NULL */
  Value kwdefaults;        /* Dict or V_NULL */
  Value name, qualname, module, doc, annotations, annotate, dict, type_params;
  uint32_t version;          /* changes with code/defaults/closure assignment; drawn from ctx->next_version */
  uint32_t kwdefaults_shown; /* __kwdefaults__ was handed out: the dict may change without a new version */
} Function;
typedef struct Method {
  Cell h;
  Value func, self;
} Method;

/* ---- frames: on the runtime's own contiguous stack, or inside a Generator ---- */
/* `finish` is one of FINISH_*, `op` the instruction's argument. */
#define FRAME_FINISHES(finish, op, operand)                                                             \
  (FRAME_FINISH | (uint32_t)(op) << FRAME_OPERATOR_SHIFT | (uint32_t)(operand) << FRAME_OPERAND_SHIFT | \
   (uint32_t)(finish) << FRAME_FINISH_SHIFT)
struct Frame {
  Frame *prev; /* caller; NULL for the outermost */
  Code *code;
  Function *func; /* never V_NULL: module and class bodies get a function too */
  Value locals;   /* namespace of a module or class body (Dict or mapping), else V_NULL; see FRAME_HAS_OBJECT */
  /* while the frame is not running, or C code runs that may look: the instruction to report in tracebacks; it goes on
   * at resume_ip. FRAME_IN_TRACE: see ts/contract/frames.ts */
  CodeUnit *ip;
  CodeUnit *resume_ip; /* where the interpreter goes on when the callee returns */
  Value *sp;           /* saved evaluation stack pointer (first free slot) while not running */
  uint32_t flags;      /* FRAME_* */
  uint32_t pad;
  /* FINISH_INIT: the instance; FINISH_OPERATOR: self; generators: the Generator */
  Value self_or_extra;
  Value slots[]; /* nlocalsplus locals/cells/free variables, then the evaluation stack */
};

typedef struct Generator {
  Cell h;
  uint32_t state;
  uint32_t async_flags; /* of an asynchronous generator: interp/async_generator.c */
  Value name, qualname;
  Value exc_state;       /* what it handles itself, running or not; V_NULL: nothing */
  Value origin;          /* of a coroutine: where it was created; of an async generator: the hook that finalizes it */
  Value handled_outside; /* while running: what the resumer was handling; else V_NULL */
  CodeUnit *after_yield; /* while running: where the resumer goes on after a yield (after a return: at its resume_ip) */
  Frame frame;           /* flexible: nlocalsplus + stacksize + GEN_SPILL_WORDS follow */
} Generator;
#define GENERATOR_OF(frame) ((Generator *)((char *)(frame) - offsetof(Generator, frame)))

/* ---- exceptions ---- */
typedef struct Exception {
  Cell h;
  Value args; /* Tuple */
  Value traceback, context, cause;
  Value notes; /* list or V_NULL */
  /* StopIteration.value, OSError errno/strerror/filename, SyntaxError details tuple, NameError.name, … */
  Value extra[4];
  uint32_t suppress_context, pad;
  Value overflow; /* instance attributes: shape->slot_base points after this word */
  Value slots[];
} Exception;
/* line 0: not looked up yet (traceback_line). */
typedef struct Traceback {
  Cell h;
  Value next;
  Code *code;
  uint32_t unit;
  int32_t line;
  Value globals;
  Value frame; /* its frame object */
} Traceback;

typedef struct Module {
  Cell h;
  Value name;
  Value dict;
} Module;

/* ---- built-in functions ---- */
typedef Value (*CFunc)(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames);
/* The C signature of everything callable: `nargs` positional values, then one value per name in kwnames (Tuple of Str,
 * or V_NULL). Without CF_KW and `params` the function gets positionals only; keyword arguments are refused before the
 * call. With `params` (names separated by blanks, '/' and '*' as in Python, a trailing '=' for optional: "a / b c= *
 * d=") the caller has bound keywords: the function gets exactly one value per parameter, V_NULL for an optional one
 * that was left out. */
enum {
  CF_KW = 1 /* reads nargs and kwnames itself */,
  CF_METHOD = 2 /* first argument is self when found on a class */,
  CF_CLASS = 4,
  CF_STATIC = 8,
  CF_PURE = 16 /* no side effects: may be constant-folded and hoisted */,
  CF_TWIN = 32 /* interp/twins.c may run Python code instead */
};
typedef struct CFuncDef {
  const char *name;
  CFunc fn;
  int16_t min, max; /* positional arguments; max -1 = any */
  uint16_t flags;   /* CF_* */
  const char *params;
  const char *doc;
} CFuncDef;
typedef struct CFunction {
  Cell h;
  const CFuncDef *def;
  Value self;
  Value module;
  Class *owner;
} CFunction;

/* ---- classes ---- */

/* What the instances of a class do in C. Inherited entry by entry; a class with a dunder in Python gets the generic
 * entry that calls it. NULL = not supported. V_NULL / -1 / false with ctx->exc set = error. */
typedef struct TypeOps {
  Value (*new_)(Ctx *, Class *cls, const Value *args, uint32_t nargs, Value kwnames);
  bool (*init)(Ctx *, Value self, const Value *args, uint32_t nargs, Value kwnames);
  Value (*call)(Ctx *, Value self, const Value *args, uint32_t nargs, Value kwnames);
  Value (*repr)(Ctx *, Value self);
  Value (*str)(Ctx *, Value self);
  bool (*hash)(Ctx *, Value self, uint64_t *out);
  Value (*compare)(Ctx *, Value self, Value other, CmpOp op); /* may return NotImplemented */
  int (*truth)(Ctx *, Value self);                            /* 0, 1, -1 */
  int64_t (*len)(Ctx *, Value self);                          /* -1 = error */
  Value (*getitem)(Ctx *, Value self, Value key);
  bool (*setitem)(Ctx *, Value self, Value key, Value value); /* value V_NULL = delete */
  int (*contains)(Ctx *, Value self, Value item);             /* 0, 1, -1 */
  Value (*iter)(Ctx *, Value self);
  Value (*next)(Ctx *, Value self); /* V_NULL with no exception set = exhausted */
  Value (*binary)(Ctx *, Value left, Value right,
                  /* either operand is an instance; may return NotImplemented */
                  BinOp op);
  /* may return NotImplemented; then binary is tried */
  Value (*inplace)(Ctx *, Value left, Value right, BinOp op);
  Value (*negative)(Ctx *, Value self);
  Value (*positive)(Ctx *, Value self);
  Value (*invert)(Ctx *, Value self);
  Value (*absolute)(Ctx *, Value self);
  Value (*index)(Ctx *, Value self);
  Value (*int_)(Ctx *, Value self);
  Value (*float_)(Ctx *, Value self);
  Value (*getattr)(Ctx *, Value self, Value name);
  bool (*setattr)(Ctx *, Value self, Value name, Value value);     /* value V_NULL = delete */
  Value (*descr_get)(Ctx *, Value descr, Value obj, Class *owner); /* obj V_NULL = accessed on the class */
  bool (*descr_set)(Ctx *, Value descr, Value obj, Value value);
  bool (*get_buffer)(Ctx *, Value self, uint32_t flags, struct Buffer *out); /* object/buffer.h */
  void (*trace)(Ctx *, Value self); /* KIND_OTHER: heap_mark of what it refers to */
  Value (*power_modulo)(Ctx *, Value base, Value exponent,
                        Value modulus); /* pow() of three; may return NotImplemented */
  /* KIND_OTHER: a bit for each BinOp that `binary` handles, with such an instance on either side; 0: see dunder.c */
  uint64_t operators;
} TypeOps;

enum {
  CLASS_BUILTIN = 1,
  CLASS_FINAL = 2 /* no subclassing */,
  CLASS_IMMUTABLE = 4,
  CLASS_HAS_DICT = 8 /* instances take arbitrary attributes */,
  CLASS_WATCHED = 16,
  CLASS_ABSTRACT = 32,
  CLASS_EXCEPTION = 64,
  CLASS_HAS_GETATTR = 128 /* __getattr__ or __getattribute__ in Python */,
  CLASS_HAS_SETATTR = 256,
  CLASS_SOLID = 512 /* decides its subclasses' layout even if its struct is its base's */,
  CLASS_LOST_SUBCLASS = 1024 /* a subclass is being collected */,
  CLASS_HAS_WEAKREF = 2048 /* instances may be referred to weakly: part of CPython's layout */,
  CLASS_HAS_FINALIZER = 4096 /* __del__: instances are registered when they are made (object/finalize.h) */,
  /* What an abstract base class says about its instances to match statements. Of Python classes; built-in types are
   * known by their kind (interp/match_ops.c). Inherited, and given to classes that are registered (modules/_abc.c). */
  CLASS_SEQUENCE = 8192,
  CLASS_MAPPING = 16384,
  CLASS_ONLY_HOOK = 32768 /* CLASS_HAS_GETATTR for a __getattr__ alone: what is there is found as in other classes */,
  CLASS_HAD_ATTRIBUTES = 65536 /* an instance has had an attribute: such accesses may be in inline caches */
};
struct Class {
  Cell h;
  Value name, qualname, module, doc;
  Value bases, mro; /* Tuples of Class; mro includes the class */
  Value dict;       /* Dict */
  Class *meta;      /* type(cls) */
  Class *base;      /* the one that decides the layout */
  Shape *root;      /* shape of a fresh instance */
  Value
      subclasses; /* List, which does not keep them alive. It may shrink in a collection: go through it from the end */
  uint32_t version; /* drawn from ctx->next_version; changes when an attribute of it or of a base changes */
  uint32_t flags;   /* CLASS_* */
  uint32_t kind;    /* CellKind of instances */
  uint32_t id;
  uint32_t slot_hint; /* how many attributes instances had: inline room of the next root shape */
  uint32_t pad;
  Value slots_names; /* Tuple of __slots__, or V_NULL */
  Value overflow;    /* always V_NULL: instances of metaclasses take no attributes of their own */
  TypeOps ops;
};

typedef struct Property {
  Cell h;
  Value get, set, del, doc, name;
} Property;
typedef struct Wrapper {
  Cell h;
  Value func;
  Value dict;
} Wrapper; /* staticmethod, classmethod */
/* The descriptor behind a field of a named tuple. */
typedef struct TupleGetter {
  Cell h;
  Value doc;
  int64_t index;
} TupleGetter;
typedef struct Partial {
  Cell h;
  Value func, args, keywords; /* args Tuple, keywords Dict */
  int64_t free;               /* places in args that hold the Placeholder */
} Partial;
typedef struct Proxy {
  Cell h;
  Value mapping;
} Proxy;
/* An instance of a subclass of int keeps its plain value (fixnum or BigInt) here; attributes come after it. */
typedef struct IntObject {
  Cell h;
  Value value;
} IntObject;
/* Built-in data descriptor: a slot of __slots__ (flags 0), a get/set pair (1), or the Python face of a TypeOps entry
 * (2, "slot wrapper"). */
enum { DESCR_MEMBER = 0, DESCR_GETSET = 1, DESCR_WRAPPER = 2 };
typedef struct SlotDescr {
  Cell h;
  Value name;
  Class *owner;
  const void *def; /* GetSetDef or Dunder */
  int64_t slot;    /* DESCR_MEMBER: slot number */
} SlotDescr;
typedef struct Super {
  Cell h;
  Class *start;
  Value self;
  Class *self_type;
} Super;

/* Where an instance with room for attributes (shape->slot_base or SHAPE_TAIL) has its overflow Array or Dict. */
static inline Value *overflow_word(Value obj, const Shape *shape) {
  if (LIKELY(shape->slot_base)) return (Value *)((char *)obj + shape->slot_base) - 1;
  if (shape->kind == KIND_TUPLE) return &((Tuple *)obj)->items[((Tuple *)obj)->length];
  Bytes *bytes = (Bytes *)obj; /* a NUL comes after the data */
  return (Value *)((char *)obj + ((sizeof(Bytes) + (size_t)bytes->length + 1 + 7) & ~(size_t)7));
}
