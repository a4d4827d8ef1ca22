/* Writer of the jitdump format, version 1 (Linux: tools/perf/Documentation/jitdump-specification.txt).
 *
 * perf finds the file through an executable mapping of its first page, which is all that mapping is for. Time stamps
 * are CLOCK_MONOTONIC, hence `perf record -k mono`. The file is one per process and shared by all contexts, guarded by
 * a lock. */
#include "jit/perf_dump.h"

#include <elf.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static struct {
  FILE *file;
  uint64_t next_index;
  pthread_mutex_t lock;
} dump = {.lock = PTHREAD_MUTEX_INITIALIZER};

enum { JITDUMP_MAGIC = 0x4A695444, JITDUMP_VERSION = 1, RECORD_CODE_LOAD = 0 };

typedef struct Header {
  uint32_t magic, version, total_size, elf_machine, pad, pid;
  uint64_t timestamp, flags;
} Header;

typedef struct CodeLoad {
  uint32_t id, total_size;
  uint64_t timestamp;
  uint32_t pid, tid;
  uint64_t address, code_address, code_size, index;
} CodeLoad;

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static bool open_locked(const char *folder) {
  char path[4096];
  snprintf(path, sizeof path, "%s/jit-%d.dump", folder, (int)getpid());
  int fd = open(path, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0644);
  if (fd < 0) return false;
  void *marker = mmap(NULL, (size_t)sysconf(_SC_PAGESIZE), PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
  FILE *file = marker == MAP_FAILED ? NULL : fdopen(fd, "w");
  if (!file) {
    close(fd);
    return false;
  }
#if defined(__x86_64__)
  const uint32_t machine = EM_X86_64;
#elif defined(__aarch64__)
  const uint32_t machine = EM_AARCH64;
#else
#error "no ELF machine number for this target"
#endif
  Header header = {JITDUMP_MAGIC, JITDUMP_VERSION, sizeof header, machine, 0, (uint32_t)getpid(), now(), 0};
  fwrite(&header, sizeof header, 1, file);
  fflush(file);
  dump.file = file;
  return true;
}

bool perf_dump_open(const char *folder) {
  pthread_mutex_lock(&dump.lock);
  bool ok = dump.file || open_locked(folder);
  pthread_mutex_unlock(&dump.lock);
  return ok;
}

void perf_dump_code(const char *name, const void *address, const void *bytes, size_t size) {
  pthread_mutex_lock(&dump.lock);
  if (dump.file) {
    size_t name_size = strlen(name) + 1;
    CodeLoad record = {
        .id = RECORD_CODE_LOAD,
        .total_size = (uint32_t)(sizeof record + name_size + size),
        .timestamp = now(),
        .pid = (uint32_t)getpid(),
        .tid = (uint32_t)syscall(SYS_gettid),
        .address = (uint64_t)(uintptr_t)address,
        .code_address = (uint64_t)(uintptr_t)address,
        .code_size = size,
        .index = dump.next_index++,
    };
    fwrite(&record, sizeof record, 1, dump.file);
    fwrite(name, name_size, 1, dump.file);
    fwrite(bytes, size, 1, dump.file);
    fflush(dump.file);
  }
  pthread_mutex_unlock(&dump.lock);
}
