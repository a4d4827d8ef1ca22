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
