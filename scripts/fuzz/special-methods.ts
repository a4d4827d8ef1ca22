/**
 * Programs in which a class has one special method that is odd: None, no function at all, a function whose result no
 * caller expects, one that raises. Everything that may look the method up is tried on an instance, on the class, and
 * on an instance whose class is a metaclass's.
 *
 * A program is a list of subjects (a special method, a base class, a value for the method), each tried with a list of
 * operations, one line of output for each. So two outputs can be compared line by line, and a failing program is made
 * smaller by dropping subjects and operations.
 */

import { readFileSync } from 'node:fs';

const PRELUDE = readFileSync(new URL('special-methods.py', import.meta.url), 'utf8');

export interface Subject {
  readonly special: string;
  readonly base: string;
  /** Python expression. `f` makes a function that returns its argument, `raiser` one that raises it. */
  readonly value: string;
}

export interface SpecialMethodsProgram {
  readonly subjects: readonly Subject[];
  readonly operations: readonly string[];
}

const binary = ['add', 'sub', 'mul', 'matmul', 'truediv', 'floordiv', 'mod', 'pow', 'lshift', 'rshift', 'and', 'or', 'xor'];

export const SPECIALS: readonly string[] = [
  ...['__new__', '__init__', '__del__', '__repr__', '__str__', '__bytes__', '__format__', '__lt__', '__le__'],
  ...['__eq__', '__ne__', '__gt__', '__ge__', '__hash__', '__bool__', '__getattr__', '__getattribute__'],
  ...['__setattr__', '__delattr__', '__dir__', '__get__', '__set__', '__delete__', '__set_name__', '__slots__'],
  ...['__init_subclass__', '__mro_entries__', '__instancecheck__', '__subclasscheck__', '__class_getitem__'],
  ...['__call__', '__len__', '__length_hint__', '__getitem__', '__setitem__', '__delitem__', '__missing__'],
  ...['__iter__', '__reversed__', '__contains__', '__next__', '__neg__', '__pos__', '__abs__', '__invert__'],
  ...['__complex__', '__int__', '__float__', '__index__', '__round__', '__trunc__', '__floor__', '__ceil__'],
  ...['__enter__', '__exit__', '__await__', '__aiter__', '__anext__', '__aenter__', '__aexit__', '__buffer__'],
  ...['__divmod__', '__rdivmod__', '__class__', '__doc__', '__name__', '__module__', '__qualname__', '__dict__'],
  ...['__match_args__', '__prepare__', 'mro', '__call__', '__or__', '__ror__', '__sizeof__', '__reduce__'],
  ...['__reduce_ex__', '__getstate__', '__fspath__', '__index__', '__annotations__', '__annotate__', '__wrapped__'],
  ...['__isabstractmethod__', '__abstractmethods__', '__type_params__', '__bases__', '__mro__', '__subclasshook__'],
  ...['keys', 'items', 'send', 'throw', 'close', 'read', 'write', 'flush', '__objclass__', '__self__', '__func__'],
  ...binary.flatMap((name) => [`__${name}__`, `__r${name}__`, `__i${name}__`]),
].filter((name, i, all) => all.indexOf(name) === i);

/** What a function may return, and what may be raised. */
const RESULTS = [
  ...['None', '0', '1', '-1', 'True', 'sys.maxsize', '2**63', '-2**63', '10**30', '1.5', 'float("nan")', '1j', '"abc"'],
  ...['""', '"\\ud800"', 'b"x"', '()', '(1, 2)', '[1]', '["a", 1]', '{}', '{"a": 1}', 'NotImplemented', '...', 'object()'],
  ...['type', 'int', 'Odd', 'Odd()', 'Int(7)', 'Str("s")', 'Float(2.5)', 'iter([1, 2])', '(i for i in (1, 2))', 'len'],
  ...['set()', 'range(3)', 'slice(1)', 'property()', 'ValueError("v")'],
];
const RAISED = [
  ...['ValueError("odd")', 'TypeError("odd")', 'AttributeError("odd")', 'StopIteration(5)', 'KeyError("odd")'],
  ...['IndexError("odd")', 'KeyboardInterrupt("odd")', 'StopAsyncIteration("odd")', 'OverflowError("odd")'],
  ...['RecursionError("odd")', 'MemoryError("odd")', 'Odd', 'GeneratorExit("odd")'],
];

