/* Writing an object: what kind it is decides who writes it. Here are the order of these questions, the memo, and notes
 * in exceptions. */
#include "modules/_pickle/pickle.h"

/* ---- the memo ---- */

static bool put_decimal(Writer *w, int opcode, int64_t number) {
  char line[32];
  int n = snprintf(line, sizeof line, "%c%lld\n", opcode, (long long)number);
  return output_bytes(w, line, (size_t)n);
}
bool save_get(Writer *w, int64_t number) {
  if (!w->bin) return put_decimal(w, P_GET, number);
  if (number > UINT32_MAX) return pickling_error(w->ctx, "memo id too large for LONG_BINGET");
  uint8_t *p = output_room(w, number < 256 ? 2 : 5);
  if (!p) return false;
  *p = number < 256 ? P_BINGET : P_LONG_BINGET;
  put_little(p + 1, (uint64_t)number, number < 256 ? 1 : 4);
  return true;
}
bool save_memo(Writer *w, Value v) {
  if (UNLIKELY(w->fast)) return true;
  int64_t number = w->memo->count;
  if (!pickle_memo_add(w->ctx, w->memo, v, number)) return false;
  if (LIKELY(w->protocol >= 4)) return output_op(w, P_MEMOIZE);
  if (!w->bin) return put_decimal(w, P_PUT, number);
  if (number > UINT32_MAX) return pickling_error(w->ctx, "memo id too large for LONG_BINPUT");
  uint8_t *p = output_room(w, number < 256 ? 2 : 5);
  if (!p) return false;
  *p = number < 256 ? P_BINPUT : P_LONG_BINPUT;
  put_little(p + 1, (uint64_t)number, number < 256 ? 1 : 4);
  return true;
}

/* ---- notes ---- */

static bool note(Writer *w, Value exc, Value text) {
  PickleState *state = w->state;
  if (text && py_call_method(w->ctx, exc, PNAME(add_note), &text, 1)) w->ctx->exc = exc;
  return false;
}
/* The exception, unless nobody may touch it. */
static Value to_note(Writer *w) { return stop_wanted(w->ctx) ? V_NULL : exc_take(w->ctx); }

bool save_noted(Writer *w, Value object, const char *what) {
  Value exc = to_note(w);
  return exc && note(w, exc, str_format_c(w->ctx, "when serializing %F %s", object, what));
}
bool save_noted_item(Writer *w, Value object, int64_t index) {
  Value exc = to_note(w);
  return exc && note(w, exc, str_format_c(w->ctx, "when serializing %F item %lld", object, (long long)index));
}
bool save_noted_key(Writer *w, Value object, Value key) {
  Value exc = to_note(w);
  return exc && note(w, exc, str_format_c(w->ctx, "when serializing %F item %R", object, key));
}

bool save_noted_attribute(Writer *w, Value key) {
  Value exc = to_note(w);
  return exc && note(w, exc, str_format_c(w->ctx, "when serializing dict item %R", key));
}

/* ---- objects that are no built-in values ---- */

/* The reduction of an object by a table of its pickler, or of copyreg. V_NULL without exception: they have none. */
static Value table_entry(Writer *w, Class *cls) {
  Ctx *ctx = w->ctx;
  if (!w->dispatch_table) return dict_get(ctx, w->state->dispatch_table, VAL(cls));
  if (exact_dict(ctx, w->dispatch_table)) return dict_get(ctx, w->dispatch_table, VAL(cls));
  Value found = object_getitem(ctx, w->dispatch_table, VAL(cls));
  if (!found && exc_matches(ctx, EXC_KeyError)) exc_clear(ctx);
  return found;
}
/* The same question; kept with what else is known of the class. -1: an exception. */
static int is_in_table(Writer *w, Class *cls, const ClassFacts *facts) {
  Dict *table = AS_DICT(w->state->dispatch_table);
  if (LIKELY(facts->table_version == table->keys_version && facts->table_version)) return 0;
  bool found = dict_get(w->ctx, VAL(table), VAL(cls)) != V_NULL;
  if (w->ctx->exc) return -1;
  if (!found) w->state->facts[cls->id % FACTS_PLACES].table_version = table->keys_version;
  return found;
}
/* Has the instance itself what would be asked of its class? */
static bool has_own_methods(Writer *w, Value v) {
  PickleState *state = w->state;
  Ctx *ctx = w->ctx;
  Shape *shape = shape_of(ctx, v);
  return instance_get(ctx, v, shape, NAME(__reduce_ex__)) || instance_get(ctx, v, shape, PNAME(__getstate__)) ||
         instance_get(ctx, v, shape, NAME(__class__));
}

