type Simple = int
type Generic[T, *Ts, **P] = dict[T, Callable[P, tuple[*Ts]]]


def first[T: (int, str) = int](items: list[T], default: T = None, *, key=None) -> T:
    return items[0]


class Box[T: Base](Parent[T], flag=True):
    item: T

    def get[U](self, other: U) -> T | U:
        return self.item


class Plain[T]:
    pass
