import attr
import attrs
from attrs import define, evolve, field, frozen, validators


@define
class Point:
    x: int = field(converter=int, validator=validators.ge(0))
    y: int = field(default=0)
    tags: list = field(factory=list, repr=False)

    @y.validator
    def _check(self, attribute, value):
        if value > 100:
            raise ValueError(f'{attribute.name} is too large')


@frozen(order=True)
class Version:
    major: int
    minor: int = 0


@attr.s(slots=True, auto_attribs=True, kw_only=True)
class Old:
    a: int
    b: str = attr.ib(default=attr.Factory(lambda self: str(self.a), takes_self=True))


print(Point('3', 4), Point(1) == Point(1), evolve(Point(1, 2), y=9), attrs.asdict(Point(1, 2, ['t'])), attrs.astuple(Version(1)))
print(sorted([Version(2), Version(1, 5), Version(1)]), {Version(1): 'x'}[Version(1, 0)], Old(a=5), [f.name for f in attrs.fields(Point)])
for make in (lambda: Point(-1), lambda: Point(1, 101), lambda: Point(), lambda: Old(5)):
    try:
        make()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, str(error).split('(')[0])
try:
    Version(1).major = 2
except attrs.exceptions.FrozenInstanceError as error:
    print(type(error).__name__)
print(attr.make_class('C', ['x', 'y'])(1, 2), attrs.filters.include(int)(None, 3))
