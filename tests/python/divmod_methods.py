# divmod and its methods, subclasses included; operators that only some types have.
class I(int):
    pass


class F(float):
    def __divmod__(self, other):
        return 'F', super().__divmod__(other)


class R(int):
    def __rdivmod__(self, other):
        return 'R', super().__rdivmod__(other)


print(divmod(I(7), 2), divmod(7, I(2)), divmod(F(7.5), 2), divmod(7, R(2)), divmod(7.5, I(2)))
print((7).__divmod__(2), (7).__rdivmod__(2), (7).__divmod__('a'), (7.5).__divmod__(2), (7.5).__rdivmod__(16), (1.5).__divmod__(None), True.__divmod__(2))
print((10 ** 20).__divmod__(7), (-7).__divmod__(10 ** 20))
for bad in (lambda: (7).__divmod__(0), lambda: divmod(1.5, 0), lambda: divmod(1, 'a'),
            lambda: 1.0 @ 10 ** 400, lambda: 10 ** 400 << 1.5, lambda: 1.5 * 10 ** 400, lambda: None.__add__, lambda: None.__mul__(2),
            lambda: list[int].__sub__, lambda: None.__or__):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print(int | None, None | int, None | list[int], None | (int | str))
