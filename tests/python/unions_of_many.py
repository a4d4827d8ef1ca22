# Alternatives of unions: each once, whether they can be hashed or not; equality and hashes.
import typing
from typing import Annotated, Union


def show(call):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)


class Odd:
    def __init__(self, error):
        self.error = error

    def __hash__(self):
        raise self.error('no hash')

    def __eq__(self, other):
        return isinstance(other, Odd) and self.error is other.error

    def __repr__(self):
        return f'Odd({self.error.__name__})'


A, B = Annotated[int, []], Annotated[str, []]
for left, right in [(Union[A, int], Union[int, A]), (Union[A, int], Union[B, int]), (Union[A, A, int], Union[A, int]), (Union[A, B, int], Union[B, int, A]),
                    (Union[A, B], Union[A, B, int]), (Union[list[[]], None], Union[None, list[[]]]), (int | str, str | int), (int | str, int | str | None),
                    (Union[Odd(ValueError), int], Union[int, Odd(ValueError)]), (Union[Odd(ValueError), Odd(KeyError)], Union[Odd(KeyError), Odd(ValueError)]),
                    (Union[Odd(ValueError), Odd(ValueError), int], Union[int, Odd(TypeError)]), (Union['a', int, 'a'], Union[int, 'a']), (int | bool | int, bool | int)]:
    show(lambda: (left, right, left == right, left != right, left | right))
    show(lambda: hash(left) == hash(right))
print(Union[Odd(ValueError), Odd(ValueError)], Union[1, 1.0, True, int], Union[None, None])
try:
    Union[Odd(KeyboardInterrupt), int]
except KeyboardInterrupt:
    pass

alternatives = [type(f'C{i}', (), {}) for i in range(3000)]
many = int
for each in alternatives:
    many = many | each
print(len(many.__args__), many.__args__ == (int, *alternatives), many == Union[(*alternatives[::-1], int)], hash(many) == hash(Union[(*alternatives[::-1], int)]))
print(many | many is many, (many | many) == many, len((many | str | alternatives[5]).__args__))
