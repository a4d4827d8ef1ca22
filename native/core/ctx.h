/* One runtime instance: everything that is not a Python value hangs off Ctx. There are no globals: several contexts
 * live in one process and in worker threads, each used by one thread at a time. Field order matters only where a
 * comment says so.
 *
 * Conventions of all of native/: the first argument is ctx. A Value result of V_NULL, an int of -1 or a false means
 * that a Python exception is set in ctx->exc, unless the function's comment says otherwise. Functions that are given
 * what others make (str_intern, dict_set, module_add, get_attr, set_attr's name, py_call_method's name, raise_…) take
 * V_NULL for "it could not be made, the exception is set", and fail with that exception. A Value in a C local is
 * safe from the collector, which scans the C stack; one that is only in malloc'ed memory is not: register a root
 * (heap/heap.h). No function runs out of memory without setting MemoryError, except those of heap/memory.h. */
#pragma once
#include "core/layout.h"
#include "core/stop.h"

#define PRESERVE_NONE __attribute__((preserve_none))
#define MUSTTAIL __attribute__((musttail))
#define COLD_CALL __attribute__((preserve_all, noinline)) /* stencils call it without spilling their registers */

/* Interpreter state travels in registers: ctx r12, frame r13, ip r14, sp r15 (x86-64), which C calls preserve; the
 * first two are the same in stencils. `oparg` is ip->arg widened by EXTENDED_ARG. Whoever enters the interpreter from
 * elsewhere uses interp_resume (interp/interp.h). */
typedef PRESERVE_NONE Value (*Handler)(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t oparg);

#define ALLOC_CLASSES 64 /* small cells: sizes 16, 32, …, 1024 bytes */
typedef struct AllocRun {
  char *cur, *end;
} AllocRun; /* a free run of one size class; its memory is zero */

/* ctx->pending bits, tested at loop back-edges and function entries */
enum {
  PENDING_INTERRUPT = 1, /* KeyboardInterrupt */
  PENDING_STOPPED = 4,   /* a scope is, or may be: core/stop.h */
  PENDING_LOOK = 8,      /* is the thread about to end? */
  PENDING_INVALIDATED = 16,
  PENDING_FINALIZERS = 32, /* objects have died whose end runs code: object/finalize.h */
  PENDING_SIGNAL = 64,     /* handlers of signals are to run; only bytecode looks */
};
/* What loops in C look for as well; the other bits wait for bytecode. */
#define PENDING_STOP (PENDING_INTERRUPT | PENDING_STOPPED | PENDING_LOOK)

/* Canonical shapes and classes, created at start-up by the rooms they belong to. */
typedef struct Shapes {
  Shape *array, *raw, *cls, *float_, *bigint, *complex_, *str, *bytes, *bytearray, *list, *tuple, *dict, *dict_table,
      *set, *frozenset, *set_table, *range, *slice, *function, *method, *cfunction, *code, *closure_cell, *generator,
      *coroutine, *async_generator, *traceback, *module, *property, *staticmethod_, *classmethod_, *super_, *slot_descr,
      *dict_view_keys, *dict_view_values, *dict_view_items, *frame_object, *host;
} Shapes;

typedef struct Classes {
  Class *object, *type, *int_, *bool_, *float_, *complex_, *none_type, *ellipsis_type, *notimpl_type, *str, *bytes,
      *bytearray, *list, *tuple, *dict, *set, *frozenset, *range, *slice, *function, *method, *cfunction, *method_descr,
      *code, *cell, *generator, *coroutine, *async_generator, *traceback, *module, *property, *staticmethod_,
      *classmethod_, *super_, *slot_descr, *dict_keys, *dict_values, *dict_items, *frame, *host, *mappingproxy,
      *getset_descr, *wrapper_descr, *method_wrapper, *classmethod_descr, *generic_alias, *union_type,
      *simple_namespace, *stopped, *unraisable_args, *asyncgen_hooks, *memoryview, *managed_buffer, *buffer_wrapper,
      *frame_locals;
  Class *iter_class[64]; /* by Iter.op */
} Classes;

