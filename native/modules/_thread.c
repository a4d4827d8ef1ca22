/* Module _thread for a runtime that has one thread: locks count, and starting a thread is an error. A lock that is held
 * can be released by nobody while its only thread waits for it: waiting with a timeout takes that long and fails,
 * waiting without one is refused instead of never ending. */
#define _GNU_SOURCE
#include "modules/module.h"
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TIMEOUT_MAX 9223372036.0 /* seconds: as many nanoseconds as 63 bits hold */
#define STACK_MIN 53248
#define NAME_MAX_BYTES 15

typedef struct Lock {
  Cell h;
  uint64_t count; /* of a plain lock 0 or 1 */
  uint64_t owner;
} Lock;
typedef struct Handle {
  Cell h;
  uint64_t ident; /* 0: the thread was not started */
  bool done;
} Handle;

typedef struct ThreadState {
  Class *lock, *rlock, *local, *handle, *except_args;
  int64_t stack_size;
  Value name;
} ThreadState;
static ThreadState *state_of(Ctx *ctx) { return module_state(ctx, &module__thread); }
static void trace(Ctx *ctx, void *state) { heap_mark(ctx, ((ThreadState *)state)->name); }

#define AS_LOCK(v) ((Lock *)(v))
#define AS_HANDLE(v) ((Handle *)(v))
static uint64_t ident(void) { return (uint64_t)pthread_self(); }

/* ---- waiting ---- */

/* For somebody who waits for what cannot happen: false after the timeout, or with an exception. */
static Value wait_in_vain(Ctx *ctx, bool blocking, double timeout, const char *what) {
  if (!blocking || timeout == 0) return V_FALSE;
  if (timeout > 0) return io_flush(ctx) && stop_sleep(ctx, timeout) ? V_FALSE : V_NULL;
  raise_format(ctx, EXC_RuntimeError, "%s: it would wait for ever, because no other thread exists", what);
  return V_NULL;
}

/* blocking=True, timeout=-1 */
static bool read_waiting(Ctx *ctx, const Value *args, bool *blocking, double *timeout) {
  *timeout = -1;
  int truth = args[0] ? object_truth(ctx, args[0]) : 1;
  if (truth < 0 || (args[1] && !object_seconds(ctx, args[1], timeout))) return false;
  *blocking = truth;
  if (*timeout > TIMEOUT_MAX) return raise_format(ctx, EXC_OverflowError, "timeout value is too large"), false;
  if (!*blocking && *timeout != -1)
    return raise_format(ctx, EXC_ValueError, "can't specify a timeout for a non-blocking call"), false;
  if (*timeout < 0 && *timeout != -1)
    return raise_format(ctx, EXC_ValueError, "timeout value must be a non-negative number"), false;
  return true;
}

/* ---- lock ---- */

static Value lock_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args);
  const char *name = cls == state_of(ctx)->lock ? "lock" : "RLock";
  bool plain = cls == state_of(ctx)->lock;
  if (plain && !refuse_keywords(ctx, name, kwnames)) return V_NULL;
  if (plain && nargs)
    return raise_format(ctx, EXC_TypeError, "%s expected 0 arguments, got %d", name, (int)nargs), V_NULL;
  return instance_new(ctx, cls);
}
FUNCTION(f_allocate) { return instance_new(ctx, state_of(ctx)->lock); }

METHOD(lock_acquire) {
  bool blocking;
  double timeout;
  if (!read_waiting(ctx, args, &blocking, &timeout)) return V_NULL;
  Lock *lock = AS_LOCK(self);
  if (lock->count) return wait_in_vain(ctx, blocking, timeout, "cannot acquire a lock that is held");
  lock->count = 1;
  return V_TRUE;
}
METHOD(lock_release) {
  if (!AS_LOCK(self)->count) return raise_format(ctx, EXC_RuntimeError, "release unlocked lock"), V_NULL;
  AS_LOCK(self)->count = 0;
  return V_NONE;
}
METHOD(lock_enter) {
  Value nothing[2] = {V_NULL, V_NULL};
  return lock_acquire(ctx, self, nothing, 2, V_NULL);
}
METHOD(lock_locked) { return bool_tag(AS_LOCK(self)->count != 0); }
METHOD(lock_reinit) {
  AS_LOCK(self)->count = 0;
  return V_NONE;
}
static Value lock_repr(Ctx *ctx, Value self) {
  return str_format_c(ctx, "<%s %T object at 0x%llx>", AS_LOCK(self)->count ? "locked" : "unlocked", self,
                      (unsigned long long)self);
}

