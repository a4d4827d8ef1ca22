/* The rules of CPython's traceback.py (_extract_caret_anchors_from_line_segment, _should_show_carets), which parses the
 * segment with `ast`. Here a tokenizer and the grammar's precedence table are enough, for only the root of an
 * expression matters:
 *
 *   a + b * c      root +            ~~^~~~~~~        f(x)[i]    root subscript   ~~~~^^^
 *   a.b(c)         root call         ~~~^^^           -x, a < b, x if y else z: no anchors
 *
 * Quirk kept: the operator marker is two wide when a character that is neither blank nor the start of the right operand
 * follows it, as the parenthesis in `a+(b)`. */
#include "exception/traceback_markers.h"
#include "call/call.h"
#include "heap/memory.h"
#include <stdlib.h>
#include <string.h>

typedef enum TokenKind { T_NAME, T_NUMBER, T_STRING, T_OP } TokenKind;
typedef struct Token {
  TokenKind kind;
  /* of operators; of a NAME: empty, or "kw" for a keyword that rules anchors out */
  char text[4];
  Place from, to;
  int match; /* brackets: index of the partner */
  bool is_for, is_return;
} Token;
typedef struct Tokens {
  Ctx *ctx;
  Token *items;
  int n, cap;
  bool bad;
} Tokens;

static bool name_start(uint32_t c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 128; }
static bool digit(uint32_t c) { return c >= '0' && c <= '9'; }
static bool blank(uint32_t c) { return c == ' ' || c == '\t' || c == '\f'; }

static Token *push(Tokens *t, TokenKind kind, Place from, Place to) {
  if (t->n == t->cap) {
    int cap = t->cap ? t->cap * 2 : 64;
    Token *grown = memory_resize(t->ctx, t->items, (size_t)cap * sizeof(Token));
    if (!grown) {
      t->bad = true;
      return NULL;
    }
    t->items = grown;
    t->cap = cap;
  }
  Token *token = &t->items[t->n++];
  *token = (Token){.kind = kind, .from = from, .to = to, .match = -1};
  return token;
}

static bool is_word(const uint32_t *text, int n, const char *word) {
  for (int i = 0; i < n; i++)
    if (!word[i] || text[i] != (uint32_t)word[i]) return false;
  return word[n] == 0;
}

static bool is_keyword(const uint32_t *text, int n) {
  static const char *const keywords[] = {
      "and",      "as",     "assert",  "async", "await", "break",  "class", "continue", "def",  "del",   "elif",
      "else",     "except", "finally", "for",   "from",  "global", "if",    "import",   "in",   "is",    "lambda",
      "nonlocal", "not",    "or",      "pass",  "raise", "return", "try",   "while",    "with", "yield", NULL};
  for (int i = 0; keywords[i]; i++)
    if (is_word(text, n, keywords[i])) return true;
  return false;
}

/* The end of the string literal whose opening quote is at `at`; false: not closed. Replacement fields of f-strings may
 * have quotes in them. */
static bool skip_string(const SourceLine *lines, int nlines, Place *at, bool formatted) {
  uint32_t quote = lines[at->line].text[at->col];
  const SourceLine *l = &lines[at->line];
  bool triple = at->col + 2 < l->n && l->text[at->col + 1] == quote && l->text[at->col + 2] == quote;
  int depth = 0;
  at->col += triple ? 3 : 1;
  for (; at->line < nlines; at->line++, at->col = 0) {
    l = &lines[at->line];
    while (at->col < l->n) {
      uint32_t c = l->text[at->col];
      if (c == '\\' && depth == 0) {
        at->col += 2;
        continue;
      }
      if (formatted && c == '{') {
        if (depth == 0 && at->col + 1 < l->n && l->text[at->col + 1] == '{') {
          at->col += 2;
          continue;
        }
        depth++;
      } else if (formatted && c == '}' && depth > 0) {
        depth--;
      } else if (depth > 0 && (c == '"' || c == '\'')) {
        Place inner = *at;
        if (!skip_string(lines, nlines, &inner, false)) return false;
        *at = inner;
        if (at->line >= nlines) return false;
        l = &lines[at->line];
        continue;
      } else if (depth == 0 && c == quote) {
        if (!triple) {
          at->col++;
          return true;
        }
        if (at->col + 2 < l->n && l->text[at->col + 1] == quote && l->text[at->col + 2] == quote) {
          at->col += 3;
          return true;
        }
      }
      at->col++;
    }
    if (!triple && depth == 0 && !(l->n && l->text[l->n - 1] == '\\')) return false;
  }
  return false;
}

