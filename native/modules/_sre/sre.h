/* What the files of module _sre share: programs, what matches with them, and the objects that Python sees.
 *
 * CPython's re._compiler turns a pattern into a list of numbers. translate.c checks that list and turns it into a
 * program: instructions of one size, with absolute targets, character sets as bitmaps, adjacent literals as one.
 * analyze.c finds what each place of the program can begin with, so that alternatives and starting points which cannot
 * match are not tried, and repeats whose shorter forms cannot help keep nothing to come back to. engine.c runs
 * programs, by backtracking, with a stack of its own. */
#pragma once
#include "modules/module.h"

#define SRE_MAGIC 20230612 /* of the compiler that comes with CPython 3.14 */
#define SRE_MAXREPEAT UINT32_MAX
#define SRE_MAXGROUPS (((int64_t)1 << 30) - 1)
#define NO_INDEX UINT32_MAX

enum {
  FLAG_IGNORECASE = 2,
  FLAG_LOCALE = 4,
  FLAG_MULTILINE = 8,
  FLAG_DOTALL = 16,
  FLAG_UNICODE = 32,
  FLAG_VERBOSE = 64,
  FLAG_DEBUG = 128,
  FLAG_ASCII = 256
};

/* The operators that re._compiler emits, numbered as re._constants does. */
typedef enum SreOp {
  SRE_FAILURE,
  SRE_SUCCESS,
  SRE_ANY,
  SRE_ANY_ALL,
  SRE_ASSERT,
  SRE_ASSERT_NOT,
  SRE_AT,
  SRE_BRANCH,
  SRE_CATEGORY,
  SRE_CHARSET,
  SRE_BIGCHARSET,
  SRE_GROUPREF,
  SRE_GROUPREF_EXISTS,
  SRE_IN,
  SRE_INFO,
  SRE_JUMP,
  SRE_LITERAL,
  SRE_MARK,
  SRE_MAX_UNTIL,
  SRE_MIN_UNTIL,
  SRE_NOT_LITERAL,
  SRE_NEGATE,
  SRE_RANGE,
  SRE_REPEAT,
  SRE_REPEAT_ONE,
  SRE_SUBPATTERN,
  SRE_MIN_REPEAT_ONE,
  SRE_ATOMIC_GROUP,
  SRE_POSSESSIVE_REPEAT,
  SRE_POSSESSIVE_REPEAT_ONE,
  SRE_GROUPREF_IGNORE,
  SRE_IN_IGNORE,
  SRE_LITERAL_IGNORE,
  SRE_NOT_LITERAL_IGNORE,
  SRE_GROUPREF_LOC_IGNORE,
  SRE_IN_LOC_IGNORE,
  SRE_LITERAL_LOC_IGNORE,
  SRE_NOT_LITERAL_LOC_IGNORE,
  SRE_GROUPREF_UNI_IGNORE,
  SRE_IN_UNI_IGNORE,
  SRE_LITERAL_UNI_IGNORE,
  SRE_NOT_LITERAL_UNI_IGNORE,
  SRE_RANGE_UNI_IGNORE
} SreOp;

typedef enum AtCode {
  AT_BEGINNING,
  AT_BEGINNING_LINE,
  AT_BEGINNING_STRING,
  AT_BOUNDARY,
  AT_NON_BOUNDARY,
  AT_END,
  AT_END_LINE,
  AT_END_STRING,
  AT_LOC_BOUNDARY,
  AT_LOC_NON_BOUNDARY,
  AT_UNI_BOUNDARY,
  AT_UNI_NON_BOUNDARY,
  AT_COUNT
} AtCode;

typedef enum Category {
  CATEGORY_DIGIT,
  CATEGORY_NOT_DIGIT,
  CATEGORY_SPACE,
  CATEGORY_NOT_SPACE,
  CATEGORY_WORD,
  CATEGORY_NOT_WORD,
  CATEGORY_LINEBREAK,
  CATEGORY_NOT_LINEBREAK,
  CATEGORY_LOC_WORD,
  CATEGORY_LOC_NOT_WORD,
  CATEGORY_UNI_DIGIT,
  CATEGORY_UNI_NOT_DIGIT,
  CATEGORY_UNI_SPACE,
  CATEGORY_UNI_NOT_SPACE,
  CATEGORY_UNI_WORD,
  CATEGORY_UNI_NOT_WORD,
  CATEGORY_UNI_LINEBREAK,
  CATEGORY_UNI_NOT_LINEBREAK,
  CATEGORY_COUNT
} Category;

