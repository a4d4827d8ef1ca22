/* Runs programs: a backtracking matcher with a stack of its own, so that no pattern recurses in C.
 *
 * Everything that changes while a program runs is in registers: the position, the marks of groups, the loops' rounds.
 * An entry of the stack is a place to go back to, or says how to undo a change of a register; both come in the order in
 * which they happened. So whoever goes back finds the registers as they were. A group that nobody may go back into
 * (atomic, lookaround) takes the places off when it ends, and leaves what undoes marks.
 *
 * The stack grows in memory that is charged to the context, up to MOST_ENTRIES. Each way back, each round of a loop and
 * each 64 K characters of a run look whether the program is to stop. */
#include "modules/_sre/sre.h"
#include <string.h>

#define MOST_ENTRIES ((size_t)1 << 25) /* 768 MB */

enum {
  GO,         /* to pc, at a */
  RUN,        /* a run at pc: a is the next shorter form's end, b the shortest's */
  LAZY,       /* a lazy run at pc ends at a, and may be longer, up to b */
  BRANCH,     /* the branch at pc, at a: alternative b is next */
  LOOP,       /* the loop that ends at pc: its tail at a; the round before began at b */
  LAZY_LOOP,  /* the loop that ends at pc: another round at a */
  UNDO_MARK,  /* mark pc was a, lastindex b */
  UNDO_LOOP,  /* loop pc had a rounds, the last one began at b */
  UNDO_ROUND, /* loop pc had a round less */
};

static bool grow(Matcher *m) {
  size_t cap = m->cap * 2, bytes = cap * sizeof(Entry);
  bool own = m->stack != m->entries;
  Entry *stack = cap > MOST_ENTRIES ? NULL : own ? memory_resize(m->ctx, m->stack, bytes) : memory_new(m->ctx, bytes);
  if (!stack) return raise_no_memory(m->ctx), false;
  if (!own) memcpy(stack, m->entries, sizeof m->entries);
  m->stack = stack;
  m->cap = cap;
  return true;
}

/* Takes places to go back to off the stack, down to height `base`; what undoes marks stays. */
static Entry *cut(Entry *base, Entry *top) {
  Entry *to = base;
  for (Entry *e = base; e < top; e++)
    if (e->kind == UNDO_MARK) *to++ = *e;
  return to;
}

static inline bool can_begin(const Program *p, uint32_t number, uint32_t c) {
  const First *first = &p->firsts[number];
  return c < 256 ? first->bits[c >> 6] >> (c & 63) & 1 : first->may != 0;
}

static inline uint32_t fold(Fold how, uint32_t c) {
  return how == FOLD_ASCII     ? sre_lower_ascii(c)
         : how == FOLD_UNICODE ? sre_lower_unicode(c)
         : how == FOLD_LOCALE  ? sre_lower_locale(c)
                               : c;
}

#define CHAR uint8_t
#define WIDE(name) name##_1
#include "modules/_sre/engine_template.h"
#define CHAR uint16_t
#define WIDE(name) name##_2
#include "modules/_sre/engine_template.h"
#define CHAR uint32_t
#define WIDE(name) name##_4
#include "modules/_sre/engine_template.h"

/* ---- a text, and its matches ---- */

bool sre_matcher_init(Matcher *m, Ctx *ctx, const Program *program) {
  size_t marks = (size_t)program->groups * 2, loops = (size_t)program->loops * 2, slots = (size_t)program->slots * 2;
  m->ctx = ctx;
  m->program = program;
  m->whole = m->advance = false;
  m->dirty = true;
  m->start = m->end = 0;
  m->stack = m->entries;
  m->cap = INLINE_ENTRIES;
  m->marks = m->registers;
  if (marks + loops + slots > INLINE_REGISTERS) {
    m->marks = memory_new(ctx, (marks + loops + slots) * sizeof(int64_t));
    if (!m->marks) return raise_no_memory(ctx), false;
  }
  m->loops = m->marks + marks;
  m->slots = m->loops + loops;
  return true;
}

void sre_matcher_free(Matcher *m) {
  if (m->marks != m->registers) memory_free(m->ctx, m->marks);
  if (m->stack != m->entries) memory_free(m->ctx, m->stack);
}

static inline int run(Matcher *m, int64_t from) {
  if (m->dirty) {
    for (size_t i = 0; i < (size_t)m->program->groups * 2; i++) m->marks[i] = -1;
    m->lastindex = -1;
    m->dirty = false;
  }
  return m->text.kind == 1 ? run_1(m, from) : m->text.kind == 2 ? run_2(m, from) : run_4(m, from);
}

int sre_match(Matcher *m) {
  if (m->text.length - m->start < m->program->min_width) return 0;
  return run(m, m->start);
}

/* The first place in [from, last] where a match can begin; -1: there is none, -2: exception. */
static int64_t skip(Matcher *m, int64_t from, int64_t last) {
  const Program *p = m->program;
  if (p->prefix_length) {
    Text prefix = {&p->words[p->prefix], p->prefix_length, p->prefix_kind};
    int64_t at = text_find(m->ctx, text_slice(m->text, from, m->text.length), prefix);
    return at < 0 ? at : at + from;
  }
  if (p->start == NO_INDEX) return from;
  return m->text.kind == 1   ? skip_1(m, from, last)
         : m->text.kind == 2 ? skip_2(m, from, last)
                             : skip_4(m, from, last);
}

static int64_t run_length(Matcher *m, const Instr *i, int64_t at) {
  int64_t most = m->text.length - at;
  return m->text.kind == 1   ? count_1(m, i, at, most)
         : m->text.kind == 2 ? count_2(m, i, at, most)
                             : count_4(m, i, at, most);
}

int sre_search(Matcher *m) {
  const Program *p = m->program;
  int64_t from = m->start, last = m->text.length - (int64_t)p->min_width;
  bool advance = m->advance;
  if (p->anchored && from > 0) return 0;
  for (int64_t at = from; at <= last; at++) {
    if ((at = skip(m, at, last)) < 0) return at == -1 ? 0 : -1;
    if (at > last) return 0;
    if (p->literal) {
      m->start = at;
      m->end = at + p->prefix_length;
      m->lastindex = -1;
      return 1;
    }
    m->advance = advance && at == from;
    int found = run(m, at);
    if (found || p->anchored) return found;
    if (!CHECK_STOP(m->ctx)) return -1;
    if (p->lead != NO_INDEX) {
      int64_t length = run_length(m, &p->code[p->lead], at);
      if (length < 0) return -1;
      at += length; /* here it does not fit, so it cannot begin */
    }
  }
  return 0;
}
