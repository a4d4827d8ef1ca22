/* The library image (ts/contract/library-image.ts), mapped into memory: code of the standard library is read where it
 * lies, a function's when it is first called. Each context maps it for itself, when it first imports something; the
 * memory is the same. */
#include "call/call.h"
#include "exception/exception.h"
#include "generated/bytecode_identity.h"
#include "generated/contract.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "import/import.h"
#include "text/str.h"
#include "text/text.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct LibraryImage {
  char *folder, *file;
  bool unoptimized;    /* what is compiled with no word about that is compiled without optimizing */
  const uint8_t *base; /* NULL: not mapped */
  size_t size;
  const uint32_t *modules, *texts; /* rows of the index */
  uint32_t nmodules, ntexts;
  const char *names;
} LibraryImage;

uint32_t library_identity(void) { return BYTECODE_IDENTITY; }

static void release(Ctx *ctx, void *data) {
  LibraryImage *image = data;
  if (image->base) munmap((void *)image->base, image->size);
  memory_free(ctx, image->folder);
  memory_free(ctx, image->file);
  memory_free(ctx, image);
  ctx->importer->library = NULL;
}

bool library_open(Ctx *ctx, const char *folder, bool unoptimized) {
  static const char suffix[] = ".image";
  LibraryImage *image = memory_zeroed(ctx, sizeof *image);
  if (!image) return false;
  if (!ctx_at_destroy(ctx, release, image)) return memory_free(ctx, image), false;
  ctx->importer->library = image;
  size_t n = strlen(folder);
  image->unoptimized = unoptimized;
  if (!(image->folder = memory_new(ctx, n + 1)) || !(image->file = memory_new(ctx, n + sizeof suffix))) return false;
  memcpy(image->folder, folder, n + 1);
  memcpy(image->file, folder, n);
  memcpy(image->file + n, suffix, sizeof suffix);
  return true;
}

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

/* ---- mapping ---- */

static bool map_file(Ctx *ctx, LibraryImage *image) {
  int fd = open(image->file, O_RDONLY | O_CLOEXEC);
  struct stat st;
  void *base = MAP_FAILED;
  if (fd >= 0 && fstat(fd, &st) == 0) base = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
  int error = errno;
  if (fd >= 0) close(fd);
  if (base == MAP_FAILED) {
    raise_format(ctx, EXC_ImportError, "cannot read the standard library, %s: %s", image->file, strerror(error));
    return false;
  }
  image->base = base;
  image->size = (size_t)st.st_size;
  return true;
}

/* NULL: the index is as it was written; else what is wrong. */
static const char *read_index(LibraryImage *image) {
  size_t magic = strlen(LIBRARY_MAGIC);
  uint32_t head[LIBRARY_HEADER_WORDS];
  if (image->size < magic || memcmp(image->base, LIBRARY_MAGIC, magic) != 0) return "is not a library image";
  if (image->size - magic < sizeof head) return "is damaged";
  memcpy(head, image->base + magic, sizeof head);
  if (head[LIBRARY_HEADER_IDENTITY] != BYTECODE_IDENTITY) return "was built for another version of pystitch";
  uint32_t offset = head[LIBRARY_HEADER_INDEX_OFFSET], size = head[LIBRARY_HEADER_INDEX_SIZE];
  if (offset > image->size || size > image->size - offset || offset % sizeof(uint32_t)) return "is damaged";
  const uint8_t *index = image->base + offset;
  if (library_checksum(index, size) != head[LIBRARY_HEADER_INDEX_CHECKSUM]) return "is damaged";
  image->nmodules = head[LIBRARY_HEADER_MODULES];
  image->ntexts = head[LIBRARY_HEADER_TEXTS];
  size_t rows = (size_t)image->nmodules * LIBRARY_MODULE_WORDS + (size_t)image->ntexts * LIBRARY_TEXT_WORDS;
  if (rows > size / sizeof(uint32_t)) return "is damaged";
  image->modules = (const uint32_t *)index;
  image->texts = image->modules + (size_t)image->nmodules * LIBRARY_MODULE_WORDS;
  image->names = (const char *)(image->modules + rows);
  return NULL;
}

/* Mapped when it is first asked; NULL: there is none, or ImportError. */
static LibraryImage *mapped(Ctx *ctx) {
  LibraryImage *image = ctx->importer->library;
  if (!image || image->base) return image;
  if (!map_file(ctx, image)) return NULL;
  const char *wrong = read_index(image);
  if (!wrong) return image;
  munmap((void *)image->base, image->size);
  image->base = NULL;
  raise_format(ctx, EXC_ImportError, "%s %s", image->file, wrong);
  return NULL;
}

static Code *load(Ctx *ctx, const LibraryImage *image, uint32_t offset, uint32_t size, uint32_t sum, Value filename) {
  if (offset > image->size || size > image->size - offset || library_checksum(image->base + offset, size) != sum) {
    raise_format(ctx, EXC_ImportError, "the standard library, %s, is damaged", image->file);
    return NULL;
  }
  return code_load_lazily(ctx, image->base + offset, size, filename);
}

