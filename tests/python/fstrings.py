# f-strings: nesting, specs, conversions, debug, quoting, expressions of all kinds.
name, n, f, big = 'World', 42, 3.14159, 10 ** 20
print(f'Hello {name}!', f'{n:5}|{n:<5}|{n:^5}|{n:>5}|{n:05}|{n:+}|{n: }')
print(f'{f:.2f} {f:10.3f}| {f:e} {f:g} {f:%} {f:.0f} {f!r:>10}')
print(f'{n:x} {n:X} {n:#x} {n:o} {n:#o} {n:b} {n:#010b} {n:c} {n:,} {big:,} {big:_} {1234567.891:,.2f}')
print(f'{name!r} {name!s} {name!a} {"é"!a} {name:>10} {name:*^11} {name:.3} {name!r:^12}')
print(f'{n=} {n = } {name=} {name=!s} {f=:.1f} {n + 1=}')
width, prec = 10, 3
print(f'{f:{width}.{prec}}|{name:{"*"}^{width}}|{n:{"0"}{width}}|{f:{width}.{prec}{"e"}}')
print(f"{'nested ' + f'{n + 1} {f"{name}"}'}")
print(f'{{literal}} {{{n}}} {{{{{n}}}}}')
print(f'{[x * 2 for x in range(3)]} {dict(a=1)["a"]} { {"k": 1}["k"]} {(lambda v: v + 1)(2)} {n if n > 1 else 0}')
print(f'{"a" "b"} {n!r} {1, 2} {*[1, 2],}')
print(f'''multi
{n}
  {name
}''')
print(f'{n:{n}}' == format(42, '42'), f'{""}', f'', f'{None} {True} {...}')
print(rf'\d{n}\n', f'\x41\u00e9', fr'{n}\t')
print('a' f'{n}' 'b' f'{name}' "c")


class Spec:
    def __format__(self, spec):
        return f'<{spec}>'

    def __repr__(self):
        return 'REPR'

    def __str__(self):
        return 'STR'


s = Spec()
print(f'{s} {s:abc} {s!r} {s!s:>5} {s:{n}:x}')
print(f'{s!r:>6} {s=} {s=:q} {s=!s}')
for expr in ('f"{1:z}"', 'f"{1:1.1}"', 'f"{\'a\':d}"', 'f"{1.5:d}"', 'f"{1:s}"', 'f"{None:5}"', 'f"{[]:5}"', 'f"{1:,_}"', 'f"{1:05,}"',
             'f"{-5:05}"', 'f"{1.5:,}"', 'f"{\'abc\':05}"', 'f"{\'abc\':=5}"', 'f"{True:5}"', 'f"{True}"', 'f"{1j:.2f}"', 'f"{1:c}"',
             'f"{-1:c}"', 'f"{1.0:n}"', 'f"{123456789:n}"', 'f"{1e10:}"', 'f"{1e100:g}"', 'f"{0.0001:g}"', 'f"{0.00001:g}"', 'f"{-0.0:z.1f}"',
             'f"{1:#}"', 'f"{1.0:#.0f}"', 'f"{255:#X}"', 'f"{1:<+5}|"', 'f"{1: ^7}|"', 'f"{float(\'nan\'):5}|"', 'f"{float(\'inf\'):F}"',
             'f"{1_000_000:,}"', 'f"{1234.5:_.1f}"', 'f"{0xdeadbeef:_x}"', 'f"{5:08_b}"', 'f"{12345678:010,}"', 'f"{1:10000000000000000000000}"',
             'f"{1:.5}"', 'f"{1.5:.99f}"[:20]', 'f"{\'x\':s}"', 'f"{\'x\':1s}"', 'f"{1:é>5}"', 'f"{1:{}}"' if False else 'f"{2:\\x3e3}"'):
    try:
        print(expr, '=>', repr(eval(expr)))
    except Exception as e:
        print(expr, '=>', type(e).__name__, e)
value = {'a': [1, {'b': 2}]}
print(f"{value['a'][1]['b']} {value["a"][0]} {value!r}")
print('{} {1} {0}'.format if False else '{1} {0} {1!r:>5} {k[0]} {k[x]} {o.real}'.format('a', 'b', k={0: 'z', 'x': 'y'}, o=5))
print('{:>{w}.{p}}|{!r}|{:{}}'.format('abcdef', 'q', 1, 3, w=6, p=2) if False else '{:>{w}.{p}}|{!r}'.format('abcdef', 'q', w=6, p=2))
print('{0.__class__.__name__} {0[1]}'.format([5, 6]), '{{}}'.format(), '{:,}'.format(10 ** 6))
for bad, args in (('{', ()), ('}', ()), ('{0', (1,)), ('{!x}', (1,)), ('{0} {}', (1, 2)), ('{a}', ()), ('{0.x}', (1,)), ('{0[a]}', ([1],)), ('{1}', (1,)), ('{!}', (1,)), ('{:{}}', (1,))):
    try:
        print(bad.format(*args))
    except Exception as e:
        print(bad, type(e).__name__, e)
print('%s %r %a %d %5d|%-5d|%05d %+d %x %X %#x %o %e %.2f %g %c %c %%' % ('s', 'r', 'é', 42, 42, 42, 42, 42, 255, 255, 255, 8, 1.5, 2.567, 1e-10, 65, 'z'))
print('%(a)s %(b)05.1f %(a)r' % {'a': 1, 'b': 2.25}, '%*d|%-*d|%.*f' % (5, 1, 5, 2, 2, 3.14159), '%s' % (None,), '%s' % [1], '%i' % 3.9)
