/* Module errno: numbers of the system's errors, and their names. */
#include "modules/module.h"
#include <errno.h>

#define N(name) {#name, name}
static const struct {
  const char *name;
  int number;
} errors[] = {
    N(ENODEV), N(ENOCSI), N(EHOSTUNREACH), N(ENOMSG), N(EUCLEAN), N(EL2NSYNC), N(EL2HLT), N(ENODATA), N(ENOTBLK),
    N(ENOSYS), N(EPIPE), N(EINVAL), N(EOVERFLOW), N(EADV), N(EINTR), N(EUSERS), N(ENOTEMPTY), N(ENOBUFS), N(EPROTO),
    N(EREMOTE), N(ENAVAIL), N(ECHILD), N(ELOOP), N(EXDEV), N(E2BIG), N(ESRCH), N(EMSGSIZE), N(EAFNOSUPPORT),
    N(EBADR), N(EHOSTDOWN), N(EPFNOSUPPORT), N(ENOPROTOOPT), N(EBUSY), N(EWOULDBLOCK), N(EBADFD), N(EDOTDOT),
    N(EISCONN), N(ENOANO), N(ESHUTDOWN), N(ECHRNG), N(ELIBBAD), N(ENONET), N(EBADE), N(EBADF), N(EMULTIHOP), N(EIO),
    N(EUNATCH), N(EPROTOTYPE), N(ENOSPC), N(ENOEXEC), N(EALREADY), N(ENETDOWN), N(ENOTNAM), N(EACCES), N(ELNRNG),
    N(EILSEQ), N(ENOTDIR), N(ENOTUNIQ), N(EPERM), N(EDOM), N(EXFULL), N(ECONNREFUSED), N(EISDIR), N(EPROTONOSUPPORT),
    N(EROFS), N(EADDRNOTAVAIL), N(EIDRM), N(ECOMM), N(ESRMNT), N(EREMOTEIO), N(EL3RST), N(EBADMSG), N(ENFILE),
    N(ELIBMAX), N(ESPIPE), N(ENOLINK), N(ENETRESET), N(ETIMEDOUT), N(ENOENT), N(EEXIST), N(EDQUOT), N(ENOSTR),
    N(EBADSLT), N(EBADRQC), N(ELIBACC), N(EFAULT), N(EFBIG), N(EDEADLK), N(ENOTCONN), N(EDESTADDRREQ), N(ELIBSCN),
    N(ENOLCK), N(EISNAM), N(ECONNABORTED), N(ENETUNREACH), N(ESTALE), N(ENOSR), N(ENOMEM), N(ENOTSOCK), N(ESTRPIPE),
    N(EMLINK), N(ERANGE), N(ELIBEXEC), N(EL3HLT), N(ECONNRESET), N(EADDRINUSE), N(EOPNOTSUPP), N(EREMCHG), N(EAGAIN),
    N(ENAMETOOLONG), N(ENOTTY), N(ERESTART), N(ESOCKTNOSUPPORT), N(ETIME), N(EBFONT), N(EDEADLOCK), N(ETOOMANYREFS),
    N(EMFILE), N(ETXTBSY), N(EINPROGRESS), N(ENXIO), N(ENOPKG), N(ENOMEDIUM), N(EMEDIUMTYPE), N(ECANCELED),
    N(ENOKEY), N(EHWPOISON), N(EKEYEXPIRED), N(EKEYREVOKED), N(EKEYREJECTED), N(EOWNERDEAD), N(ENOTRECOVERABLE),
    N(ERFKILL), N(ENOTSUP), {"EFTYPE", 79} /* of other systems; 3.14 has it everywhere */,
};
#undef N

/* Of two names for a number the last is in errorcode. */
static bool init(Ctx *ctx, Value module) {
  Value names = dict_new(ctx);
  for (size_t i = 0; names && i < sizeof errors / sizeof *errors; i++) {
    Value name = str_intern_c(ctx, errors[i].name), number = int_tag(errors[i].number);
    if (!name || !dict_set(ctx, AS_MODULE(module)->dict, name, number) || !dict_set(ctx, names, number, name))
      return false;
  }
  return names && module_add(ctx, module, "errorcode", names);
}

MODULE(errno, .doc = "This module makes available standard errno system symbols.", .init = init);
