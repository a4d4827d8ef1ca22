/* Replacement texts: what re._parser.parse_template makes of them, kept as one object, and put together with the groups
 * of a match. */
#include "modules/_sre/sre.h"

static Value invalid(Ctx *ctx) { return raise_format(ctx, EXC_TypeError, "invalid template"), V_NULL; }

/* list: literal, group, literal, …, literal */
Value sre_template_new(Ctx *ctx, Value pattern, Value list) {
  UNUSED(pattern);
  if (!is_list(ctx, list))
    return raise_format(ctx, EXC_TypeError, "template() argument 2 must be list, not %T", list), V_NULL;
  int64_t n = AS_LIST(list)->length;
  if (n % 2 == 0) return invalid(ctx);
  Value parts = tuple_new(ctx, n - 1);
  Template *t = parts ? heap_alloc(ctx, sre_state(ctx)->template_->root, sizeof(Template)) : NULL;
  if (!t) return V_NULL;
  for (int64_t i = 0; i < n; i++) {
    if (i >= AS_LIST(list)->length || !CHECK_STOP(ctx)) return ctx->exc ? V_NULL : invalid(ctx);
    Value item = AS_LIST(list)->items->items[i];
    if (i % 2) {
      int64_t group;
      if (!is_int_value(ctx, item)) return raise_format(ctx, EXC_TypeError, "an integer is required"), V_NULL;
      if (!int_to_i64(ctx, int_unwrap(ctx, item), &group))
        return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C ssize_t"), V_NULL;
      if (group < 0) return invalid(ctx);
      AS_TUPLE(parts)->items[i - 1] = int_unwrap(ctx, item);
      continue;
    }
    bool empty = (is_str(ctx, item) && str_length(item) == 0) || item == ctx->empty_bytes;
    if (i == 0) t->literal = item;
    else AS_TUPLE(parts)->items[i - 1] = empty ? V_NONE : item;
  }
  t->parts = parts;
  return VAL(t);
}

Value sre_template_compile(Ctx *ctx, Value pattern, Value text) {
  Value module = import_name(ctx, str_intern_c(ctx, "re"), V_NULL, V_NONE, int_tag(0));
  Value compile = module ? get_attr(ctx, module, str_intern_c(ctx, "_compile_template")) : V_NULL;
  if (!compile) return V_NULL;
  Value result = py_call2(ctx, compile, pattern, text);
  if (!result && exc_matches(ctx, EXC_TypeError)) { /* what cannot be hashed is not cached, but it may be copied */
    exc_clear(ctx);
    Text bytes;
    bool is_bytes = false;
    if (is_str(ctx, text)) {
      text = str_plain(ctx, text);
    } else if (sre_text_of(ctx, text, &bytes, &is_bytes)) {
      text = bytes_new(ctx, bytes.data, bytes.length);
    } else {
      exc_clear(ctx);
      return raise_format(ctx, EXC_TypeError, "decoding to str: need a bytes-like object, %T found", text), V_NULL;
    }
    if (text) result = py_call2(ctx, compile, pattern, text);
  }
  if (result && class_of(ctx, result) != sre_state(ctx)->template_) {
    raise_format(ctx, EXC_RuntimeError,
                 "the result of compiling a replacement string is %T, not an SRE_Template object", result);
    return V_NULL;
  }
  return result;
}

/* Adds literal text, which has to be of the subject's type. */
static bool add(Ctx *ctx, const Subject *subject, Value literal, StrBuilder *out) {
  Text t;
  bool is_bytes;
  if (!sre_text_of(ctx, literal, &t, &is_bytes)) return false;
  if (is_bytes != subject->is_bytes) {
    raise_format(ctx, EXC_TypeError,
                 is_bytes ? "sequence item 0: expected str instance, %T found"
                          : "sequence item 0: expected a bytes-like object, %T found",
                 literal);
    return false;
  }
  sb_text(out, t);
  return true;
}

bool sre_template_write(Ctx *ctx, Value template_, const Subject *subject, const Spans *spans, StrBuilder *out) {
  Template *t = AS_TEMPLATE(template_);
  if (!add(ctx, subject, t->literal, out)) return false;
  for (int64_t i = 0; i < tuple_length(t->parts); i += 2) {
    Value number = tuple_item(t->parts, i), literal = tuple_item(t->parts, i + 1);
    int64_t group = is_int(number) ? int_val(number) : INT64_MAX;
    if (!CHECK_STOP(ctx)) return false;
    if (group >= spans->groups) return raise_format(ctx, EXC_IndexError, "no such group"), false;
    int64_t from = group ? spans->marks[group * 2 - 2] : spans->start;
    int64_t to = group ? spans->marks[group * 2 - 1] : spans->end;
    if (to > subject->text.length) to = subject->text.length; /* a bytearray that shrank */
    if (from >= 0 && from < to) sb_text(out, text_slice(subject->text, from, to));
    if (literal != V_NONE && !add(ctx, subject, literal, out)) return false;
  }
  return true;
}

Value sre_builder_finish(StrBuilder *out, bool is_bytes) {
  if (!is_bytes || out->failed) return sb_finish(out);
  Value bytes = bytes_new(out->ctx, out->data, out->length);
  sb_discard(out);
  return bytes;
}

Value sre_template_expand(Ctx *ctx, Value template_, const Subject *subject, const Spans *spans) {
  StrBuilder out;
  if (!sre_template_groups(template_)) return AS_TEMPLATE(template_)->literal;
  sb_init(&out, ctx);
  if (sre_template_write(ctx, template_, subject, spans, &out)) return sre_builder_finish(&out, subject->is_bytes);
  sb_discard(&out);
  return V_NULL;
}

Class *sre_make_template_class(Ctx *ctx) {
  return class_new_builtin(ctx, "_sre.SRE_Template", NULL, KIND_OTHER, sizeof(Template), NULL, NULL,
                           CLASS_BUILTIN | CLASS_FINAL | CLASS_IMMUTABLE);
}
