/* Module _io from inside. Its classes are layers: FileIO on a descriptor of the host, buffered objects on anything with
 * the methods of a raw stream, TextIOWrapper on anything with those of a buffered one. Where the layer below is exactly
 * our own class the methods are called in C, else by name. All are written so that a program may subclass them, and
 * replace any layer.
 *
 * Files that nobody closed: a FileIO knows the writer on top of it and that one the text on top, so that what they hold
 * is written when the FileIO is collected, or the runtime ends (close_leftovers). */
#pragma once
#include "modules/module.h"

enum { DEFAULT_BUFFER_SIZE = 128 * 1024, TEXT_CHUNK = 8192 };

typedef struct FileIO FileIO;
typedef struct Buffered Buffered;
typedef struct TextIO TextIO;

typedef struct IoState {
  Class *io_base, *raw_base, *buffered_base, *text_base, *file_io, *bytes_io, *string_io, *reader, *writer, *random,
      *pair, *text, *newline_decoder, *bytes_io_buffer;
  Value unsupported; /* class UnsupportedOperation */
  FileIO *files;     /* those that are open; they are not kept alive by this */
  bool standard;     /* the standard streams are made: nobody closes them */
  bool ending;       /* the program is over: close_leftovers closes what is open, after all finalizers */
  bool written_out;  /* … and streams on top of a program's own have been told to write */
} IoState;
static inline IoState *io_state(Ctx *ctx) { return module_state(ctx, &module__io); }

struct FileIO {
  Cell h;
  int fd; /* -1: closed */
  bool created, readable, writable, appending, close_fd, listed, finalizing;
  int8_t seekable; /* -1: not known yet */
  int64_t block_size;
  Buffered *writer; /* on top of it; it is not kept alive by this */
  FileIO *previous, *next;
};

/* BufferedReader, BufferedWriter, BufferedRandom. Read buffer: bytes [pos, end) of `data` come next, and the raw stream
 * is at the position of `end`. Write buffer: `pending` bytes of `out` come next, at the raw stream's position. At most
 * one of them is not empty. */
struct Buffered {
  Cell h;
  Value raw; /* V_NULL: not initialized; V_NONE: detached */
  Raw *data, *out;
  int64_t size, pos, end, pending;
  bool readable, writable, ok, finalizing;
  uint32_t busy; /* a call of the raw stream is going on */
  TextIO *text;  /* on top of it; it is not kept alive by this */
};

/* ---- base.c ---- */
Value io_call(Ctx *ctx, Value object, const char *method, const Value *args, uint32_t nargs);
Value io_call0(Ctx *ctx, Value object, const char *method);
Value io_unsupported(Ctx *ctx, const char *words); /* raises UnsupportedOperation; V_NULL */
bool io_check_closed(Ctx *ctx, Value self);        /* ValueError "I/O operation on closed file." */
int io_truth(Ctx *ctx, Value v);                   /* of a result that may be V_NULL; -1 */
/* stream.readable() and its like; false: UnsupportedOperation with these words, or what it raised */
bool io_able(Ctx *ctx, Value stream, const char *method, const char *words);
/* A size argument: None and absence are -1. TypeError "argument should be integer or None, not 'X'" */
bool io_size(Ctx *ctx, const Value *args, uint32_t nargs, int64_t *out);
bool io_size_or(Ctx *ctx, const Value *args, uint32_t nargs, int64_t absent, int64_t *out); /* they are `absent` */
Value io_closed(Ctx *ctx, Value self); /* the attribute `closed` as a bool */
Class *io_base_make(Ctx *ctx), *raw_base_make(Ctx *ctx), *buffered_base_make(Ctx *ctx), *text_base_make(Ctx *ctx);
Value io_first_line(Ctx *ctx, Value self, int64_t limit); /* _IOBase.readline */
Value io_joined(Ctx *ctx, Value a, Value b);              /* a + b, both Bytes, whatever their classes say of + */
Value io_type_name(Ctx *ctx, Value v);                    /* "_io.FileIO" */
Value io_refuse_pickle(Ctx *ctx, Value self);
/* A stream that is open now: it is closed when nobody has it any more (_IOBase.__del__). */
bool io_opened(Ctx *ctx, Value stream);
/* What a new_ of this module returns: instances of subclasses are watched from the beginning. */
/* A StringIO or BytesIO. Nothing outside needs its close(): unless its class is a program's, it is not finalized. */
Value io_in_memory(Ctx *ctx, Class *cls, const Class *own);
Value io_instance(Ctx *ctx, const Class *cls, const Class *own, Value instance);
bool io_set_flag(Ctx *ctx, bool *flag, Value v); /* v V_NULL: `del`, which is TypeError */
/* stream._dealloc_warn(source): ResourceWarning "unclosed file …" from the file at the bottom. Keeps ctx->exc. */
void io_warn_unclosed(Ctx *ctx, Value stream, Value source);
void file_warn_unclosed(Ctx *ctx, FileIO *f, Value source); /* file_io.c */

