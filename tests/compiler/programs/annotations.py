x: int = 1
y: 'text'
(z): list
a.b: int
a[c]: int = 2
if x:
    conditional: str


def f(p: int, /, q: str = '', *args: *Ts, r: float, **kw: dict) -> None:
    local: int
    other: Undefined = 3
    return local


class C:
    attribute: int
    if x:
        maybe: str = ''

    def method(self, other: C) -> attribute:
        pass