#define WAITING "blocking= timeout="
static const CFuncDef lock_methods[] = {
    METHOD_ROW_NAMED("acquire", lock_acquire, 0, 2, WAITING, "Lock the lock."),
    METHOD_ROW_NAMED("acquire_lock", lock_acquire, 0, 2, WAITING, "An obsolete synonym of acquire()."),
    METHOD_ROW("release", lock_release, 0, 0, "Release the lock."),
    METHOD_ROW("release_lock", lock_release, 0, 0, "An obsolete synonym of release()."),
    METHOD_ROW("locked", lock_locked, 0, 0, "Return whether the lock is in the locked state."),
    METHOD_ROW("locked_lock", lock_locked, 0, 0, "An obsolete synonym of locked()."),
    METHOD_ROW("__enter__", lock_enter, 0, 0, "Lock the lock."),
    METHOD_ROW("__exit__", lock_release, 0, -1, "Release the lock."),
    METHOD_ROW("_at_fork_reinit", lock_reinit, 0, 0, NULL),
    {0},
};
static Class *make_lock(Ctx *ctx) {
  static const TypeOps ops = {.new_ = lock_new, .repr = lock_repr};
  return class_new_builtin(ctx, "_thread.lock", NULL, KIND_OTHER, sizeof(Lock), &ops, lock_methods,
                           CLASS_FINAL | CLASS_HAS_WEAKREF);
}

/* ---- RLock: there is one thread, so it is never held by another, unless a program says so with _acquire_restore ----
 */

METHOD(rlock_acquire) {
  bool blocking;
  double timeout;
  if (!read_waiting(ctx, args, &blocking, &timeout)) return V_NULL;
  Lock *lock = AS_LOCK(self);
  if (lock->count && lock->owner != ident())
    return wait_in_vain(ctx, blocking, timeout, "cannot acquire a lock that is held");
  lock->owner = ident();
  lock->count++;
  return V_TRUE;
}
METHOD(rlock_enter) {
  Value nothing[2] = {V_NULL, V_NULL};
  return rlock_acquire(ctx, self, nothing, 2, V_NULL);
}
static bool is_owned(const Lock *lock) { return lock->count && lock->owner == ident(); }
static bool check_owned(Ctx *ctx, const Lock *lock) {
  if (is_owned(lock)) return true;
  raise_format(ctx, EXC_RuntimeError, "cannot release un-acquired lock");
  return false;
}
METHOD(rlock_release) {
  if (!check_owned(ctx, AS_LOCK(self))) return V_NULL;
  if (!--AS_LOCK(self)->count) AS_LOCK(self)->owner = 0;
  return V_NONE;
}
METHOD(rlock_release_save) {
  Lock *lock = AS_LOCK(self);
  if (!check_owned(ctx, lock)) return V_NULL;
  Value parts[2] = {int_from_u64(ctx, lock->count), int_from_u64(ctx, lock->owner)};
  Value saved = parts[0] && parts[1] ? tuple_from(ctx, parts, 2) : V_NULL;
  if (saved) lock->count = lock->owner = 0;
  return saved;
}
METHOD(rlock_acquire_restore) {
  if (!is_tuple(ctx, args[0])) {
    raise_format(ctx, EXC_TypeError, "_acquire_restore() argument 1 must be 2-item tuple, not %A", args[0]);
    return V_NULL;
  }
  if (tuple_length(args[0]) != 2) {
    raise_format(ctx, EXC_TypeError, "_acquire_restore() argument 1 must be tuple of length 2, not %d",
                 (int)tuple_length(args[0]));
    return V_NULL;
  }
  int64_t count, owner;
  if (!object_index_i64(ctx, tuple_item(args[0], 0), &count, false) ||
      !object_index_i64(ctx, tuple_item(args[0], 1), &owner, false))
    return V_NULL;
  AS_LOCK(self)->count = (uint64_t)count;
  AS_LOCK(self)->owner = (uint64_t)owner;
  return V_NONE;
}
METHOD(rlock_count) { return is_owned(AS_LOCK(self)) ? int_from_u64(ctx, AS_LOCK(self)->count) : int_tag(0); }
METHOD(rlock_is_owned) { return bool_tag(is_owned(AS_LOCK(self))); }
METHOD(rlock_reinit) {
  AS_LOCK(self)->count = AS_LOCK(self)->owner = 0;
  return V_NONE;
}
static Value rlock_repr(Ctx *ctx, Value self) {
  const Lock *lock = AS_LOCK(self);
  return str_format_c(ctx, "<%s %T object owner=%llu count=%llu at 0x%llx>", lock->count ? "locked" : "unlocked", self,
                      (unsigned long long)lock->owner, (unsigned long long)lock->count, (unsigned long long)self);
}