/* ---- file_io.c ---- */
Class *file_io_make(Ctx *ctx);
bool exact_file_io(Ctx *ctx, Value v);
static inline bool exact_file_open(Value file) { return ((FileIO *)file)->fd >= 0; } /* of an exact_file_io */
/* -1 and an exception; -2: it would block */
int64_t file_io_read(Ctx *ctx, FileIO *f, void *to, int64_t n);
int64_t file_io_left(Ctx *ctx, FileIO *f);            /* bytes of a regular file after its position; -1: nobody knows */
int64_t file_io_room(Ctx *ctx, FileIO *f, int64_t n); /* how much of n bytes one read may bring */
int64_t file_io_write(Ctx *ctx, FileIO *f, const void *from, int64_t n);
Value file_io_new(Ctx *ctx, Value file, Value mode, Value close_fd, Value opener);
void close_leftovers(Ctx *ctx, void *data); /* at the end of the runtime */

/* ---- memory_io.c ---- */
Class *bytes_io_make(Ctx *ctx);
Class *bytes_io_buffer_make(Ctx *ctx);

/* ---- string_io.c ---- */
Class *string_io_make(Ctx *ctx);

/* ---- buffered.c ---- */
Class *reader_make(Ctx *ctx), *writer_make(Ctx *ctx), *random_make(Ctx *ctx), *pair_make(Ctx *ctx);
bool exact_buffered(Ctx *ctx, Value v); /* one of the three */
bool buffered_usable(Ctx *ctx, Buffered *b);
/* Up to n bytes with at most one call of the raw stream, as read1; V_NULL: exception, V_NONE: it would block. */
Value buffered_read1(Ctx *ctx, Buffered *b, int64_t n);
bool buffered_write_all(Ctx *ctx, Buffered *b, const uint8_t *from, int64_t n);
bool buffered_flush(Ctx *ctx, Buffered *b);
/* What is pending goes to the descriptor, in a collection: no allocation, no Python code. */
void buffered_abandon(Ctx *ctx, Buffered *b, FileIO *f);

/* ---- newline.c ---- */
typedef struct Newlines {
  bool pending_cr;
  bool translate;
  uint8_t seen; /* NEWLINE_… */
} Newlines;
enum { NEWLINE_CR = 1, NEWLINE_LF = 2, NEWLINE_CRLF = 4 };
Value newlines_translate(Ctx *ctx, Newlines *state, Value text, bool final);
Value newlines_seen(Ctx *ctx, const Newlines *state);
Class *newline_decoder_make(Ctx *ctx);
/* The end of the line that begins at `from`: after its line end; -1: there is none. `newline`: "", "\n", "\r", "\r\n",
 * or NULL for any of them; translated text has "\n" alone. -2: an exception, a stop. */
int64_t line_end(Ctx *ctx, Text t, int64_t from, const char *newline, bool translated);

/* ---- text_io.c ---- */
Class *text_io_make(Ctx *ctx);
void text_abandon(Ctx *ctx, TextIO *t, FileIO *f);
void text_leave_host(TextIO *t); /* text goes through the layers below, which are others now */

/* ---- stdio.c ---- */
bool stdio_adopt(Ctx *ctx); /* sys.stdin, stdout and stderr become streams of this module */

/* ---- open.c ---- */
bool newline_argument(Ctx *ctx, const char *function, Value newline); /* "", \n, \r, \r\n, None; ValueError */
