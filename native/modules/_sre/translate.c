/* From the list of numbers that re._compiler emits to a program. The list may come from anybody, so it is checked as it
 * is read: operands are in range, skips lead to where the compiler makes them lead, every body ends as it must. What is
 * wrong is RuntimeError "invalid SRE code".
 *
 *     REPEAT 6 0 MAXREPEAT LITERAL 97 MAX_UNTIL     =>     repeat loop 0, until at 2
 *                                                          char 'a'
 *                                                          max-until loop 0, body at 1 */
#include "modules/_sre/translate.h"
#include <string.h>

#define MOST_WORDS ((uint32_t)1 << 28)
#define WIDEST ((uint64_t)1 << 30) /* min_width needs no more */

/* Room for one more in a table of the program; false: no memory. */
bool sre_room(Ctx *ctx, void **table, uint32_t n, uint32_t *cap, size_t size) {
  if (LIKELY(n < *cap)) return true;
  uint32_t more = *cap ? *cap * 2 : 16;
  void *grown = memory_resize(ctx, *table, more * size);
  if (!grown) return raise_no_memory(ctx), false;
  *table = grown;
  *cap = more;
  return true;
}

static bool invalid(Builder *b) { return raise_format(b->ctx, EXC_RuntimeError, "invalid SRE code"), false; }

/* The number of the new instruction, or NO_INDEX. */
static uint32_t emit(Builder *b, Op op, uint32_t arg) {
  if (!ROOM(b, code, ncode)) return NO_INDEX;
  b->p.code[b->p.ncode] = (Instr){.op = (uint8_t)op, .arg = arg, .first = NO_INDEX};
  return b->p.ncode++;
}
/* Somebody jumps to what comes next. */
static uint32_t label(Builder *b) { return b->barrier = b->p.ncode; }

static bool add_word(Builder *b, uint32_t word) {
  if (!ROOM(b, words, nwords)) return false;
  b->p.words[b->p.nwords++] = word;
  return true;
}

/* ---- single characters ---- */

static bool add_set(Builder *b, Charset set, uint32_t *number) {
  for (uint32_t i = 0; i < b->p.nsets && i < 32; i++) { /* \d and its like come again and again */
    Charset *old = &b->p.sets[i];
    if (old->kind != set.kind || old->fold != set.fold || old->words != set.words) continue;
    if (set.kind != SET_WORDS ? old->at != set.at
                              : memcmp(b->p.words + old->at, b->p.words + set.at, set.words * sizeof(uint32_t)) != 0)
      continue;
    return *number = i, true;
  }
  if (!ROOM(b, sets, nsets)) return false;
  b->p.sets[b->p.nsets] = set;
  return *number = b->p.nsets++, true;
}

