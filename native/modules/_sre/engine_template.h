/* The part of engine.c that looks at characters, for one width: CHAR is their type, WIDE(x) the name that x has here.
 * Included once for each width; so it has no guard, and undefines both. */

static inline bool WIDE(item_has)(const Program *p, const Instr *i, uint32_t c) {
  switch ((Item)i->item) {
  case ITEM_CHAR: return c == i->arg;
  case ITEM_NOT_CHAR: return c != i->arg;
  case ITEM_ANY: return c != '\n';
  case ITEM_ALL: return true;
  case ITEM_SET: return sre_set_has(p, &p->sets[i->arg], c);
  default: return false;
  }
}

/* How many of the `most` characters at s fit the run, from the first on: at most 64 K at a time. */
static int64_t WIDE(count_some)(const Program *p, const Instr *i, const CHAR *s, int64_t most) {
  int64_t k = 0;
  switch ((Item)i->item) {
  case ITEM_ALL: return most;
  case ITEM_CHAR:
    while (k < most && s[k] == i->arg) k++;
    return k;
  case ITEM_NOT_CHAR:
  case ITEM_ANY: {
    uint32_t c = i->item == ITEM_ANY ? '\n' : i->arg;
    if (sizeof(CHAR) == 1 && most > 16 && c < 256) {
      const CHAR *at = memchr(s, (int)c, (size_t)most);
      return at ? at - s : most;
    }
    while (k < most && s[k] != c) k++;
    return k;
  }
  case ITEM_SET: {
    const Charset *set = &p->sets[i->arg];
    if (set->locale) {
      while (k < most && sre_set_ask(p, set, s[k])) k++;
      return k;
    }
    if (sizeof(CHAR) == 1) {
      while (k < most && set->bits[s[k] >> 6] >> (s[k] & 63) & 1) k++;
      return k;
    }
    while (k < most && sre_set_has(p, set, s[k])) k++;
    return k;
  }
  default: return 0;
  }
}
#define PIECE 0x10000
static int64_t WIDE(count)(Matcher *m, const Instr *i, int64_t at, int64_t most) {
  const CHAR *s = (const CHAR *)m->text.data + at;
  for (int64_t done = 0;;) {
    int64_t some = most - done < PIECE ? most - done : PIECE;
    int64_t k = WIDE(count_some)(m->program, i, s + done, some);
    done += k;
    if (k < some || done == most) return done;
    if (!CHECK_STOP(m->ctx)) return -1;
  }
}

static int64_t WIDE(skip)(Matcher *m, int64_t from, int64_t last) {
  const CHAR *s = m->text.data;
  const First *first = &m->program->firsts[m->program->start];
  while (from <= last && from < m->text.length) {
    int64_t stop = last - from < PIECE ? last + 1 : from + PIECE;
    if (stop > m->text.length) stop = m->text.length;
    for (; from < stop; from++) {
      uint32_t c = s[from];
      if (sizeof(CHAR) == 1 || c < 256 ? first->bits[c >> 6] >> (c & 63) & 1 : first->may) return from;
    }
    if (!CHECK_STOP(m->ctx)) return -2;
  }
  return from <= last && first->at_end ? from : -1;
}

static bool WIDE(is_word)(AtCode kind, uint32_t c) {
  return sre_in_category(kind == AT_LOC_BOUNDARY   ? CATEGORY_LOC_WORD
                         : kind == AT_UNI_BOUNDARY ? CATEGORY_UNI_WORD
                                                   : CATEGORY_WORD,
                         c);
}
static bool WIDE(is_at)(const CHAR *s, int64_t n, int64_t at, AtCode kind) {
  switch (kind) {
  case AT_BEGINNING:
  case AT_BEGINNING_STRING: return at == 0;
  case AT_BEGINNING_LINE: return at == 0 || s[at - 1] == '\n';
  case AT_END: return at == n || (at == n - 1 && s[at] == '\n');
  case AT_END_LINE: return at == n || s[at] == '\n';
  case AT_END_STRING: return at == n;
  case AT_NON_BOUNDARY: return !WIDE(is_at)(s, n, at, AT_BOUNDARY);
  case AT_LOC_NON_BOUNDARY: return !WIDE(is_at)(s, n, at, AT_LOC_BOUNDARY);
  case AT_UNI_NON_BOUNDARY: return !WIDE(is_at)(s, n, at, AT_UNI_BOUNDARY);
  default: return (at > 0 && WIDE(is_word)(kind, s[at - 1])) != (at < n && WIDE(is_word)(kind, s[at]));
  }
}

