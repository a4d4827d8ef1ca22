/* Threads of ours: for work that a context's own thread must not do. They never run Python. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Detached, with a stack of that many bytes. Its signals are blocked: they are for the threads that Node started.
 * false: there is no thread to be had. */
bool thread_start(void *(*run)(void *), void *data, size_t stack);

/* Processor time of this thread. */
uint64_t thread_microseconds(void);
