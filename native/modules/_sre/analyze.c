/* What each place of a program can begin with, and what follows from that.
 *
 * One sweep from the last instruction to the first: everything that may follow an instruction comes after it, except
 * that a loop goes back to its body. The first sweep takes any character to be possible there; the second knows what
 * the first found out about the body.
 *
 *     [a-z]+ ,    =>    a possessive run: a shorter one would be followed by a letter, which is no comma
 *     foo|bar|x   =>    alternatives are only tried where their first character is found
 *     (\w+)       =>    a search looks for a word character first */
#include "modules/_sre/translate.h"
#include <string.h>

#define CLASSES_ALL 15
static const First NOTHING = {{0}, 0, false, false};
static const First ALL = {{~0ull, ~0ull, ~0ull, ~0ull}, CLASSES_ALL, true, true};

static First either(First a, First b) {
  for (int i = 0; i < 4; i++) a.bits[i] |= b.bits[i];
  a.may |= b.may;
  a.at_end |= b.at_end;
  a.any |= b.any;
  return a;
}
static First both(First a, First b) {
  if (a.any) return b;
  if (b.any) return a;
  for (int i = 0; i < 4; i++) a.bits[i] &= b.bits[i];
  a.may &= b.may;
  a.at_end &= b.at_end;
  return a;
}
static bool disjoint(const First *a, const First *b) {
  for (int i = 0; i < 4; i++)
    if (a->bits[i] & b->bits[i]) return false;
  return !(a->may & b->may);
}

static First of_char(uint32_t c) {
  First first = NOTHING;
  if (c < 256) first.bits[c >> 6] = (uint64_t)1 << (c & 63);
  else first.may = sre_class_of(c);
  return first;
}
static First of_item(const Program *p, uint32_t item, uint32_t arg) {
  First first = ALL;
  first.at_end = first.any = false;
  switch ((Item)item) {
  case ITEM_NONE: return NOTHING;
  case ITEM_CHAR: return of_char(arg);
  case ITEM_NOT_CHAR:
    if (arg < 256) first.bits[arg >> 6] &= ~((uint64_t)1 << (arg & 63));
    return first;
  case ITEM_ANY: first.bits[0] &= ~((uint64_t)1 << '\n'); return first;
  case ITEM_SET:
    memcpy(first.bits, p->sets[arg].bits, sizeof first.bits);
    first.may = p->sets[arg].may;
    return first;
  default: return first;
  }
}
/* A condition on the place, and nothing known about what follows: a shorter run before it may be the one that fits. */
static First conditional(First first) { return first.any ? ALL : first; }
/* At the end of the text or before a line end. */
static First of_end(uint32_t at) {
  First first = at == AT_END_STRING ? NOTHING : of_char('\n');
  first.at_end = true;
  return first;
}

static First first_at(const Program *p, const First *f, uint32_t pc, bool again) {
  const Instr *i = &p->code[pc];
  First first;
  switch ((Op)i->op) {
  case OP_FAIL: return NOTHING;
  case OP_CHAR: return of_char(i->arg);
  case OP_NOT_CHAR: return of_item(p, ITEM_NOT_CHAR, i->arg);
  case OP_ANY: return of_item(p, ITEM_ANY, 0);
  case OP_ALL: return of_item(p, ITEM_ALL, 0);
  case OP_SET: return of_item(p, ITEM_SET, i->arg);
  case OP_STRING: return of_char(p->words[i->arg]);
  case OP_RUN:
  case OP_RUN_LAZY:
  case OP_RUN_POSSESSIVE: first = of_item(p, i->item, i->arg); return i->min ? first : either(first, f[pc + 1]);
  case OP_BRANCH:
    first = NOTHING;
    for (uint32_t k = 0; k < i->min; k++) first = either(first, f[p->alternatives[i->arg + k].pc]);
    return first;
  case OP_JUMP: return f[i->target];
  case OP_MARK: return f[pc + 1];
  case OP_AT:
    if (i->arg == AT_END || i->arg == AT_END_LINE || i->arg == AT_END_STRING) return both(of_end(i->arg), f[pc + 1]);
    return conditional(f[pc + 1]);
  case OP_IF_GROUP: return either(f[pc + 1], f[i->target]);
  case OP_LOOK: return conditional(i->min ? f[i->target] : both(f[pc + 1], f[i->target]));
  case OP_LOOK_NOT: return conditional(f[i->target]);
  case OP_ATOMIC: return f[pc + 1];
  case OP_REPEAT:
  case OP_POSS_REPEAT: {
    const Instr *until = &p->code[i->target];
    if (until->max == 0) return f[i->target + 1];
    return until->min ? f[pc + 1] : either(f[pc + 1], f[i->target + 1]);
  }
  case OP_MAX_UNTIL:
  case OP_MIN_UNTIL: return again ? either(f[i->target], f[pc + 1]) : ALL;
  /* A body that ends has matched: no shorter one would be tried. So `any` says that what follows is not known, and the
   * characters that a shorter one might find useful are none. */
  case OP_END:
  case OP_LOOK_END:
  case OP_LOOK_NOT_END:
  case OP_ATOMIC_END:
  case OP_POSS_UNTIL:
    first = NOTHING;
    first.any = first.at_end = true;
    return first;
  default: return ALL; /* back references */
  }
}

