# int, float, bool, complex: arithmetic, methods, conversions, big values, representation.
print(7 // 2, -7 // 2, 7 // -2, 7 % 3, -7 % 3, 7 % -3, divmod(-7, 3), divmod(7.5, -2), -7.5 // 2, 7.5 % -2, 2 ** 10, 2 ** -1, (-2) ** 3, (-8) ** (1 / 3), 0 ** 0, 0.0 ** 0)
print(10 / 4, 1 / 3, 2 / 1, 10 ** 20 / 10 ** 19, 1e308 * 10, -1e308 * 10, 5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 70, -1 >> 100, 1 << 62, 1 << 63, (1 << 64) - 1, -(1 << 63))
for e in (30, 61, 62, 63, 64, 65, 100):
    n = 2 ** e
    print(e, n, -n, n + 1, n - 1, n * n, n // 3, n % 7, -n // 3, -n % 7, n >> 5, n & (n - 1), n ^ -1, hash(n), (n - 1).bit_length(), n.bit_count())
a, b = 123456789012345678901234567890, 987654321098765432109876543210
print(a + b, a - b, a * b, b // a, b % a, -b // a, -b % a, divmod(-b, a), a ** 3, pow(a, 65537, b), a < b, a == a + 0, a & b, a | b, a ^ b, ~a, a << 10, b >> 17, -b >> 17)
print(a / b, b / 1e10, float(a), int(float(a)), a * 1.5, hash(a), hash(-1), hash(2 ** 61 - 1), hash(2 ** 61), hash(1.0), hash(0.5), hash(1e300), hash(float('inf')), hash(True))
print(int('123'), int(' -1_000 '), int('ff', 16), int('0xff', 16), int('0b101', 0), int('0o17', 0), int('z', 36), int(3.99), int(-3.99), int(True), int('1' * 50), int(b'12'), int('٣'))
print((255).to_bytes(2, 'big'), (255).to_bytes(2, 'little'), (-1).to_bytes(4, 'big', signed=True), int.from_bytes(b'\x01\x00', 'big'), int.from_bytes(b'\xff', 'little', signed=True), (1000).bit_length(), (-5).bit_count(), (5).conjugate(), (5).as_integer_ratio(), (5).is_integer(), (5).numerator)
print(bin(10), oct(64), hex(255), bin(-5), hex(-255), hex(a), bin(0), format(a, 'x'), format(a, ','), str(10 ** 30), repr(-10 ** 30))
for f in (0.1, 1 / 3, 1e16, 1e15, 123456789.123456789, 1e-5, 0.0001, 1e22, 1e21, 1.0, 100.0, 1e100, 5e-324, 1.7976931348623157e308, 2.5, -0.0, float('inf'), float('-inf'), float('nan'), 0.1 + 0.2, 1e23, 9007199254740993.0, 4.35, 1234567890123456.7):
    print(f, repr(f), f'{f:.3f} {f:g} {f:e} {f:.10g} {f!s:>8}', f.hex(), f.is_integer())
print((0.5).as_integer_ratio(), (2.75).as_integer_ratio(), float.fromhex('0x1.8p3'), float('1e3'), float(' -2.5 '), float('1_0.5'), float('inf'), float('-Infinity'), float('nan') != float('nan'), float(10 ** 300), float.fromhex('inf'))
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.5678, -2), round(1234, -2), round(1250, -2), round(1350, -2), round(0.5), round(1.5), round(1e300), round(5, 3), round(-0.4), round(2.5, 0), round(10 ** 20 + 5, -1), round(True))
print(1 == 1.0, 1 < 1.5, 2 ** 53 == 2.0 ** 53, 2 ** 53 + 1 == 2.0 ** 53, 2 ** 53 + 1 > 2.0 ** 53, 10 ** 400 > 1e308, -10 ** 400 < float('-inf'), float('nan') < 1, 1 < float('nan'), float('inf') == float('inf'), 0.0 == -0.0, True == 1, True + True, False * 5)
print(3 + 4j, (1 + 2j) * (3 - 1j), abs(3 + 4j), (1 + 2j).conjugate(), (1 + 2j) / (1 - 1j), (1 + 2j) ** 2, complex('1+2j'), complex(1, -0.0), -1j, 1j * 1j, complex(1, 2).real, repr(complex(float('nan'), float('inf'))), 1 + 0j == 1)
print(sum([0.1] * 10), sum([1, 2.5, True]), max(1, 2.5, True), min(-1, -1.5), abs(-5), abs(-5.5), abs(-10 ** 30), pow(2, 3), pow(2, 3, 5), pow(3, -1, 7), pow(2.0, 0.5), divmod(10 ** 20, 7))
for bad in (lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 // 0, lambda: 0 ** -1, lambda: 1 / 0, lambda: 1 << -1, lambda: 1 >> -1, lambda: int('12x'), lambda: int(''), lambda: int('_1'), lambda: int('1__0'), lambda: int('9', 8), lambda: int('1', 1), lambda: int('1', 37), lambda: int(1.5, 2), lambda: int(float('nan')), lambda: int(float('inf')),
            lambda: float('x'), lambda: float(''), lambda: float(10 ** 400), lambda: 10 ** 400 / 3, lambda: 10 ** 400 * 1.0, lambda: 2.0 ** 2000, lambda: 1e308.as_integer_ratio() and float('nan').as_integer_ratio(), lambda: (300).to_bytes(1, 'big'), lambda: (-1).to_bytes(1, 'big'), lambda: round(1.5, 'x'), lambda: round(float('nan')),
            lambda: pow(2, -1, 4), lambda: pow(1, 1, 0), lambda: 1.5 & 1, lambda: 1 | 1.5, lambda: ~1.5, lambda: 1j // 1, lambda: 1j < 2j, lambda: int(1j), lambda: float(1j), lambda: hex(1.5), lambda: bin('a'), lambda: complex('1 + 2j'), lambda: 1 + '1', lambda: int(None), lambda: float([]), lambda: divmod(1, 0), lambda: divmod(1.0, 0), lambda: 5 % 0.0, lambda: -(-5) ** 0.5 ** 'a', lambda: int('9' * 4301), lambda: str(10 ** 4300), lambda: (0j) ** -1):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__ + ':', e)
x = 3
while x.bit_length() < 300:
    x = x * x + 1
print(x, x % 1000007, len(str(x)))
f = 1
for i in range(2, 60):
    f *= i
print(f, f // 10 ** 40, sum(int(c) for c in str(f)))
n, primes = 2, []
while len(primes) < 30:
    if all(n % p for p in primes):
        primes.append(n)
    n += 1
print(primes)
i = 4611686018427387900
for _ in range(8):
    i += 1
    print(i, -i, i * 2, type(i).__name__, end=' ')
print()
i = -4611686018427387900
for _ in range(8):
    i -= 1
    print(i, end=' ')
print()
