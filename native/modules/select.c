/* Module select: waiting until descriptors can be read or written. select() and poll(); the runtime's descriptors that
 * the host has taken for streams of its own are always ready. */
#include "modules/module.h"
#include <errno.h>
#include <poll.h>
#include <sys/select.h>

typedef struct SelectState {
  Class *poll;
} SelectState;

/* The descriptor that an argument means: an int, or what its fileno() returns. */
static int descriptor_of(Ctx *ctx, Value v) {
  int fd;
  return file_fd_argument(ctx, v, &fd) ? fd : -1;
}

static const double SECONDS = 1e9, MILLISECONDS = 1e6; /* select() and poll() */

/* When to give up: v times a unit from now on. For poll() a negative one means never.
 * false: an exception. *forever: there is no limit. */
static bool time_limit(Ctx *ctx, Value v, double unit, int64_t *until, bool *forever) {
  *forever = v == V_NONE;
  if (*forever) return true;
  if (!is_float(ctx, v) && !class_of(ctx, v)->ops.index)
    return raise_format(ctx, EXC_TypeError, "timeout must be a real number or None"), false;
  Value index = is_float(ctx, v) ? v : object_index(ctx, v);
  double n = !index ? 0 : is_float(ctx, index) ? float_val(ctx, index) : int_to_double(ctx, index);
  if (ctx->exc) return false;
  if (n != n) return raise_format(ctx, EXC_ValueError, "Invalid value NaN (not a number)"), false;
  if (n < 0 && unit == SECONDS) return raise_format(ctx, EXC_ValueError, "timeout must be non-negative"), false;
  *forever = n < 0;
  if (n * unit > 9.2e18) return raise_format(ctx, EXC_OverflowError, "timeout is too large"), false;
  *until = stop_now() + (n > 0 ? (int64_t)(n * unit) : 0);
  return true;
}

enum { SLICE_MS = 5 }; /* how long a stop may wait for a wait */

/* poll() that a stop or a signal's handler interrupts. < 0: an exception. */
static int wait_for(Ctx *ctx, struct pollfd *fds, nfds_t n, int64_t until, bool forever) {
  if (!io_flush(ctx)) return -1;
  for (;;) {
    int64_t left = forever ? INT64_MAX : until - stop_now();
    if (n == 0 && left > 0) {
      stop_wait(ctx, forever ? INT64_MAX : until);
    } else {
      int ms = left <= 0 ? 0 : left > (int64_t)SLICE_MS * 1000000 ? SLICE_MS : (int)((left + 999999) / 1000000);
      int ready = poll(fds, n, ms);
      if (ready > 0) return ready;
      if (ready < 0 && errno != EINTR) return raise_os_error(ctx, V_NULL, V_NULL), -1;
    }
    if (!stop_signals(ctx) || !CHECK_STOP(ctx)) return -1;
    if (!forever && stop_now() >= until) return 0;
  }
}

/* ---- select() ---- */

enum { MAX_EACH = FD_SETSIZE };
typedef struct Wanted {
  Value objects;         /* List */
  struct pollfd *fds;    /* one for each object; fd -1: a stream of the host */
  uint32_t from, to;     /* which of fds */
  short events, answers; /* that were asked for; that mean ready */
} Wanted;

static bool add_all(Ctx *ctx, Wanted *wanted, Value sequence, struct pollfd *fds, uint32_t *n) {
  wanted->from = *n;
  wanted->objects = list_from_iterable(ctx, sequence);
  if (!wanted->objects) {
    if (exc_matches(ctx, EXC_TypeError)) {
      exc_clear(ctx);
      raise_format(ctx, EXC_TypeError, "arguments 1-3 must be sequences");
    }
    return false;
  }
  for (int64_t i = 0; i < AS_LIST(wanted->objects)->length; i++) {
    int fd = descriptor_of(ctx, AS_LIST(wanted->objects)->items->items[i]);
    if (fd < 0) return false;
    if (i >= MAX_EACH || fd >= FD_SETSIZE)
      return raise_format(ctx, EXC_ValueError, "filedescriptor out of range in select()"), false;
    int system = file_system_fd(ctx, fd);
    if (system < 0 && errno != EINVAL) return raise_os_error(ctx, V_NULL, V_NULL), false;
    fds[(*n)++] = (struct pollfd){.fd = system, .events = wanted->events};
  }
  wanted->to = *n;
  return true;
}
static Value ready_of(Ctx *ctx, const Wanted *wanted, const struct pollfd *fds, uint32_t *any) {
  Value list = list_new(ctx, 0);
  for (uint32_t i = wanted->from; list && i < wanted->to; i++) {
    bool ready = fds[i].fd < 0 ? wanted->events != POLLPRI : (fds[i].revents & wanted->answers) != 0;
    if (!ready) continue;
    (*any)++;
    if (!list_append(ctx, list, AS_LIST(wanted->objects)->items->items[i - wanted->from])) return V_NULL;
  }
  return list;
}

