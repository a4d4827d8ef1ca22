"""Sockets, of which pystitch has only pairs within the process (`socketpair`, which event loops wake themselves with): `import socket`
works, because much of the library imports it without need; making any other socket or asking for an address is an OSError."""

import errno
import os

import _socketpair
from _inet import inet_aton, inet_ntoa, inet_ntop, inet_pton

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
    """One end of a pair, which is known by its descriptor."""

    __slots__ = ('_descriptor', '_timeout', '_family', '_type', '_proto')

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is None:
            _refuse()
        self._descriptor = fileno
        self._timeout = None
        self._family = AF_UNIX if family == -1 else family
        self._type = SOCK_STREAM if type == -1 else type
        self._proto = 0 if proto == -1 else proto

    family = property(lambda self: self._family)
    type = property(lambda self: self._type)
    proto = property(lambda self: self._proto)

    def fileno(self):
        return self._descriptor

    def detach(self):
        descriptor, self._descriptor = self._descriptor, -1
        return descriptor

    def close(self):
        if self._descriptor >= 0:
            os.close(self.detach())

    def __del__(self):
        if getattr(self, '_descriptor', -1) >= 0:
            import warnings

            warnings.warn(f'unclosed {self!r}', ResourceWarning, source=self)
            self.close()

    def setblocking(self, flag, /):
        self.settimeout(None if flag else 0.0)

    def getblocking(self):
        return self._timeout != 0

    def settimeout(self, timeout, /):
        if timeout is not None and timeout < 0:
            raise ValueError('Timeout value out of range')
        os.set_blocking(self._descriptor, timeout is None)
        self._timeout = None if timeout is None else float(timeout)

    def gettimeout(self):
        return self._timeout

    @property
    def timeout(self):
        return self._timeout

    def _wait(self, for_reading):
        if self._timeout:
            import select

            waiting = [self._descriptor]
            ready = select.select(waiting if for_reading else (), () if for_reading else waiting, (), self._timeout)
            if not (ready[0] or ready[1]):
                raise TimeoutError('timed out')

    def recv(self, size, flags=0, /):
        if size < 0:
            raise ValueError('negative buffersize in recv')
        self._wait(True)
        return os.read(self._descriptor, size)

    def recv_into(self, buffer, nbytes=0, flags=0):
        view = memoryview(buffer).cast('B')
        data = self.recv(nbytes or len(view))
        view[: len(data)] = data
        return len(data)

    def send(self, data, flags=0, /):
        self._wait(False)
        return os.write(self._descriptor, data)

    def sendall(self, data, flags=0, /):
        view = memoryview(data).cast('B')
        while view:
            view = view[self.send(view) :]

    def getsockname(self):
        return ''

    getpeername = getsockname
    bind = connect = connect_ex = listen = accept = _accept = sendto = recvfrom = shutdown = getsockopt = setsockopt = _refuse


def socketpair(family=AF_UNIX, type=SOCK_STREAM, proto=0, /):
    if family != AF_UNIX or type & 0xF != SOCK_STREAM or proto != 0:
        _refuse()
    one, other = _socketpair.pair()
    return socket(family, type, proto, one), socket(family, type, proto, other)


def close(descriptor, /):
    os.close(descriptor)


SocketType = socket
dup = getaddrinfo = gethostbyname = gethostbyaddr = getnameinfo = getservbyname = getservbyport = _refuse
getprotobyname = if_nameindex = _refuse


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
