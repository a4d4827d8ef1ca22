/* Executable memory for traces, and the addresses that their code refers to.
 *
 * One region per process is reserved near the runtime's own text, so that calls between the two are direct (±2 GB on
 * x86-64, ±128 MB on AArch64). It is one memfd mapped twice: the writable alias is what the compiler writes, the
 * executable one is what runs; no page is ever both. Worker threads share the region: the functions below lock. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What stencils refer to, sorted by name; generated (native/generated/jit_symbols.c). Ends with a null row. */
typedef struct JitSymbol {
  const char *name;
  const void *address;
} JitSymbol;
extern const JitSymbol jit_symbols[];
extern const unsigned jit_symbol_count;

typedef struct CodeBlock {
  uint8_t *write; /* NULL: no room within the limit */
  uint8_t *exec;
  size_t size; /* rounded up */
} CodeBlock;

/* Sets the region up on first use. NULL when code can run; else the reason why tier 2 is off, a static string. */
const char *code_memory_unavailable(void);
/* From now on no block is allocated that would bring the bytes in use, over all contexts of the process, above `bytes`;
 * blocks that exist stay. Default: the whole region. */
void code_memory_set_limit(size_t bytes);
size_t code_memory_limit(void);
/* The largest block that could be allocated now, but for what other threads do meanwhile. */
size_t code_memory_room(void);
/* What a block of `bytes` takes. */
size_t code_memory_block_size(size_t bytes);
/* 16-byte aligned. Fill `write`, then call code_memory_publish before anything jumps to `exec`. */
CodeBlock code_memory_alloc(size_t bytes);
/* Makes `size` bytes written at the alias of `exec` visible to instruction fetch. */
void code_memory_publish(uint8_t *exec, size_t size);
/* The writable alias of an address inside a block: for patching jumps. */
uint8_t *code_memory_alias(const uint8_t *exec);
/* `block` as code_memory_alloc returned it. The caller makes sure that nothing runs in it any more. */
void code_memory_free(CodeBlock block);
size_t code_memory_used(void);
/* Is this an address in the region? For profilers and crash reports. */
bool code_memory_contains(const void *address);

#ifdef __cplusplus
}
#endif
