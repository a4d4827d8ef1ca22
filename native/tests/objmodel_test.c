/* What Python programs cannot show of the object model: watchers, resistance of the blob reader to damage, growth of
 * inline capacity. The CMake target runtime_tests; prints "ok" and exits 0, or names the check that failed. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "object/object.h"
#include "object/watch.h"
#include "text/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(c) ((c) ? (void)0 : (printf("failed: %s, line %d\n", #c, __LINE__), exit(1)))

/* ---- watchers ---- */

static uint32_t told[16], ntold;
static void broken(Ctx *ctx, void *data, uint32_t dependant) {
  (void)ctx;
  CHECK(data == &ntold && ntold < 16);
  told[ntold++] = dependant;
}

static void test_watchers(Ctx *ctx) {
  Value dict = dict_new(ctx), a = str_intern_c(ctx, "watched_a"), b = str_intern_c(ctx, "watched_b");
  watch_set_callback(ctx, broken, &ntold);
  CHECK(dict_set(ctx, dict, a, int_tag(1)) && dict_set(ctx, dict, b, int_tag(2)) && ntold == 0);
  CHECK(watch_dict_key(ctx, dict, a, 7) && watch_dict_key(ctx, dict, a, 7) && watch_dict_key(ctx, dict, a, 8) &&
        watch_dict_key(ctx, dict, b, 9));
  CHECK(dict_set(ctx, dict, a, int_tag(3)) && ntold == 2 && told[0] == 7 && told[1] == 8);
  CHECK(dict_set(ctx, dict, a, int_tag(4)) && ntold == 2);
  watch_forget(ctx, 9);
  CHECK(dict_set(ctx, dict, b, int_tag(5)) && ntold == 2);
  CHECK(watch_dict_key(ctx, dict, V_NULL, 3) && dict_delete(ctx, dict, b) == 1 && ntold == 3 && told[2] == 3);
  CHECK(!(CELL(dict)->flags & DICT_WATCHED));

  /* watchers of a class hear of changes to its bases too */
  Value name = str_intern_c(ctx, "Base"), bases = ctx->empty_tuple;
  Value base = type_new(ctx, VAL(ctx->cls.type), name, bases, dict_new(ctx), V_NULL);
  Value child = type_new(ctx, VAL(ctx->cls.type), name, tuple_from(ctx, &base, 1), dict_new(ctx), V_NULL);
  CHECK(base && child && watch_class(ctx, (Class *)child, 11));
  uint32_t version = ((Class *)child)->version;
  CHECK(set_attr(ctx, base, a, int_tag(1)) && ntold == 4 && told[3] == 11 && ((Class *)child)->version != version);
  CHECK(set_attr(ctx, base, a, int_tag(2)) && ntold == 4);
}

/* ---- shapes ---- */

static void test_shapes(Ctx *ctx) {
  Class *cls = (Class *)type_new(ctx, VAL(ctx->cls.type), str_intern_c(ctx, "Grows"), ctx->empty_tuple, dict_new(ctx),
                                 V_NULL);
  CHECK(cls && cls->root->inline_cap == 2);
  for (int round = 0; round < 2; round++) {
    Value object = instance_new(ctx, cls);
    for (int i = 0; i < 12; i++) {
      char text[8];
      snprintf(text, sizeof text, "a%d", i);
      CHECK(set_attr(ctx, object, str_intern_c(ctx, text), int_tag(i)));
    }
    for (int i = 0; i < 12; i++) {
      char text[8];
      snprintf(text, sizeof text, "a%d", i);
      AttrInfo info = attr_info_load(ctx, object, str_intern_c(ctx, text));
      CHECK(info.kind == (round || i < 2 ? ATTR_SLOT : ATTR_OVERFLOW_SLOT) &&
            get_attr(ctx, object, str_intern_c(ctx, text)) == int_tag(i));
    }
    CHECK(cls->root->inline_cap == 16);
  }
  Value first = instance_new(ctx, cls), second = instance_new(ctx, cls), name = str_intern_c(ctx, "a0");
  AttrInfo add = attr_info_store(ctx, first, name);
  CHECK(add.kind == ATTR_ADD_SLOT && add.index == 0 && set_attr(ctx, first, name, V_TRUE) &&
        CELL(first)->shape == add.new_shape);
  CHECK(set_attr(ctx, second, name, V_FALSE) && CELL(second)->shape == CELL(first)->shape);
  CHECK(instance_dict(ctx, first) && attr_info_load(ctx, first, name).kind == ATTR_NONE &&
        get_attr(ctx, first, name) == V_TRUE);
}

/* ---- blobs ---- */

