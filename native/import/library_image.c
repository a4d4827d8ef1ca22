/* The library image (ts/contract/library-image.ts), mapped into memory: code of the standard library is read where it
 * lies, a function's when it is first called. Each context maps it for itself; the memory is the same. */
#include "call/call.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "import/import.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct LibraryImage {
  const uint8_t *base;
  size_t size;
} LibraryImage;

static void unmap(Ctx *ctx, void *data) {
  LibraryImage *image = data;
  munmap((void *)image->base, image->size);
  memory_free(ctx, image);
  ctx->importer->library = NULL;
}

static LibraryImage *map_image(Ctx *ctx, const char *file) {
  if (ctx->importer->library) return ctx->importer->library;
  int fd = open(file, O_RDONLY | O_CLOEXEC);
  struct stat st;
  void *base = MAP_FAILED;
  if (fd >= 0 && fstat(fd, &st) == 0) base = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
  int error = errno;
  if (fd >= 0) close(fd);
  if (base == MAP_FAILED) {
    raise_format(ctx, EXC_ImportError, "cannot read the standard library, %s: %s", file, strerror(error));
    return NULL;
  }
  LibraryImage *image = memory_new(ctx, sizeof *image);
  if (!image) return munmap(base, (size_t)st.st_size), raise_no_memory(ctx), NULL;
  *image = (LibraryImage){.base = base, .size = (size_t)st.st_size};
  if (!ctx_at_destroy(ctx, unmap, image)) {
    munmap(base, (size_t)st.st_size);
    memory_free(ctx, image);
    return raise_no_memory(ctx), NULL;
  }
  return ctx->importer->library = image;
}

/* As in ts/library/checksum.ts. */
uint32_t library_checksum(const uint8_t *bytes, size_t n) {
  uint32_t hash = (uint32_t)n, word;
  size_t i = 0;
  for (; n - i >= 4; i += 4) {
    memcpy(&word, bytes + i, 4);
    hash = (hash ^ word) * 0x9e3779b1u;
    hash ^= hash >> 15;
  }
  if (i < n) {
    word = 0;
    memcpy(&word, bytes + i, n - i);
    hash = (hash ^ word) * 0x9e3779b1u;
    hash ^= hash >> 15;
  }
  return hash;
}

Code *library_code(Ctx *ctx, const char *file, size_t offset, size_t size, uint32_t sum, Value filename) {
  LibraryImage *image = map_image(ctx, file);
  if (!image) return NULL;
  if (offset > image->size || size > image->size - offset || library_checksum(image->base + offset, size) != sum) {
    raise_format(ctx, EXC_ImportError, "the standard library, %s, is damaged", file);
    return NULL;
  }
  return code_load_lazily(ctx, image->base + offset, size, filename);
}
