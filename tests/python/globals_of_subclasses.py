# instances of subclasses of built-in classes, with and without methods of their own, that stay in global variables: traces know which object it is
NAMES = ('add radd sub mul truediv floordiv mod neg pos abs lt le eq ne gt ge bool len contains getitem iter hash index int float str repr call and or').split()
RESULTS = {'bool': False, 'len': 7, 'contains': True, 'hash': 5, 'index': 3, 'int': 4, 'float': 4.5}
OPERATIONS = [operation.strip() for operation in '''x + x; x + 1.0; 1.0 + x; x - 1; x * 2; x * 2.0; x / 2; x // 2; x % 2; -x; +x; abs(x); x < x; x <= 1.0;
x == x; x == 1; x != x; x > 1; not x; len(x); 1 in x; 'a' in x; x[0]; x[1]; list(x); [i for i in x]; hash(x) == 5; [1, 2, 3, 4][x]; int(x); float(x); str(x); repr(x);
x(1); x & x; x | x; type(x).__name__; type(x) is float; isinstance(x, float); type(+x).__name__; type(x + x).__name__; 1 if x else 0'''.split(';')]


def methods(base):
    def method(name):
        def run(self, *args):
            return iter('abc') if name == 'iter' else RESULTS.get(name, f'{base.__name__} {name}')
        return run
    return {f'__{name}__': method(name) for name in NAMES}


def result(function):
    try:
        value = function()
        return type(value).__name__, str(value)
    except Exception as error:
        return type(error).__name__, str(error)


for value in 2.5, 2, 'ab', (1, 2), [1, 2], {1: 2}, b'ab', frozenset({1}), 1j:
    base = type(value)
    for cls in type('Own', (base,), methods(base)), type('Plain', (base,), {}), base:
        space = {'x': cls(value)}
        for operation in OPERATIONS:
            exec(f'def f(): return {operation}', space)
            results = [result(space['f']) for _ in range(30)]
            print(base.__name__, cls.__name__, operation, results[0], '' if len(set(results)) == 1 else set(results))


def kind(x):
    t = type(x)
    return 'plain' if t is float or t is int else t.__name__


F = type('F', (float,), {})
for x in F(2.5), F(2.5), 2.5:
    print([kind(x) for _ in range(20)][-1], [kind(x + 1) for _ in range(20)][-1], [kind(1.5) for _ in range(20)][-1])
