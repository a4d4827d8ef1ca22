/* See code_memory.h. The list of free ranges is outside the region (ranges.h). */
#define _GNU_SOURCE
#include "jit/code_memory.h"
#include "generated/contract.h"
#include "jit/ranges.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__aarch64__)
#define REGION_BYTES ((size_t)ARM64_REGION_BYTES)
#define REACH ((uintptr_t)ARM64_REACH)
#else
#define REGION_BYTES ((size_t)X64_REGION_BYTES)
#define REACH ((uintptr_t)X64_REACH)
#endif
#define ALIGN 64 /* a cache line: traces do not share one */

#define RETURNED_FROM ((size_t)64 << 10) /* bytes of a free range from which on its pages go back to the system */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
  bool tried;
  const char *reason;
  uint8_t *write, *exec;
  size_t used, limit;
  Ranges free;
} region;

/* Any function of the runtime: the region wants to be near it. */
static uintptr_t runtime_text(void) { return (uintptr_t)&code_memory_alloc; }

static bool near_enough(const void *at) {
  uintptr_t text = runtime_text(), start = (uintptr_t)at, end = start + REGION_BYTES;
  uintptr_t low = start < text ? start : text, high = end > text ? end : text;
  return high - low <= REACH + REGION_BYTES;
}

/* Tries addresses at growing distance below and above the runtime; MAP_FIXED_NOREPLACE never disturbs an existing
 * mapping. */
static uint8_t *map_near(int fd) {
  const uintptr_t step = (uintptr_t)2 << 20;
  uintptr_t text = runtime_text() & ~(step - 1);
  for (uintptr_t distance = REGION_BYTES; distance < REACH; distance += step * 4) {
    for (int above = 0; above < 2; above++) {
      uintptr_t hint = above ? text + distance : text - distance;
      if (!above && distance > text) continue;
      void *p = mmap((void *)hint, REGION_BYTES, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_FIXED_NOREPLACE, fd, 0);
      if (p == MAP_FAILED) {
        if (errno == EEXIST || errno == ENOMEM) continue;
        return NULL;
      }
      /* Kernels before 4.17 take the flag for a hint. */
      if (near_enough(p)) return p;
      munmap(p, REGION_BYTES);
    }
  }
  errno = ENOMEM;
  return NULL;
}

/* NULL, or the reason by its name in ts/contract/give-up.ts. */
static const char *set_up(void) {
  int fd = memfd_create("pystitch-code", MFD_CLOEXEC);
  if (fd < 0) return GIVE_UP_NO_CODE_FILE;
  const char *reason = NULL;
  if (ftruncate(fd, (off_t)REGION_BYTES) != 0) reason = GIVE_UP_NO_CODE_MEMORY;
  if (!reason) {
    region.exec = map_near(fd);
    if (!region.exec) reason = errno == ENOMEM ? GIVE_UP_NO_NEAR_ADDRESSES : GIVE_UP_NOT_EXECUTABLE;
  }
  if (!reason) {
    void *p = mmap(NULL, REGION_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (p == MAP_FAILED) {
      reason = GIVE_UP_NO_WRITABLE_ALIAS;
      munmap(region.exec, REGION_BYTES);
    } else {
      region.write = p;
    }
  }
  close(fd); /* the mappings keep the memory */
  if (reason) return reason;
  if (ranges_give(&region.free, 0, REGION_BYTES).size == 0) return GIVE_UP_OUT_OF_MEMORY;
  if (!region.limit) region.limit = REGION_BYTES;
  return NULL;
}

static const char *ready_locked(void) {
  if (!region.tried) {
    region.tried = true;
    region.reason = set_up();
  }
  return region.reason;
}

const char *code_memory_unavailable(void) {
  pthread_mutex_lock(&lock);
  const char *reason = ready_locked();
  pthread_mutex_unlock(&lock);
  return reason;
}

void code_memory_set_limit(size_t bytes) {
  pthread_mutex_lock(&lock);
  region.limit = bytes < REGION_BYTES ? bytes : REGION_BYTES;
  pthread_mutex_unlock(&lock);
}

size_t code_memory_block_size(size_t bytes) { return (bytes + ALIGN - 1) & ~(size_t)(ALIGN - 1); }

CodeBlock code_memory_alloc(size_t bytes) {
  CodeBlock block = {0};
  if (bytes == 0 || bytes > REGION_BYTES) return block;
  size_t size = code_memory_block_size(bytes);
  pthread_mutex_lock(&lock);
  if (!ready_locked() && region.used + size <= region.limit) {
    size_t start = ranges_take(&region.free, size);
    if (start != NO_RANGE) {
      block = (CodeBlock){region.write + start, region.exec + start, size};
      region.used += size;
    }
  }
  pthread_mutex_unlock(&lock);
  return block;
}

void code_memory_publish(uint8_t *exec, size_t size) {
  /* Data caches are coherent between the aliases on every supported machine; AArch64's instruction cache is not with
   * them: clean the lines that were written, then invalidate those that will be fetched. On x86-64 this is nothing but
   * a compiler barrier. */
  uint8_t *alias = code_memory_alias(exec);
  __builtin___clear_cache((char *)alias, (char *)alias + size);
  __builtin___clear_cache((char *)exec, (char *)exec + size);
}

uint8_t *code_memory_alias(const uint8_t *exec) { return region.write + (exec - region.exec); }

/* The block that has just become free is part of `range`, whose pages go back to the system when it is large: those of
 * the block, and of its neighbours that were too small to be returned before. They read as zero then. */
static void return_pages(FreeRange range, size_t start, size_t size) {
  if (range.size < RETURNED_FROM) return;
  const size_t page = 4096;
  size_t from = start > RETURNED_FROM ? start - RETURNED_FROM : 0, to = start + size + RETURNED_FROM;
  if (from < range.start) from = range.start;
  if (to > range.start + range.size) to = range.start + range.size;
  from = (from + page - 1) & ~(page - 1);
  to &= ~(page - 1);
  if (from < to) (void)madvise(region.write + from, to - from, MADV_REMOVE);
}

void code_memory_free(CodeBlock block) {
  if (!block.write) return;
  pthread_mutex_lock(&lock);
  region.used -= block.size;
#if defined(__x86_64__)
  memset(block.write, 0xcc, block.size); /* a stale jump traps */
#else
  memset(block.write, 0, block.size);
#endif
  size_t start = (size_t)(block.exec - region.exec);
  /* No memory for the list: the block is lost, which is better than failing. */
  FreeRange range = ranges_give(&region.free, start, block.size);
  return_pages(range, start, block.size);
  pthread_mutex_unlock(&lock);
}

size_t code_memory_room(void) {
  pthread_mutex_lock(&lock);
  size_t room = 0;
  if (!ready_locked() && region.used < region.limit) {
    room = ranges_largest(&region.free);
    if (room > region.limit - region.used) room = region.limit - region.used;
  }
  pthread_mutex_unlock(&lock);
  return room;
}

size_t code_memory_limit(void) {
  pthread_mutex_lock(&lock);
  size_t limit = region.limit ? region.limit : REGION_BYTES;
  pthread_mutex_unlock(&lock);
  return limit;
}

size_t code_memory_used(void) {
  pthread_mutex_lock(&lock);
  size_t used = region.used;
  pthread_mutex_unlock(&lock);
  return used;
}

bool code_memory_contains(const void *address) {
  return region.exec && (const uint8_t *)address >= region.exec &&
         (const uint8_t *)address < region.exec + REGION_BYTES;
}