static const CFuncDef rlock_methods[] = {
    METHOD_ROW_NAMED("acquire", rlock_acquire, 0, 2, WAITING, "Lock the lock."),
    METHOD_ROW("release", rlock_release, 0, 0, "Release the lock."),
    METHOD_ROW("locked", lock_locked, 0, 0, "Return whether the lock is in the locked state."),
    METHOD_ROW("__enter__", rlock_enter, 0, 0, "Lock the lock."),
    METHOD_ROW("__exit__", rlock_release, 0, -1, "Release the lock."),
    METHOD_ROW("_is_owned", rlock_is_owned, 0, 0, NULL),
    METHOD_ROW("_recursion_count", rlock_count, 0, 0, NULL),
    METHOD_ROW("_release_save", rlock_release_save, 0, 0, NULL),
    METHOD_ROW("_acquire_restore", rlock_acquire_restore, 1, 1, NULL),
    METHOD_ROW("_at_fork_reinit", rlock_reinit, 0, 0, NULL),
    {0},
};
static Class *make_rlock(Ctx *ctx) {
  static const TypeOps ops = {.new_ = lock_new, .repr = rlock_repr};
  return class_new_builtin(ctx, "_thread.RLock", NULL, KIND_OTHER, sizeof(Lock), &ops, rlock_methods,
                           CLASS_HAS_WEAKREF);
}

/* ---- local: with one thread, an object with attributes ---- */

static Value local_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args);
  bool plain = cls->ops.init == ctx->cls.object->ops.init;
  if (plain && (nargs || kwcount(kwnames)))
    return raise_format(ctx, EXC_TypeError, "Initialization arguments are not supported"), V_NULL;
  return instance_new(ctx, cls);
}
static bool local_setattr(Ctx *ctx, Value self, Value name, Value value) {
  if (name != NAME(__dict__)) return object_setattr(ctx, self, name, value);
  raise_format(ctx, EXC_AttributeError, "'%T' object attribute '__dict__' is read-only", self);
  return false;
}
static Value local_dict(Ctx *ctx, Value self) { return instance_dict(ctx, self); }
static const GetSetDef local_getset[] = {{"__dict__", local_dict, NULL, NULL}, {0}};
static Class *make_local(Ctx *ctx) {
  static const TypeOps ops = {.new_ = local_new, .setattr = local_setattr};
  Class *cls = class_new_builtin(ctx, "_thread._local", NULL, KIND_INSTANCE, sizeof(Instance), &ops, NULL,
                                 CLASS_HAS_DICT | CLASS_HAS_WEAKREF | CLASS_HAS_SETATTR);
  return cls && class_add_getset(ctx, cls, local_getset) ? cls : NULL;
}

