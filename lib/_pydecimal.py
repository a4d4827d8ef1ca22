"""`decimal` in Python: here another name of the one implementation, _decimal, which is exact to the same specification.

Programs ask for this module by name, or by blocking _decimal (None in sys.modules) before they import decimal.
"""

import sys

_blocked = '_decimal' in sys.modules and sys.modules['_decimal'] is None
if _blocked:
    del sys.modules['_decimal']
try:
    import _decimal
    from _decimal import *
    from _decimal import __libmpdec_version__, __version__
finally:
    if _blocked:
        sys.modules['_decimal'] = None

__all__ = [name for name in vars(_decimal) if not name.startswith('_')]
__name__ = 'decimal'
