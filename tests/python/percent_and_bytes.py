# The % operator of str and bytes; bytes and bytearray.
def show(action):
    try:
        print(ascii(action()))
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))


class I:
    def __int__(self): return 5


class X:
    def __index__(self): return 5


class F:
    def __float__(self): return 5.5


class M:
    def __getitem__(self,k): return 'v'+k


show(lambda: "%5%" % (1,))
show(lambda: "%%" % ())
show(lambda: "%%%s" % 1)
show(lambda: "%-5%|" % (1,))
show(lambda: "%(a)%" % {"a":1})
show(lambda: "%(a)5%" % {"a":1})
show(lambda: "%d" % I())
show(lambda: "%d" % X())
show(lambda: "%d" % F())
show(lambda: "%x" % I())
show(lambda: "%x" % X())
show(lambda: "%f" % X())
show(lambda: "%f" % F())
show(lambda: "%(k)s" % M())
show(lambda: "%c" % X())
show(lambda: "%c" % "é")
show(lambda: "%c" % 0x110000)
show(lambda: "%c" % (1<<70))
show(lambda: "%5c|" % 65)
show(lambda: "%-5c|" % "a")
show(lambda: "%05s" % "a")
show(lambda: "%+5d|%-+5d|% 5d" % (1,2,3))
show(lambda: "%05d" % -3)
show(lambda: "%#06x" % 255)
show(lambda: "%#6x" % 255)
show(lambda: "%-#8x|" % 255)
show(lambda: "%#.5x" % 255)
show(lambda: "%08.3f" % -3.14159)
show(lambda: "%+.2e" % 12345.678)
show(lambda: "%#g" % 1.0)
show(lambda: "%#.0f" % 1.0)
show(lambda: "%.0f" % 0.5)
show(lambda: "%.0f" % 1.5)
show(lambda: "%g" % 1e-5)
show(lambda: "%g" % 123456789.0)
show(lambda: "%.10g" % 123456789.0)
show(lambda: "%f" % 1e300)
show(lambda: "%.3s|%.0s|%.s" % ("abc","abc","abc"))
show(lambda: "%5.1s|" % "abc")
show(lambda: "%d" % 1e20)
show(lambda: "%d" % float("nan"))
show(lambda: "%d" % 1j)
show(lambda: "%f" % 1j)
show(lambda: "%d" % None)
show(lambda: "%x" % None)
show(lambda: "%(a)s %(b)d" % {"a":1,"b":2})
show(lambda: "%(a(b))s" % {"a(b)":3})
show(lambda: "%s %s" % (1,))
show(lambda: "%s" % ())
show(lambda: "%s" % ((),))
show(lambda: "%*.*f" % (8,2,3.14159))
show(lambda: "%.*s" % (2,"abc"))
show(lambda: "%-*s|" % (-5,"a"))
show(lambda: "%*s|" % (-5,"a"))
show(lambda: "%.*f" % (-1,1.5))
show(lambda: "%99999999999999999999d" % 1)
show(lambda: "%s" % None)
show(lambda: "%r" % "a")
show(lambda: "%a" % "é")
show(lambda: "%i" % -5)
show(lambda: "%o" % -8)
show(lambda: "%#o" % -8)
show(lambda: "%X" % 255)
show(lambda: "%05f" % float("inf"))
show(lambda: "%e" % 0)
show(lambda: "% d" % -1)
show(lambda: b"%d %s %b %x" % (1,b"a",b"b",255))
show(lambda: b"%s" % "a")
show(lambda: b"%a" % "é")
show(lambda: b"%c" % 65)
show(lambda: b"%c" % b"a")
show(lambda: b"%5.2f|" % 1.5)
show(lambda: b"%q" % 1)
show(lambda: bytes(3))
show(lambda: bytes(-1))
show(lambda: bytes([256]))
show(lambda: bytes("a"))
show(lambda: bytes("a","utf-8"))
show(lambda: bytes([1,"a"]))
show(lambda: bytes(1.5))
show(lambda: bytes(None))
show(lambda: bytes(b"a","utf-8"))
show(lambda: b"a"[0])
show(lambda: b"a"[5])
show(lambda: b"abc"[1:])
show(lambda: b"a".__getitem__("x"))
show(lambda: b"a"+"b")
show(lambda: b"a"+bytearray(b"b"))
show(lambda: b"a"*2)
show(lambda: 97 in b"a")
show(lambda: b"a" in b"ba")
show(lambda: "a" in b"a")
show(lambda: 300 in b"a")
show(lambda: b"a".find("a"))
show(lambda: b"a".find(97))
show(lambda: b"a".find(300))
show(lambda: b"a".index(b"x"))
show(lambda: b"a".split("x"))
show(lambda: b"a b".split())
show(lambda: b"a,b".split(b","))
show(lambda: b"a".split(b""))
show(lambda: b"a".join([1]))
show(lambda: b",".join([b"a",b"b"]))
show(lambda: b"a".replace("a",b""))
show(lambda: b"abc".hex())
show(lambda: b"abc".hex(":"))
show(lambda: b"abc".hex(":",2))
show(lambda: b"abc".hex(":",-2))
show(lambda: b"abc".hex("::"))
show(lambda: bytes.fromhex("61 62"))
show(lambda: bytes.fromhex("6"))
show(lambda: bytes.fromhex("6x"))
show(lambda: bytes.fromhex(1))
show(lambda: b"a".decode("ascii"))
show(lambda: b"a".upper())
show(lambda: b"Ab".swapcase())
show(lambda: b"ab cd".title())
show(lambda: b"a".center(5))
show(lambda: b"a".center(5,b"**"))
show(lambda: b"a".center(5,"*"))
show(lambda: b"-1".zfill(5))
show(lambda: b"a\tb".expandtabs())
show(lambda: b"a".strip("x"))
show(lambda: b" a ".strip())
show(lambda: b"a".startswith("a"))
show(lambda: b"a".startswith((b"a",1)))
show(lambda: b"a".translate(None,b"a"))
show(lambda: b"a".translate(b"x"))
show(lambda: bytes.maketrans(b"a",b"bc"))
show(lambda: b"a".isalpha())
show(lambda: b"a"<b"b")
show(lambda: b"a"<"b")
show(lambda: b"a"=="a")
show(lambda: hash(b"a")==hash("a"))
show(lambda: b"a".removeprefix(b"a"))
show(lambda: b"a".removeprefix("a"))
show(lambda: b"a b c".rsplit(None,1))
show(lambda: b"a\nb".splitlines())
show(lambda: b"ab".partition(b"b"))
show(lambda: b"ab".partition("b"))
show(lambda: b"a".count(97))
show(lambda: b"aaa".count(b"a",1))
show(lambda: b"a".rindex(b"a"))
show(lambda: bytearray(b"a"))
show(lambda: bytearray(3))
show(lambda: bytearray("a"))
show(lambda: bytearray([300]))
show(lambda: bytearray(b"abc")[0:2])
show(lambda: bytearray(b"a")+b"b")
show(lambda: bytearray(b"a").append(300))
show(lambda: bytearray(b"a").append("a"))
show(lambda: bytearray(b"").pop())
show(lambda: bytearray(b"a").pop(5))
show(lambda: bytearray(b"a").remove(98))
show(lambda: bytearray(b"a").insert(0,1))
show(lambda: bytearray(b"a")[5])
show(lambda: bytearray(b"a").extend("ab"))
show(lambda: bytearray(b"a").extend(5))
show(lambda: hash(bytearray()))
show(lambda: bytearray(b"a").resize(-1))
show(lambda: bytearray(b"a").decode())
show(lambda: bytearray(b"ab").reverse())
show(lambda: bytearray(b"a")*2)
show(lambda: b"'" )
show(lambda: b"\xff\"'")
show(lambda: bytearray(b"'"))
show(lambda: int.from_bytes(bytearray(b"ab")))
show(lambda: list(b"ab"))
show(lambda: list(reversed(b"ab")))
show(lambda: b"ab"[::-1])
show(lambda: bytes(bytearray(b"x")))
show(lambda: bytes(range(3)))
show(lambda: b"a".hex(1))
show(lambda: b"ab".endswith(b"b"))
show(lambda: bytes(10**30))
show(lambda: str(b"\xff","ascii"))
show(lambda: b"a".decode(1))
show(lambda: bytes(b"a",errors="x"))
show(lambda: bytes())
show(lambda: bytes(source=b"x"))
show(lambda: bytes(1,2,3,4))
show(lambda: b"x".__getnewargs__())

