"""What exit, quit, copyright, credits, license and help stand for, made when the first of them is used; sys.breakpointhook()."""

import sys

_objects = {}

_COPYRIGHT = """\
Copyright (c) the pystitch authors.
The standard library is Copyright (c) 2001 Python Software Foundation.
All Rights Reserved."""
_CREDITS = """\
    Thanks to the people of the Python Software Foundation, who wrote the library,
    and to a cast of thousands for supporting Python development."""
_LICENSE = """\
pystitch is under the MIT licence; the standard library under the licence of the
Python Software Foundation: https://docs.python.org/3.14/license.html"""


def find(name):
    if not _objects:
        from _sitebuiltins import Quitter, _Helper, _Printer

        eof = 'Ctrl-D (i.e. EOF)'
        _objects.update(
            exit=Quitter('exit', eof),
            quit=Quitter('quit', eof),
            copyright=_Printer('copyright', _COPYRIGHT),
            credits=_Printer('credits', _CREDITS),
            license=_Printer('license', _LICENSE),
            help=_Helper(),
        )
    return _objects[name]


def breakpointhook(*args, **kwargs):
    """Calls what PYTHONBREAKPOINT names, or the debugger."""
    target = _environment('PYTHONBREAKPOINT')
    if target == '0':
        return None
    if not target:
        target = 'pdb.set_trace'
    module, dot, name = target.rpartition('.')
    try:
        found = __import__(module or 'builtins', fromlist=[name])
        hook = getattr(found, name)
    except (ImportError, AttributeError):
        import warnings

        warnings.warn(f'Ignoring unimportable $PYTHONBREAKPOINT: "{target}"', RuntimeWarning)
        return None
    return hook(*args, **kwargs)


def _environment(name):
    try:
        from os import environ
    except ImportError:
        return None
    return environ.get(name)