/* ---- what follows from it ---- */

static bool add_first(Builder *b, const First *first, uint32_t *number) {
  if (first->any) return true;
  if (!ROOM(b, firsts, nfirsts)) return false;
  b->p.firsts[b->p.nfirsts] = *first;
  *number = b->p.nfirsts++;
  return true;
}

/* The only character that it can be, or NO_INDEX. */
static uint32_t only_char(const First *first) {
  uint32_t only = NO_INDEX;
  if (first->any || first->at_end || first->may) return NO_INDEX;
  for (uint32_t i = 0; i < 4; i++) {
    if (!first->bits[i]) continue;
    if (only != NO_INDEX || (first->bits[i] & (first->bits[i] - 1))) return NO_INDEX;
    only = i * 64 + (uint32_t)__builtin_ctzll(first->bits[i]);
  }
  return only;
}

static bool settle_run(Builder *b, Instr *run, const First *tail) {
  First own = of_item(&b->p, run->item, run->arg);
  if (run->op == OP_RUN && disjoint(&own, tail)) {
    run->op = OP_RUN_POSSESSIVE;
    return true;
  }
  uint32_t only = only_char(tail);
  if (only != NO_INDEX) {
    run->look = LOOK_CHAR;
    run->first = only;
    return true;
  }
  if (!add_first(b, tail, &run->first)) return false;
  run->look = run->first == NO_INDEX ? LOOK_NOTHING : LOOK_FIRST;
  return true;
}

static bool settle(Builder *b, const First *f) {
  for (uint32_t pc = 0; pc < b->p.ncode; pc++) {
    Instr *i = &b->p.code[pc];
    if (!CHECK_STOP(b->ctx)) return false;
    switch ((Op)i->op) {
    case OP_RUN:
    case OP_RUN_LAZY:
      if (!settle_run(b, i, &f[pc + 1])) return false;
      break;
    case OP_BRANCH:
      for (uint32_t k = 0; k < i->min; k++) {
        Alternative *alternative = &b->p.alternatives[i->arg + k];
        if (!add_first(b, &f[alternative->pc], &alternative->first)) return false;
      }
      break;
    case OP_MAX_UNTIL:
    case OP_MIN_UNTIL:
    case OP_POSS_UNTIL:
      if (!add_first(b, &f[i->target], &i->first)) return false;
      break;
    default: break;
    }
  }
  return add_first(b, &f[0], &b->p.start);
}

/* The text that every match begins with. */
static bool find_prefix(Builder *b) {
  Program *p = &b->p;
  uint32_t pc = 0;
  bool marks = false;
  p->prefix = p->nwords;
  for (;; pc++) {
    const Instr *i = &p->code[pc];
    uint32_t n = i->op == OP_CHAR ? 1 : i->op == OP_STRING ? i->min : 0;
    if (i->op == OP_MARK) marks = true;
    else if (!n) break;
    for (uint32_t k = 0; k < n; k++) {
      uint32_t c = i->op == OP_CHAR ? i->arg : p->words[i->arg + k];
      if (!ROOM(b, words, nwords)) return false;
      p->words[p->nwords++] = c;
    }
  }
  p->prefix_length = p->nwords - p->prefix;
  p->literal = p->prefix_length && !marks && !p->groups && p->code[pc].op == OP_END;
  uint32_t *text = p->words + p->prefix, most = 0;
  for (uint32_t k = 0; k < p->prefix_length; k++) most |= text[k];
  p->prefix_kind = (uint8_t)kind_for(most);
  for (uint32_t k = 0; k < p->prefix_length; k++) char_put(p->prefix_kind, text, k, text[k]); /* narrower, in place */
  pc = 0;
  while (p->code[pc].op == OP_MARK) pc++;
  p->anchored = p->code[pc].op == OP_AT && (p->code[pc].arg == AT_BEGINNING || p->code[pc].arg == AT_BEGINNING_STRING);
  return true;
}

/* A pattern that begins with a run which takes all it can: when it fails, it fails wherever the run is begun later. Not
 * so when something may ask where it began. */
static void find_lead(Program *p) {
  uint32_t pc = 0;
  p->lead = NO_INDEX;
  for (uint32_t k = 0; k < p->ncode; k++)
    if (p->code[k].op == OP_BACKREF || p->code[k].op == OP_BACKREF_FOLD || p->code[k].op == OP_IF_GROUP) return;
  while (p->code[pc].op == OP_MARK) pc++;
  if (p->code[pc].op == OP_RUN_POSSESSIVE && p->code[pc].max == SRE_MAXREPEAT && p->code[pc].min) p->lead = pc;
}

bool sre_analyze(Builder *b) {
  b->p.start = NO_INDEX;
  First *f = memory_new(b->ctx, b->p.ncode * sizeof *f);
  if (!f) return raise_no_memory(b->ctx), false;
  bool ok = true;
  for (int sweep = 0; ok && sweep < 2; sweep++)
    for (uint32_t pc = b->p.ncode; ok && pc-- > 0;) {
      f[pc] = first_at(&b->p, f, pc, sweep > 0);
      ok = CHECK_STOP(b->ctx);
    }
  ok = ok && settle(b, f) && find_prefix(b);
  memory_free(b->ctx, f);
  find_lead(&b->p);
  return ok;
}