/* ---- handles of threads: of the main one only ---- */

static Value handle_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args);
  if (nargs || kwcount(kwnames)) return raise_arity(ctx, "_ThreadHandle", 0, 0, nargs), V_NULL;
  return instance_new(ctx, cls);
}
FUNCTION(f_make_handle) {
  if (!is_int_value(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "ident must be an integer"), V_NULL;
  int64_t id;
  if (!int_to_i64(ctx, int_unwrap(ctx, args[0]), &id))
    return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C unsigned long"), V_NULL;
  Value handle = instance_new(ctx, state_of(ctx)->handle);
  if (handle) AS_HANDLE(handle)->ident = (uint64_t)id;
  return handle;
}
METHOD(handle_is_done) { return bool_tag(AS_HANDLE(self)->done); }
METHOD(handle_set_done) {
  if (!AS_HANDLE(self)->ident) return raise_format(ctx, EXC_RuntimeError, "thread not started"), V_NULL;
  AS_HANDLE(self)->done = true;
  return V_NONE;
}
METHOD(handle_join) {
  double timeout = -1;
  if (nargs && args[0] != V_NONE && !object_seconds(ctx, args[0], &timeout)) return V_NULL;
  if (!AS_HANDLE(self)->ident) return raise_format(ctx, EXC_RuntimeError, "thread not started"), V_NULL;
  if (AS_HANDLE(self)->done) return V_NONE;
  if (AS_HANDLE(self)->ident == ident())
    return raise_format(ctx, EXC_RuntimeError, "Cannot join current thread"), V_NULL;
  return wait_in_vain(ctx, true, timeout, "cannot join a thread that does not exist") ? V_NONE : V_NULL;
}
static Value get_ident_of(Ctx *ctx, Value self) { return int_from_u64(ctx, AS_HANDLE(self)->ident); }
static Value handle_repr(Ctx *ctx, Value self) {
  return str_format_c(ctx, "<_thread._ThreadHandle object: ident=%llu>", (unsigned long long)AS_HANDLE(self)->ident);
}
static const CFuncDef handle_methods[] = {METHOD_ROW("join", handle_join, 0, 1, NULL),
                                          METHOD_ROW("is_done", handle_is_done, 0, 0, NULL),
                                          METHOD_ROW("_set_done", handle_set_done, 0, 0, NULL),
                                          {0}};
static const GetSetDef handle_getset[] = {{"ident", get_ident_of, NULL, NULL}, {0}};
static Class *make_handle(Ctx *ctx) {
  static const TypeOps ops = {.new_ = handle_new, .repr = handle_repr};
  Class *cls = class_new_builtin(ctx, "_thread._ThreadHandle", NULL, KIND_OTHER, sizeof(Handle), &ops, handle_methods,
                                 CLASS_FINAL);
  return cls && class_add_getset(ctx, cls, handle_getset) ? cls : NULL;
}

/* ---- starting ---- */

static Value no_threads(Ctx *ctx) {
  raise_format(ctx, EXC_RuntimeError, "can't start new thread: pystitch runs a program on one thread");
  return V_NULL;
}
FUNCTION(f_start) {
  if (nargs < 2 || nargs > 3) {
    raise_format(ctx, EXC_TypeError, "start_new_thread expected at %s arguments, got %d",
                 nargs < 2 ? "least 2" : "most 3", (int)nargs);
    return V_NULL;
  }
  if (!is_callable(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "first arg must be callable"), V_NULL;
  if (!is_tuple(ctx, args[1])) return raise_format(ctx, EXC_TypeError, "2nd arg must be a tuple"), V_NULL;
  if (nargs > 2 && !is_dict(ctx, args[2]))
    return raise_format(ctx, EXC_TypeError, "optional 3rd arg must be a dictionary"), V_NULL;
  return no_threads(ctx);
}
FUNCTION(f_start_joinable) {
  if (!is_callable(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "thread function must be callable"), V_NULL;
  if (args[1] && args[1] != V_NONE && (!is_cell(args[1]) || class_of(ctx, args[1]) != state_of(ctx)->handle))
    return raise_format(ctx, EXC_TypeError, "'handle' must be a _ThreadHandle"), V_NULL;
  return no_threads(ctx);
}

/* ---- the thread itself ---- */

FUNCTION(f_get_ident) { return int_from_u64(ctx, ident()); }
FUNCTION(f_get_native_id) { return int_from_i64(ctx, (int64_t)syscall(SYS_gettid)); }
FUNCTION(f_none) { return V_NONE; }
FUNCTION(f_true) { return V_TRUE; }
FUNCTION(f_count) { return int_tag(0); }
FUNCTION(f_exit) {
  raise_exc(ctx, exception_new(ctx, ctx->exc_class[EXC_SystemExit], NULL, 0));
  return V_NULL;
}
FUNCTION(f_stack_size) {
  int64_t size = 0;
  if (nargs && !object_index_i64(ctx, args[0], &size, false)) return V_NULL;
  if (nargs && size != 0 && size < STACK_MIN)
    return raise_format(ctx, EXC_ValueError, "size must be at least %d bytes", STACK_MIN), V_NULL;
  ThreadState *state = state_of(ctx);
  int64_t before = state->stack_size;
  if (nargs) state->stack_size = size;
  return int_from_i64(ctx, before);
}
FUNCTION(f_interrupt_main) {
  int64_t number = SIGINT;
  if (nargs && !object_index_i64(ctx, args[0], &number, false)) return V_NULL;
  if (number <= 0 || number >= NSIG) return raise_format(ctx, EXC_ValueError, "signal number out of range"), V_NULL;
  if (ctx->on_signal) {
    __atomic_or_fetch(&ctx->signals, (uint64_t)1 << (number - 1), __ATOMIC_SEQ_CST);
    stop_set_pending(ctx, PENDING_SIGNAL);
  } else if (number == SIGINT) {
    stop_set_pending(ctx, PENDING_INTERRUPT);
  }
  return V_NONE;
}
FUNCTION(f_set_name) {
  if (!is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "set_name() argument 'name' must be str, not %A", args[0]), V_NULL;
  state_of(ctx)->name = args[0];
  return V_NONE;
}
FUNCTION(f_get_name) {
  Value name = state_of(ctx)->name;
  if (!name) return ctx->empty_str;
  return ((Str *)name)->length > NAME_MAX_BYTES ? str_substring(ctx, name, 0, NAME_MAX_BYTES) : name;
}

static const GetSetDef except_fields[] = {STRUCTSEQ_FIELD(0, "exc_type"),
                                          STRUCTSEQ_FIELD(1, "exc_value"),
                                          STRUCTSEQ_FIELD(2, "exc_traceback"),
                                          STRUCTSEQ_FIELD(3, "thread"),
                                          {0}};
static Class *make_except_args(Ctx *ctx) { return structseq_class(ctx, "_thread._ExceptHookArgs", except_fields); }

/* Of an exception that ended a thread: who makes threads of its own kind may still ask. */
FUNCTION(f_excepthook) {
  if (!is_cell(args[0]) || class_of(ctx, args[0]) != state_of(ctx)->except_args)
    return raise_format(ctx, EXC_TypeError, "_thread.excepthook argument type must be ExceptHookArgs"), V_NULL;
  Value type = tuple_item(args[0], 0), exc = tuple_item(args[0], 1), thread = tuple_item(args[0], 3);
  if (type == VAL(ctx->exc_class[EXC_SystemExit])) return V_NONE;
  Value name = thread == V_NONE ? int_from_u64(ctx, ident()) : get_attr_optional(ctx, thread, NAME(name));
  if (!name && (ctx->exc || !(name = int_from_u64(ctx, ident())))) return V_NULL;
  Value title = str_format_c(ctx, "Exception in thread %S", name);
  return title && unraisable_print(ctx, exc, title, V_NULL) ? V_NONE : V_NULL;
}

static const CFuncDef functions[] = {
    FUNCTION_ROW("allocate_lock", f_allocate, 0, 0, "Create a new lock object."),
    FUNCTION_ROW("allocate", f_allocate, 0, 0, "An obsolete synonym of allocate_lock()."),
    FUNCTION_ROW("start_new_thread", f_start, 0, -1, "Threads cannot be started: RuntimeError."),
    FUNCTION_ROW("start_new", f_start, 0, -1, "An obsolete synonym of start_new_thread()."),
    FUNCTION_ROW_NAMED("start_joinable_thread", f_start_joinable, 1, 3,
                       "function handle= daemon=", "Threads cannot be started: RuntimeError."),
    FUNCTION_ROW("_make_thread_handle", f_make_handle, 1, 1, NULL),
    FUNCTION_ROW("daemon_threads_allowed", f_true, 0, 0, "Whether daemon threads would be allowed."),
    FUNCTION_ROW("_is_main_interpreter", f_true, 0, 0, "Whether this is the main interpreter."),
    FUNCTION_ROW("_shutdown", f_none, 0, 0, "Wait for all threads that are not daemons: there are none."),
    FUNCTION_ROW("_count", f_count, 0, 0, "Return the number of threads that were started."),
    FUNCTION_ROW("get_ident", f_get_ident, 0, 0, "Return a number that identifies the thread."),
    FUNCTION_ROW("_get_main_thread_ident", f_get_ident, 0, 0, NULL),
    FUNCTION_ROW("get_native_id", f_get_native_id, 0, 0, "Return the system's number of the thread."),
    FUNCTION_ROW("exit", f_exit, 0, 0, "Raise SystemExit."),
    FUNCTION_ROW("exit_thread", f_exit, 0, 0, "An obsolete synonym of exit()."),
    FUNCTION_ROW("stack_size", f_stack_size, 0, 1, "Return the stack size of new threads, and set it."),
    FUNCTION_ROW("interrupt_main", f_interrupt_main, 0, 1, "Simulate the arrival of a signal."),
    FUNCTION_ROW_NAMED("set_name", f_set_name, 1, 1, "name", "Set the name of the current thread."),
    FUNCTION_ROW("_get_name", f_get_name, 0, 0, "Get the name of the current thread."),
    FUNCTION_ROW("_excepthook", f_excepthook, 1, 1, "Handle uncaught Thread.run() exception."),
    {0},
};
static const ModuleClass classes[] = {{offsetof(ThreadState, lock), make_lock},
                                      {offsetof(ThreadState, rlock), make_rlock},
                                      {offsetof(ThreadState, local), make_local},
                                      {offsetof(ThreadState, handle), make_handle},
                                      {offsetof(ThreadState, except_args), make_except_args},
                                      {0}};

static bool init(Ctx *ctx, Value module) {
  return module_add(ctx, module, "LockType", VAL(state_of(ctx)->lock)) &&
         module_add(ctx, module, "error", VAL(ctx->exc_class[EXC_RuntimeError])) &&
         module_add(ctx, module, "TIMEOUT_MAX", float_new(ctx, TIMEOUT_MAX)) &&
         module_add(ctx, module, "_NAME_MAXLEN", int_tag(NAME_MAX_BYTES));
}

/* Module threading may have functions of its own to call, of pools for example. */
static bool shut_down(Ctx *ctx) {
  Value module = dict_get_c(ctx, ctx->sys_modules, "threading");
  if (!module || module == V_NONE) return !ctx->exc;
  if (py_call_method(ctx, module, str_intern_c(ctx, "_shutdown"), NULL, 0)) return true;
  return unraisable_in(ctx, str_from_ascii(ctx, "Exception ignored on threading shutdown"), module);
}

MODULE(_thread, .doc = "This module provides primitive operations to write multi-threaded programs.",
       .functions = {functions}, .classes = classes, .state_size = sizeof(ThreadState), .trace = trace, .init = init,
       .at_exit = shut_down);
