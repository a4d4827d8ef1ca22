/* jitdump: tells perf which trace an address belongs to. `perf record -k mono …`, then `perf inject --jit`. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* Creates FOLDER/jit-PID.dump. False (errno set) when it cannot. One file per process; opening again is a no-op. */
bool perf_dump_open(const char *folder);
/* Records a piece of code. Does nothing when no file is open. */
void perf_dump_code(const char *name, const void *address, const void *bytes, size_t size);
