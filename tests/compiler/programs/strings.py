a = f'{x}'
b = f'{x!r:>{width}} and {y=} {z!s}{w!a:5}'
c = f''
d = f'{x:{y}.{z}}' 'literal' f'{{}}'
e = '%s is %r, %-5s|%5.2a%%' % (a, b, c, d)
f = '%d' % (a,)
g = '%s %s' % (a,)
h = t'{x} and {y!r:{w}}{z}'
i = t''