static bool finish_reduced(Writer *w, Value v, Value reduced) {
  Ctx *ctx = w->ctx;
  if (!reduced) return false;
  if (is_str(ctx, reduced)) return save_global(w, v, reduced);
  bool ok;
  if (is_tuple(ctx, reduced)) ok = save_reduced(w, reduced, v);
  else ok = pickling_error(ctx, "__reduce__ must return a string or tuple, not %F", reduced);
  return ok || save_noted(w, v, "object");
}
static bool save_by_reducing(Writer *w, Value v, Class *cls) {
  Ctx *ctx = w->ctx;
  Value reduce = table_entry(w, cls);
  if (ctx->exc) return false;
  if (reduce) return finish_reduced(w, v, py_call1(ctx, reduce, v));
  if (is_subclass(cls, ctx->cls.type)) return save_global(w, v, V_NULL);
  Value reduce_ex = get_attr_optional(ctx, v, NAME(__reduce_ex__));
  if (ctx->exc) return false;
  if (reduce_ex) return finish_reduced(w, v, py_call1(ctx, reduce_ex, int_tag(w->protocol)));
  reduce = get_attr_optional(ctx, v, NAME(__reduce__));
  if (ctx->exc) return false;
  if (reduce) return finish_reduced(w, v, py_call0(ctx, reduce));
  return pickling_error(ctx, "Can't pickle %F object", v);
}

static bool save_other(Writer *w, Value v, Class *cls) {
  Ctx *ctx = w->ctx;
  if (w->reducer_override) {
    Value reduced = py_call1(ctx, w->reducer_override, v);
    if (reduced != V_NOTIMPL) return finish_reduced(w, v, reduced);
  }
  if (cls == ctx->cls.type) return save_type(w, v);
  if (cls == ctx->cls.function) return save_global(w, v, V_NULL);
  if (LIKELY(w->protocol >= 2 && !w->persistent_id && !w->fast && !w->dispatch_table && cls->kind == KIND_INSTANCE)) {
    const ClassFacts *facts = class_facts(ctx, w->state, cls);
    if (LIKELY(facts->reduces_by_default || facts->reduces_itself)) {
      int in_table = is_in_table(w, cls, facts);
      if (in_table < 0) return false;
      if (!in_table && !has_own_methods(w, v)) {
        if (facts->reduces_itself) return finish_reduced(w, v, py_call_method(ctx, v, NAME(__reduce__), NULL, 0));
        return save_instance(w, v, cls);
      }
    }
  }
  return save_by_reducing(w, v, cls);
}

/* ---- any object ---- */

static bool save_persistent(Writer *w, Value id) {
  Ctx *ctx = w->ctx;
  if (w->bin) return save_id(w, id) && output_op(w, P_BINPERSID);
  Value text = object_str(ctx, id);
  if (!text) return false;
  if (!str_is_ascii(text)) return pickling_error(ctx, "persistent IDs in protocol 0 must be ASCII strings");
  return output_op(w, P_PERSID) && output_bytes(w, AS_STR(text)->data, (size_t)str_length(text)) && output_op(w, '\n');
}

static bool save_none(Writer *w) { return output_op(w, P_NONE); }
static bool save_bool(Writer *w, Value v) {
  if (w->protocol >= 2) return output_op(w, v == V_TRUE ? P_NEWTRUE : P_NEWFALSE);
  return output_bytes(w, v == V_TRUE ? "I01\n" : "I00\n", 4);
}

bool save_id(Writer *w, Value v) {
  Ctx *ctx = w->ctx;
  if (is_int(v)) return save_int(w, v);
  if (is_flonum(v)) return save_float(w, flonum_val(v));
  if (v == V_NONE) return save_none(w);
  if (is_bool(v)) return save_bool(w, v);
  Class *cls = class_of(ctx, v);
  if (cls == ctx->cls.float_) return save_float(w, exact_float_val(v));
  if (cls == ctx->cls.int_) return save_int(w, v);
  int64_t number = memo_number(w, v);
  if (number >= 0) return save_get(w, number);
  if (cls == ctx->cls.str) return save_str(w, v);
  if (cls == ctx->cls.bytes) return save_bytes(w, v);
  if (!c_stack_check(ctx)) return false;
  if (cls == ctx->cls.dict) return save_dict(w, v);
  if (cls == ctx->cls.list) return save_list(w, v);
  if (cls == ctx->cls.tuple) return save_tuple(w, v);
  if (cls == ctx->cls.set) return save_set(w, v);
  if (cls == ctx->cls.frozenset) return save_frozenset(w, v);
  if (cls == ctx->cls.bytearray) return save_bytearray(w, v);
  if (cls == w->state->buffer) return save_buffer(w, v);
  return save_other(w, v, cls);
}

bool save(Writer *w, Value v) {
  if (!output_boundary(w) || !CHECK_STOP(w->ctx)) return false;
  if (UNLIKELY(w->persistent_id != V_NULL)) {
    Value id = py_call1(w->ctx, w->persistent_id, v);
    if (!id) return false;
    if (id != V_NONE) return save_persistent(w, id);
  }
  if (is_int(v) && w->bin && int_val(v) == (int32_t)int_val(v)) return save_int32(w, int_val(v));
  return save_id(w, v);
}

bool pickle_dump(Writer *w, Value v) {
  if (w->protocol >= 2) {
    uint8_t *p = output_room(w, 2);
    if (!p) return false;
    p[0] = P_PROTO;
    p[1] = (uint8_t)w->protocol;
    w->framing = w->protocol >= 4;
  }
  bool ok = save(w, v) && output_op(w, P_STOP) && output_end_frame(w);
  w->framing = false;
  return ok;
}