/* Reads one operator that matches one character. 1: done; 0: it is of another kind, *at is where it was; -1: error. */
static int read_item(Builder *b, uint32_t *at, uint32_t end, Item *item, uint32_t *arg) {
  const uint32_t *w = b->source;
  uint32_t i = *at, op = w[i++], left = end - i;
  Fold fold = FOLD_NONE;
  *arg = 0;
  switch (op) {
  case SRE_FAILURE: *item = ITEM_NONE; break;
  case SRE_ANY: *item = ITEM_ANY; break;
  case SRE_ANY_ALL: *item = ITEM_ALL; break;
  case SRE_LITERAL:
  case SRE_NOT_LITERAL:
    if (left < 1) return invalid(b), -1;
    *item = op == SRE_LITERAL ? ITEM_CHAR : ITEM_NOT_CHAR;
    *arg = w[i++];
    break;
  case SRE_LITERAL_UNI_IGNORE:
  case SRE_NOT_LITERAL_UNI_IGNORE: fold++; __attribute__((fallthrough));
  case SRE_LITERAL_LOC_IGNORE:
  case SRE_NOT_LITERAL_LOC_IGNORE: fold++; __attribute__((fallthrough));
  case SRE_LITERAL_IGNORE:
  case SRE_NOT_LITERAL_IGNORE: {
    if (left < 1) return invalid(b), -1;
    bool is = op == SRE_LITERAL_IGNORE || op == SRE_LITERAL_LOC_IGNORE || op == SRE_LITERAL_UNI_IGNORE;
    *item = ITEM_SET;
    if (!add_set(b, (Charset){.kind = is ? SET_CHAR : SET_NOT_CHAR, .fold = fold + 1, .at = w[i++]}, arg)) return -1;
    break;
  }
  case SRE_IN_UNI_IGNORE: fold++; __attribute__((fallthrough));
  case SRE_IN_LOC_IGNORE: fold++; __attribute__((fallthrough));
  case SRE_IN_IGNORE: fold++; __attribute__((fallthrough));
  case SRE_IN: {
    uint32_t skip = left ? w[i] : 0;
    if (skip < 2 || skip > left) return invalid(b), -1;
    if (sre_charset_length(w, i + 1, i + skip, fold == FOLD_UNICODE) != skip - 1) return invalid(b), -1;
    *item = ITEM_SET;
    if (!add_set(b, (Charset){.kind = SET_WORDS, .fold = fold, .at = i + 1, .words = skip - 1}, arg)) return -1;
    i += skip;
    break;
  }
  case SRE_CATEGORY: {
    if (left < 1 || w[i] >= CATEGORY_COUNT) return invalid(b), -1;
    uint32_t from = b->p.nwords;
    *item = ITEM_SET;
    if (!add_word(b, SRE_CATEGORY) || !add_word(b, w[i++]) || !add_word(b, SRE_FAILURE) ||
        !add_set(b, (Charset){.kind = SET_WORDS, .at = from, .words = 3}, arg))
      return -1;
    break;
  }
  default: return 0;
  }
  *at = i;
  return 1;
}

/* Literals that follow each other become one string, unless somebody jumps in between. */
static bool emit_char(Builder *b, uint32_t c) {
  Instr *last = b->p.ncode > b->barrier ? &b->p.code[b->p.ncode - 1] : NULL;
  if (last && last->op == OP_STRING && last->arg + last->min == b->p.nwords) {
    last->min++;
    return add_word(b, c);
  }
  if (last && last->op == OP_CHAR) {
    uint32_t first = last->arg;
    *last = (Instr){.op = OP_STRING, .arg = b->p.nwords, .min = 2, .first = NO_INDEX};
    return add_word(b, first) && add_word(b, c);
  }
  return emit(b, OP_CHAR, c) != NO_INDEX;
}

static bool emit_item(Builder *b, Item item, uint32_t arg) {
  static const uint8_t ops[] = {OP_FAIL, OP_CHAR, OP_NOT_CHAR, OP_ANY, OP_ALL, OP_SET};
  return item == ITEM_CHAR ? emit_char(b, arg) : emit(b, ops[item], arg) != NO_INDEX;
}

/* ---- what contains others ---- */

static bool sequence(Builder *b, uint32_t at, uint32_t end, uint32_t *jump, uint64_t *width);

/* The operand at *at is a skip over the rest of the operator: *stop is where it leads. */
static bool read_skip(Builder *b, uint32_t at, uint32_t end, uint32_t least, uint32_t *stop) {
  if (at >= end || b->source[at] < least || b->source[at] > end - at) return invalid(b);
  *stop = at + b->source[at];
  return true;
}
/* The body ends with SUCCESS, which is not part of it. */
static bool read_body(Builder *b, uint32_t at, uint32_t stop, uint64_t *width) {
  if (b->source[stop - 1] != SRE_SUCCESS) return invalid(b);
  return sequence(b, at, stop - 1, NULL, width);
}

