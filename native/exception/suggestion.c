/* "Did you mean": the closest of some names, by CPython's weighted edit distance (Python/suggestions.c: a move costs 2,
 * a change of case 1; no more than a third of the letters may differ), and what the candidates are for each kind of
 * exception. */
#include "container/container.h"
#include "exception/exception.h"
#include "object/object.h"
#include "text/text.h"
#include <stdlib.h>

enum { MAX_CANDIDATES = 750, MAX_LENGTH = 40, MOVE_COST = 2, CASE_COST = 1 };

static uint32_t lower(uint32_t c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; }
static int substitution(uint32_t a, uint32_t b) { return a == b ? 0 : lower(a) == lower(b) ? CASE_COST : MOVE_COST; }

/* A distance above max is returned as some number above max. */
static int distance(Value a, Value b, int max) {
  int64_t an = ((Str *)a)->length, bn = ((Str *)b)->length, start = 0;
  while (start < an && start < bn && str_at(a, start) == str_at(b, start)) start++;
  while (an > start && bn > start && str_at(a, an - 1) == str_at(b, bn - 1)) an--, bn--;
  an -= start;
  bn -= start;
  if (!an || !bn) return (int)(an + bn) * MOVE_COST;
  if (an > MAX_LENGTH || bn > MAX_LENGTH) return max + 1;
  if (bn < an) {
    Value t = a;
    a = b;
    b = t;
    int64_t n = an;
    an = bn;
    bn = n;
  }
  if ((bn - an) * MOVE_COST > max) return max + 1;
  int row[MAX_LENGTH], result = 0;
  for (int64_t i = 0; i < an; i++) row[i] = (int)(i + 1) * MOVE_COST;
  for (int64_t j = 0; j < bn; j++) {
    uint32_t c = str_at(b, start + j);
    int left = (int)j * MOVE_COST, least = INT32_MAX;
    result = left;
    for (int64_t i = 0; i < an; i++) {
      int substitute = left + substitution(c, str_at(a, start + i));
      left = row[i];
      int insert = (result < left ? result : left) + MOVE_COST;
      result = insert < substitute ? insert : substitute;
      row[i] = result;
      if (result < least) least = result;
    }
    if (least > max) return max + 1;
  }
  return result;
}

Value closest_name(Ctx *ctx, Value wrong, Value list) {
  List *names = (List *)list;
  int64_t n = ((Str *)wrong)->length;
  if (names->length > MAX_CANDIDATES || n > MAX_LENGTH) return V_NULL;
  /* CPython starts from PY_SSIZE_T_MAX, but a third of the letters is the limit anyway */
  int best = (int)n * MOVE_COST;
  Value found = V_NULL;
  for (int64_t i = 0; i < names->length; i++) {
    Value name = names->items->items[i];
    if (!is_str(ctx, name) || str_equal(name, wrong)) continue;
    int max = (int)(((Str *)name)->length + n + 3) * MOVE_COST / 6;
    if (found && max > best - 1) max = best - 1;
    int d = distance(wrong, name, max);
    if (d > max) continue;
    if (!found || d < best) found = name, best = d;
  }
  return found;
}

/* ---- candidates ---- */

static bool underscored(Value name) { return ((Str *)name)->length && str_at(name, 0) == '_'; }

static Value sorted_dir(Ctx *ctx, Value obj, bool hide_underscored) {
  Value names = special_call_required(ctx, obj, NAME(__dir__), NULL, 0), kept = list_new(ctx, 32);
  Value list = names ? list_from_iterable(ctx, names) : V_NULL;
  if (!list || !kept) return V_NULL;
  for (int64_t i = 0; i < ((List *)list)->length; i++) {
    Value name = ((List *)list)->items->items[i];
    if (is_str(ctx, name) && !(hide_underscored && underscored(name)) && !list_append(ctx, kept, name)) return V_NULL;
  }
  return list_sort(ctx, kept, V_NULL, false) ? kept : V_NULL;
}

static bool add_dict_keys(Ctx *ctx, Value list, Value dict) {
  Value key, value;
  for (int64_t pos = 0; dict && dict_next(dict, &pos, &key, &value);)
    if (is_str(ctx, key) && !list_append(ctx, list, key)) return false;
  return true;
}

