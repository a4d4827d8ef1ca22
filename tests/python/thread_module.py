# Locks with one thread, thread-local objects. Starting a thread is an error.
import _thread
import time


def attempt(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, e)


lock = _thread.allocate_lock()
print(lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(True, 0.001), lock.acquire(timeout=0), lock.release())
for f in [lambda: lock.release(), lambda: lock.acquire(False, 1), lambda: lock.acquire(True, -2), lambda: lock.acquire(timeout=1e20),
          lambda: lock.acquire(timeout="x"), lambda: lock.acquire(timeout=float("nan")), lambda: lock.acquire(foo=1),
          lambda: _thread.lock(1), lambda: lock.__exit__(1, 2, 3)]:
    attempt(f)
with lock:
    print(lock.locked(), repr(lock).startswith("<locked _thread.lock object at 0x"))
print(lock.locked(), repr(lock).startswith("<unlocked _thread.lock object at 0x"))
start = time.monotonic()
lock.acquire()
print(lock.acquire(timeout=0.02), time.monotonic() - start >= 0.02)

rlock = _thread.RLock()
attempt(rlock.release)
print(rlock.acquire(), rlock.acquire(), rlock._recursion_count(), rlock._is_owned(), rlock.locked())
saved = rlock._release_save()
print(saved[0], rlock._recursion_count(), rlock.locked(), repr(rlock).split(" at ")[0])
rlock._acquire_restore(saved)
print(rlock._recursion_count(), rlock.release(), rlock.release(), rlock.locked())
attempt(lambda: rlock._acquire_restore(1))
attempt(lambda: rlock._acquire_restore((1,)))

# Thread-local objects.
class Local(_thread._local):
    size = 3

    def __init__(self, *args):
        self.args = args


local = Local(1, 2)
local.x = 5
print(local.x, local.size, local.args, sorted(local.__dict__))
attempt(lambda: _thread._local(1))
attempt(lambda: local.missing)
attempt(lambda: setattr(local, "__dict__", {}))

# Starting one.
attempt(lambda: _thread.start_new_thread(1, ()))
attempt(lambda: _thread.start_new_thread(print, 1))
attempt(lambda: _thread.start_new_thread(print, (), 1))
attempt(lambda: _thread.start_joinable_thread(1))

print(_thread.TIMEOUT_MAX, _thread.error, _thread.LockType, _thread.get_native_id() > 0, _thread._count(),
      _thread.stack_size(), _thread.daemon_threads_allowed())
attempt(lambda: _thread.stack_size(100))
attempt(lambda: _thread.interrupt_main(1000))
attempt(_thread.exit)
handle = _thread._make_thread_handle(5)
print(handle, handle.ident, handle.is_done(), handle._set_done(), handle.is_done(), handle.join())
attempt(lambda: _thread._ThreadHandle().join())
try:
    _thread.interrupt_main()
    for i in range(10**7):
        pass
except KeyboardInterrupt:
    print("interrupted")
