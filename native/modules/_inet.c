/* Module _inet: Internet addresses as text and as bytes, for lib/_socket.py. */
#include "modules/module.h"
#include <arpa/inet.h>
#include <errno.h>
#include <sys/socket.h>

/* The text of an argument, which ends with a zero; it goes back through memory_free. */
static char *text_argument(Ctx *ctx, const char *function, int position, Value v) {
  size_t n;
  if (is_str(ctx, v)) return file_path_bytes(ctx, v, NULL, NULL, &n);
  if (position) raise_format(ctx, EXC_TypeError, "%s() argument %d must be str, not %T", function, position, v);
  else raise_format(ctx, EXC_TypeError, "%s() argument must be str, not %T", function, v);
  return NULL;
}

FUNCTION(f_inet_aton) {
  struct in_addr address;
  char *text = text_argument(ctx, "inet_aton", 0, args[0]);
  if (!text) return V_NULL;
  bool good = inet_aton(text, &address);
  memory_free(ctx, text);
  if (good) return bytes_new(ctx, &address, sizeof address);
  return raise_format(ctx, EXC_OSError, "illegal IP address string passed to inet_aton"), V_NULL;
}
FUNCTION(f_inet_pton) {
  int family;
  uint8_t address[sizeof(struct in6_addr)];
  if (!object_c_int(ctx, args[0], &family)) return V_NULL;
  char *text = text_argument(ctx, "inet_pton", 2, args[1]);
  if (!text) return V_NULL;
  int outcome = inet_pton(family, text, address);
  memory_free(ctx, text);
  if (outcome < 0) return raise_os_error(ctx, V_NULL, V_NULL);
  if (outcome > 0) return bytes_new(ctx, address, family == AF_INET ? sizeof(struct in_addr) : sizeof address);
  return raise_format(ctx, EXC_OSError, "illegal IP address string passed to inet_pton"), V_NULL;
}

static Value shown(Ctx *ctx, int family, Value packed, bool any) {
  Buffer view;
  char text[INET6_ADDRSTRLEN];
  if (!buffer_get(ctx, packed, BUFFER_SIMPLE, &view)) return V_NULL;
  int64_t wanted = family == AF_INET ? 4 : 16;
  bool known = family == AF_INET || family == AF_INET6, good = known && view.length == wanted;
  if (good) good = inet_ntop(family, view.data, text, sizeof text) != NULL;
  buffer_release(ctx, &view);
  if (good) return str_from_ascii(ctx, text);
  if (!any) raise_format(ctx, EXC_OSError, "packed IP wrong length for inet_ntoa");
  else if (known) raise_format(ctx, EXC_ValueError, "invalid length of packed IP address string");
  else raise_format(ctx, EXC_ValueError, "unknown address family %d", family);
  return V_NULL;
}
FUNCTION(f_inet_ntoa) { return shown(ctx, AF_INET, args[0], false); }
FUNCTION(f_inet_ntop) {
  int family;
  return object_c_int(ctx, args[0], &family) ? shown(ctx, family, args[1], true) : V_NULL;
}

static const CFuncDef functions[] = {
    FUNCTION_ROW("inet_aton", f_inet_aton, 1, 1,
                 "Convert an IP address in string format to the 32-bit packed binary format."),
    FUNCTION_ROW("inet_ntoa", f_inet_ntoa, 1, 1,
                 "Convert an IP address from 32-bit packed binary format to string format."),
    FUNCTION_ROW("inet_pton", f_inet_pton, 2, 2, "Convert an IP address from string format to a packed string."),
    FUNCTION_ROW("inet_ntop", f_inet_ntop, 2, 2, "Convert a packed IP address of the given family to string format."),
    {0},
};
MODULE(_inet, .doc = "Internet addresses as text and as bytes.", .functions = {functions});
