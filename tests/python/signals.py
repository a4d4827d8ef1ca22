# Module _signal: handlers run between bytecodes, in loops that are compiled too.
import _signal
import _thread
import posix
import time

seen = []


def handler(number, frame):
    seen.append((number, frame is not None and frame.f_code.co_name))


print(_signal.getsignal(_signal.SIGINT) is _signal.default_int_handler, _signal.getsignal(_signal.SIGUSR1), _signal.SIG_DFL, _signal.SIG_IGN)
print(_signal.signal(_signal.SIGUSR1, handler))
print(_signal.getsignal(_signal.SIGUSR1) is handler)
_signal.raise_signal(_signal.SIGUSR1)
posix.kill(posix.getpid(), _signal.SIGUSR1)
for _ in range(3):
    pass
print(len(seen), seen[0][0] == _signal.SIGUSR1)


def spin(limit):
    i = 0
    while len(seen) < limit:
        i += 1
        if i == 3000:
            posix.kill(posix.getpid(), _signal.SIGUSR1)
    return i >= 3000


print(spin(3), seen[-1])


class Timeout(Exception):
    pass


def raising(number, frame):
    raise Timeout(number)


_signal.signal(_signal.SIGALRM, raising)
_signal.setitimer(_signal.ITIMER_REAL, 0.02)
try:
    while True:
        pass
except Timeout as e:
    print('loop ended', e.args[0] == _signal.SIGALRM)
_signal.setitimer(_signal.ITIMER_REAL, 0.02)
try:
    time.sleep(60)
except Timeout:
    print('sleep ended')
lock = _thread.allocate_lock()
lock.acquire()
_signal.setitimer(_signal.ITIMER_REAL, 0.02)
try:
    lock.acquire(timeout=60)
except Timeout:
    print('lock ended')
print(_signal.getitimer(_signal.ITIMER_REAL), _signal.alarm(0))

_signal.signal(_signal.SIGUSR1, _signal.SIG_IGN)
_signal.raise_signal(_signal.SIGUSR1)
print(_signal.signal(_signal.SIGUSR1, _signal.SIG_DFL))
_signal.signal(_signal.SIGINT, handler)
_signal.raise_signal(_signal.SIGINT)
print(seen[-1][0] == _signal.SIGINT)
_signal.signal(_signal.SIGINT, _signal.default_int_handler)
try:
    _signal.raise_signal(_signal.SIGINT)
except KeyboardInterrupt:
    print('KeyboardInterrupt')


def raises(f, *args):
    try:
        print(f(*args))
    except (Exception, KeyboardInterrupt) as e:
        print(type(e).__name__, e)


raises(_signal.signal, 0, handler)
raises(_signal.signal, 65, handler)
raises(_signal.signal, 'x', handler)
raises(_signal.signal, _signal.SIGUSR1, 5)
raises(_signal.signal, _signal.SIGUSR1, None)
raises(_signal.signal, _signal.SIGKILL, handler)
raises(_signal.getsignal, 100)
raises(_signal.default_int_handler, 2, None)
raises(_signal.setitimer, 7, 1)
raises(_signal.setitimer, 0, -1)
raises(_signal.set_wakeup_fd, 99)
print(_signal.strsignal(2), _signal.NSIG, len(_signal.valid_signals()) > 50, _signal.set_wakeup_fd(-1))
r, w = posix.pipe2(posix.O_NONBLOCK)
_signal.signal(_signal.SIGUSR1, handler)
print(_signal.set_wakeup_fd(w))
_signal.raise_signal(_signal.SIGUSR1)
print(posix.read(r, 1)[0] == _signal.SIGUSR1, _signal.set_wakeup_fd(-1) == w)

last = []
_signal.signal(_signal.SIGRTMAX, lambda number, frame: last.append(number))
_signal.raise_signal(_signal.SIGRTMAX)
print(last)
_signal.signal(_signal.SIGRTMAX, _signal.SIG_DFL)
for call in (lambda: _signal.alarm(2**40), lambda: _signal.setitimer(2**32, 5), lambda: _signal.getitimer(2**32), lambda: _signal.setitimer(0, float('nan')),
             lambda: _signal.setitimer(0, -1), lambda: _signal.set_wakeup_fd(-5), lambda: _signal.set_wakeup_fd(posix.pipe()[1]), lambda: time.sleep(1e300)):
    try:
        print(call())
    except (OverflowError, ValueError, OSError) as e:
        print(type(e).__name__, e)

# ---- _thread.interrupt_main: as if the signal came ----
import _thread, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    _thread.interrupt_main(); 
    for i in range(10**7): pass
    print('no')
except KeyboardInterrupt: print('KI')
signal.signal(signal.SIGTERM, lambda n, f: print('term', n, f.f_code.co_name))
_thread.interrupt_main(signal.SIGTERM)
for i in range(1000): pass
try:
    _thread.interrupt_main(); 
    for i in range(10**7): pass
    print('no')
except KeyboardInterrupt: print('KI')
signal.signal(signal.SIGINT, lambda n, f: print('int', n))
_thread.interrupt_main()
for i in range(1000): pass
signal.signal(signal.SIGINT, signal.SIG_IGN)
_thread.interrupt_main()
for i in range(1000): pass
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    _thread.interrupt_main(); 
    for i in range(10**7): pass
    print('no')
except KeyboardInterrupt: print('KI')
try: _thread.interrupt_main(99)
except ValueError as e: print(e)
_thread.interrupt_main(64)

# a handler runs while a read waits
r, w = posix.pipe()
_signal.signal(_signal.SIGALRM, lambda number, frame: posix.write(w, b'woken'))
_signal.setitimer(_signal.ITIMER_REAL, 0.01)
print(posix.read(r, 9))
