/* Blocks of memory_new from a megabyte on: mappings of their own, in huge pages where the system has them. malloc would
 * copy such a block when it grows, into pages that nobody has touched yet, and give it back page by page: at a hundred
 * megabytes each takes longer than a program that was stopped may go on. Here growing moves the mapping, and giving
 * back is a matter of a few pages.
 *
 * A block begins with its header, on a boundary of huge pages. All of a context's are in a list, so that a pointer to
 * one is told from one that malloc returned. */
#define _GNU_SOURCE
#include "heap/large_blocks.h"
#include <stdalign.h>
#include <sys/mman.h>
#include <unistd.h>

#define HUGE_PAGE ((size_t)1 << 21)
#define PAGE ((size_t)4096)

struct LargeBlock {
  LargeBlock *previous, *next;
  size_t mapped;
  alignas(64) char data[];
};

static LargeBlock *header_of(void *p) { return (LargeBlock *)((char *)p - sizeof(LargeBlock)); }

static size_t mapping_for(size_t bytes) { return (bytes + sizeof(LargeBlock) + PAGE - 1) & ~(PAGE - 1); }

/* Addresses for that many bytes, from a boundary on; NULL: there are none. */
static void *reserve(size_t n) {
  char *all = mmap(NULL, n + HUGE_PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (all == MAP_FAILED) return NULL;
  char *at = (char *)(((uintptr_t)all + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1));
  if (at > all) munmap(all, (size_t)(at - all));
  if (at + n < all + n + HUGE_PAGE) munmap(at + n, (size_t)(all + HUGE_PAGE - at));
  return at;
}

static void link_in(LargeBlock **list, LargeBlock *block) {
  block->previous = NULL;
  block->next = *list;
  if (*list) (*list)->previous = block;
  *list = block;
}

static void unlink_from(LargeBlock **list, LargeBlock *block) {
  if (block->previous) block->previous->next = block->next;
  else *list = block->next;
  if (block->next) block->next->previous = block->previous;
}

bool large_block_is(LargeBlock *list, const void *p) {
  if (((uintptr_t)p & (HUGE_PAGE - 1)) != sizeof(LargeBlock)) return false;
  for (; list; list = list->next)
    if (list->data == p) return true;
  return false;
}

size_t large_block_size(void *p) { return header_of(p)->mapped; }

void *large_block_new(LargeBlock **list, size_t bytes) {
  if (bytes > SIZE_MAX / 4) return NULL;
  size_t n = mapping_for(bytes);
  LargeBlock *block = reserve(n);
  if (!block) return NULL;
  if (mprotect(block, n, PROT_READ | PROT_WRITE)) return munmap(block, n), NULL;
  (void)madvise(block, n, MADV_HUGEPAGE);
  block->mapped = n;
  link_in(list, block);
  return block->data;
}

void *large_block_resize(LargeBlock **list, void *p, size_t bytes) {
  if (bytes > SIZE_MAX / 4) return NULL;
  LargeBlock *block = header_of(p);
  size_t n = mapping_for(bytes);
  if (mremap(block, block->mapped, n, 0) != MAP_FAILED) {
    block->mapped = n;
    return p;
  }
  LargeBlock *at = reserve(n);
  if (!at) return NULL;
  unlink_from(list, block);
  LargeBlock *moved = mremap(block, block->mapped, n, MREMAP_MAYMOVE | MREMAP_FIXED, at);
  if (moved == MAP_FAILED) {
    munmap(at, n);
    link_in(list, block);
    return NULL;
  }
  moved->mapped = n;
  link_in(list, moved);
  return moved->data;
}

void large_block_free(LargeBlock **list, void *p) {
  LargeBlock *block = header_of(p);
  unlink_from(list, block);
  munmap(block, block->mapped);
}