/* How case is ignored. */
typedef enum Fold { FOLD_NONE, FOLD_ASCII, FOLD_LOCALE, FOLD_UNICODE } Fold;

/* What one character may be. `arg` is the character, or the number of the set. */
typedef enum Item { ITEM_NONE, ITEM_CHAR, ITEM_NOT_CHAR, ITEM_ANY, ITEM_ALL, ITEM_SET } Item;

/* A set of characters: those below 256 by bitmap. About the others `beyond` knows all, or the charset that the compiler
 * emitted is asked: words[at …] of the program. The locale may change, so sets that depend on it are always asked. */
typedef enum Beyond { BEYOND_OUT, BEYOND_IN, BEYOND_ASK } Beyond;
typedef struct Charset {
  uint64_t bits[4];
  uint8_t beyond; /* Beyond */
  uint8_t fold;   /* Fold */
  uint8_t locale; /* the bitmap is not to be trusted either */
  uint8_t kind;   /* SetKind */
  uint8_t may;    /* which classes of characters beyond the bitmap it may have: CLASS_… of charset.c */
  uint32_t at;    /* SET_WORDS: in Program.words; else the character */
  uint32_t words; /* SET_WORDS: how many, FAILURE included */
} Charset;
typedef enum SetKind { SET_WORDS, SET_CHAR, SET_NOT_CHAR } SetKind;

/* What a place of the program can begin with: characters, or the end of the text; `any`: it may match whatever follows.
 */
typedef struct First {
  uint64_t bits[4];
  uint8_t may; /* classes of characters beyond the bitmap */
  bool at_end;
  bool any;
} First;

typedef enum Op {
  OP_FAIL,
  OP_END, /* of the whole pattern */
  OP_CHAR,
  OP_NOT_CHAR,
  OP_ANY,
  OP_ALL,
  OP_SET,
  OP_STRING,         /* arg: in words, min: its length */
  OP_RUN,            /* item, min, max; first: what follows */
  OP_RUN_POSSESSIVE, /* the same, but only its longest form is tried */
  OP_RUN_LAZY,
  OP_BRANCH, /* arg: first of `min` alternatives */
  OP_JUMP,   /* target */
  OP_MARK,   /* arg */
  OP_AT,     /* arg: AtCode */
  OP_BACKREF,
  OP_BACKREF_FOLD, /* item: Fold */
  OP_IF_GROUP,     /* arg: group; target: when it has not matched */
  OP_LOOK,         /* arg: slot, min: how far back; then OP_LOOK_END */
  OP_LOOK_END,
  OP_LOOK_NOT, /* target: after OP_LOOK_NOT_END */
  OP_LOOK_NOT_END,
  OP_ATOMIC, /* arg: slot */
  OP_ATOMIC_END,
  OP_REPEAT,    /* arg: loop, target: its OP_…_UNTIL; item: is it inside another loop? */
  OP_MAX_UNTIL, /* arg: loop, min, max, target: body, first: of the body */
  OP_MIN_UNTIL, /* the same */
  OP_POSS_REPEAT /* arg: loop, target: its OP_POSS_UNTIL; slot in min */,
  OP_POSS_UNTIL
} Op;

typedef struct Instr {
  uint8_t op;   /* Op */
  uint8_t item; /* Item, Fold or a flag */
  uint8_t look; /* OP_RUN, OP_RUN_LAZY: how to see whether the tail can begin here: LOOK_… */
  uint8_t pad;
  uint32_t arg;
  uint32_t min, max;
  uint32_t target;
  uint32_t first; /* in Program.firsts; NO_INDEX: anything may follow. LOOK_CHAR: the character */
} Instr;
enum { LOOK_NOTHING, LOOK_CHAR, LOOK_FIRST };

