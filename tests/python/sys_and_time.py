# Modules sys and time: what programs rely on.
import sys
import time


def attempt(label, action):
    try:
        print(label, '->', repr(action()))
    except BaseException as e:
        print(label, '=>', type(e).__name__, e.args)


print(sys.version_info[:2], sys.version_info >= (3, 14), sys.version_info.major, sys.version_info.releaselevel, sys.version.startswith('3.14'), sys.hexversion >> 16 == 0x030e)
print(sys.maxsize, sys.maxunicode, sys.byteorder, sys.float_info.max, sys.float_info.epsilon, sys.float_info.dig, sys.int_info.default_max_str_digits, sys.hash_info.modulus, sys.hash_info.algorithm)
print(sys.getrecursionlimit(), type(sys.argv), isinstance(sys.path, list), 'sys' in sys.modules, sys.modules['sys'] is sys, sys.modules['__main__'].__name__, 'math' in sys.builtin_module_names or True)
print(sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.stdout.encoding, sys.stdout.name, sys.stderr.name, sys.stdout.writable(), sys.stdin.readable(), sys.stdout.closed)
print(type(sys.implementation.name), sys.implementation.version[:2], sys.flags.optimize, isinstance(sys.flags, tuple), sys.float_info[3], len(sys.float_info), sys.intern('abc') is sys.intern('ab' + 'c'))
sys.stdout.write('written\n')
print(sys.stdout.write('five\n'))
sys.stdout.writelines(['a', 'b', '\n'])
sys.stdout.flush()
print('to stderr', file=sys.stderr)


class Capture:
    def __init__(self):
        self.text = ''

    def write(self, s):
        self.text += s


old, sys.stdout = sys.stdout, Capture()
print('captured', 1)
captured, sys.stdout = sys.stdout, old
print(repr(captured.text))
sys.stdout = None
print('nowhere')
sys.stdout = old

print(sys.exc_info(), sys.exception())
try:
    1 / 0
except ZeroDivisionError as e:
    print(sys.exc_info()[0].__name__, sys.exc_info()[1] is e, sys.exception() is e, sys.exc_info()[2] is e.__traceback__)
    try:
        raise KeyError('inner')
    except KeyError:
        print(repr(sys.exception()), repr(sys.exception().__context__))
    print(repr(sys.exception()))
print(sys.exception())
attempt('exit', lambda: sys.exit())
attempt('exit 3', lambda: sys.exit(3))
attempt('exit text', lambda: sys.exit('bye'))
attempt('exit two', lambda: sys.exit(1, 2))
attempt('recursion 0', lambda: sys.setrecursionlimit(0))
attempt('recursion str', lambda: sys.setrecursionlimit('a'))
attempt('intern', lambda: sys.intern(1))
attempt('write', lambda: sys.stdout.write(1))


def depth(n):
    return 1 + depth(n + 1) if n else 1


def frame_name():
    return sys._getframe().f_code.co_name, sys._getframe(1).f_code.co_name, sys._getframe().f_lineno


def caller():
    return frame_name()


print(caller(), sys._getframe().f_globals is globals(), sys._getframemodulename())
attempt('deep frame', lambda: sys._getframe(1000))


def endless(n):
    return endless(n + 1)


attempt('endless', lambda: endless(0))
sys.setrecursionlimit(200)
count = 0


def counter():
    global count
    count += 1
    counter()


attempt('limited', counter)
print(150 < count <= 200, sys.getrecursionlimit())
sys.setrecursionlimit(1000)
sys.set_int_max_str_digits(1000)
attempt('digits', lambda: len(str(10**2000)))
sys.set_int_max_str_digits(0)
print(len(str(10**5000)), sys.get_int_max_str_digits())
sys.set_int_max_str_digits(4300)
attempt('digits too few', lambda: sys.set_int_max_str_digits(5))
print(sys.getsizeof([]) > 0, sys.getsizeof('abc') < sys.getsizeof('abc' * 10))

a = time.perf_counter()
b = time.perf_counter()
print(b >= a, time.time() > 1.6e9, time.time_ns() > 10**18, time.monotonic_ns() > 0, isinstance(time.process_time(), float), time.perf_counter_ns() >= a * 10**9)
start = time.monotonic()
time.sleep(0.02)
print(time.monotonic() - start >= 0.02)
t = time.gmtime(0)
print(t, t.tm_year, t[0], t.tm_zone, t.tm_gmtoff, len(t), tuple(t))
print(time.gmtime(1e9)[:6], time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(86400 * 365)), time.asctime(time.gmtime(0)), time.strftime('%j %U %a %B', time.gmtime(10**9)))
print(time.mktime(time.localtime(10**9)), time.struct_time((2024, 2, 29, 1, 2, 3, 3, 60, 0)).tm_mday, time.gmtime(-1)[:3])
attempt('sleep', lambda: time.sleep(-1))
attempt('sleep str', lambda: time.sleep('a'))
attempt('struct', lambda: time.struct_time((1, 2)))
attempt('strftime', lambda: time.strftime('%Y', (2024, 13, 1, 0, 0, 0, 0, 1, 0)))
attempt('mktime', lambda: time.mktime((1, 2)))
attempt('gmtime', lambda: time.gmtime('a'))
attempt('strftime', lambda: time.strftime('\ud83d\0%Y\0\udcf0%%', (2024,) + (0,) * 8))
for year in (2**31, -2**31, -2**31 - 1, 2**70): attempt('asctime', lambda: time.asctime((year,) + (0,) * 8))
