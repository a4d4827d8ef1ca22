/* Compiled modules out of the folder where the host keeps them. Everything that is wrong with an entry means that there
 * is none, and the module is compiled. Entries are small and many, so they are read, not mapped: what another process
 * does to a file then does not matter any more. */
#include "import/kept_code.h"
#include "call/call.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "host/files.h"
#include "text/text.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST_BYTES = 1 << 28 };
_Static_assert(sizeof(Stamp) == KEPT_STAMP_BYTES, "an entry has it as it is");

typedef struct KeptCode {
  char *folder, *how;
  uint8_t missed[KEPT_DIGEST_BYTES]; /* name of the entry that was looked for in vain */
  Stamp stamp;                       /* of its file */
  bool has_missed;
  Value *files; /* names of those that code was loaded for; the table keeps none of them alive */
  size_t nfiles, files_cap;
} KeptCode;

static void sweep(Ctx *ctx, void *data) {
  KeptCode *kept = data;
  size_t n = 0;
  for (size_t i = 0; i < kept->nfiles; i++)
    if (heap_is_marked(ctx, kept->files[i])) kept->files[n++] = kept->files[i];
  kept->nfiles = n;
}

static void release(Ctx *ctx, void *data) {
  KeptCode *kept = data;
  memory_free(ctx, kept->folder);
  memory_free(ctx, kept->how);
  memory_free(ctx, kept->files);
  memory_free(ctx, kept);
  ctx->importer->kept_code = NULL;
}

static char *copy_of(Ctx *ctx, const char *text) {
  char *copy = memory_new(ctx, strlen(text) + 1);
  return copy ? strcpy(copy, text) : NULL;
}

bool kept_code_open(Ctx *ctx, const char *folder, const char *how) {
  KeptCode *kept = memory_zeroed(ctx, sizeof *kept);
  if (!kept) return false;
  if (!ctx_at_destroy(ctx, release, kept)) return memory_free(ctx, kept), false;
  ctx->importer->kept_code = kept;
  return (kept->folder = copy_of(ctx, folder)) && (kept->how = copy_of(ctx, how)) && heap_add_sweeper(ctx, sweep, kept);
}

/* ---- stamps ---- */

static int64_t nanoseconds(struct timespec t) { return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec; }

static bool stamp_of(const char *path, Stamp *stamp) {
  struct stat status;
  struct timespec now;
  if (stat(path, &status) != 0 || !S_ISREG(status.st_mode)) return false;
  *stamp = (Stamp){
      .size = status.st_size, .modified = nanoseconds(status.st_mtim), .changed = nanoseconds(status.st_ctim)};
  bool settled = clock_gettime(CLOCK_REALTIME, &now) == 0 &&
                 nanoseconds(now) - stamp->changed > (int64_t)KEPT_SETTLED_SECONDS * 1000000000;
  if (!settled) *stamp = (Stamp){0};
  return true;
}

bool kept_code_take_stamp(Ctx *ctx, const uint8_t name[KEPT_DIGEST_BYTES], Stamp *stamp) {
  KeptCode *kept = ctx->importer->kept_code;
  if (!kept || !kept->has_missed || memcmp(kept->missed, name, KEPT_DIGEST_BYTES) != 0) return false;
  kept->has_missed = false;
  *stamp = kept->stamp;
  return stamp->changed != 0;
}

void import_forget_kept(Ctx *ctx) {
  if (ctx->importer->kept_code) ctx->importer->kept_code->has_missed = false;
}

/* ---- entries ---- */

static void name_of(const KeptCode *kept, const char *filename, size_t n, uint8_t name[KEPT_DIGEST_BYTES]) {
  const Sha2Variant *sha256 = &SHA2_VARIANTS[SHA256];
  Sha2 hash;
  sha2_start(sha256, &hash);
  sha2_feed(sha256, &hash, kept->how, strlen(kept->how) + 1);
  sha2_feed(sha256, &hash, filename, n + 1);
  sha2_finish(sha256, &hash, name);
}

static int open_entry(Ctx *ctx, const KeptCode *kept, const uint8_t name[KEPT_DIGEST_BYTES]) {
  size_t n = strlen(kept->folder);
  char *path = memory_new(ctx, n + 2 * KEPT_DIGEST_BYTES + 2), *at = path;
  if (!path) return -1;
  memcpy(at, kept->folder, n);
  at += n;
  *at++ = '/';
  for (int i = 0; i < KEPT_DIGEST_BYTES; i++) {
    *at++ = "0123456789abcdef"[name[i] >> 4];
    *at++ = "0123456789abcdef"[name[i] & 15];
  }
  *at = 0;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  memory_free(ctx, path);
  return fd;
}

