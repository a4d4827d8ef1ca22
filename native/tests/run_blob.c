/* Runs code blobs without Node: for perf, valgrind, gdb.
 *
 *   run_blob [-s stress] [-n times] [-j threshold] FILE     FILE: what `tsx scripts/compile-blob.ts script.py` wrote
 *
 * With -j every recording is printed instead of compiled: why it ended, then one line per entry. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "generated/opcodes.h"
#include "host/host.h"
#include "interp/record.h"
#include "jit/jit.h"
#include "object/object.h"
#include "text/text.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int write_stream(void *data, int stream, const char *bytes, size_t n) {
  (void)data;
  return fwrite(bytes, 1, n, stream == 2 ? stderr : stdout) == n ? 0 : EIO;
}

static void print_recording(Ctx *ctx, void *data, int event, uint32_t reason) {
  static const char *const reasons[] = {"",         "closed",   "linked", "too long",
                                        "too deep", "returned", "raised", "abandoned"};
  (void)data;
  if (event != JIT_EVENT_RECORDED) return;
  io_flush(ctx);
  Recorder *r = record_last(ctx);
  printf("recording %s, %u entries\n", reasons[reason], r->n);
  for (uint32_t i = 0; i < r->n; i++) {
    RecordEntry *e = &r->entries[i];
    char *name = str_to_utf8(ctx, ctx->codes[e->code_id]->name, NULL);
    printf("  %*s%s:%u %s %u\n", 2 * e->depth, "", name, e->unit, opcode_names[e->opcode & 0xff], e->oparg);
    free(name);
  }
  fflush(stdout);
  jit_recording_failed(ctx);
}

static uint8_t *read_file(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  fseek(file, 0, SEEK_END);
  long length = ftell(file);
  fseek(file, 0, SEEK_SET);
  *size = length > 0 ? (size_t)length : 0;
  uint8_t *bytes = malloc(*size + 1);
  if (bytes && fread(bytes, 1, *size, file) != *size) *size = 0;
  fclose(file);
  return bytes;
}

static bool run(Ctx *ctx, const uint8_t *blob, size_t size) {
  Code *code = code_load(ctx, blob, size);
  Value module = code ? module_new(ctx, NAME(__main__)) : V_NULL;
  if (!module) return false;
  Value globals = ((Module *)module)->dict;
  return dict_set(ctx, globals, NAME(__name__), NAME(__main__)) &&
         dict_set(ctx, ctx->sys_modules, NAME(__main__), module) && run_code(ctx, code, globals, globals);
}

int main(int argc, char **argv) {
  Options options = {0};
  int times = 1, i = 1;
  for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
    if (!strcmp(argv[i], "-s")) options.stress = (uint32_t)atoi(argv[i + 1]);
    else if (!strcmp(argv[i], "-n")) times = atoi(argv[i + 1]);
    else if (!strcmp(argv[i], "-j")) options.jit_threshold = (uint32_t)atoi(argv[i + 1]);
  }
  size_t size = 0;
  uint8_t *blob = i < argc ? read_file(argv[i], &size) : NULL;
  if (!blob) return fprintf(stderr, "usage: run_blob [-s stress] [-n times] [-j threshold] FILE\n"), 2;
  Host host = {.write = write_stream, .jit = print_recording};
  int status = 0;
  while (times-- > 0) {
    Ctx *ctx = ctx_new(&options, &host);
    if (!ctx) return fprintf(stderr, "out of memory\n"), 2;
    if (!run(ctx, blob, size)) {
      Value text = traceback_format(ctx, exc_take(ctx));
      if (text) io_write(ctx, 2, text);
      status = 1;
    }
    io_flush(ctx);
    ctx_destroy(ctx);
  }
  free(blob);
  return status;
}
