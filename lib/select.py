"""Waiting for descriptors, which pystitch does not do: only the time passes. What it is imported for, by subprocess and selectors,
needs processes or sockets, and there are none."""

import errno
import time

error = OSError
PIPE_BUF = 4096


def select(rlist, wlist, xlist, timeout=None, /):
    if rlist or wlist or xlist:
        raise OSError(errno.ENOSYS, 'pystitch waits for no descriptors')
    if timeout is None:
        raise OSError(errno.EDEADLK, 'nothing to wait for, and no time limit')
    time.sleep(timeout)
    return [], [], []
