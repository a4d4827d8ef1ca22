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
static void put_str(const char *s) {
  put_u32((uint32_t)strlen(s));
  put(s, strlen(s));
}
static void put_code(int nested) {
  for (int i = 0; i < 4; i++) put_u32(0);
  put_u32(2); /* stacksize */
  put_u32(1); /* firstLine */
  put_str("f"), put_str("f.<locals>.g"), put_str("file.py");
  put_u32(2), put_str("name"), put_str("other");
  put_u32(1), put_str("local"), put("\1", 1);
  uint16_t units[2] = {0, 0};
  put_u32(2), put(units, sizeof units);
  put_u32(1), put_u32(0), put_u32(1), put_u32(1), put_u32(0);
  put_u32(1), put_u32(0), put_u32(1), put_u32(0), put_u32(1), put_u32(4);
  put_u32(nested ? 9 : 1);
  put("N", 1);
  if (!nested) return;
  int64_t i = -5;
  double d = 2.5;
  put("i", 1), put(&i, 8), put("I", 1), put_str("-ffffffffffffffffffff"), put("d", 1), put(&d, 8), put("s", 1),
      put_str("h\xc3\xa9");
  put("b", 1), put_str("raw"), put("(", 1), put_u32(2), put("T", 1), put("E", 1), put("{", 1), put_u32(1), put("F", 1),
      put("C", 1);
  put_code(0);
}

static void test_blobs(Ctx *ctx) {
  put("PSC1", 4);
  put_code(1);
  uint32_t before = ctx->ncodes;
  Code *code = code_load(ctx, blob, blob_size);
  CHECK(code && ctx->ncodes == before + 2 && ctx->codes[before] == code && code->nunits == 2 &&
        ((Tuple *)code->consts)->length == 9);
  CHECK(code_position(code, 1).end_col == 4);
  for (size_t n = 0; n < blob_size; n++) { /* every prefix is refused */
    CHECK(!code_load(ctx, blob, n) && ctx->exc);
    exc_clear(ctx);
  }
  for (size_t i = 4; i < blob_size; i++) { /* any byte may be wrong: no crash */
    blob[i] ^= 0xff;
    code_load(ctx, blob, blob_size);
    exc_clear(ctx);
    blob[i] ^= 0xff;
  }
}

int main(void) {
  for (int stress = 0; stress < 2; stress++) {
    Options options = {.stress = stress ? STRESS_GC : 0};
    Ctx *ctx = ctx_new(&options, NULL);
    CHECK(ctx && ctx_enter(ctx));
    ntold = 0;
    blob_size = 0;
    test_watchers(ctx);
    test_shapes(ctx);
    test_blobs(ctx);
    ctx_destroy(ctx);
  }
  puts("ok");
  return 0;
}