typedef struct Alternative {
  uint32_t pc;
  uint32_t first;
} Alternative;

/* A program is one Raw cell; the tables follow the struct. */
typedef struct Program {
  Instr *code;
  Alternative *alternatives;
  Charset *sets;
  First *firsts;
  uint32_t *words;
  uint32_t ncode, nalternatives, nsets, nfirsts, nwords;
  uint32_t groups, loops, slots;
  uint32_t start;     /* First of the whole pattern, or NO_INDEX */
  uint32_t min_width; /* characters that any match needs, at least */
  uint32_t prefix;    /* words[prefix …] hold the text that every match begins with, in its own kind */
  uint32_t prefix_length;
  bool literal;  /* a match is the prefix, and nothing else */
  bool anchored; /* it matches at the beginning of the text only */
  uint32_t lead; /* every match begins with this run, which goes on as far as it can; NO_INDEX: with none */
  uint8_t prefix_kind;
} Program;

/* ---- charset.c ---- */
uint32_t sre_lower_ascii(uint32_t c);
uint32_t sre_lower_locale(uint32_t c);
uint32_t sre_lower_unicode(uint32_t c);
uint32_t sre_upper_unicode(uint32_t c);
bool sre_in_category(uint32_t category, uint32_t c);
bool sre_set_ask(const Program *program, const Charset *set, uint32_t c);
/* Fills what can be known beforehand; kind, fold, at and words are given. */
void sre_set_prepare(const Program *program, Charset *set);
uint8_t sre_class_of(uint32_t c); /* the class of a character beyond the bitmap, as a bit of First.may */
/* Length of a valid charset at words[at …end), FAILURE included; 0: it is not valid. */
uint32_t sre_charset_length(const uint32_t *words, uint32_t at, uint32_t end, bool folded);

static inline bool sre_set_has(const Program *program, const Charset *set, uint32_t c) {
  if (LIKELY(c < 256 && !set->locale)) return set->bits[c >> 6] >> (c & 63) & 1;
  return set->beyond == BEYOND_ASK ? sre_set_ask(program, set, c) : set->beyond == BEYOND_IN;
}

/* ---- translate.c ---- */
/* The program in a new Raw; NULL + RuntimeError "invalid SRE code". */
Raw *sre_translate(Ctx *ctx, const uint32_t *words, uint32_t n, int64_t groups);
static inline Program *sre_program(Raw *raw) { return (Program *)raw->data; }

/* ---- engine.c ---- */
typedef struct Entry { /* of the backtrack stack */
  uint32_t kind, pc;
  int64_t a, b;
} Entry;
#define INLINE_ENTRIES 64
#define INLINE_REGISTERS 48
/* One text that is being matched. Positions are indexes of characters. */
typedef struct Matcher {
  Ctx *ctx;
  const Program *program;
  Text text;     /* up to endpos */
  int64_t start; /* where the match begins; where to look for the next one */
  int64_t end;   /* of the match */
  bool whole;    /* fullmatch */
  bool advance;  /* a match at `start` may not be empty */
  bool dirty;    /* marks are set */
  int64_t lastindex;
  int64_t *marks; /* 2 a group; -1 = unset */
  int64_t *loops; /* 2 a loop: rounds, where the last one began */
  int64_t *slots; /* 2 a slot: height of the stack, position */
  Entry *stack;
  size_t cap;
  int64_t registers[INLINE_REGISTERS];
  Entry entries[INLINE_ENTRIES];
} Matcher;
/* Text and start are set by the caller, who may change them between matches. false: MemoryError. */
bool sre_matcher_init(Matcher *m, Ctx *ctx, const Program *program);
void sre_matcher_free(Matcher *m);
/* 1: m->start, m->end, marks and lastindex describe the match; 0: there is none; -1: exception. */
int sre_match(Matcher *m);
int sre_search(Matcher *m);

