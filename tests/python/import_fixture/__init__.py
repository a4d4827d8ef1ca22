print('init', __name__, __package__, __file__.rsplit('/', 2)[1:], len(__path__))
from . import first
from .first import value as renamed
__all__ = ['first', 'second', 'listed']
listed = 'listed'
_hidden = 'hidden'
unlisted = 'unlisted'
