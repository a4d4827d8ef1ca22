"""Dicts that a trace makes and takes apart again: keyword arguments, displays, merges."""
import sys


def three(a, b, c=3):
    return a + b * 10 + c * 100


def forward(*args, **kwargs):
    return three(*args, **kwargs)


def forwarding(n):
    total = 0
    for i in range(n):
        total += forward(i, 2, 3) + forward(1, b=2, c=i) + forward(b=i, a=1) + forward(i, b=i)
    return total


print('forwarding', forwarding(300))


def kept(n):
    """Some of the dicts are needed."""
    found = []

    def keep(**options):
        if options['x'] % 50 == 7:
            found.append(options)
        return options['y']

    total = 0
    for i in range(n):
        total += keep(x=i, y=i * 2)
    return total, found


print('kept', kept(200))


def changed(n):
    out = []
    for i in range(n):
        d = {'a': i, 'b': 2}
        d['c'] = i + 1
        d['a'] += 5
        d[i & 1] = 'odd'
        if 'c' in d and 'z' not in d:
            d['b'] = d['a']
        if i % 60 == 0:
            out.append(d)
            out.append(list(d.items()))
        e = d
        e['a'] = -1
        assert d['a'] == -1 and len(d) == 4 and d is e
    return out, d


print('changed', changed(130))


def carried(n):
    """One round makes what the next one takes apart."""
    d = {'a': 0, 'b': 1}
    for i in range(n):
        d = {'a': d['b'], 'b': d['a'] + i}
        if i % 70 == 69:
            d = {'b': d['a'], 'a': d['b']}
    return d


print('carried', carried(200))


def shared(n):
    a = b = {'n': 0}
    for i in range(n):
        c = {'n': i}
        a, b = c, a
        b['n'] += 1
        if i % 50 == 49:
            b = a
    a['n'] = -5
    return a, b


print('shared', shared(120))


def types(n):
    """The values' types change: exits have the dict to make."""
    out = []

    def f(**kw):
        return kw['x'] + kw['y']

    values = [1, 2, 3] * 30 + [1.5] * 3 + [2 ** 70] * 3 + [True]
    for i in range(n):
        out.append(f(x=values[i % len(values)], y=i))
    return out[85:110]


print('types', types(220))


def refused(n):
    out = []
    for i in range(n):
        try:
            extra = {'b': i} if i % 40 else {'a': i, 'zz': 1}
            out.append(three(**{'a': 1}, **extra))
        except TypeError as error:
            out.append(str(error))
    return out[38:43]


print('refused', refused(100))


def missing(n):
    out = []

    def f(**kw):
        return kw['x']

    for i in range(n):
        try:
            out.append(f(x=1) if i % 30 else f(y=2))
        except KeyError as error:
            out.append(error.args)
    return out[28:33]


print('missing', missing(100))


def merged(n):
    base = {'a': 1, 'b': 2}
    out = []
    for i in range(n):
        d = {**base, 'c': i, 'a': 7, **{'b': i}}
        if i % 40 == 39:
            base = {'b': 5, 'a': 6} if i % 80 == 39 else {'a': i}
            out.append(d)
        if i == 90:
            base[0] = 'number'
    return out, d


print('merged', merged(150))


def seen_from_outside(n):
    """A frame object has the dict that the function's variable refers to."""
    out = []

    def look():
        return sys._getframe(1).f_locals['kw']

    def f(**kw):
        other = look() if kw['i'] % 25 == 0 else kw
        other['i'] = -1
        return kw['i']

    for i in range(n):
        out.append(f(i=i, j=2))
    return sum(out)


print('seen_from_outside', seen_from_outside(120))


def in_itself(n):
    for i in range(n):
        d = {'a': i}
        e = {'d': d}
        d['e'] = e
    return d['e']['d'] is d, len(d), repr(d)


print('in_itself', in_itself(120))


def equal_keys(n):
    out = 0
    for i in range(n):
        d = {1: 'a', True: 'b', 2: i}
        e = {1: i, 'x': 2}
        e[True] = 5
        e[1.0] += 1
        out += d[2] + len(d) + e[1] + len(e)
        d = {'a': 1, 'a': i}
        out += d['a'] + len(d)
    return out, d, e


print('equal_keys', equal_keys(130))


def loops(n):
    out = []
    for i in range(n):
        d = {'a': i, 'b': 2}
        for key in d:
            out.append(key)
        for value in d.values():
            out.append(value)
        d.pop('a')
        out.append(d.get('a', d))
        out.append(not d)
    return out[-12:]


print('loops', loops(90))


def raising(n):
    """An exception leaves while dicts exist only in descriptions."""
    out = []

    def f(**kw):
        return kw['x'] // kw['y']

    def g(*args, **kw):
        try:
            return f(*args, **kw)
        except ZeroDivisionError as error:
            frame = error.__traceback__.tb_next.tb_frame
            return frame.f_locals['kw']

    for i in range(n):
        out.append(g(x=i, y=i % 50))
    return out[48:52]


print('raising', raising(120))


def generated(n):
    def gen(**kw):
        for i in range(n):
            kw['i'] = i
            d = {'last': i, **kw}
            yield d['i'] + d['step']
            kw['step'] += d['last'] & 1

    return sum(gen(step=2)), list(gen(step=1))[-3:]


print('generated', generated(150))


def unusual_names(n):
    """Keys that are no constants of any code: equal, and not the same object."""
    out = 0

    def f(**kw):
        return kw['alpha'] + kw['beta']

    for i in range(n):
        names = {''.join(['al', 'pha']): i, 'be' + 'ta'[:2]: 1}
        out += f(**names) + {**names, 'alpha': 3}['alpha']
    return out


print('unusual_names', unusual_names(120))


def with_more(n):
    """Arguments that are put together of others; the list and the tuple that hold them are seen at exits only."""
    out = []

    def f(first, *args, **kw):
        return three(first, *args, **kw)

    def g(*args):
        return [*args, 'end'], (0, *args)

    def h(a, *rest):
        return three(a, *rest, *(3,))

    for i in range(n):
        out.append(f(i, 2, c=1) + f(1, b=i) + h(i, 1 if i % 45 else 1.5))
        items, more = g(i, i + 1)
        if i % 50 == 49:
            items.append('changed')
            out.append((items, more))
    return out[40:55]


print('with_more', with_more(120))


class Adder:
    def logged(f):
        def wrapper(self, *args, **kwargs):
            self.calls += 1
            return f(self, *args, **kwargs)
        return wrapper

    def __init__(self):
        self.calls = 0

    @logged
    def add(self, x, y=2):
        return x + y


def methods(n):
    adder = Adder()
    total = 0
    for i in range(n):
        total += adder.add(i) + adder.add(i, y=3)
        if i % 40 == 39:
            try:
                adder.add(i, 1, y=2)
            except TypeError as error:
                total += 1
    return total, adder.calls


print('methods', methods(150))