/* Is the text of [from, from + length) at `at` again? -1: exception. */
static int WIDE(repeated)(Matcher *m, Fold how, int64_t from, int64_t length, int64_t at) {
  const CHAR *s = m->text.data;
  if (m->text.length - at < length) return 0;
  if (how == FOLD_NONE) {
    int order;
    return stop_compare(m->ctx, s + from, s + at, (size_t)length * sizeof(CHAR), &order) ? order == 0 : -1;
  }
  for (int64_t k = 0; k < length; k++) {
    if (s[from + k] != s[at + k] && fold(how, s[from + k]) != fold(how, s[at + k])) return 0;
    if (!CHECK_STOP_AT(m->ctx, k)) return -1;
  }
  return 1;
}

/* Can what follows the run at i begin here? */
static inline bool WIDE(fits)(const Program *p, const Instr *i, const CHAR *s, int64_t at, int64_t n) {
  if (i->look == LOOK_CHAR) return at < n && s[at] == i->first;
  if (i->look == LOOK_FIRST) return at < n ? can_begin(p, i->first, s[at]) : p->firsts[i->first].at_end;
  return true;
}
static inline bool WIDE(begins)(const Program *p, uint32_t first, const CHAR *s, int64_t at, int64_t n) {
  return first == NO_INDEX || (at < n ? can_begin(p, first, s[at]) : p->firsts[first].at_end);
}

#define PUSH(kind_, pc_, a_, b_)                        \
  do {                                                  \
    if (UNLIKELY(top == limit)) {                       \
      size_t height = (size_t)(top - stack);            \
      if (!grow(m)) return -1;                          \
      stack = m->stack;                                 \
      top = stack + height;                             \
      limit = stack + m->cap;                           \
    }                                                   \
    *top++ = (Entry){(kind_), (uint32_t)(pc_), a_, b_}; \
  } while (0)
#define ROUNDS(loop) (m->loops[(loop) * 2])
#define BEGAN(loop) (m->loops[(loop) * 2 + 1])
#define HEIGHT(slot) (m->slots[(slot) * 2])
#define PLACE(slot) (m->slots[(slot) * 2 + 1])

