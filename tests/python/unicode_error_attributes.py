# Attributes of the Unicode errors: whatever is put into them, str() neither reads what is not there nor lies.
class Index:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
class BadIndex:
    def __index__(self): raise ValueError('index')
class BadStr:
    def __str__(self): raise ValueError('str')
class NoStr:
    def __str__(self): return 3
class S(str): pass
class B(bytes): pass
def t(label, f):
    try: print(label, ascii(f()))
    except BaseException as e: print(label, type(e).__name__, ascii(str(e)))
def fresh():
    return [UnicodeEncodeError('enc', 'abc\U0001f600\ud800\xe9', 1, 2, 'why'), UnicodeDecodeError('enc', b'ab\xff', 1, 2, 'why'),
            UnicodeTranslateError('abc\U0001f600\ud800\xe9', 1, 2, 'why')]
VALUES = [None, 0, 1, -1, 6, 2**62, -2**62, 2**63 - 1, 2**63, 10**40, True, 1.5, 'x', '', '\ud800', b'', b'q', [], [1, 2, 3], (), object, Index(2), BadIndex(), BadStr(), NoStr(), S('s'), B(b'zz'), bytearray(b'ab')]
Index.__str__ = BadIndex.__str__ = lambda self: 'index'
for name in 'encoding', 'object', 'start', 'end', 'reason', 'args':
    for i, v in enumerate(VALUES):
        for e in fresh():
            try: setattr(e, name, v)
            except BaseException as x: print(name, i, type(x).__name__, ascii(str(x)))
            t(f'{type(e).__name__[7]} {name} {i}', lambda: str(e))
for e in fresh():
    for name in 'encoding', 'object', 'start', 'end', 'reason', 'args':
        t('del ' + name, lambda: delattr(e, name)); t('', lambda: getattr(e, name)); t('again', lambda: delattr(e, name)); t('str', lambda: str(e)); t('repr', lambda: repr(e))
for s in -1, 0, 3, 5, 6:
    for n in s - 1, s, s + 1, s + 2:
        for e in fresh():
            e.start = s; e.end = n
            t(f'{s} {n}', lambda: str(e))
for cls in UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError:
    e = cls.__new__(cls)
    for name in 'encoding', 'object', 'start', 'end', 'reason':
        t(name, lambda: getattr(e, name))
    t('str', lambda: str(e))
    e.start = 1; e.reason = 'r'
    t('str', lambda: str(e))
    e.object = 'abc'
    t('str', lambda: str(e))
    t('str', lambda: UnicodeEncodeError.__str__(e)); t('str', lambda: UnicodeDecodeError.start.__get__(e)); t('x', lambda: UnicodeDecodeError.start.__set__(e, 1))
    for args in (), (1,), ('a', 'b', 1, 2), ('a', 'b', 1, 2, 'c'), ('a', b'b', 1, 2, 'c'), ('a', 1, 1, 2, 'c'), (1, 'b', 1, 2, 'c'), ('a', 'b', 's', 2, 'c'), ('a', 'b', 1, None, 'c'), ('a', 'b', 10**30, 2, 'c'), ('a', 'b', 1, 2, 3), ('a', bytearray(b'x'), 0, 1, 'c'), ('b', 1, 2, 'c'), (b'b', 1, 2, 'c'), ('b', Index(1), 2, 'c'), ('b', 1, 2, 'c', 'd', 'e'), ('b', 1.5, 2, 'c'), (S('a'), S('b'), True, Index(2), S('c')), ('a', B(b'b'), 0, 1, 'c'), ('a', 'b', BadIndex(), 1, 'x'):
        t(f'{len(args)}', lambda: (str(cls(*args)), cls(*args).args == args))
    class Sub(cls): pass
    t('sub', lambda: str(Sub('a', 'b', 0, 1, 'c')))
    t('kw', lambda: cls(encoding='a'))
    e = cls.__new__(cls, 1, 2); t('new', lambda: e.args)
    t('init', lambda: cls.__init__(e, 1))
    t('init', lambda: cls.__init__(ValueError(), 1))
for e in fresh():  # str() changes the exception
    class Evil:
        def __str__(self): e.object = 5; return 'evil'
    e.reason = Evil(); t('evil', lambda: str(e))
for e in fresh():
    class Evil:
        def __str__(self): del e.object; return 'evil'
    e.reason = Evil(); t('evil', lambda: str(e))
