"""The form of a recipe: its title, `serves N`, then a line for each ingredient, as `1 1/2 cup flour` or `3 eggs`."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from .amounts import Amount, units

LINE = re.compile(r'(?P<whole>\d+(?:\.\d+)?)?\s*(?P<part>\d+/\d+)?\s+(?P<rest>\S.*)')


class RecipeError(ValueError):
    def __init__(self, message, line):
        super().__init__(f'line {line}: {message}')
        self.line = line


@dataclass(frozen=True)
class Ingredient:
    name: str
    amount: Amount


@dataclass(frozen=True)
class Recipe:
    title: str
    serves: int
    ingredients: tuple[Ingredient, ...]

    def scaled(self, serves):
        """The same for another number of people."""
        factor = Fraction(serves, self.serves)
        more = tuple(replace(each, amount=each.amount * factor) for each in self.ingredients)
        return replace(self, serves=serves, ingredients=more)

    def lines(self):
        return [f'{each.amount} {each.name}' for each in self.ingredients]


def ingredient(text, line):
    found = LINE.fullmatch(text)
    if not found or not (found['whole'] or found['part']):
        raise RecipeError(f'no amount in {text!r}', line)
    number = Fraction(found['whole'] or 0) + Fraction(found['part'] or 0)
    unit, _, name = found['rest'].partition(' ')
    if not name or unit not in units():
        unit, name = '', found['rest']
    return Ingredient(name, Amount(number, unit))


def read(text):
    title, serves, *rest = text.strip().splitlines()
    found = re.fullmatch(r'serves (\d+)', serves.strip())
    if not found:
        raise RecipeError("'serves N' is missing", 2)
    lines = enumerate((each.strip() for each in rest), 3)
    return Recipe(title, int(found[1]), tuple(ingredient(each, line) for line, each in lines if each))