static void tokenize(const SourceLine *lines, Place start, Place end, Tokens *t) {
  static const char *const operators[] = {"**=", "//=", ">>=", "<<=", "...", "**", "//", ">>", "<<",
                                          "<=",  ">=",  "==",  "!=",  "->",  ":=", "+=", "-=", "*=",
                                          "/=",  "%=",  "&=",  "|=",  "^=",  "@=", NULL};
  int stack[200], depth = 0;
  Place at = start;
  while (!t->bad && (at.line < end.line || (at.line == end.line && at.col < end.col))) {
    const SourceLine *l = &lines[at.line];
    int limit = at.line == end.line && end.col < l->n ? end.col : l->n;
    if (at.col >= limit || l->text[at.col] == '#' || (l->text[at.col] == '\\' && at.col == l->n - 1)) {
      at = (Place){at.line + 1, 0};
      continue;
    }
    uint32_t c = l->text[at.col];
    if (blank(c)) {
      at.col++;
      continue;
    }
    Place from = at;
    if (name_start(c)) {
      while (at.col < limit && (name_start(l->text[at.col]) || digit(l->text[at.col]))) at.col++;
      int n = at.col - from.col;
      const uint32_t *text = l->text + from.col;
      if (at.col < limit && n <= 2 && (l->text[at.col] == '"' || l->text[at.col] == '\'')) {
        bool formatted = false;
        for (int i = 0; i < n; i++) formatted |= text[i] == 'f' || text[i] == 'F' || text[i] == 't' || text[i] == 'T';
        if (!skip_string(lines, end.line + 1, &at, formatted)) t->bad = true;
        push(t, T_STRING, from, at);
        continue;
      }
      Token *token = push(t, T_NAME, from, at);
      if (token && is_keyword(text, n)) strcpy(token->text, "kw");
      if (token) token->is_for = is_word(text, n, "for"), token->is_return = is_word(text, n, "return");
    } else if (digit(c) || (c == '.' && at.col + 1 < limit && digit(l->text[at.col + 1]))) {
      while (at.col < limit) {
        uint32_t d = l->text[at.col], previous = at.col > from.col ? l->text[at.col - 1] : 0;
        bool sign = (d == '+' || d == '-') && (previous == 'e' || previous == 'E') &&
                    l->text[from.col + (at.col > from.col + 1)] != 'x';
        if (!name_start(d) && !digit(d) && d != '.' && !sign) break;
        at.col++;
      }
      push(t, T_NUMBER, from, at);
    } else if (c == '"' || c == '\'') {
      if (!skip_string(lines, end.line + 1, &at, false)) t->bad = true;
      push(t, T_STRING, from, at);
    } else {
      char text[4] = {(char)c, 0, 0, 0};
      for (int i = 0; operators[i]; i++) {
        int n = (int)strlen(operators[i]), j = 0;
        while (j < n && at.col + j < limit && l->text[at.col + j] == (uint32_t)operators[i][j]) j++;
        if (j == n) {
          memcpy(text, operators[i], (size_t)n + 1);
          break;
        }
      }
      at.col += (int)strlen(text);
      Token *token = push(t, T_OP, from, at);
      if (!token) return;
      memcpy(token->text, text, 4);
      if (strchr("([{", text[0]) && !text[1]) {
        if (depth == 200) t->bad = true;
        else stack[depth++] = t->n - 1;
      } else if (strchr(")]}", text[0]) && !text[1]) {
        if (!depth) {
          t->bad = true;
        } else {
          token->match = stack[--depth];
          t->items[token->match].match = t->n - 1;
        }
      } else if (!strchr("+-*/%@&|^~<>=!,.:;", text[0])) {
        t->bad = true;
      }
    }
  }
  if (depth) t->bad = true;
}

static bool op_is(const Token *t, const char *text) { return t->kind == T_OP && strcmp(t->text, text) == 0; }

/* Binding strength of a binary operator; 0: not one. */
static int precedence(const Token *t) {
  static const struct {
    const char *op;
    int level;
  } table[] = {{"|", 1}, {"^", 2}, {"&", 3},  {"<<", 4}, {">>", 4}, {"+", 5}, {"-", 5},
               {"*", 6}, {"/", 6}, {"//", 6}, {"%", 6},  {"@", 6},  {"**", 8}};
  if (t->kind != T_OP) return 0;
  for (size_t i = 0; i < sizeof table / sizeof *table; i++)
    if (strcmp(t->text, table[i].op) == 0) return table[i].level;
  return 0;
}

static bool ends_operand(const Token *t) {
  return t->kind != T_OP ? strcmp(t->text, "kw") != 0 : strchr(")]}", t->text[0]) != NULL || op_is(t, "...");
}

/* Does the parenthesis at `open` only group (no tuple, no generator expression)? */
static bool groups(const Tokens *t, int open) {
  int close = t->items[open].match;
  if (close == open + 1) return false;
  for (int i = open + 1; i < close; i++) {
    if (t->items[i].match > i) i = t->items[i].match;
    else if (op_is(&t->items[i], ",") || t->items[i].is_for) return false;
  }
  return true;
}

typedef enum Root { ROOT_NONE, ROOT_BINARY, ROOT_CALL, ROOT_SUBSCRIPT } Root;