/* Exception classes: X(C name, base). Python name = C name. */
/* clang-format off */
#define EXCEPTIONS(X)                                                                                                \
  X(BaseException, object) X(BaseExceptionGroup, BaseException) X(GeneratorExit, BaseException)                      \
  X(KeyboardInterrupt, BaseException) X(SystemExit, BaseException) X(Exception, BaseException)                       \
  X(ExceptionGroup, BaseExceptionGroup) X(ArithmeticError, Exception) X(FloatingPointError, ArithmeticError)         \
  X(OverflowError, ArithmeticError) X(ZeroDivisionError, ArithmeticError) X(AssertionError, Exception)               \
  X(AttributeError, Exception) X(BufferError, Exception) X(EOFError, Exception) X(ImportError, Exception)            \
  X(ModuleNotFoundError, ImportError) X(LookupError, Exception) X(IndexError, LookupError) X(KeyError, LookupError)  \
  X(MemoryError, Exception) X(NameError, Exception) X(UnboundLocalError, NameError) X(OSError, Exception)            \
  X(BlockingIOError, OSError) X(ChildProcessError, OSError) X(ConnectionError, OSError)                              \
  X(BrokenPipeError, ConnectionError) X(ConnectionAbortedError, ConnectionError)                                     \
  X(ConnectionRefusedError, ConnectionError) X(ConnectionResetError, ConnectionError) X(FileExistsError, OSError)    \
  X(FileNotFoundError, OSError) X(InterruptedError, OSError) X(IsADirectoryError, OSError)                           \
  X(NotADirectoryError, OSError) X(PermissionError, OSError) X(ProcessLookupError, OSError) X(TimeoutError, OSError) \
  X(ReferenceError, Exception) X(RuntimeError, Exception) X(NotImplementedError, RuntimeError)                       \
  X(PythonFinalizationError, RuntimeError) X(RecursionError, RuntimeError) X(StopAsyncIteration, Exception)          \
  X(StopIteration, Exception) X(SyntaxError, Exception) X(IndentationError, SyntaxError)                             \
  X(TabError, IndentationError) X(_IncompleteInputError, SyntaxError) X(SystemError, Exception) X(TypeError, Exception) X(ValueError, Exception)           \
  X(UnicodeError, ValueError) X(UnicodeDecodeError, UnicodeError) X(UnicodeEncodeError, UnicodeError)                \
  X(UnicodeTranslateError, UnicodeError) X(Warning, Exception) X(BytesWarning, Warning)                              \
  X(DeprecationWarning, Warning) X(EncodingWarning, Warning) X(FutureWarning, Warning) X(ImportWarning, Warning)     \
  X(PendingDeprecationWarning, Warning) X(ResourceWarning, Warning) X(RuntimeWarning, Warning)                       \
  X(SyntaxWarning, Warning) X(UnicodeWarning, Warning) X(UserWarning, Warning)
/* clang-format on */
#define X(name, base) EXC_##name,
typedef enum ExcId { EXCEPTIONS(X) EXC_COUNT } ExcId;
#undef X

/* Interned strings that C code compares with: NAME(__add__) is ctx->names[N___add__]. A trailing underscore that avoids
 * a C keyword (throw_, default_) is not part of the Python name. */
