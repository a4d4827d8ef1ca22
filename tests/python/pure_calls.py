"""Built-in functions and operators of immutable objects in hot loops: computed once for the same operands, raising where they must, left
when an operand is of another class."""
import math


def report(name, *values):
    print(name, *values)


class Loud(str):
    def upper(self):
        return 'LOUD'

    def __len__(self):
        return 99

    def __eq__(self, other):
        return 'equal'

    __hash__ = str.__hash__

    def __format__(self, spec):
        return 'formatted'

    def __mod__(self, other):
        return 'mod'


class Odd(float):
    def __pow__(self, other):
        return 'power'


def methods(text, rounds):
    total = 0
    for _ in range(rounds):
        key, sep, value = text.partition('=')
        total += len(key) + len(value) + text.find('=') + text.startswith('k') + text.count('e')
        total += len(text.strip().upper()) + len(text.encode('utf-8').decode()) + len(text.replace('=', '=='))
    return total


def changing(texts):
    found = []
    for text in texts:
        found.append(text.upper().strip() + str(len(text)))
    return found


def parsed(texts):
    total = errors = 0
    for text in texts:
        try:
            total += int(text) + int(text, 16) + int(float(text))
        except ValueError as e:
            errors += 1
            last = str(e)
    return total, errors, last


def unused(rounds, at):
    seen = 0
    try:
        for i in range(rounds):
            'text'.index('t' if i != at else 'z')  # its result is not needed, its error is
            seen += 1
    except ValueError as e:
        return seen, str(e)
    return seen


def functions(values):
    results = []
    for x in values:
        try:
            results.append((math.sin(x), math.exp(x), math.log(x), math.sqrt(x), math.atan2(x, 2), math.fmod(x, 3)))
        except (ValueError, OverflowError) as e:
            results.append(str(e))
    return results


def powers(bases, exponents):
    results = []
    for i in range(len(bases) * 40):
        results.append(bases[i % len(bases)] ** exponents[i % len(exponents)])
    return results


def bytes_items(data, indices):
    total = 0
    for i in indices:
        try:
            total += data[i]
        except IndexError:
            total -= 1
    return total


def stored(data, pairs):
    errors = []
    for i, value in pairs:
        try:
            data[i] = value
        except (IndexError, ValueError, TypeError) as e:
            errors.append(type(e).__name__)
    return bytes(data), errors


def compared(pairs):
    results = []
    for a, b in pairs:
        try:
            results.append((a == b, a < b, a in b if isinstance(b, str) else None))
        except TypeError as e:
            results.append(str(e))
    return results


def formatted(values):
    out = []
    for v in values:
        out.append(f'{v}|{v:>6}|' + '%s' % v)
    return out


def sliced(text, rounds):
    total = []
    for i in range(rounds):
        total.append(text[i % 7 : 9])
    return total


def complex_numbers(rounds):
    z = 0j
    for _ in range(rounds):
        z = z * (0.5 + 0.25j) + (1 - 1j)
    return z


def lengths(containers, rounds):
    total = 0
    for i in range(rounds):
        c = containers[i % len(containers)]
        total += len(c)
        if isinstance(c, dict):
            c[i] = i
        elif isinstance(c, (set, bytearray)):
            (c.add if isinstance(c, set) else c.append)(i % 250)
    return total


report('methods', methods('key=value', 300), methods('kéy=välue', 300))
report('changing', changing(['abc', ' de '] * 100 + [Loud('loud')] * 3 + ['x'])[-5:])
report('parsed', parsed(['12', '77', '0x1', '3'] * 60))
report('unused', unused(300, 1000), unused(300, 250))
numbers = [0.5, 1, 2.25, 3] * 40 + [0, -1.0, math.inf, math.nan, 1e308, 10**400, Odd(2.0), True, 800.0, 4]
for result in functions(numbers)[-14:]:
    report('functions', result)
report('powers', powers([2, 3, -5, 0, 1, -1], [3, 0, 7, 5, 2])[-12:])
report('powers', powers([2, 3], [61, 62, -1, 63, 64])[-10:], powers([1.5, Odd(2.0), -8.0], [2, 0.5, 3])[-6:])
report('powers', powers([10**20, 2], [3, 2, 70])[-4:])
report('bytes', bytes_items(bytes(range(10)), [0, -1, 9, 5] * 60 + [10, -11, 3]))
report('bytes', bytes_items(bytearray(range(10)), [0, -1, 9, 5] * 60 + [10, -11, 3, True]))
report('stored', stored(bytearray(8), [(i & 7, i & 127) for i in range(300)] + [(8, 1), (-1, 255), (0, 256), (0, -1), (0, 'x'), (2, True)]))
report('compared', compared([('a', 'b'), ('b', 'a'), ('ab', 'abc')] * 60 + [(b'a', b'b'), (1, 2.5), (Loud('a'), 'b'), ('a', 1), (1j, 2)])[-6:])
report('formatted', formatted([1, 2.5, 'x', True, None and 0] [:4] * 50 + [Loud('l'), 10**30, -0.0])[-4:])
report('sliced', sliced('abcdefghij', 200)[-3:], sliced(b'abcdefghij', 200)[-3:])
report('complex', complex_numbers(400))
report('lengths', lengths([[1, 2], 'abc', (1,), {}, set(), bytearray(), b'xy', range(7), Loud('z')], 600))


def literals(rounds):
    kept = []
    for i in range(rounds):
        xs = [1, 2, 3]
        xs.append(i)
        kept.append(xs)
    return kept[0], kept[-1], kept[-2]


report('literals', literals(300))


def nexts(rounds):
    total = 0
    for i in range(rounds):
        it = iter([i, 2, 3])
        total += next(it) + next(it)
        t = iter((4, 5))
        r = iter(range(i, i + 2))
        total += next(t) + next(r)
        if i == rounds - 1:
            return total, list(it), list(t), list(r), next(it, 'none')


report('nexts', nexts(300))


def exhausted(rounds):
    it = iter([0] * (rounds - 10))
    n = 0
    try:
        for n in range(rounds):
            next(it)
    except StopIteration:
        return n


report('exhausted', exhausted(300))


def starred(tuples):
    out = 0
    for t in tuples:
        first, *rest, last = t
        rest.append(last)
        out += first + len(rest) + sum(rest)
    return out


report('starred', starred([(1, 2, 3), (4, 5, 6)] * 100 + [(1, 2), (1, 2, 3, 4, 5), [7, 8, 9], 'x' and range(4)]))
try:
    starred([(1, 2, 3)] * 200 + [(1,)])
except ValueError as e:
    report('starred', e)


def decoded(rounds):
    """Fewer arguments than there are parameters with names."""
    kinds = {}
    for i in range(rounds):
        data = bytes([97 + i % 26]) * (i % 5)
        kinds[data.decode('utf-8')] = data.decode() + data.decode('ascii') + data.hex()
    return sorted(kinds)[:4], len(kinds)


report('decoded', decoded(300))
