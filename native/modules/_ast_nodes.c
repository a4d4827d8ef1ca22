/* Syntax trees from the front end: builds the nodes that a row of 32-bit words describes (ts/compiler/answers/trees.ts
 * says how). The classes, and who calls this, are in lib/_ast.py. */
#include "modules/module.h"
#include <string.h>

enum { TREE_NONE, TREE_LIST, TREE_CONSTANT, TREE_INT, TREE_FIRST_KIND, POSITION_WORDS = 4 };

typedef struct Reader {
  Ctx *ctx;
  Value kinds, constants, position; /* Tuples; position: names of attributes */
  Value data;                       /* the Bytes: kept alive by being here */
  int64_t at, end;                  /* in words */
} Reader;

static bool damaged(Reader *r) {
  if (!r->ctx->exc) raise_format(r->ctx, EXC_ValueError, "damaged syntax tree");
  return false;
}
static bool read_word(Reader *r, int32_t *out) {
  if (r->at >= r->end) return damaged(r);
  memcpy(out, ((Bytes *)r->data)->data + r->at++ * 4, 4);
  return true;
}

static Value read_value(Reader *r);

static Value read_list(Reader *r) {
  int32_t n;
  if (!read_word(r, &n)) return V_NULL;
  if (n < 0 || n > r->end - r->at) return damaged(r), V_NULL;
  Value list = list_new(r->ctx, n);
  for (int32_t i = 0; list && i < n; i++) {
    Value item = read_value(r);
    if (!item || !list_append(r->ctx, list, item)) return V_NULL;
  }
  return list;
}

static Value read_node(Reader *r, int64_t number) {
  if (number >= tuple_length(r->kinds)) return damaged(r), V_NULL;
  Value kind = tuple_item(r->kinds, number);
  if (!is_tuple(r->ctx, kind) || tuple_length(kind) != 4) return damaged(r), V_NULL;
  Value only = tuple_item(kind, 3), cls = tuple_item(kind, 0), fields = tuple_item(kind, 1);
  if (only != V_NONE) return only;
  if (!is_class(r->ctx, cls) || AS_CLASS(cls)->kind != KIND_INSTANCE || !is_tuple(r->ctx, fields))
    return damaged(r), V_NULL;
  Value node = instance_new(r->ctx, AS_CLASS(cls));
  for (int64_t i = 0; node && i < tuple_length(fields); i++) {
    Value value = read_value(r);
    if (!value || !set_attr(r->ctx, node, tuple_item(fields, i), value)) return V_NULL;
  }
  for (int i = 0; node && tuple_item(kind, 2) == V_TRUE && i < POSITION_WORDS; i++) {
    int32_t number_of;
    if (!read_word(r, &number_of) || !set_attr(r->ctx, node, tuple_item(r->position, i), int_tag(number_of)))
      return V_NULL;
  }
  return node;
}

static Value read_value(Reader *r) {
  Ctx *ctx = r->ctx;
  if (!c_stack_check(ctx)) return V_NULL;
  int32_t tag, word;
  if (!read_word(r, &tag)) return V_NULL;
  if (tag >= TREE_FIRST_KIND) return read_node(r, tag - TREE_FIRST_KIND);
  if (tag == TREE_NONE) return V_NONE;
  if (tag == TREE_LIST) return read_list(r);
  if (tag < 0 || !read_word(r, &word)) return damaged(r), V_NULL;
  if (tag == TREE_INT) return int_tag(word);
  if (word < 0 || word >= tuple_length(r->constants)) return damaged(r), V_NULL;
  return tuple_item(r->constants, word);
}

FUNCTION(f_build) {
  if (!is_tuple(ctx, args[0]) || !has_kind(ctx, args[1], KIND_BYTES) || !is_tuple(ctx, args[2]))
    return raise_format(ctx, EXC_TypeError, "build() takes a tuple, bytes and a tuple"), V_NULL;
  static const char *const names[POSITION_WORDS] = {"lineno", "col_offset", "end_lineno", "end_col_offset"};
  Value position[POSITION_WORDS];
  for (int i = 0; i < POSITION_WORDS; i++)
    if (!(position[i] = str_intern_c(ctx, names[i]))) return V_NULL;
  Reader reader = {.ctx = ctx,
                   .kinds = args[0],
                   .constants = args[2],
                   .position = tuple_from(ctx, position, POSITION_WORDS),
                   .data = args[1],
                   .end = ((Bytes *)args[1])->length / 4};
  return reader.position ? read_value(&reader) : V_NULL;
}

/* What only lib/ asks of the front end: the constants of its answer. Flags are those of ts/host/source-compiler.ts. */
FUNCTION(f_ask) {
  int64_t flags;
  if (!is_str(ctx, args[0]) || !is_str(ctx, args[1]) || !is_str(ctx, args[2]) || ((Str *)args[2])->length != 1)
    return raise_format(ctx, EXC_TypeError, "ask() takes a source, a file name and a mode"), V_NULL;
  if (!object_index_i64(ctx, args[3], &flags, true)) return V_NULL;
  if (!ctx->host.compile) return raise_format(ctx, EXC_RuntimeError, "this runtime has no compiler"), V_NULL;
  Value source = tuple_from(ctx, (Value[]){args[0], int_tag(flags), int_tag(0)}, 3);
  char mode = (char)str_at(args[2], 0);
  Code *code = source ? ctx->host.compile(ctx, ctx->host.data, source, args[1], mode) : NULL;
  if (!code && !ctx->exc) raise_format(ctx, EXC_SystemError, "the compiler failed without an exception");
  return code && code_read(ctx, code) ? code->consts : V_NULL;
}

static const CFuncDef functions[] = {
    FUNCTION_ROW("ask", f_ask, 4, 4,
                 "ask(source, filename, mode, flags, /)\n--\n\nThe front end's answer, as a tuple."),
    FUNCTION_ROW("build", f_build, 3, 3, "build(kinds, words, constants, /)\n--\n\nBuild a syntax tree."),
    {0}};

MODULE(_ast_nodes, .doc = "Builds syntax trees from what the front end sends.", .functions = {functions});