/* clang-format off */
#define NAMES(X)                                                                                                    \
  X(__init__) X(__new__) X(__call__) X(__repr__) X(__str__) X(__hash__) X(__eq__) X(__ne__) X(__lt__) X(__le__)     \
  X(__gt__) X(__ge__) X(__bool__) X(__len__) X(__length_hint__) X(__getitem__) X(__setitem__) X(__delitem__)        \
  X(__contains__) X(__iter__) X(__next__) X(__reversed__) X(__missing__) X(__getattr__) X(__getattribute__)         \
  X(__setattr__) X(__delattr__) X(__get__) X(__set__) X(__delete__) X(__set_name__) X(__init_subclass__)            \
  X(__class_getitem__) X(__prepare__) X(__instancecheck__) X(__subclasscheck__) X(__enter__) X(__exit__) X(__add__) \
  X(__radd__) X(__iadd__) X(__sub__) X(__rsub__) X(__isub__) X(__mul__) X(__rmul__) X(__imul__) X(__matmul__)       \
  X(__rmatmul__) X(__imatmul__) X(__truediv__) X(__rtruediv__) X(__itruediv__) X(__floordiv__) X(__rfloordiv__)     \
  X(__ifloordiv__) X(__mod__) X(__rmod__) X(__imod__) X(__pow__) X(__rpow__) X(__ipow__) X(__lshift__)              \
  X(__rlshift__) X(__ilshift__) X(__rshift__) X(__rrshift__) X(__irshift__) X(__and__) X(__rand__) X(__iand__)      \
  X(__or__) X(__ror__) X(__ior__) X(__xor__) X(__rxor__) X(__ixor__) X(__divmod__) X(__rdivmod__) X(__neg__)        \
  X(__pos__) X(__invert__) X(__abs__) X(__int__) X(__float__) X(__complex__) X(__index__) X(__round__) X(__trunc__) \
  X(__floor__) X(__ceil__) X(__format__) X(__dict__) X(__class__) X(__name__) X(__qualname__) X(__module__)         \
  X(__doc__) X(__bases__) X(__mro__) X(__slots__) X(__annotations__) X(__annotate__) X(__type_params__)             \
  X(__builtins__) X(__file__) X(__path__) X(__package__) X(__spec__) X(__loader__) X(__all__) X(__main__)           \
  X(__classcell__) X(__classdict__) X(__match_args__) X(__dir__) X(__sizeof__) X(__reduce__) X(__reduce_ex__)       \
  X(__copy__) X(__deepcopy__) X(__weakref__) X(__await__) X(__aiter__) X(__anext__) X(__aenter__) X(__aexit__)      \
  X(__bytes__) X(__fspath__) X(__firstlineno__) X(__static_attributes__) X(__orig_bases__) X(__mro_entries__)       \
  X(__wrapped__) X(__notes__) X(__cause__) X(__context__) X(__traceback__) X(__suppress_context__) X(__self__)      \
  X(__func__) X(__defaults__) X(__kwdefaults__) X(__code__) X(__globals__) X(__closure__) X(__del__) X(__import__)  \
  X(__build_class__) X(__debug__) X(__objclass__) X(send) X(throw_) X(close) X(value) X(args) X(name) X(obj) X(msg) \
  X(code) X(key) X(reverse) X(sep) X(end) X(file) X(flush) X(write) X(keys) X(items) X(values) X(builtins) X(sys)   \
  X(stdout) X(stderr) X(stdin) X(modules) X(path) X(metaclass) X(encoding) X(errors) X(strict) X(default_) X(copy)  \
  X(join) X(big) X(little) X(mro) X(len) X(isinstance) X(append) X(all) X(any) X(iter) X(reversed) X(displayhook)     \
  X(excepthook) X(n_fields) X(n_sequence_fields) X(__annotate_func__) X(__annotations_cache__)                        \
  X(__abstractmethods__) X(__buffer__) X(__release_buffer__) X(readline) X(read)
/* clang-format on */
#define X(name) N_##name,
typedef enum NameId { NAMES(X) NAME_COUNT } NameId;
#undef X
#define NAME(id) (ctx->names[N_##id])

/* What a signal does to the process: Host.signal. */
enum {
  SIGNAL_DEFAULT,
  SIGNAL_IGNORE,
  SIGNAL_CATCH /* its bit of ctx->signals is set */,
  SIGNAL_INTERRUPTS /* KeyboardInterrupt */
};

/* What the embedder supplies. Every callback may be NULL; they are called on the context's thread. */
typedef struct Host {
  void *data;
  /* Writes bytes to an output stream: 1 = stdout, 2 = stderr. Returns 0, an errno, or -1 with an exception set. */
  int (*write)(void *data, int stream, const char *bytes, size_t n);
  /* Finds, compiles and loads the source of module `name` (dotted) in a folder of sys.path. NULL without a Python
   * exception: there is none. */
  Code *(*load_module)(Ctx *ctx, void *data, const char *name, Value folder, Value *filename, bool *is_package);
  /* compile(), eval(), exec(): mode: COMPILE_*. NULL: a Python exception is set. */
  Code *(*compile)(Ctx *ctx, void *data, Value source, Value filename, char mode);
  /* A recording has ended or an exit is hot: see jit/jit.h. */
  void (*jit)(Ctx *ctx, void *data, int event, uint32_t argument);
  /* Reads a line of stdin into *line (malloc'ed); false at the end of the file. */
  bool (*read_line)(void *data, char **line, size_t *n);
  /* The source text of a file that was compiled, for tracebacks: *text is malloc'ed UTF-8; false: not known. */
  bool (*source_text)(Ctx *ctx, void *data, const char *filename, char **text, size_t *n);
  /* Calls a wrapped JavaScript function. */
  Value (*call)(Ctx *ctx, void *data, Value host_object, const Value *args, uint32_t nargs, Value kwnames);
  /* false: the thread is about to end, so that no JavaScript can run any more. */
  bool (*thread_goes_on)(void *data);
  /* Asks about what is outside of the runtime: question: HOST_ASK_*, with a text of n bytes. 0: granted; *answer is
   * from memory_new and ends with a NUL. An errno, or NOT_GRANTED. -1: a Python exception is set. */
  int (*ask)(void *data, int question, const char *text, size_t n, char **answer, size_t *answer_n);
  /* Reads bytes of standard input; 0 at its end; -1 with errno, or with a Python exception set. */
  int64_t (*read)(void *data, char *bytes, size_t n);
  /* Until a descriptor is ready for poll's `events`; false: a Python exception is set. */
  bool (*wait)(void *data, int descriptor, short events);
  /* What signal `number` does to the process from now on: SIGNAL_*. 0, or an errno. */
  int (*signal)(void *data, int number, int action);
  uint32_t own_streams; /* bit n: the process's descriptor n is the standard stream */
  bool grants_files;    /* every question about a path is answered with that path */
} Host;