static uint8_t blob[4096];
static size_t blob_size;
static void put(const void *bytes, size_t n) {
  memcpy(blob + blob_size, bytes, n);
  blob_size += n;
}
static void put_u32(uint32_t v) { put(&v, 4); }
/* Small numbers are one byte as LEB128. */
static void put_bytes(const char *numbers, size_t n) { put(numbers, n); }
#define PUT(...) put_bytes((const char[]){__VA_ARGS__}, sizeof(char[]){__VA_ARGS__})

enum { FILE_PY, F, QUALIFIED, LOCAL, NAME_, OTHER, BIG, TEXT, STRINGS };
static const char *const strings[STRINGS] = {
    [FILE_PY] = "file.py", [F] = "f",         [QUALIFIED] = "f.<locals>.g",    [LOCAL] = "local",
    [NAME_] = "name",      [OTHER] = "other", [BIG] = "-ffffffffffffffffffff", [TEXT] = "h\xc3\xa9"};

static void put_code(int nested) {
  PUT(0, 0, 0, 0, 2, 1, F, QUALIFIED, 1, LOCAL, 1); /* stack of 2, line 1, one local variable */
  size_t size_at = blob_size;
  PUT(0); /* size of the body, below */
  PUT(2, NAME_, OTHER);
  PUT(2, 0, 0, 0, 0);    /* two units without caches */
  PUT(1, 0, 1, 1, 0);    /* one range of exceptions */
  PUT(5, 0, 0, 0, 0, 8); /* one row of positions: end column 4 */
  PUT(nested ? 9 : 1, 'N');
  if (nested) {
    double d = 2.5;
    PUT('i', 9, 'I', BIG, 'd'); /* -5 */
    put(&d, 8);
    PUT('s', TEXT, 'b', 3, 'r', 'a', 'w', '(', 2, 'T', 'E', '{', 1, 'F', 'C');
    put_code(0);
  }
  size_t size = blob_size - size_at - 1;
  CHECK(size < 128);
  blob[size_at] = (uint8_t)size;
}

static void put_blob(void) {
  blob_size = 0;
  put(BLOB_MAGIC, 4);
  put_u32(STRINGS);
  uint32_t end = 0;
  for (int i = 0; i < STRINGS; i++) put_u32(end += (uint32_t)strlen(strings[i]));
  for (int i = 0; i < STRINGS; i++) put(strings[i], strlen(strings[i]));
  PUT(FILE_PY);
  put_code(1);
}

/* Whatever a blob was read from, running it is not the point here. */
static void read_all(Ctx *ctx, Code *code) {
  if (!code || !code_read(ctx, code)) return;
  for (int64_t i = 0; i < tuple_length(code->consts); i++) {
    Value item = tuple_item(code->consts, i);
    if (has_kind(ctx, item, KIND_CODE)) read_all(ctx, (Code *)item);
  }
}

static void test_blobs(Ctx *ctx) {
  put_blob();
  uint32_t before = ctx->ncodes;
  Code *code = code_load(ctx, blob, blob_size);
  CHECK(code && ctx->ncodes == before + 2 && ctx->codes[before] == code && code->nunits == 2 && !code->unread &&
        tuple_length(code->consts) == 9);
  CHECK(code_position(code, 1).end_col == 4);
  Code *lazy = code_load_lazily(ctx, blob, blob_size, V_NULL);
  CHECK(lazy && !lazy->unread && lazy->nlocalsplus == 1);
  Code *inner = (Code *)tuple_item(lazy->consts, 8);
  CHECK(inner->unread && inner->nunits == 1 && inner->nlocalsplus == 1);
  CHECK(code_read(ctx, inner) && inner->nunits == 2 && tuple_length(inner->names) == 2);
  for (int lazily = 0; lazily < 2; lazily++) {
    for (size_t n = 0; n < blob_size; n++) { /* every prefix is refused */
      code = lazily ? code_load_lazily(ctx, blob, n, V_NULL) : code_load(ctx, blob, n);
      CHECK(!code && ctx->exc);
      exc_clear(ctx);
    }
    for (size_t i = 4; i < blob_size; i++) { /* any byte may be wrong: no crash */
      blob[i] ^= 0xff;
      read_all(ctx, lazily ? code_load_lazily(ctx, blob, blob_size, V_NULL) : code_load(ctx, blob, blob_size));
      exc_clear(ctx);
      blob[i] ^= 0xff;
    }
  }
}

int main(void) {
  for (int stress = 0; stress < 2; stress++) {
    Options options = {.stress = stress ? STRESS_GC : 0};
    Ctx *ctx = ctx_new(&options, NULL);
    CHECK(ctx && ctx_enter(ctx));
    ntold = 0;
    test_watchers(ctx);
    test_shapes(ctx);
    test_blobs(ctx);
    ctx_destroy(ctx);
  }
  puts("ok");
  return 0;
}