/* Matches at one place: 1, 0 or -1. */
static int WIDE(run)(Matcher *m, int64_t from) {
  Ctx *ctx = m->ctx;
  const Program *p = m->program;
  const Instr *code = p->code, *i = code;
  const CHAR *s = m->text.data;
  const int64_t n = m->text.length;
  int64_t at = from, *marks = m->marks;
  Entry *stack = m->stack, *top = stack, *limit = stack + m->cap;
  int64_t count, low, high, next;
  for (;;) {
    switch ((Op)i->op) {
    case OP_END:
      if ((m->whole && at != n) || (m->advance && at == from)) goto fail;
      m->start = from;
      m->end = at;
      m->dirty = true;
      return 1;
    case OP_CHAR:
      if (at >= n || s[at] != i->arg) goto fail;
      at++, i++;
      continue;
    case OP_NOT_CHAR:
      if (at >= n || s[at] == i->arg) goto fail;
      at++, i++;
      continue;
    case OP_ANY:
      if (at >= n || s[at] == '\n') goto fail;
      at++, i++;
      continue;
    case OP_ALL:
      if (at >= n) goto fail;
      at++, i++;
      continue;
    case OP_SET:
      if (at >= n || !sre_set_has(p, &p->sets[i->arg], s[at])) goto fail;
      at++, i++;
      continue;
    case OP_STRING: {
      const uint32_t *text = &p->words[i->arg];
      if (n - at < i->min) goto fail;
      for (uint32_t k = 0; k < i->min; k++)
        if (s[at + k] != text[k]) goto fail;
      at += i->min, i++;
      continue;
    }

    case OP_RUN_POSSESSIVE:
    case OP_RUN:
      count = n - at;
      if (count < i->min) goto fail;
      if (i->max < count && i->max != SRE_MAXREPEAT) count = i->max;
      count = WIDE(count)(m, i, at, count);
      if (count < i->min) {
        if (count < 0) return -1;
        goto fail;
      }
      high = at + count;
      if (i->op == OP_RUN_POSSESSIVE) {
        at = high, i++;
        continue;
      }
      low = at + i->min;
shorter: /* from `high` down to `low` */
      if (i->look == LOOK_CHAR) {
        if (high == n) high--;
        for (; high >= low && s[high] != i->first; high--)
          if (!CHECK_STOP_AT(ctx, high)) return -1;
      } else if (i->look == LOOK_FIRST) {
        for (; high >= low && !WIDE(fits)(p, i, s, high, n); high--)
          if (!CHECK_STOP_AT(ctx, high)) return -1;
      }
      if (high < low) goto fail;
      if (high > low) PUSH(RUN, i - code, high - 1, low);
      at = high, i++;
      continue;
    case OP_RUN_LAZY:
      if (n - at < i->min) goto fail;
      count = WIDE(count)(m, i, at, i->min);
      if (count < i->min) {
        if (count < 0) return -1;
        goto fail;
      }
      high = i->max == SRE_MAXREPEAT || i->max > n - at ? n : at + i->max;
      at += count;
longer: /* from `at` up to `high` */
      for (count = 0; !WIDE(fits)(p, i, s, at, n); count++) {
        if (at >= high || !WIDE(item_has)(p, i, s[at])) goto fail;
        at++;
        if (!CHECK_STOP_AT(ctx, count)) return -1;
      }
      if (at < high) PUSH(LAZY, i - code, at, high);
      i++;
      continue;

    case OP_BRANCH:
      next = 0;
alternative: { /* the first from `next` on */
  const Alternative *choice = &p->alternatives[i->arg];
  while (next < i->min && !WIDE(begins)(p, choice[next].first, s, at, n)) next++;
  if (next == i->min) goto fail;
  int64_t other = next + 1;
  while (other < i->min && !WIDE(begins)(p, choice[other].first, s, at, n)) other++;
  if (other < i->min) PUSH(BRANCH, i - code, at, other);
  i = code + choice[next].pc;
  continue;
}
    case OP_JUMP: i = code + i->target; continue;

    case OP_MARK:
      if (top != stack) PUSH(UNDO_MARK, i->arg, marks[i->arg], m->lastindex);
      else m->dirty = true;
      marks[i->arg] = at;
      if (i->arg & 1) m->lastindex = i->arg / 2 + 1;
      i++;
      continue;
    case OP_AT:
      if (!WIDE(is_at)(s, n, at, (AtCode)i->arg)) goto fail;
      i++;
      continue;
    case OP_BACKREF:
    case OP_BACKREF_FOLD:
      low = marks[i->arg * 2], high = marks[i->arg * 2 + 1];
      if (low < 0 || high < low) goto fail;
      count = WIDE(repeated)(m, (Fold)i->item, low, high - low, at);
      if (count < 0) return -1;
      if (!count) goto fail;
      at += high - low, i++;
      continue;
    case OP_IF_GROUP:
      low = marks[i->arg * 2], high = marks[i->arg * 2 + 1];
      i = low < 0 || high < low ? code + i->target : i + 1;
      continue;

    case OP_LOOK:
      if (at < i->min) goto fail;
      HEIGHT(i->arg) = top - stack;
      PLACE(i->arg) = at;
      at -= i->min, i++;
      continue;
    case OP_LOOK_END:
      at = PLACE(i->arg);
      top = cut(stack + HEIGHT(i->arg), top);
      i++;
      continue;
    case OP_LOOK_NOT:
      if (at < i->min) {
        i = code + i->target;
        continue;
      }
      HEIGHT(i->arg) = top - stack;
      PUSH(GO, i->target, at, 0);
      at -= i->min, i++;
      continue;
    case OP_LOOK_NOT_END:
      for (const Entry *base = stack + HEIGHT(i->arg); top > base; top--)
        if (top[-1].kind == UNDO_MARK) marks[top[-1].pc] = top[-1].a, m->lastindex = top[-1].b;
      goto fail;
    case OP_ATOMIC:
      HEIGHT(i->arg) = top - stack;
      i++;
      continue;
    case OP_ATOMIC_END:
      top = cut(stack + HEIGHT(i->arg), top);
      i++;
      continue;

    case OP_REPEAT:
      if (i->item && top != stack) PUSH(UNDO_LOOP, i->arg, ROUNDS(i->arg), BEGAN(i->arg));
      ROUNDS(i->arg) = BEGAN(i->arg) = -1;
      i = code + i->target;
      continue;
    case OP_MAX_UNTIL:
    case OP_MIN_UNTIL:
      if (!CHECK_STOP(ctx)) return -1;
      count = ROUNDS(i->arg) + 1;
      if (count < i->min) {
        if (!WIDE(begins)(p, i->first, s, at, n)) goto fail;
        if (top != stack) PUSH(UNDO_ROUND, i->arg, 0, 0);
        ROUNDS(i->arg) = count;
        i = code + i->target;
        continue;
      }
      if ((count < i->max || i->max == SRE_MAXREPEAT) && at != BEGAN(i->arg) && WIDE(begins)(p, i->first, s, at, n)) {
        if (i->op == OP_MAX_UNTIL) {
          PUSH(LOOP, i - code, at, BEGAN(i->arg));
          ROUNDS(i->arg) = count;
          BEGAN(i->arg) = at;
          i = code + i->target;
          continue;
        }
        PUSH(LAZY_LOOP, i - code, at, 0);
      }
      i++;
      continue;
    case OP_POSS_REPEAT:
      ROUNDS(i->arg) = 0, BEGAN(i->arg) = -1;
      i = code + i->target;
      goto possessive;
    case OP_POSS_UNTIL:
      if (!CHECK_STOP(ctx)) return -1;
      top = cut(stack + HEIGHT(code[i->target - 1].min), top);
      ROUNDS(i->arg)++;
possessive: {
  uint32_t slot = code[i->target - 1].min;
  count = ROUNDS(i->arg);
  HEIGHT(slot) = top - stack;
  if (count < i->min) {
    i = code + i->target;
    continue;
  }
  if ((count < i->max || i->max == SRE_MAXREPEAT) && at != BEGAN(i->arg) && WIDE(begins)(p, i->first, s, at, n)) {
    BEGAN(i->arg) = at;
    PUSH(GO, i - code + 1, at, 0);
    i = code + i->target;
    continue;
  }
  i++;
  continue;
}
    case OP_FAIL: break;
    }

fail:
    if (top == stack) return 0;
    if (UNLIKELY(stop_wanted(ctx)) && !stop_check(ctx)) return -1;
    top--;
    switch (top->kind) {
    case GO:
      at = top->a;
      i = code + top->pc;
      continue;
    case RUN:
      i = code + top->pc;
      high = top->a, low = top->b;
      goto shorter;
    case LAZY:
      i = code + top->pc;
      at = top->a, high = top->b;
      if (!WIDE(item_has)(p, i, s[at])) goto fail;
      at++;
      goto longer;
    case BRANCH:
      i = code + top->pc;
      at = top->a, next = top->b;
      goto alternative;
    case LOOP:
      i = code + top->pc;
      at = top->a;
      ROUNDS(i->arg)--;
      BEGAN(i->arg) = top->b;
      i++;
      continue;
    case LAZY_LOOP:
      i = code + top->pc;
      at = top->a;
      PUSH(UNDO_LOOP, i->arg, ROUNDS(i->arg), BEGAN(i->arg));
      ROUNDS(i->arg)++;
      BEGAN(i->arg) = at;
      i = code + i->target;
      continue;
    case UNDO_MARK:
      marks[top->pc] = top->a;
      m->lastindex = top->b;
      goto fail;
    case UNDO_LOOP:
      ROUNDS(top->pc) = top->a;
      BEGAN(top->pc) = top->b;
      goto fail;
    default: /* UNDO_ROUND */ ROUNDS(top->pc)--; goto fail;
    }
  }
}

#undef PUSH
#undef ROUNDS
#undef BEGAN
#undef HEIGHT
#undef PLACE
#undef PIECE
#undef CHAR
#undef WIDE
