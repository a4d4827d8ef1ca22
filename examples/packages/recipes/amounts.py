"""Amounts are exact: fractions of a unit, whose size in grams or millilitres is in the package's table of units."""

import json
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files


class UnknownUnit(LookupError):
    """No such unit, or one of another kind."""


@cache
def units():
    table = json.loads(files(__package__).joinpath('units.json').read_text())
    return {name: (kind, Fraction(size)) for kind, sizes in table.items() for name, size in sizes.items()}


def kind_and_size(unit):
    try:
        return units()[unit]
    except KeyError:
        raise UnknownUnit(f'no unit {unit!r}; there are {", ".join(sorted(units()))}') from None


@dataclass(frozen=True)
class Amount:
    number: Fraction
    unit: str = ''

    def __mul__(self, factor):
        return Amount(self.number * Fraction(factor), self.unit)

    def to(self, unit):
        kind, size = kind_and_size(self.unit)
        other_kind, other_size = kind_and_size(unit)
        if kind != other_kind:
            raise UnknownUnit(f'{self.unit} is a {kind}, {unit} is a {other_kind}')
        return Amount(self.number * size / other_size, unit)

    def __str__(self):
        whole, rest = divmod(self.number, 1)
        if rest.denominator > 8:
            number = f'{float(self.number):.2f}'
        else:
            number = ' '.join(str(part) for part in (whole, rest) if part) or '0'
        return f'{number} {self.unit}'.rstrip()