static bool read_whole(int fd, uint8_t *to, size_t n) {
  while (n) {
    ssize_t got = read(fd, to, n);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to += got;
    n -= (size_t)got;
  }
  return true;
}

/* The whole entry; NULL without exception: there is none that can be read. */
static Raw *read_entry(Ctx *ctx, const KeptCode *kept, const uint8_t name[KEPT_DIGEST_BYTES], size_t *size) {
  int fd = open_entry(ctx, kept, name);
  if (fd < 0) return NULL;
  struct stat status;
  bool good = fstat(fd, &status) == 0 && status.st_size > KEPT_ENTRY_BLOB && status.st_size <= MOST_BYTES;
  Raw *raw = good ? raw_new(ctx, status.st_size) : NULL;
  if (raw && !read_whole(fd, raw->data, *size = (size_t)status.st_size)) raw = NULL;
  close(fd);
  return raw;
}

static bool is_good(const uint8_t *entry, size_t size, const uint8_t name[KEPT_DIGEST_BYTES], const Stamp *stamp) {
  uint32_t sum;
  memcpy(&sum, entry + KEPT_ENTRY_CHECKSUM, sizeof sum);
  return stamp->changed && memcmp(entry + KEPT_ENTRY_NAME, name, KEPT_DIGEST_BYTES) == 0 &&
         memcmp(entry + KEPT_ENTRY_STAMP, stamp, sizeof *stamp) == 0 &&
         library_checksum(entry + KEPT_ENTRY_STAMP, size - KEPT_ENTRY_STAMP) == sum;
}

/* Without memory for it, only the source lines in tracebacks are missing. */
static void note_file(Ctx *ctx, KeptCode *kept, Value filename) {
  for (size_t i = 0; i < kept->nfiles; i++)
    if (kept->files[i] == filename) return;
  if (kept->nfiles == kept->files_cap) {
    size_t cap = kept->files_cap ? 2 * kept->files_cap : 64;
    Value *grown = memory_resize(ctx, kept->files, cap * sizeof *grown);
    if (!grown) return;
    kept->files = grown;
    kept->files_cap = cap;
  }
  kept->files[kept->nfiles++] = filename;
}

static Code *find(Ctx *ctx, KeptCode *kept, Value filename, const char *path, size_t n, const char *granted) {
  Stamp stamp;
  if (!stamp_of(granted, &stamp)) return NULL;
  uint8_t name[KEPT_DIGEST_BYTES];
  name_of(kept, path, n, name);
  size_t size;
  Raw *entry = stamp.changed ? read_entry(ctx, kept, name, &size) : NULL;
  Code *code = NULL;
  if (entry && is_good(entry->data, size, name, &stamp))
    code = code_load_kept(ctx, entry, KEPT_ENTRY_BLOB, size - KEPT_ENTRY_BLOB, filename);
  if (ctx->exc && !exc_matches(ctx, EXC_ValueError)) return NULL;
  if (ctx->exc) exc_clear(ctx);
  if (code) return note_file(ctx, kept, filename), code;
  memcpy(kept->missed, name, KEPT_DIGEST_BYTES);
  kept->stamp = stamp;
  kept->has_missed = true;
  return NULL;
}

Code *kept_code_find(Ctx *ctx, Value filename, bool ask) {
  KeptCode *kept = ctx->importer->kept_code;
  if (!kept) return NULL;
  kept->has_missed = false;
  size_t n;
  char *path = file_path_bytes(ctx, filename, NULL, NULL, &n), *granted = NULL;
  if (!path) {
    if (exc_matches(ctx, EXC_ValueError)) exc_clear(ctx); /* a NUL, or what is no UTF-8 */
    return NULL;
  }
  bool may = !ask || file_ask(ctx, HOST_ASK_READ, path, &granted);
  Code *code = may ? find(ctx, kept, filename, path, n, ask ? granted : path) : NULL;
  memory_free(ctx, path);
  memory_free(ctx, granted);
  return code;
}

Code *import_kept_code(Ctx *ctx, Value filename) { return kept_code_find(ctx, filename, true); }

bool kept_code_has(Ctx *ctx, const char *filename) {
  const KeptCode *kept = ctx->importer->kept_code;
  Value name = kept && kept->nfiles ? str_from_utf8(ctx, filename, strlen(filename)) : V_NULL;
  if (ctx->exc) exc_clear(ctx);
  for (size_t i = 0; name && i < kept->nfiles; i++)
    if (str_equal(kept->files[i], name)) return true;
  return false;
}