static bool read_repeat_one(Builder *b, uint32_t op, uint32_t *at, uint32_t end, uint64_t *width) {
  uint32_t stop, arg, i = *at + 3;
  Item item;
  if (!read_skip(b, *at, end, 5, &stop)) return false;
  uint32_t min = b->source[*at + 1], max = b->source[*at + 2];
  int one = read_item(b, &i, stop, &item, &arg);
  if (one < 0) return false;
  if (one == 0 || i + 1 != stop || b->source[i] != SRE_SUCCESS || min > max) return invalid(b);
  uint32_t pc = emit(b,
                     op == SRE_REPEAT_ONE       ? OP_RUN
                     : op == SRE_MIN_REPEAT_ONE ? OP_RUN_LAZY
                                                : OP_RUN_POSSESSIVE,
                     arg);
  if (pc == NO_INDEX) return false;
  Instr *run = &b->p.code[pc];
  run->item = item, run->min = min, run->max = max;
  *width = min;
  *at = stop;
  return true;
}

static bool read_repeat(Builder *b, uint32_t op, uint32_t *at, uint32_t end, uint64_t *width) {
  uint32_t stop;
  if (!read_skip(b, *at, end, 3, &stop)) return false;
  if (stop >= end) return invalid(b);
  uint32_t min = b->source[*at + 1], max = b->source[*at + 2], closing = b->source[stop];
  bool possessive = op == SRE_POSSESSIVE_REPEAT;
  if (min > max || (possessive ? closing != SRE_SUCCESS : closing != SRE_MAX_UNTIL && closing != SRE_MIN_UNTIL))
    return invalid(b);
  uint32_t loop = b->p.loops++, slot = possessive ? b->p.slots++ : 0;
  uint32_t head = emit(b, possessive ? OP_POSS_REPEAT : OP_REPEAT, loop);
  if (head == NO_INDEX) return false;
  b->p.code[head].item = b->depth > 0;
  uint32_t body = label(b);
  b->depth++;
  if (!sequence(b, *at + 3, stop, NULL, width)) return false;
  b->depth--;
  uint32_t until = emit(b, possessive ? OP_POSS_UNTIL : closing == SRE_MAX_UNTIL ? OP_MAX_UNTIL : OP_MIN_UNTIL, loop);
  if (until == NO_INDEX) return false;
  Instr *tail = &b->p.code[until];
  tail->min = min, tail->max = max, tail->target = body;
  b->p.code[head].target = until;
  b->p.code[head].min = slot;
  label(b);
  *width = *width * min;
  *at = stop + 1;
  return true;
}

static bool read_branch(Builder *b, uint32_t *at, uint32_t end, uint64_t *width) {
  uint32_t n = 0, stop, after = *at;
  for (;; n++) { /* how many alternatives are there, and where do they end? */
    if (after >= end) return invalid(b);
    if (b->source[after] == 0) break;
    if (!read_skip(b, after, end, 3, &stop)) return false;
    after = stop;
  }
  after++;
  uint32_t first = b->p.nalternatives, pc = emit(b, OP_BRANCH, first), jumps = NO_INDEX;
  if (pc == NO_INDEX) return false;
  if (n == 0) b->p.code[pc].op = OP_FAIL;
  b->p.code[pc].min = n;
  for (uint32_t k = 0; k < n; k++) {
    if (!ROOM(b, alternatives, nalternatives)) return false;
    b->p.alternatives[b->p.nalternatives++] = (Alternative){0, NO_INDEX};
  }
  *width = n ? WIDEST : 0;
  for (uint32_t k = 0, from = *at; k < n; k++, from = stop) {
    uint64_t one;
    stop = from + b->source[from];
    if (b->source[stop - 2] != SRE_JUMP || b->source[stop - 1] != after - (stop - 1)) return invalid(b);
    b->p.alternatives[first + k].pc = label(b);
    if (!sequence(b, from + 1, stop - 2, NULL, &one)) return false;
    if (one < *width) *width = one;
    if (k + 1 == n) break;
    uint32_t jump = emit(b, OP_JUMP, 0);
    if (jump == NO_INDEX) return false;
    b->p.code[jump].target = jumps; /* a chain until the target is known */
    jumps = jump;
  }
  for (uint32_t next; jumps != NO_INDEX; jumps = next) {
    next = b->p.code[jumps].target;
    b->p.code[jumps].target = b->p.ncode;
  }
  label(b);
  *at = after;
  return true;
}