/* ---- objects ---- */
typedef struct Pattern {
  Cell h;
  Value pattern;    /* str, bytes-like or None */
  Value groupindex; /* dict */
  Value indexgroup; /* tuple */
  Value code;       /* the words of the compiler, as Bytes, for comparing */
  Raw *raw;         /* its Program */
  int64_t groups;
  int32_t flags;
  int32_t is_bytes; /* 1, 0; -1: it does not say */
} Pattern;
#define AS_PATTERN(v) ((Pattern *)(v))

typedef struct Match {
  Cell h;
  Value string;
  Value pattern;
  Value regs; /* tuple, made when asked for */
  int64_t pos, endpos;
  int64_t lastindex;
  int64_t groups; /* with group 0 */
  int64_t spans[];
} Match;
#define AS_MATCH(v) ((Match *)(v))

/* A replacement: literal text, then groups each followed by literal text. */
typedef struct Template {
  Cell h;
  Value literal;
  Value parts; /* Tuple: int, literal or None, int, … */
} Template;
#define AS_TEMPLATE(v) ((Template *)(v))

typedef struct Scanner {
  Cell h;
  Value pattern, string;
  int64_t start; /* -1: it is over */
  int64_t pos, end;
  bool advance;
} Scanner;
#define AS_SCANNER(v) ((Scanner *)(v))

typedef struct SreState {
  Class *pattern, *match, *scanner, *template_;
} SreState;
extern const ModuleDef module__sre;
static inline SreState *sre_state(Ctx *ctx) { return module_state(ctx, &module__sre); }

/* ---- subject.c ---- */
/* A text that is matched, as patterns of str or of bytes want it. `string` stays the object that was given. */
typedef struct Subject {
  Value string;
  Text text; /* all of it */
  int64_t pos, endpos;
  bool is_bytes;
} Subject;
/* pos and endpos: V_NULL or arguments. TypeError when the pattern is of the other type. */
bool sre_subject(Ctx *ctx, Pattern *pattern, Value string, Value pos, Value endpos, Subject *out);
bool sre_subject_again(Ctx *ctx, Subject *subject); /* other code has run: its bytes may have changed */
Value sre_slice(Ctx *ctx, const Subject *subject, int64_t from, int64_t to);
bool sre_begin(Ctx *ctx, Pattern *pattern, const Subject *subject, Matcher *m);
bool sre_text_of(Ctx *ctx, Value string, Text *text, bool *is_bytes); /* TypeError: neither str nor bytes */

/* ---- pattern.c, substitute.c, match.c, template.c, scanner.c ---- */
Class *sre_make_pattern_class(Ctx *ctx);
Class *sre_make_match_class(Ctx *ctx);
Class *sre_make_scanner_class(Ctx *ctx);
Class *sre_make_template_class(Ctx *ctx);
Value sre_pattern_new(Ctx *ctx, const Value *args);
Value sre_match_new(Ctx *ctx, Value pattern, const Subject *subject, const Matcher *m);
Value sre_scanner_new(Ctx *ctx, Value pattern, const Subject *subject);
Value sre_template_new(Ctx *ctx, Value pattern, Value list);
Value sre_template_compile(Ctx *ctx, Value pattern, Value text); /* through re._compile_template */
/* The span of a group of the match that m has found; false: it has not taken part. */
bool sre_group_span(const Matcher *m, int64_t group, int64_t *from, int64_t *to);
typedef struct Spans { /* where the groups of a match are */
  int64_t start, end;
  const int64_t *marks;
  int64_t groups; /* with group 0 */
} Spans;
static inline int64_t sre_template_groups(Value t) { return tuple_length(AS_TEMPLATE(t)->parts) / 2; }
Value sre_template_expand(Ctx *ctx, Value template_, const Subject *subject, const Spans *spans);
/* The same into a builder, which holds bytes as characters below 256. */
bool sre_template_write(Ctx *ctx, Value template_, const Subject *subject, const Spans *spans, StrBuilder *out);
Value sre_builder_finish(StrBuilder *out, bool is_bytes);
SHARED_METHOD(sre_sub);
SHARED_METHOD(sre_subn);
SHARED_METHOD(sre_split);
SHARED_METHOD(sre_findall);
