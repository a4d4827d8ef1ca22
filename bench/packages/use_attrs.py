"""Records with converters and validators: made, compared, ordered, evolved, turned into dicts; and classes made on the way."""
import attr

import checksum


@attr.s(frozen=True, order=True, slots=True)
class Point:
    x = attr.ib(converter=float)
    y = attr.ib(converter=float, validator=attr.validators.instance_of(float))


@attr.s
class Line:
    points = attr.ib(factory=list, validator=attr.validators.deep_iterable(attr.validators.instance_of(Point)))
    name = attr.ib(default='line', validator=attr.validators.optional(attr.validators.matches_re('[a-z ]+')))
    width = attr.ib(default=1, validator=[attr.validators.instance_of(int), attr.validators.ge(0)], repr=False)


for i in range(checksum.rounds(480)):
    lines = [Line([Point(k, k * j % 17) for k in range(12)], 'a line', j) for j in range(60)]
    for line in lines:
        line.points.sort()
        line.points[0] = attr.evolve(line.points[0], x=i)
    checksum.add(repr(lines[i % 50 : i % 50 + 3]))
    checksum.add([attr.asdict(line) for line in lines[::6]])
    checksum.add(sum(a == b for a in lines[:20] for b in lines[:20]))
    checksum.add(len({point for line in lines for point in line.points}))
    try:
        Line(width=-i - 1)
    except ValueError as error:
        checksum.add(str(error))
    if i % 16 == 0:
        made = attr.make_class(f'Made{i}', {f'field{k}': attr.ib(default=k) for k in range(5)})
        checksum.add(repr(made(field2=i)))
checksum.show()