static bool read_if_group(Builder *b, uint32_t *at, uint32_t end, uint64_t *width) {
  uint32_t stop, jump = NO_INDEX;
  uint64_t no = 0;
  if (end - *at < 2 || b->source[*at] >= b->groups || b->source[*at + 1] < 2 || b->source[*at + 1] > end - *at)
    return invalid(b);
  stop = *at + b->source[*at + 1];
  uint32_t test = emit(b, OP_IF_GROUP, b->source[*at]);
  if (test == NO_INDEX) return false;
  label(b);
  if (!sequence(b, *at + 2, stop, &jump, width)) return false;
  if (jump != NO_INDEX) { /* there is an alternative */
    uint32_t after, over;
    if (!read_skip(b, jump, end, 1, &after) || (over = emit(b, OP_JUMP, 0)) == NO_INDEX) return false;
    b->p.code[test].target = label(b);
    if (!sequence(b, stop, after, NULL, &no)) return false;
    b->p.code[over].target = b->p.ncode;
    stop = after;
  } else {
    b->p.code[test].target = b->p.ncode;
  }
  if (no < *width) *width = no;
  label(b);
  *at = stop;
  return true;
}

/* ASSERT, ASSERT_NOT, ATOMIC_GROUP */
static bool read_group(Builder *b, uint32_t op, uint32_t *at, uint32_t end, uint64_t *width) {
  bool atomic = op == SRE_ATOMIC_GROUP;
  uint32_t stop, operands = atomic ? 1 : 2;
  if (!read_skip(b, *at, end, operands + 1, &stop)) return false;
  uint32_t slot = b->p.slots++;
  Op begin = atomic ? OP_ATOMIC : op == SRE_ASSERT ? OP_LOOK : OP_LOOK_NOT;
  uint32_t head = emit(b, begin, slot);
  if (head == NO_INDEX) return false;
  if (!atomic) b->p.code[head].min = b->source[*at + 1];
  label(b);
  if (!read_body(b, *at + operands, stop, width) || emit(b, begin + 1, slot) == NO_INDEX) return false;
  b->p.code[head].target = label(b);
  if (!atomic) *width = 0;
  *at = stop;
  return true;
}

/* Operators in source[at … end). With `jump`, a JUMP may end them: *jump is where its operand is. */
static bool sequence(Builder *b, uint32_t at, uint32_t end, uint32_t *jump, uint64_t *width) {
  const uint32_t *w = b->source;
  *width = 0;
  if (!c_stack_check(b->ctx)) return false;
  while (at < end) {
    Item item;
    uint32_t arg;
    uint64_t more = 0;
    if (!CHECK_STOP(b->ctx)) return false;
    int one = read_item(b, &at, end, &item, &arg);
    if (one < 0 || (one && !emit_item(b, item, arg))) return false;
    if (one) {
      *width += *width < WIDEST && item != ITEM_NONE;
      continue;
    }
    uint32_t op = w[at++], fold = FOLD_NONE;
    switch (op) {
    case SRE_MARK:
      if (at >= end || w[at] / 2 >= b->groups) return invalid(b);
      if (emit(b, OP_MARK, w[at++]) == NO_INDEX) return false;
      break;
    case SRE_AT:
      if (at >= end || w[at] >= AT_COUNT) return invalid(b);
      if (emit(b, OP_AT, w[at++]) == NO_INDEX) return false;
      break;
    case SRE_GROUPREF_UNI_IGNORE: fold++; __attribute__((fallthrough));
    case SRE_GROUPREF_LOC_IGNORE: fold++; __attribute__((fallthrough));
    case SRE_GROUPREF_IGNORE: fold++; __attribute__((fallthrough));
    case SRE_GROUPREF: {
      if (at >= end || w[at] >= b->groups) return invalid(b);
      uint32_t pc = emit(b, fold ? OP_BACKREF_FOLD : OP_BACKREF, w[at++]);
      if (pc == NO_INDEX) return false;
      b->p.code[pc].item = (uint8_t)fold;
      break;
    }
    case SRE_REPEAT_ONE:
    case SRE_MIN_REPEAT_ONE:
    case SRE_POSSESSIVE_REPEAT_ONE:
      if (!read_repeat_one(b, op, &at, end, &more)) return false;
      break;
    case SRE_REPEAT:
    case SRE_POSSESSIVE_REPEAT:
      if (!read_repeat(b, op, &at, end, &more)) return false;
      break;
    case SRE_BRANCH:
      if (!read_branch(b, &at, end, &more)) return false;
      break;
    case SRE_GROUPREF_EXISTS:
      if (!read_if_group(b, &at, end, &more)) return false;
      break;
    case SRE_ASSERT:
    case SRE_ASSERT_NOT:
    case SRE_ATOMIC_GROUP:
      if (!read_group(b, op, &at, end, &more)) return false;
      break;
    case SRE_INFO: /* what it says, analyze.c finds out */
      if (!read_skip(b, at, end, 4, &at)) return false;
      break;
    case SRE_JUMP:
      if (!jump || at + 1 != end) return invalid(b);
      *jump = at++;
      break;
    default: return invalid(b);
    }
    *width += more;
    if (*width > WIDEST) *width = WIDEST;
  }
  return true;
}