typedef struct Options {
  size_t memory_limit;      /* bytes; 0 = none */
  uint32_t stack_words;     /* Python stack size in Values; 0 = default */
  uint32_t recursion_limit; /* sys.getrecursionlimit(); 0 = 1000 */
  uint32_t jit_threshold;   /* back-edge count that starts a recording; 0 = tier 2 off */
  uint32_t jit_delay;       /* microseconds from when something is hot until the first recording */
  uint32_t stress;          /* STRESS_* */
  uint64_t hash_seed[2];    /* SipHash key */
  uint64_t fail_request;    /* STRESS_ALLOCATIONS: the first request of memory that fails, from 1; 0 = none */
  uint64_t fail_count;      /* how many do; 0: all until MemoryError is raised */
} Options;

/* Memory outside the cells (heap/memory.h), and which requests a test wants to fail. */
typedef struct Memory {
  size_t held;       /* bytes: malloc'ed, machine code, what JavaScript keeps for this context */
  uint64_t requests; /* under STRESS_ALLOCATIONS: of cells too */
  uint64_t fail_from, fail_to;
  uint64_t refused;         /* requests that failed because a test wanted it */
  uint64_t raised;          /* MemoryErrors */
  bool fail_until_raised;   /* MemoryError ends the failures */
  struct LargeBlock *large; /* heap/large_blocks.c */
} Memory;

/* What tier 2 does about code objects. */
typedef struct CodeHooks {
  void (*outdated)(Ctx *ctx, Code *code); /* its traces rely on what is no longer so: they are invalidated */
  void (*mark)(Ctx *ctx, Code *code);     /* it has executors, and is alive: marks what they refer to */
  void (*died)(Ctx *ctx, Code *code);     /* it has executors, and is being collected */
  void (*swept)(Ctx *ctx);                /* some code objects were */
} CodeHooks;

struct Heap;
struct Jit;