FUNCTION(f_select) {
  int64_t until = 0;
  bool forever;
  if (!time_limit(ctx, nargs > 3 ? args[3] : V_NONE, SECONDS, &until, &forever)) return V_NULL;
  Wanted wanted[3] = {{.events = POLLIN, .answers = POLLIN | POLLHUP | POLLERR},
                      {.events = POLLOUT, .answers = POLLOUT | POLLERR},
                      {.events = POLLPRI, .answers = POLLPRI}};
  struct pollfd *fds = memory_new(ctx, 3 * MAX_EACH * sizeof *fds);
  if (!fds) return raise_no_memory(ctx), V_NULL;
  uint32_t n = 0, any = 0;
  bool ok = true, at_once = false;
  for (int i = 0; ok && i < 3; i++) ok = add_all(ctx, &wanted[i], args[i], fds, &n);
  for (uint32_t i = 0; ok && i < n; i++) at_once |= fds[i].fd < 0;
  ok = ok && wait_for(ctx, fds, n, at_once ? 0 : until, forever && !at_once) >= 0;
  for (uint32_t i = 0; ok && i < n; i++)
    if (fds[i].revents & POLLNVAL) errno = EBADF, raise_os_error(ctx, V_NULL, V_NULL), ok = false;
  Value lists[3];
  for (int i = 0; ok && i < 3; i++) ok = (lists[i] = ready_of(ctx, &wanted[i], fds, &any)) != V_NULL;
  memory_free(ctx, fds);
  return ok ? tuple_from(ctx, lists, 3) : V_NULL;
}

/* ---- poll objects ---- */

typedef struct Poll {
  Cell h;
  Value registered; /* Dict: descriptor -> events */
  Value waiting;    /* V_TRUE while poll() runs */
} Poll;

enum { ANY_EVENT = POLLIN | POLLPRI | POLLOUT };

