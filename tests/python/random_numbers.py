# Random ints and floats through every operator, conversion and format: a digest of the results a line.
seed = 12345


def rnd(n):
    global seed
    seed = (seed * 6364136223846793005 + 1442695040888963407) % (1 << 64)
    return (seed >> 33) % n


def big():
    k = rnd(12)
    if k == 0: return rnd(10) - 5
    if k == 1: return (1 << (rnd(200))) - rnd(3)
    if k == 2: return -(1 << (rnd(200))) + rnd(3)
    if k == 3: return rnd(1 << 31) - (1 << 30)
    if k == 4: return (1 << 62) - 2 + rnd(4)
    if k == 5: return -(1 << 62) - 2 + rnd(4)
    if k == 6: return (1 << 63) - 2 + rnd(4)
    v = 0
    for i in range(rnd(20) + 1): v = v << 31 | rnd(1 << 31)
    return -v if rnd(2) else v


def digest(text):
    h = 0
    for c in text:
        h = (h * 31 + ord(c)) % 2147483647
    return len(text), h


for i in range(25):
    a = big(); b = big(); s = rnd(200)
    r = [a + b, a - b, a * b, a & b, a | b, a ^ b, ~a, -a, abs(a), a << s, a >> s, a < b, a <= b, a == b, a != b, a > b, hash(a), bool(a),
         a.bit_length(), a.bit_count(), a + 0.5 < b if abs(a) < 1 << 900 else 0]
    if b:
        r.append(a // b); r.append(a % b); r.append(divmod(a, b))
        try: r.append(a / b)
        except OverflowError as e: r.append(str(e))
    try: r.append(float(a))
    except OverflowError as e: r.append(str(e))
    r.append(str(a)); r.append(int(str(a)) == a); r.append(hex(a)); r.append(oct(a)); r.append(bin(a)); r.append(int(hex(a), 16) == a)
    r.append(f'{a:,} {a:_x} {a:+030} {a:e} {a:#o}' if abs(a) < 1 << 1000 else 0)
    n = (a.bit_length() + 8) // 8
    for order in ('big', 'little'):
        bs = a.to_bytes(n, order, signed=True); r.append(bs.hex()); r.append(int.from_bytes(bs, order, signed=True) == a)
        r.append(int.from_bytes(bs, order))
    r.append(round(a, -(s % 30)))
    if a and abs(a) < 1 << 300: r.append(pow(b, abs(a), (1 << 100) + 7)); r.append(pow(b, 5, a))
    r.append((a % 1000) ** (s % 50)); r.append((a % 7 - 3) ** s)
    try: r.append(pow(a, -1, 1000003))
    except ValueError as e: r.append(str(e))
    f = a / (1 << 70) if abs(a) < 1 << 1000 else 1.5
    r += [f, repr(f), round(f, 3), round(f, -2), f.hex() , float.fromhex(f.hex()) == f, f < a, f == a, f > b, f.as_integer_ratio(), f.is_integer(), int(f), f // 3.7, f % 3.7, f % -0.3, divmod(f, -7), hash(f)]
    r += [f'{f:.3f} {f:.10e} {f:g} {f:.15g} {f:012.1f} {f:,.2f} {f:+} {f:#.0f} {f:%}', '%.3f %e %g %#g %010.2f %+d' % (f, f, f, f, f, a)]
    r += [float(repr(f)) == f, float(str(a)[:50] + 'e-10'), float(str(abs(a))[:18] + '.' + str(abs(b))[:20] + 'e' + str(rnd(600) - 300))]
    print(i, digest(repr(r)))