static Traceback *innermost(Exception *exc) {
  Traceback *tb = (Traceback *)exc->traceback;
  while (tb && tb->next) tb = (Traceback *)tb->next;
  return tb;
}

static Value for_name_error(Ctx *ctx, Exception *exc, Value wrong) {
  Traceback *tb = innermost(exc);
  if (!tb) return V_NULL;
  if (exc->extra[2]) { /* the frame's self */
    Value own = get_attr_optional(ctx, exc->extra[2], wrong);
    if (own) return str_format_c(ctx, "self.%U", wrong);
    exc_clear(ctx);
  }
  Value names = exc->extra[1] ? list_from_iterable(ctx, exc->extra[1]) : list_new(ctx, 16);
  if (!names || !add_dict_keys(ctx, names, tb->globals) || !add_dict_keys(ctx, names, ctx->builtins)) return V_NULL;
  return closest_name(ctx, wrong, names);
}

Value suggestion_for(Ctx *ctx, Value value) {
  Exception *exc = (Exception *)value;
  bool import = is_instance(ctx, value, ctx->exc_class[EXC_ImportError]),
       name = is_instance(ctx, value, ctx->exc_class[EXC_NameError]);
  bool attribute = is_instance(ctx, value, ctx->exc_class[EXC_AttributeError]);
  if (!import && !name && !attribute) return V_NULL;
  Value wrong = exc->extra[import ? 3 : 0], found = V_NULL;
  if (!wrong || !is_str(ctx, wrong) || !(wrong = str_intern(ctx, wrong))) return exc_clear(ctx), V_NULL;
  if (name) {
    found = for_name_error(ctx, exc, wrong);
  } else if (attribute && exc->extra[1]) {
    Value names = sorted_dir(ctx, exc->extra[1], !underscored(wrong) && exc->extra[2] != V_TRUE);
    if (names) found = closest_name(ctx, wrong, names);
  } else if (import && exc->extra[1] && is_str(ctx, exc->extra[1])) {
    Value module = dict_get(ctx, ctx->sys_modules, exc->extra[1]);
    Value names = module ? sorted_dir(ctx, module, !underscored(wrong)) : V_NULL;
    if (names) found = closest_name(ctx, wrong, names);
  }
  exc_clear(ctx);
  return found;
}

/* When the first traceback entry is made, the frame is still there: what the hint will need of its locals is noted
 * then. */
static bool has_self(Ctx *ctx, Code *code) {
  Value self_name = str_intern_c(ctx, "self");
  for (uint32_t i = 0; i < code->nlocalsplus; i++)
    if (tuple_item(code->localsplus_names, i) == self_name) return true;
  return false;
}

bool suggestion_needs_frame(Ctx *ctx, Exception *exc, Code *code) {
  if (!exc->extra[0]) return false;
  if (is_instance(ctx, VAL(exc), ctx->exc_class[EXC_NameError])) return true;
  return exc->extra[1] && is_instance(ctx, VAL(exc), ctx->exc_class[EXC_AttributeError]) && has_self(ctx, code);
}

void suggestion_capture(Ctx *ctx, Exception *exc, Frame *frame) {
  if (!suggestion_needs_frame(ctx, exc, frame->code)) return;
  bool name = is_instance(ctx, VAL(exc), ctx->exc_class[EXC_NameError]);
  Code *code = frame->code;
  Value names = V_NULL, self_name = str_intern_c(ctx, "self");
  for (uint32_t i = 0; i < code->nlocalsplus; i++) {
    Value value = frame->slots[i], local = tuple_item(code->localsplus_names, i);
    if (value && (code->local_kinds[i] & (LOCAL_CELL | LOCAL_FREE)) && has_kind(ctx, value, KIND_CLOSURE_CELL))
      value = ((ClosureCell *)value)->value;
    if (!value) continue;
    if (local == self_name) {
      if (name) exc->extra[2] = value;
      else if (value == exc->extra[1]) exc->extra[2] = V_TRUE;
    }
    if (!name) continue;
    if (!names && !(names = list_new(ctx, 8))) return;
    if (!list_append(ctx, names, local)) return;
  }
  if (!name) return;
  if (!names && frame->locals && is_dict(ctx, frame->locals) && frame->locals != frame->func->globals) {
    if (!(names = list_new(ctx, 8)) || !add_dict_keys(ctx, names, frame->locals)) return;
  }
  if (names) exc->extra[1] = names;
}
