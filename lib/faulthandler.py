"""Tracebacks written straight to a descriptor. Errors of the runtime's own machine code are not caught: enable() remembers that it was
asked. Timers that write later would need a thread."""

import sys

_enabled = None


def _descriptor(file):
    if file is None:
        file = sys.stderr
        if file is None:
            raise RuntimeError('unable to get sys.stderr')
    if isinstance(file, int):
        if file < 0:
            raise ValueError('file is not a valid file descriptor')
        return file
    number = file.fileno()
    if not isinstance(number, int) or number < 0:
        raise RuntimeError('file.fileno() is not a valid file descriptor')
    file.flush()
    return number


def _write(fd, text):
    import posix
    data = text.encode('ascii', 'backslashreplace')
    while data:
        data = data[posix.write(fd, data):]


def _frames(frame):
    lines = []
    while frame is not None:
        if len(lines) == 100:
            lines.append('  ...')
            break
        code = frame.f_code
        lines.append(f'  File "{code.co_filename}", line {frame.f_lineno} in {code.co_name}')
        frame = frame.f_back
    return '\n'.join(lines) + '\n'


def enable(file=None, all_threads=True, c_stack=True):
    """Enable the fault handler."""
    global _enabled
    _descriptor(file)
    _enabled = file


def disable():
    """Disable the fault handler."""
    global _enabled
    was, _enabled = _enabled is not None, None
    return was


def is_enabled():
    """Check if the handler is enabled."""
    return _enabled is not None


def dump_traceback(file=None, all_threads=True):
    """Dump the traceback of the current thread into file."""
    _write(_descriptor(file), 'Stack (most recent call first):\n' + _frames(sys._getframe(1)))


def dump_c_stack(file=None):
    """Dump the C stack of the current thread."""
    _write(_descriptor(file), 'Current thread\'s C stack trace (most recent call first):\n  <unavailable>\n')


def dump_traceback_later(timeout, repeat=False, file=None, exit=False):
    """Dump the traceback after a timeout: not possible without threads."""
    if timeout <= 0:
        raise ValueError('timeout must be greater than 0')
    _descriptor(file)


def cancel_dump_traceback_later():
    """Cancel the previous call to dump_traceback_later()."""


_previous = {}


def register(signum, file=None, all_threads=True, chain=False):
    """Register a handler for the signal 'signum': dump the traceback of the current thread into file."""
    import _signal
    fd = _descriptor(file)

    def handler(number, frame):
        _write(fd, 'Stack (most recent call first):\n' + _frames(frame))
        if chain and callable(before):
            before(number, frame)

    before = _signal.signal(signum, handler)
    _previous.setdefault(signum, before)


def unregister(signum, /):
    """Unregister the handler of the signal 'signum' registered by register()."""
    import _signal
    if signum not in _previous:
        return False
    _signal.signal(signum, _previous.pop(signum))
    return True