struct Ctx {
  /* Must be first: handlers jump through [ctx + 8 * opcode]. While recording, every entry is op_record. */
  Handler dispatch[256];
  AllocRun alloc[ALLOC_CLASSES + 1]; /* index = size / 16 */
  volatile uint32_t pending;         /* PENDING_* */
  uint32_t jit_exit;                 /* number of the exit taken, set by its stub */
  Frame *frame;     /* innermost frame; its ip is current whenever C code runs that may raise or look at it */
  Value *stack_top; /* first free Value of the Python stack */
  Value *stack_limit;
  Value asyncgen_firstiter, asyncgen_finalizer; /* sys.set_asyncgen_hooks; V_NULL: none */
  int64_t coroutine_origin_depth;               /* sys.set_coroutine_origin_tracking_depth */
  Value exc;                                    /* exception being raised (Exception cell), or V_NULL */
  Value handled;                                /* innermost exception being handled (sys.exception()), or V_NONE */
  uint32_t depth;                               /* Python call depth, against recursion_limit */
  uint32_t recursion_limit;
  Shape **shapes;      /* by id; NULL where one is gone. Owned by object/attribute/shape.c */
  char *c_stack_limit; /* C recursion must not go below this address */
  struct Heap *heap;
  struct Jit *jit;
  struct Recorder *recorder;      /* while a trace is being recorded (interp/record.h), else NULL */
  struct Recorder *record_buffer; /* kept from one recording to the next */
  Value *stack_base;
  Value chars[256]; /* one-character strings, Latin-1 */
  Value empty_str, empty_tuple, empty_bytes;
  Array *empty_array;
  DictTable *empty_dict_table;
  Shapes shape;
  Classes cls;
  Class *exc_class[EXC_COUNT];
  Value names[NAME_COUNT];
  Value builtins;    /* Dict of module builtins */
  Value sys_modules; /* Dict */
  Value sys_module;  /* Module */
  Code **codes;      /* by id; NULL where one was collected. Owned by call/code_table.c */
  uint32_t ncodes, codes_cap;
  uint32_t nshapes, shapes_cap;
  uint32_t next_version; /* class, function, dict-keys versions; starts at 1 */
  uint32_t nclasses;
  void *interned;       /* table of interned strings, owned by text/str/intern.c */
  Value memory_error;   /* preallocated */
  Value last_exception; /* sys.last_exc for the REPL */
  Host host;
  Options options;
  const CodeHooks *code_hooks;              /* NULL while there are no traces */
  const struct NativeFrames *native_frames; /* call/frame_view.h; NULL while there are no traces */
  uint32_t invalidations;                   /* number of traces invalidated so far; wraps around */
  void *jit_resume;             /* where machine code goes back to tier 1: `frame` goes on at its resume_ip */
  uint64_t jit_registers[16];   /* r0…r7, f0…f7 as the last exit left them */
  void *io;                     /* output buffers, owned by host/streams.c */
  struct Files *files;          /* descriptors, owned by host/files.c */
  uint64_t signals;             /* atomic; bit n: signal n + 1 came, and no handler has run */
  bool (*on_signal)(Ctx *ctx);  /* runs handlers, of module _signal; NULL: none is set */
  void *method_cache;           /* owned by object/class/class.c */
  void *known_params;           /* owned by call/cfunction.c */
  struct AttrCache *attr_cache; /* owned by interp/attr_cache.c */
  void *watchers;               /* owned by object/attribute/watch.c */
  struct Importer *importer;    /* import/import.h */
  struct WeakRefs *weakrefs;    /* owned by object/weakref.c */
  void *repr_stack;             /* owned by container/repr_guard.c: objects whose repr is running */
  struct CodeIds *code_ids;     /* owned by call/code_table.c */
  struct Twins *twins;          /* owned by interp/twins.c */
  struct ShapeIds *shape_ids;   /* owned by object/attribute/shape.c */
  uint32_t shapes_freed;        /* so far: when it has changed, ids may be of other shapes */
  uint32_t names_freed;         /* likewise of interned strings, whose addresses are used again */
  int64_t int_max_str_digits;   /* sys.get_int_max_str_digits(); 0 = no limit */
  Memory memory;
  Stop stop; /* core/stop.h */
  /* Counts changes of the current context of module contextvars, for C code that keeps what it found there. */
  uint32_t context_changes;
};

#define UNUSED(x) ((void)(x))

/* In every loop in C whose length the program decides; false = exception. A load and a branch. */
static inline bool stop_wanted(Ctx *ctx) { return __builtin_expect((ctx->pending & PENDING_STOP) != 0, 0); }
#define CHECK_STOP(ctx) (!stop_wanted(ctx) || stop_check(ctx))
/* The same for loops of a few instructions: every 65536th round. */
#define CHECK_STOP_AT(ctx, i) (__builtin_expect(((i) & 0xffff) != 0xffff, 1) || CHECK_STOP(ctx))

static inline Shape *shape_of(Ctx *ctx, Value v) { return ctx->shapes[CELL(v)->shape]; } /* v is_cell */
static inline bool has_shape(Value v, Shape *shape) { return is_cell(v) && CELL(v)->shape == shape->id; }
static inline bool has_kind(Ctx *ctx, Value v, CellKind kind) {
  return v && is_cell(v) && shape_of(ctx, v)->kind == kind;
}

Ctx *ctx_new(const Options *options, const Host *host); /* NULL when out of memory */
size_t ctx_destroy(Ctx *ctx); /* how much of memory.held was not given back: a leak, or charged by JavaScript */
bool ctx_enter(Ctx *ctx);     /* sets c_stack_limit for the current thread; call it before running code */
/* fn frees its owner's malloc'ed memory when ctx ends: the last registered runs first, while the heap is still there */
bool ctx_at_destroy(Ctx *ctx, void (*fn)(Ctx *, void *), void *data); /* false: no memory, fn will not run */