# what code that is asked on the way may do to a bytearray
class Clears:
    def __init__(self, array):
        self.array = array
    def __buffer__(self, flags):
        self.array.clear()
        return memoryview(b'x')
    def __index__(self):
        self.array.clear()
        return 65
    def __repr__(self):
        self.array.clear()
        return 'E'
    def __iter__(self):
        self.array.clear()
        return iter([b'a'])
class Length(bytes):
    def __len__(self):
        self.array.clear()
        return 1
def with_array(f):
    array = bytearray(b'A%a')
    show(lambda: f(array, Clears(array)))
    print(array)
for name in ('find', 'count', 'rindex', 'split', 'rsplit', '__contains__', '__mod__', 'join', 'extend'):
    with_array(lambda array, evil: getattr(array, name)(evil))
def hexed(array, evil):
    separator = Length(b':')
    separator.array = array
    return array.hex(separator)
with_array(hexed)
def viewed(f):
    array = bytearray(range(10))
    def run():
        with memoryview(array):
            f(array)
    show(run)
    f(array)
    print(array)
def no_bytes(array): array[1:-1:2] = b''
def nothing(array): array[1:1:2] = b''
def deleted(array): del array[::-2]
def nothing_deleted(array): del array[0:0:-2]
for f in (no_bytes, nothing, deleted, nothing_deleted): viewed(f)
array = bytearray(b'abc')
show(lambda: array.__init__([1, 300]))
print(array)
walk = iter(array := bytearray(b'ab'))
next(walk)
array.clear()
print(walk.__length_hint__(), list(walk), array.__alloc__() > 0)
class Sub(bytearray): 'Ŭ'
Sub.__name__ = 'Ŭñıçöđë' * 20
print(repr(Sub(b"a'")) == Sub.__name__ + r'(b"a\'")')
def shrinking():
    class Item:
        def __buffer__(self, flags):
            items.clear()
            return memoryview(b'x')
    items = [b'a', Item(), b'c']
    return b'-'.join(items)
show(shrinking)
class Blocked(list): __bytes__ = None
class BlockedInt(int): __bytes__ = None
class Text(str):
    def __bytes__(self): return b'method'
class Bad:
    @property
    def __bytes__(self): raise ZeroDivisionError
    def __buffer__(self, flags): return memoryview(b'abc')
show(lambda: bytes(Blocked([1])))
show(lambda: bytes(BlockedInt(1)))
show(lambda: (bytes(Text('€')), bytes(Text('€'), 'utf-8')))
show(lambda: b'%b' % Bad())
class Named: __module__ = 'mod'; __qualname__ = 'Q.Named'
show(lambda: b'%c' % Named())
show(lambda: '%c' % Named())
show(lambda: b'ab' * 1 is not None and (lambda b: b * 1 is b)(b'ab'))
show(lambda: (bytes.__doc__[:6], bytearray.__doc__[:10]))
