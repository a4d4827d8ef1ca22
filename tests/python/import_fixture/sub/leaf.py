from ..first import value
def deep(): return value