static Value poll_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args);
  if (!refuse_keywords(ctx, "select.poll", kwnames)) return V_NULL;
  if (nargs) return raise_format(ctx, EXC_TypeError, "select.poll() takes no arguments (%d given)", (int)nargs), V_NULL;
  Poll *p = (Poll *)instance_new(ctx, cls);
  if (!p) return V_NULL;
  return (p->registered = dict_new(ctx)) ? VAL(p) : V_NULL;
}
static bool event_mask(Ctx *ctx, Value v, int64_t *out) {
  if (!v) return *out = ANY_EVENT, true;
  if (!object_index_i64(ctx, v, out, true)) return false;
  if (*out >= 0 && *out <= UINT16_MAX) return true;
  if (*out < 0) raise_format(ctx, EXC_ValueError, "value must be positive");
  else raise_format(ctx, EXC_OverflowError, "Python int too large for C unsigned short");
  return false;
}
METHOD(poll_register) {
  int64_t events;
  int fd = descriptor_of(ctx, args[0]);
  if (fd < 0 || !event_mask(ctx, nargs > 1 ? args[1] : V_NULL, &events)) return V_NULL;
  return dict_set(ctx, ((Poll *)self)->registered, int_tag(fd), int_tag(events)) ? V_NONE : V_NULL;
}
METHOD(poll_modify) {
  int64_t events;
  int fd = descriptor_of(ctx, args[0]);
  if (fd < 0 || !event_mask(ctx, args[1], &events)) return V_NULL;
  Value before = dict_get(ctx, ((Poll *)self)->registered, int_tag(fd));
  if (!before) return ctx->exc ? V_NULL : (errno = ENOENT, raise_os_error(ctx, V_NULL, V_NULL));
  return dict_set(ctx, ((Poll *)self)->registered, int_tag(fd), int_tag(events)) ? V_NONE : V_NULL;
}
METHOD(poll_unregister) {
  int fd = descriptor_of(ctx, args[0]);
  if (fd < 0) return V_NULL;
  int found = dict_delete(ctx, ((Poll *)self)->registered, int_tag(fd));
  if (found == 0) raise_key_error(ctx, int_tag(fd));
  return found > 0 ? V_NONE : V_NULL;
}
static Value events_list(Ctx *ctx, Value dict, const struct pollfd *fds) {
  Value list = list_new(ctx, 0), fd, events;
  for (int64_t pos = 0, i = 0; list && dict_next(dict, &pos, &fd, &events); i++) {
    int found = fds[i].fd == -1   ? (int)int_val(events) & (POLLIN | POLLOUT)
                : fds[i].fd == -2 ? POLLNVAL
                                  : fds[i].revents;
    if (!found) continue;
    Value pair = tuple_from(ctx, (Value[]){fd, int_tag(found)}, 2);
    if (!pair || !list_append(ctx, list, pair)) return V_NULL;
  }
  return list;
}
METHOD(poll_poll) {
  int64_t until = 0;
  bool forever;
  if (!time_limit(ctx, nargs ? args[0] : V_NONE, MILLISECONDS, &until, &forever)) return V_NULL;
  if (((Poll *)self)->waiting) return raise_format(ctx, EXC_RuntimeError, "concurrent poll() invocation"), V_NULL;
  Value dict = dict_copy(ctx, ((Poll *)self)->registered), fd, events;
  if (!dict) return V_NULL;
  nfds_t n = (nfds_t)AS_DICT(dict)->length, i = 0;
  struct pollfd *fds = memory_new(ctx, (n + 1) * sizeof *fds);
  if (!fds) return raise_no_memory(ctx), V_NULL;
  bool at_once = false;
  for (int64_t pos = 0; dict_next(dict, &pos, &fd, &events); i++) {
    int system = file_system_fd(ctx, (int)int_val(fd));
    fds[i] = (struct pollfd){.fd = system >= 0 ? system : errno == EINVAL ? -1 : -2, .events = (short)int_val(events)};
    at_once |= fds[i].fd < 0;
  }
  ((Poll *)self)->waiting = V_TRUE;
  bool ok = wait_for(ctx, fds, n, at_once ? 0 : until, forever && !at_once) >= 0;
  ((Poll *)self)->waiting = V_NULL;
  Value list = ok ? events_list(ctx, dict, fds) : V_NULL;
  memory_free(ctx, fds);
  return list;
}

static const CFuncDef poll_methods[] = {
    METHOD_ROW("register", poll_register, 1, 2, "Register a file descriptor with the polling object."),
    METHOD_ROW("modify", poll_modify, 2, 2, "Modify an already registered file descriptor."),
    METHOD_ROW("unregister", poll_unregister, 1, 1, "Remove a file descriptor being tracked by the polling object."),
    METHOD_ROW("poll", poll_poll, 0, 1, "Polls the set of registered file descriptors."),
    {0},
};
static Class *make_poll(Ctx *ctx) {
  static const TypeOps ops = {.new_ = poll_new};
  return class_new_builtin(ctx, "select.poll", ctx->cls.object, KIND_OTHER, sizeof(Poll), &ops, poll_methods,
                           CLASS_BUILTIN | CLASS_FINAL | CLASS_IMMUTABLE);
}
static const ModuleClass classes[] = {{offsetof(SelectState, poll), make_poll}, {0}};
static const CFuncDef functions[] = {
    FUNCTION_ROW("select", f_select, 3, 4, "Wait until one or more file descriptors are ready for some kind of I/O."),
    {0},
};

static bool init(Ctx *ctx, Value m) {
  static const struct {
    const char *name;
    int value;
  } constants[] = {{"POLLIN", POLLIN},         {"POLLPRI", POLLPRI},       {"POLLOUT", POLLOUT},
                   {"POLLERR", POLLERR},       {"POLLHUP", POLLHUP},       {"POLLNVAL", POLLNVAL},
                   {"POLLRDNORM", POLLRDNORM}, {"POLLRDBAND", POLLRDBAND}, {"POLLWRNORM", POLLWRNORM},
                   {"POLLWRBAND", POLLWRBAND}, {"PIPE_BUF", 4096}};
  for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
    if (!module_add(ctx, m, constants[i].name, int_tag(constants[i].value))) return false;
  return module_add(ctx, m, "error", VAL(ctx->exc_class[EXC_OSError]));
}

MODULE(select, .doc = "Waiting for descriptors.", .functions = {functions}, .classes = classes,
       .state_size = sizeof(SelectState), .init = init);
