# Precisions beyond the digits that a double has: what follows is zeros.
def summary(s):
    return len(s), s[:12], s[-12:], s.count('0'), s.rstrip('0')[-8:]

numbers = [0.0, -0.0, 1.5, -2.5e-308, 5e-324, 1.7976931348623157e308, 0.1, 1e22, float('inf'), float('nan')]
for n in numbers:
    for precision in (1074, 1099, 1100, 1101, 1102, 2500):
        for kind in 'eEfFgG%':
            print(kind, precision, summary(format(n, f'.{precision}{kind}')))
            if kind != '%':
                print(summary(f'%.{precision}{kind}' % n), summary(f'%#.{precision}{kind}' % n))
            print(summary(format(n, f'#.{precision}{kind}')), summary(format(n, f'z#.{precision}{kind}')))
        print(summary(format(n, f'.{precision}')), summary(format(n, f'*^3000.{precision}f')))
        print(summary(format(n, f'.{precision}_f')), summary(format(n, f'03000,.{precision}f')))
        print(summary(f'%-4000.{precision}f|' % n), summary(f'%04000.{precision}e' % n), summary((b'%+.*f' % (precision, n)).decode()))
        print(summary(format(complex(n, 1), f'.{precision}f')))
print(format(1.5, '.2000f') == '1.5' + '0' * 1999)

# Reading more digits than anything depends on.
SMALLEST = ('4940656458412465441765687928682213723650598026143247644255856825006755072702087518652998363616359923797965646954457177'
            '3092665671035593979639877479601078187812630071319031140452784581716784898210368871863605699873072305000638740915356498438')
LONG = '0' * 5000
texts = [SMALLEST + LONG + tail + f'e-{exponent}' for tail in ('', '1') for exponent in (5000, 5562, 5563, 5564)]
for tail in '', LONG, '1', LONG + '1':
    texts += ['9007199254740993' + tail + f'e-{len(tail)}', '9007199254740993.' + tail, '0.' + LONG + '9007199254740993' + tail + 'e5016']
texts += [LONG + '1.5', '.' + LONG + '15e5000', '0.' + LONG + '15e+5002', LONG, LONG + 'e' + '9' * 5000, '-' + LONG + '.0', '+' + LONG + '.5']
ONES = '1' * 5000
texts += [ONES + 'e-5000', ONES, ONES + 'E-4700', '7' * 5000 + 'e-5322', '1e-' + '9' * 5000, '1e' + '9' * 5000, '1e' + LONG + '5',
          '-' + ONES + 'e-4999', ONES + '.e-5000', ' ' * 5000 + ONES + 'e-5000' + '\n' * 5000, '-.' + LONG + '1', '1_' * 5000 + '1e-4999']
texts += ['.' * 5000, ONES + 'e', ONES + 'e+', ONES + 'x', '1_' * 5000, ONES + '..', 'e' * 5000, ONES + 'e1.', ONES + 'e-_1', '+-' + ONES]
for text in texts:
    for read in float, complex, lambda text: float(text.encode()), lambda text: complex(f'1+{text}j'):
        try:
            print(read(text), end=' ')
        except Exception as e:
            print(type(e).__name__, summary(str(e)), end=' ')
    print()