/* The root of the expression tokens[from, to); *at is the operator or the opening bracket. Grouping parentheses around
 * it are ignored. */
static Root find_root(const Tokens *t, int *from, int *to, int *at) {
  while (*to - *from > 2 && op_is(&t->items[*from], "(") && t->items[*from].match == *to - 1 && groups(t, *from))
    ++*from, --*to;
  int best = 0, found = -1;
  for (int i = *from; i < *to; i++) {
    const Token *token = &t->items[i];
    if (token->match > i) {
      i = token->match;
      continue;
    }
    if (token->kind == T_NAME && strcmp(token->text, "kw") == 0) return ROOT_NONE;
    if (token->kind != T_OP || op_is(token, ".") || op_is(token, "~") || op_is(token, "...")) continue;
    bool binary = i > *from && ends_operand(&t->items[i - 1]);
    int level = precedence(token);
    if (!level) return ROOT_NONE; /* comparison, comma, assignment, … */
    if (!binary) continue;        /* a sign */
    if (found < 0 || level < best || (level == best && level != 8)) best = level, found = i;
  }
  bool signed_ = *to > *from && t->items[*from].kind == T_OP && strchr("+-~", t->items[*from].text[0]);
  if (found >= 0) return signed_ && best == 8 ? ROOT_NONE : (*at = found, ROOT_BINARY);
  if (signed_ || *to - *from < 3) return ROOT_NONE;
  const Token *last = &t->items[*to - 1];
  if (last->kind != T_OP || last->match <= *from || !ends_operand(&t->items[last->match - 1])) return ROOT_NONE;
  *at = last->match;
  return op_is(last, ")") ? ROOT_CALL : op_is(last, "]") ? ROOT_SUBSCRIPT : ROOT_NONE;
}

static Anchors binary_anchors(const SourceLine *lines, const Tokens *t, int at, int to) {
  Place op = t->items[at].from;
  int right = at + 1, end = to;
  while (end - right > 2 && op_is(&t->items[right], "(") && t->items[right].match == end - 1 && groups(t, right))
    right++, end--;
  int col = op.col + 1;
  if (right < to && col < lines[op.line].n) {
    uint32_t c = lines[op.line].text[col];
    Place start = t->items[right].from;
    if ((start.line > op.line || col < start.col) && !blank(c) && c != '\\' && c != '#') col++;
  }
  return (Anchors){true, op, {op.line, col}};
}

Anchors markers_anchors(Ctx *ctx, const SourceLine *lines, int nlines, Place start, Place end) {
  (void)nlines;
  Anchors anchors = {0};
  Tokens t = {.ctx = ctx};
  tokenize(lines, start, end, &t);
  int from = 0, to = t.n, at = 0;
  if (!t.bad && t.n) {
    Root root = find_root(&t, &from, &to, &at);
    if (root == ROOT_BINARY) anchors = binary_anchors(lines, &t, at, to);
    else if (root != ROOT_NONE) anchors = (Anchors){true, t.items[at].from, t.items[to - 1].to};
  }
  memory_free(ctx, t.items);
  return anchors;
}

/* `return f(…)` and `x = f(…)` with the call as the failing range: the whole line is meant. */
static bool whole_call(const Tokens *t, Place start, Place end) {
  int n = t->n, from;
  for (int i = 0; i < n; i++) { /* the first simple statement */
    if (t->items[i].match > i) i = t->items[i].match;
    else if (op_is(&t->items[i], ";")) n = i;
  }
  bool is_return = n > 2 && t->items[0].is_return;
  if (is_return) from = 1;
  else if (n > 4 && t->items[0].kind == T_NAME && !t->items[0].text[0] && op_is(&t->items[1], "=")) from = 2;
  else return false;
  int first = from, last = n, at;
  if (find_root(t, &first, &last, &at) != ROOT_CALL) return false;
  if (is_return && (at != first + 1 || t->items[first].kind != T_NAME)) return false;
  Place a = t->items[first].from, b = t->items[last - 1].to;
  return a.line == 0 && a.col == start.col && start.line == 0 && b.line == end.line && b.col == end.col;
}

bool markers_wanted(Ctx *ctx, const SourceLine *lines, int nlines, Place start, Place end, bool anchored) {
  Tokens t = {.ctx = ctx};
  tokenize(lines, (Place){0, 0}, (Place){nlines - 1, lines[nlines - 1].n}, &t);
  bool hide = !t.bad && (t.n == 0 || (end.line == nlines - 1 && whole_call(&t, start, end)));
  memory_free(ctx, t.items);
  if (hide) return false;
  if (anchored) return true;
  for (int i = 0; i < start.col && i < lines[0].n; i++)
    if (!blank(lines[0].text[i])) return true;
  const SourceLine *last = &lines[nlines - 1];
  for (int i = end.col; i < last->n; i++)
    if (!blank(last->text[i])) return true;
  return false;
}