export const VALUES: readonly string[] = [
  ...RESULTS,
  ...RESULTS.map((result) => `f(${result})`),
  ...RAISED.map((exception) => `raiser(${exception})`),
  ...['property(f(None))', 'property(f(f(1)))', 'property(raiser(AttributeError("p")))', 'property(raiser(ValueError("p")))'],
  ...['staticmethod(f(1))', 'classmethod(f(1))', 'staticmethod(None)', 'classmethod(None)', 'Descriptor(None)'],
  ...['Descriptor(f(1))', 'Descriptor(raiser(ValueError("d")))', 'Data(f(1))', 'Callable()', 'itself', 'generator'],
  ...['coroutine', 'f(coroutine())', 'str.upper', 'int.__add__', 'dict.get', 'object.__repr__', 'list.__len__', 'type.mro'],
];

export const BASES: readonly string[] = [
  ...['object', 'int', 'str', 'list', 'dict', 'tuple', 'float', 'bytes', 'set', 'complex', 'frozenset', 'bytearray'],
  ...['Exception', 'OSError', 'type', 'property', 'classmethod', 'enumerate'],
];

/** x: an instance; X: its class; y: an instance of a subclass; k: a plain class that has X as its metaclass or type. */
export const OPERATIONS: readonly string[] = [
  ...['repr(x)', 'str(x)', 'ascii(x)', 'bytes(x)', 'bytearray(x)', 'format(x)', 'format(x, "5")', 'f"{x}"', 'f"{x!r:>4}"'],
  ...['"%s" % x', '"%r" % x', '"%d" % x', '"%f" % x', '"%c" % x', '"%x" % x', '"{}".format(x)', '"{.a}".format(x)'],
  ...['"{[0]}".format(x)', '"%(a)s" % x', 'b"%s" % x', 'b"%d" % x', '"%*d" % (x, 1)', 'hash(x) == hash(x)', '{x: 1}', '{x}', 'x in {1, 2}'],
  ...['bool(x)', 'not x', 'x and 1', '1 if x else 2', 'x.a', 'x.a.b', 'setattr(x, "a", 1)', 'delattr(x, "a")'],
  ...['getattr(x, "a", 5)', 'hasattr(x, "a")', 'x.__class__', 'x.__dict__', 'x.__doc__', 'dir(x)', 'vars(x)'],
  ...['isinstance(1, x)', 'isinstance(x, int)', 'isinstance(x, X)', 'isinstance(x, k)', 'isinstance(1, k)'],
  ...['issubclass(int, x)', 'issubclass(X, int)', 'issubclass(int, k)', 'issubclass(k, X)', 'issubclass(x, int)'],
  ...['x()', 'x(1, a=2)', 'x(*x)', 'x(**x)', 'print(**x)', 'X()', 'X(1)', 'X(1, 2, a=3)', 'k()', 'k(1)', 'callable(x)'],
  ...['len(x)', 'x[0]', 'x["a"]', 'x[1:2]', 'x[x]', '[1, 2, 3][x]', '[1, 2, 3][x:]', '"abc"[x]', '(1, 2)[x]', '{}[x]'],
  ...['range(3)[x]', 'b"abc"[x]', 'X[int]', 'k[int]', 'iter(x)', 'next(x)', 'next(x, 5)', 'list(x)', 'tuple(x)', 'set(x)'],
  ...['dict(x)', 'frozenset(x)', 'sum(x)', 'min(x)', 'max(x)', 'sorted(x)', 'any(x)', 'all(x)', 'list(zip(x, x))'],
  ...['list(map(str, x))', 'list(filter(None, x))', 'list(enumerate(x))', 'enumerate([], x)', 'reversed(x)'],
  ...['list(reversed(x))', '1 in x', 'x in x', '1 not in x', 'x in (1, 2)', '[*x]', '{**x}', '{*x}', '(*x, 1)'],
  ...['"".join(x)', '",".join([x])', '[1].extend(x)', '{}.update(x)', 'set().update(x)', '[3, 1].sort(key=x)'],
  ...['[3, 1].index(x)', '[x].index(x)', '[1].count(x)', '[x, x].count(1)', '[x].remove(1)', '(1,).index(x)'],
  ...['-x', '+x', '~x', 'abs(x)', 'int(x)', 'float(x)', 'complex(x)', 'complex(1, x)', 'int("5", x)', 'int(x, 10)'],
  ...['round(x)', 'round(x, 1)', 'round(1.5, x)', 'math.trunc(x)', 'math.floor(x)', 'math.ceil(x)', 'math.sqrt(x)'],
  ...['math.gcd(x, 2)', 'math.isqrt(x)', 'math.factorial(x)', 'math.fsum(x)', 'math.prod(x)', 'math.ldexp(1.0, x)'],
  ...['math.comb(5, x)', 'math.hypot(x, 1)', 'math.dist(x, x)', 'math.pow(x, 2)', 'range(x)', 'range(0, x)', 'range(1, 5, x)'],
  ...['slice(x).indices(5)', 'slice(1).indices(x)', 'bin(x)', 'hex(x)', 'oct(x)', 'chr(x)', 'ord(x)', 'divmod(x, 2)', 'divmod(2, x)'],
  ...['divmod(x, y)', 'pow(x, 2)', 'pow(2, x)', 'pow(x, 2, 5)', 'pow(2, x, 5)', 'pow(2, 3, x)', 'pow(x, y, 2)', 'sum([x, x])'],
  ...['sum([1], x)', 'sum([], x)', '[0] * x', '"a" * x', '(1,) * x', 'b"a" * x', 'x * [0]', 'x << 1', '1 << x'],
  ...['x == 1', 'x != 1', 'x < 1', 'x <= 1', 'x > 1', 'x >= 1', '1 == x', '1 < x', 'x == x', 'x == y', 'x < y', 'y < x'],
  ...['x != y', 'y == x', '1 < x < 3', '[x] == [x]', '[x] == [y]', '[x] < [y]', '(x, 1) < (y, 1)', '{1: x} == {1: y}'],
  ...['max(x, y)', 'sorted([x, y])', 'sorted([x, 1])', 'x is x', 'exec(x)', 'eval(x)', 'compile(x, "f", "eval")'],
  ...['print(x)', 'print(1, file=x)', 'print(1, sep=x)', 'print(1, end=x)', 'type(x)', 'type("n", (x,), {})'],
  ...['type("n", (X,), {})', 'type("n", (), {"a": x})', 'type("n", (), x)', 'type(x, (), {})', 'super(X, x).a'],
  ...['super(X, x).__repr__()', 'super(X, X)', 'super(x, X)', 'object.__repr__(x)', 'object.__getattribute__(x, "a")'],
  ...['object.__setattr__(x, "a", 1)', 'object.__delattr__(x, "a")', 'object.__new__(X)', 'X.__new__(X)'],
  ...['sorted(object.__dir__(x))', 'object.__format__(x, "")', 'object.__sizeof__(x) > 0', 'object.__getstate__(x)'],
  ...['X.__name__', 'X.__mro__', 'X.mro()', 'X.__bases__', 'X.__subclasses__()', 'X.__dict__', 'X.__doc__', 'X.__module__'],
  ...['X.__qualname__', 'X.__annotations__', 'X.a', 'X | int', 'int | X', 'X | None', 'x | int', 'X.__or__', 'repr(X)'],
  ...['hash(X) == hash(X)', 'X == X', 'str(X)', 'list[x]', 'list[x][int]', 'repr(list[x])', 'repr(list[X])', 'staticmethod(x)'],
  ...['classmethod(x)', 'property(x)', 'property(x).__doc__', 'types_of(x)', 'int.from_bytes(x)', 'int.to_bytes(5, x)'],
  ...['bytes([x])', 'bytearray([x])', 'bytes("a", x)', 'str(b"a", x)', 'str(x, "utf8")', '"a".encode(x)', '"abc".find("a", x)'],
  ...['"abc".startswith(x)', '"abc".replace(x, x)', '"abc".split(x)', '"a".center(x)', '"abc".translate(x)', '"a".zfill(x)'],
  ...['str.maketrans(x)', '"a,b".split(",", x)', '"a" + x', '[1] + x', '(1,) + x', 'b"a" + x', 'x + "a"', '[1].insert(x, 1)'],
  ...['[1].pop(x)', '{}.get(x)', '{}.pop(x, 1)', '{}.setdefault(x)', 'dict.fromkeys(x)', '{1} | x', '{1} - x', '{1} < x'],
  ...['{1}.union(x)', '{1} & {x}', '{}.keys() & x', '{}.items() | x', '{} | x', 'ValueError(x)', 'str(ValueError(x))'],
  ...['KeyError(x)', 'str(KeyError(x))', 'OSError(x, x)', 'str(OSError(x, x))', 'StopIteration(x)', 'SyntaxError(x, x)'],
  ...['UnicodeDecodeError(x, b"", 0, 1, "")', 'UnicodeEncodeError("a", "b", x, x, "")', 'ImportError(x, name=x)'],
  ...['ExceptionGroup("m", x)', 'ExceptionGroup(x, [ValueError()])', 'sys.getsizeof(x) > 0', 'sys.getsizeof(x, 5) > 0', 'sys.intern(x)'],
  ...['__import__(x)', '__build_class__(x, "n")', '__build_class__(x, x)'],
  ...['D(x).a', 'D.a', 'x.__get__(1)', 'x.__reversed__()', 'x.__len__()', 'x.__eq__(1)', 'x.__hash__() == x.__hash__()', 'x.__init__()'],
  ...['x.__call__()', 'x.__iter__()', 'x.__next__()', 'x.__repr__()', 'x.__str__()', 'x.__getitem__(0)', 'x.__contains__(1)'],
  ...binary.map((name) => SYMBOLS(name)).flatMap((s) => [`x ${s} 1`, `1 ${s} x`, `x ${s} y`, `y ${s} x`, `x ${s} "a"`, `[1] ${s} x`]),
  ...['iadd(x, 1)', 'isub(x, y)', 'imul(x, 2)', 'iand(x, 1)', 'ior(x, y)', 'ipow(x, 2)', 'imatmul(x, 1)', 'iadd([1], x)', 'imul([1], x)'],
  ...['ior({}, x)', 'ior({1}, x)', 'with_(x)', 'with_raising(x)', 'for_(x)', 'unpack(x)', 'unpack_star(x)', 'store(x)'],
  ...['delete(x)', 'slices(x)', 'raise_(x)', 'raise_from(x)', 'except_(x)', 'except_star(x)', 'assert_(x)', 'match_seq(x)', 'match_map(x)'],
  ...['match_class(x)', 'match_own(x)', 'match_value(x)', 'yield_from(x)', 'await_(x)', 'async_for(x)', 'async_with(x)', 'async_comp(x)'],
  ...['anext_(x)', 'aiter(x)', 'send(x)', 'comprehension(x)', 'set_item_of(x)', 'decorated(x)', 'base(x)', 'base(X)', 'metaclass(x)'],
  ...['metaclass(X)', 'keyword_class(X)', 'attribute_in_class(x)', 'class_in(x)', 'in_place_attribute(x)', 'delete_all(x)', 'annotate(x)'],
  ...['set_class(x)', 'set_bases(X)', 'set_dict(x)', 'call_method(x)', 'store_slice(x)', 'global_(x)', 'star_assign(x)', 'cause(x)'],
];

function SYMBOLS(name: string): string {
  return { add: '+', sub: '-', mul: '*', matmul: '@', truediv: '/', floordiv: '//', mod: '%', pow: '**', lshift: '<<' }[name] ??
    { rshift: '>>', and: '&', or: '|', xor: '^' }[name] as string;
}

/** The program as text. A changing one gives its classes the odd method while a loop that uses them is hot. */
export function renderSpecialMethods(program: SpecialMethodsProgram, changing: boolean): string {
  const operations = program.operations.map((o) => `    (${JSON.stringify(o)}, lambda x, X, y, k, D: ${o}),`);
  const subjects = program.subjects.map(
    ({ special, base, value }, i) => `subject(${i}, '${special}', ${base}, lambda: ${value})`,
  );
  const table = ['OPERATIONS = [', ...operations, ']', `CHANGING = ${changing ? 'True' : 'False'}`];
  return [PRELUDE, ...table, ...subjects, ''].join('\n');
}
