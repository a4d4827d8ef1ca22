a = b = 1
a, b = b, a
a, b, c = c, a, b
(a, [b, *c]), d.e = f
[] = ()
x.y += 1
x[0] -= 2
x[i:j] *= 3
x[i:j:k] //= 4
x @= y
x.a.b[1:] = x[:2], x[:], x[1:2], x[a:b], x[a:b:c]
del x.y, x[0], x[1:2], (a, b)
if (n := len(a)) > 10:
    print(n)
print(i
      .attribute
      .method(1,
              2))


def local(p, q):
    p, q = q, p
    x, y, z = p, q, 1
    x, y, z = z, x, y
    first, *middle, last = p
    return x, y, z, middle
