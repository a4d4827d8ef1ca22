# What runs when the program is over: atexit, the last registered first.
import atexit
import sys
import weakref

sys.stderr = sys.stdout


def say(*args, **kwargs):
    print("exit", args, kwargs)


print(atexit.register(say, 1, x=2) is say, atexit._ncallbacks())
atexit.register(say, 2)
atexit.register(say, 3)
atexit.unregister(print)


@atexit.register
def adds_more():
    print("adds more")
    atexit.register(say, "late")


def removed():
    print("never")


atexit.register(removed)
atexit.register(removed)
atexit.unregister(removed)
print(atexit._ncallbacks())
for arguments in (), (1,):
    try:
        atexit.register(*arguments)
    except TypeError as e:
        print(e)


def failing():
    raise ValueError("at exit")


sys.unraisablehook = lambda args: print(args.exc_type.__name__, args.exc_value, args.err_msg.split(" <")[0], args.object)
atexit.register(failing)
atexit._run_exitfuncs()
print(atexit._ncallbacks())
atexit.register(say, "cleared")
atexit._clear()
atexit.register(say, "first registered")
atexit.register(sys.exit, 3)
weakref.finalize(say, print, "weakref.finalize")