/* ---- modules ---- */

bool library_is_folder(Ctx *ctx, Value folder) {
  return ctx->importer->library && str_equal_c(folder, ctx->importer->library->folder);
}

static const uint32_t *find_module(const LibraryImage *image, const char *name, size_t n) {
  uint32_t low = 0, high = image->nmodules;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    const uint32_t *row = image->modules + (size_t)middle * LIBRARY_MODULE_WORDS;
    uint32_t from = middle ? row[LIBRARY_MODULE_NAME_END - LIBRARY_MODULE_WORDS] : 0;
    size_t length = row[LIBRARY_MODULE_NAME_END] - from;
    int order = memcmp(name, image->names + from, n < length ? n : length);
    if (order == 0 && n == length) return row;
    if (order < 0 || (order == 0 && n < length)) high = middle;
    else low = middle + 1;
  }
  return NULL;
}

/* What `__file__` says. */
static Value file_of(Ctx *ctx, const LibraryImage *image, const char *name, size_t n, bool is_package) {
  size_t folder = strlen(image->folder), size = folder + n + sizeof "//__init__.py";
  char *path = memory_new(ctx, size);
  if (!path) return raise_no_memory(ctx), V_NULL;
  snprintf(path, size, "%s/%.*s%s", image->folder, (int)n, name, is_package ? "/__init__.py" : ".py");
  for (size_t i = 0; i < n; i++)
    if (path[folder + 1 + i] == '.') path[folder + 1 + i] = '/';
  Value filename = str_from_utf8(ctx, path, strlen(path));
  memory_free(ctx, path);
  return filename;
}

/* CPython has these two frozen, and tracebacks are cut at that name. */
static const struct {
  const char *name, *module, *filename;
} frozen[] = {
    {"_frozen_importlib", "importlib._bootstrap", "<frozen importlib._bootstrap>"},
    {"_frozen_importlib_external", "importlib._bootstrap_external", "<frozen importlib._bootstrap_external>"}};

Code *library_module(Ctx *ctx, Value name, bool *is_package) {
  LibraryImage *image = mapped(ctx);
  if (!image || !str_is_ascii(name)) return NULL;
  const char *text = (const char *)AS_STR(name)->data, *alias = NULL;
  size_t n = (size_t)AS_STR(name)->length;
  for (size_t i = 0; i < sizeof frozen / sizeof *frozen; i++) {
    if (!str_equal_c(name, frozen[i].name)) continue;
    text = frozen[i].module, n = strlen(text), alias = frozen[i].filename;
  }
  const uint32_t *row = find_module(image, text, n);
  if (!row) return NULL;
  *is_package = row[LIBRARY_MODULE_IS_PACKAGE];
  Value filename = alias ? str_from_ascii(ctx, alias) : file_of(ctx, image, text, n, *is_package);
  if (!filename) return NULL;
  return load(ctx, image, row[LIBRARY_MODULE_BLOB_OFFSET], row[LIBRARY_MODULE_BLOB_SIZE],
              row[LIBRARY_MODULE_BLOB_CHECKSUM], filename);
}

/* ---- texts ---- */

static const uint32_t *find_text(const LibraryImage *image, uint32_t sum) {
  uint32_t low = 0, high = image->ntexts;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    const uint32_t *row = image->texts + (size_t)middle * LIBRARY_TEXT_WORDS;
    if (row[LIBRARY_TEXT_CHECKSUM] == sum) return row;
    if (sum < row[LIBRARY_TEXT_CHECKSUM]) high = middle;
    else low = middle + 1;
  }
  return NULL;
}

static Code *load_text(Ctx *ctx, const LibraryImage *image, const char *key, size_t n) {
  const uint32_t *row = find_text(image, library_checksum((const uint8_t *)key, n));
  if (!row || row[LIBRARY_TEXT_TEXT_SIZE] != n) return NULL;
  size_t text = (size_t)row[LIBRARY_TEXT_BLOB_OFFSET] + row[LIBRARY_TEXT_BLOB_SIZE];
  if (text > image->size || n > image->size - text || memcmp(image->base + text, key, n) != 0) return NULL;
  return load(ctx, image, row[LIBRARY_TEXT_BLOB_OFFSET], row[LIBRARY_TEXT_BLOB_SIZE], row[LIBRARY_TEXT_BLOB_CHECKSUM],
              V_NULL);
}

Code *library_text(Ctx *ctx, Value source, char mode, int64_t flags, int64_t optimize) {
  const LibraryImage *image = ctx->importer->library;
  if (!image || !image->base || optimize > 0 || (optimize < 0 && !image->unoptimized)) return NULL;
  if (str_length(source) > LIBRARY_LONGEST_TEXT) return NULL;
  char head[32];
  snprintf(head, sizeof head, "%c %lld ", mode, (long long)flags);
  Value key = str_format_c(ctx, "%s%U", head, source);
  size_t n;
  char *text = key ? str_to_utf8(ctx, key, &n) : NULL;
  if (!text) return NULL;
  Code *code = load_text(ctx, image, text, n);
  memory_free(ctx, text);
  return code;
}
