/* Runs test vectors of single stencils on a machine (or emulator) without Node. scripts/test-aarch64.ts writes them
 * and describes the records of the file. Prints the failures; the exit status is their number, no more than 100.
 *
 * Linked with stencil_host.c. The code runs at CODE_ADDRESS; the page before it has veneers to the host's functions, so
 * that the writer of the vectors knows their addresses. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define CODE_ADDRESS 0x200000000ull
#define PAGE 65536

typedef struct HostState {
  uint64_t r[8];
  double f[8];
  uint32_t outcome, exit;
} HostState;
uint32_t host_run(uint64_t code, void *ctx, void *frame, HostState *state);
void *host_context(void);
void *host_frame(void);
uint64_t host_symbol(const char *name);

enum { RECORD_END, RECORD_CODE, RECORD_RUN };
typedef struct RunRecord {
  uint32_t exits, compare, floats, pad; /* bit masks over the 16 registers */
  uint64_t before[16], after[16];
} RunRecord;

static int is_nan(uint64_t word) {
  return (word & 0x7ff0000000000000) == 0x7ff0000000000000 && (word & 0x000fffffffffffff);
}

static void put_veneer(uint8_t *at, const char *symbol) {
#if defined(__aarch64__)
  const uint32_t code[2] = {0x58000050 /* ldr x16, #8 */, 0xd61f0200 /* br x16 */};
  memcpy(at, code, 8);
#else
  memcpy(at, "\xff\x25\x02\x00\x00\x00\x66\x90", 8); /* jmp *2(%rip) */
#endif
  uint64_t address = host_symbol(symbol);
  memcpy(at + 8, &address, 8);
}

int main(int argc, char **argv) {
  FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
  if (!file) return fprintf(stderr, "usage: stencil_vectors FILE\n"), 101;
  uint8_t *page = mmap((void *)(CODE_ADDRESS - PAGE), 2 * PAGE, PROT_READ | PROT_WRITE | PROT_EXEC,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  if (page == MAP_FAILED) return fprintf(stderr, "no memory at the code's address\n"), 101;
  uint8_t *code = page + PAGE;
  put_veneer(page, "jit_exit");
  put_veneer(page + 16, "jit_return");
  put_veneer(page + 32, "host_missing");
  __builtin___clear_cache((char *)page, (char *)page + 48);
  unsigned failures = 0;
  unsigned long runs = 0;
  uint32_t head[2];
  while (fread(head, 4, 2, file) == 2 && head[0] != RECORD_END) {
    if (head[0] == RECORD_CODE) {
      if (head[1] > PAGE || fread(code, 1, head[1], file) != head[1]) return 102;
      __builtin___clear_cache((char *)code, (char *)code + head[1]);
      continue;
    }
    RunRecord run;
    static char text[4096];
    if (head[1] >= sizeof text || fread(&run, sizeof run, 1, file) != 1 || fread(text, 1, head[1], file) != head[1])
      return 102;
    text[head[1]] = 0;
    HostState state;
    memcpy(&state, run.before, sizeof run.before);
    uint32_t outcome = host_run((uint64_t)code, host_context(), host_frame(), &state);
    runs++;
    if (outcome == 3) continue; /* a runtime function that the host does not have */
    if (outcome != (run.exits ? 2 : 1)) {
      if (failures++ < 50) printf("%s: outcome %u\n", text, outcome);
      continue;
    }
    uint64_t after[16];
    memcpy(after, &state, sizeof after);
    for (int reg = 0; reg < 16; reg++) {
      if (!(run.compare >> reg & 1) || after[reg] == run.after[reg]) continue;
      if ((run.floats >> reg & 1) && is_nan(after[reg]) && is_nan(run.after[reg])) continue;
      if (failures++ < 50)
        printf("%s: register %d is %llx, not %llx\n", text, reg, (unsigned long long)after[reg],
               (unsigned long long)run.after[reg]);
    }
  }
  printf("%lu runs, %u failures\n", runs, failures);
  return failures > 100 ? 100 : (int)failures;
}
