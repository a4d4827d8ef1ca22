"""Recipes as text: read them, scale them, convert what they ask for into other units."""

from .amounts import Amount, UnknownUnit
from .reader import Ingredient, Recipe, RecipeError, read

__all__ = ['Amount', 'Ingredient', 'Recipe', 'RecipeError', 'UnknownUnit', 'read']
