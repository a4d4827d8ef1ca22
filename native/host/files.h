/* Files, for C code: the calls of POSIX on paths and descriptors, as far as the host grants them.
 *
 * Each function is like the system call of its name: -1 (or false) and errno. Besides errors of the system errno may be
 * NOT_GRANTED: the host does not allow it; or a Python exception is set already: a stop came while it waited, or memory
 * ran out. raise_os_error knows all three.
 *
 * Descriptors are the runtime's own, numbered from 0 as a process numbers its own; they are closed when the runtime
 * ends. 0, 1 and 2 are the standard streams, wherever the host has them go.
 *
 * Nothing here decides. Whoever does something with a path asks first (file_ask) and goes on with the path in the
 * answer; the host answers (Host.ask, ts/host/system.ts). */
#pragma once
#include "core/ctx.h"
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

/* ---- files.c: descriptors ---- */
int file_open(Ctx *ctx, const char *path, int flags, int mode); /* path: bytes, as from file_path_bytes */
int file_close(Ctx *ctx, int fd);
ssize_t file_read(Ctx *ctx, int fd, void *bytes, size_t n);        /* waits for a terminal or pipe; a stop ends that */
ssize_t file_write(Ctx *ctx, int fd, const void *bytes, size_t n); /* may write less, as write(2) */
off_t file_seek(Ctx *ctx, int fd, off_t offset, int whence);
int file_truncate(Ctx *ctx, int fd, off_t length);
int file_stat(Ctx *ctx, int fd, struct stat *status);
bool file_isatty(Ctx *ctx, int fd);
int file_dup(Ctx *ctx, int fd);
int file_dup2(Ctx *ctx, int fd, int onto);
int file_pipe(Ctx *ctx, int fds[2]);
/* A descriptor of the system becomes one of the runtime, or is closed. */
int file_adopt(Ctx *ctx, int system_fd);
/* Waits until fd can be read (POLLIN) or written (POLLOUT), unless it does not block. false: a stop came. */
bool file_wait(Ctx *ctx, int fd, short events);
/* The system's descriptor, for calls that are not above; -1 with EBADF, or EINVAL: a stream that the host has taken. */
int file_system_fd(Ctx *ctx, int fd);

/* ---- file_paths.c: questions and errors ---- */
/* Asks HOST_ASK_*. *answer goes back through memory_free; NULL: it is not wanted. */
bool file_ask(Ctx *ctx, int question, const char *text, char **answer);
bool file_ask_text(Ctx *ctx, int question, const char *text, size_t n, char **answer, size_t *answer_n);
/* A descriptor: an int that is not negative, or an object whose fileno() returns one. */
bool file_fd_argument(Ctx *ctx, Value value, int *out);
/* The number of a user or group (`what`: "uid", "gid"); -1 is 2**32 - 1. */
bool file_owner_argument(Ctx *ctx, Value value, const char *what, uint32_t *out);
/* May the process as a whole be acted on? false: OSError is set. */
bool process_granted(Ctx *ctx);
/* The bytes of a path: of str as os.fsencode makes them, of bytes, of what os.fspath returns. NULL: a Python exception
 * is set, of which `function` and `argument` may be part ("open: embedded null character in path"; NULL: "embedded null
 * byte"). Goes back through memory_free. */
char *file_path_bytes(Ctx *ctx, Value path, const char *function, const char *argument, size_t *n);
Value file_fspath(Ctx *ctx, Value path); /* os.fspath: str or bytes, or V_NULL */
/* The same in other words: "open: path should be string, bytes or os.PathLike, not int", from "path should be" on. */
Value file_path_text(Ctx *ctx, Value path, const char *function, const char *argument, const char *wanted);
/* str from bytes of the system, as os.fsdecode. */
Value file_name_decode(Ctx *ctx, const char *bytes, size_t n);
/* Raises OSError of errno, or of the class that belongs to it, unless an exception is set; the names are V_NULL where
 * there are none. Returns V_NULL. */
Value raise_os_error(Ctx *ctx, Value filename, Value filename2);
