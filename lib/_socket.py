"""Sockets, which pystitch does not have: `import socket` works, because much of the library imports it without need; making a socket or
asking for an address is an OSError."""

import errno

error = OSError
timeout = TimeoutError
has_ipv6 = False


class herror(OSError):
    pass


class gaierror(OSError):
    pass


AF_UNSPEC = 0
AF_UNIX = 1
AF_INET = 2
AF_INET6 = 10
SOCK_STREAM = 1
SOCK_DGRAM = 2
SOCK_RAW = 3
SOCK_NONBLOCK = 2048
SOCK_CLOEXEC = 524288
SOL_SOCKET = 1
SO_REUSEADDR = 2
SO_TYPE = 3
SO_ERROR = 4
SO_BROADCAST = 6
SO_KEEPALIVE = 9
SO_REUSEPORT = 15
SOMAXCONN = 4096
IPPROTO_IP = 0
IPPROTO_TCP = 6
IPPROTO_UDP = 17
IPPROTO_IPV6 = 41
IPV6_V6ONLY = 26
TCP_NODELAY = 1
MSG_PEEK = 2
SHUT_RD = 0
SHUT_WR = 1
SHUT_RDWR = 2
AI_PASSIVE = 1
AI_CANONNAME = 2
AI_NUMERICHOST = 4
EAI_NONAME = -2
NI_NUMERICHOST = 1
NI_NUMERICSERV = 2
INADDR_ANY = 0

_default_timeout = None


def _refuse(*args, **kwargs):
    raise OSError(errno.ENOSYS, 'pystitch has no sockets')


class socket:
    __slots__ = ()

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        _refuse()


SocketType = socket
close = dup = getaddrinfo = gethostbyname = gethostbyaddr = getnameinfo = getservbyname = getservbyport = _refuse
getprotobyname = socketpair = if_nameindex = _refuse


def gethostname():
    return 'localhost'


def getdefaulttimeout():
    return _default_timeout


def setdefaulttimeout(timeout, /):
    global _default_timeout
    if timeout is not None and timeout < 0:
        raise ValueError('Timeout value out of range')
    _default_timeout = None if timeout is None else float(timeout)


def _swap(number, size):
    return int.from_bytes(number.to_bytes(size, 'little'), 'big')


def htons(x, /):
    return _swap(x, 2)


def htonl(x, /):
    return _swap(x, 4)


ntohs = htons
ntohl = htonl


def inet_aton(text, /):
    parts = text.split('.')
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() and int(part) < 256 for part in parts):
        raise OSError('illegal IP address string passed to inet_aton')
    return bytes(int(part) for part in parts)


def inet_ntoa(packed, /):
    if len(packed) != 4:
        raise OSError('packed IP wrong length')
    return '.'.join(str(byte) for byte in bytes(packed))
