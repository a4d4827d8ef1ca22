from __future__ import annotations

x: int | None = 1
y: Callable[[int, *Ts], dict[str, 'T']] = None


def f(p: a.b[1:2, ::3], q: (lambda x, /, y=1, *z: x + y * 2) = 0) -> f'{x!r:>{w}}':
    pass


class C:
    attribute: not (a or b) and c ** -d if e else [i for i in j if k]
    other: {**m, 'n': (yield_, 1.5e300 * 1j)}
