# Arguments of wrong types and sizes, by the words of their errors; source text in a subclass of str.
def t(f):
    try: r = f(); print('ok', r if isinstance(r, (int, bool, str)) else type(r).__name__)
    except BaseException as x: print(type(x).__name__, str(x)[:150])
import sys
fs = [lambda: compile('1', 'f', None), lambda: format(1, None), lambda: str(b'', None), lambda: str(b'a', 'utf8', None), lambda: ''.encode(None), lambda: ''.encode('utf8', None), lambda: b''.decode(None), lambda: b'a'.ljust(5, None), lambda: bytes.fromhex(None), lambda: type(None, (), {}), lambda: complex(None), lambda: complex(1, None), lambda: (1).__format__(None), (lambda: (lambda: 1)(*None)), lambda: (lambda: 1)(**None), lambda: ValueError().add_note(None), lambda: ExceptionGroup(None, []), lambda: type(t)(None, {}), lambda: type(t)(t.__code__, None), lambda: (1).to_bytes(2, None), lambda: int.from_bytes(b'', None), lambda: sys.stdout.write(None), lambda: type(sys)(None), lambda: type(int.__dict__)(None), lambda: super(None), lambda: sys.intern(None), lambda: 'a'.find(None), lambda: 'a'.replace(None, 'a'), lambda: 'a'.split(None), lambda: 'a'.partition(None), lambda: 'a'.startswith(None), lambda: 'a'.join(None), lambda: 'a'.removeprefix(None), lambda: 'a'.ljust(4, None), lambda: 'a'.strip(5), lambda: 'a'.count(None), lambda: str.maketrans(None, None), lambda: str.maketrans('a', None), lambda: UnicodeTranslateError(None, 1, 2, None), lambda: 'a'.translate(None), lambda: chr(None), lambda: ord(None), lambda: getattr(1, None), lambda: setattr(t, None, 1), lambda: hasattr(1, None), lambda: delattr(t, None), lambda: t.__getattribute__(None), lambda: __import__(None), lambda: float.fromhex(None), lambda: bytearray('a', None), lambda: bytes('a', None), lambda: bytes('a', 'utf8', None)]
for i, f in enumerate(fs): print(i, end=' '); t(f)
class S(str): pass
print(eval(S('1+1')), compile(S('1'), S('f'), S('eval')).co_filename)
exec(S('print(5)'))
t(lambda: 'a' * 2**63); t(lambda: 'a'.ljust(2**63)); t(lambda: [1].pop(2**70)); t(lambda: b'a' * 2**64); t(lambda: 'a'.__mul__(2**64)); t(lambda: 'a'[2**64]); t(lambda: bytearray(b'a').pop(2**64)); t(lambda: bytearray(b'a')[2**64])
class I:
    def __index__(self): b.clear(); return 2
b = bytearray(b'abc'); t(lambda: b[I()])

# Too many arguments of int(): what is counted decides what is said.
for call in ('int(1, 2, 3)', 'int(1, 2, a=3)', 'int(1, a=3, b=4)', 'int(a=1, b=2, c=3)', 'int(1, 2, 3, base=4)', 'int(1, base=2, x=3)'):
    try:
        print(eval(call))
    except TypeError as e:
        print(call, e)