/* ---- the whole ---- */

static void discard(Builder *b) {
  memory_free(b->ctx, b->p.code);
  memory_free(b->ctx, b->p.alternatives);
  memory_free(b->ctx, b->p.sets);
  memory_free(b->ctx, b->p.firsts);
  memory_free(b->ctx, b->p.words);
}

static size_t put(uint8_t *base, size_t at, const void *table, size_t bytes) {
  if (bytes) memcpy(base + at, table, bytes);
  return at + ((bytes + 15) & ~(size_t)15);
}
#define PUT(table, n)                                                 \
  do {                                                                \
    size_t from = at;                                                 \
    at = put(raw->data, at, b->p.table, b->p.n * sizeof *b->p.table); \
    p->table = (void *)(raw->data + from);                            \
  } while (0)
#define SIZE(table, n) ((b->p.n * sizeof *b->p.table + 15) & ~(size_t)15)

static Raw *pack(Builder *b) {
  size_t head = (sizeof(Program) + 15) & ~(size_t)15;
  Raw *raw = raw_new(b->ctx, (int64_t)(head + SIZE(code, ncode) + SIZE(alternatives, nalternatives) +
                                       SIZE(sets, nsets) + SIZE(firsts, nfirsts) + SIZE(words, nwords)));
  if (!raw) return NULL;
  Program *p = sre_program(raw);
  *p = b->p;
  size_t at = head;
  PUT(code, ncode);
  PUT(alternatives, nalternatives);
  PUT(sets, nsets);
  PUT(firsts, nfirsts);
  PUT(words, nwords);
  return raw;
}

static bool translate(Builder *b, const uint32_t *words, uint32_t n) {
  uint64_t width;
  if (n == 0 || n > MOST_WORDS || words[n - 1] != SRE_SUCCESS || b->groups > SRE_MAXGROUPS) return invalid(b);
  b->p.words = memory_new(b->ctx, n * sizeof *words);
  if (!b->p.words) return raise_no_memory(b->ctx), false;
  memcpy(b->p.words, words, n * sizeof *words);
  b->p.nwords = b->cap_words = n;
  if (!sequence(b, 0, n - 1, NULL, &width) || emit(b, OP_END, 0) == NO_INDEX) return false;
  b->p.min_width = (uint32_t)width;
  b->p.groups = (uint32_t)b->groups;
  for (uint32_t i = 0; i < b->p.nsets; i++) {
    if (!CHECK_STOP(b->ctx)) return false;
    sre_set_prepare(&b->p, &b->p.sets[i]);
  }
  return sre_analyze(b);
}

Raw *sre_translate(Ctx *ctx, const uint32_t *words, uint32_t n, int64_t groups) {
  Builder b = {.ctx = ctx, .source = words, .groups = groups < 0 ? UINT64_MAX : (uint64_t)groups};
  Raw *raw = translate(&b, words, n) ? pack(&b) : NULL;
  discard(&b);
  return raw;
}
