"""Code objects for marshal: not their instructions, which whoever wrote the bytes could have forged, but the source that they were compiled
of, and where in what that compiles to they are. So marshalled code, also a .pyc file, runs in any later pystitch."""

import _imp

_MODES = {ord('m'): 'exec', ord('e'): 'eval', ord('s'): 'single'}
_Code = type((lambda: 0).__code__)


def _source_of(code):
    remembered = _imp._code_source(code)
    if remembered is not None:
        return remembered
    text = _imp._source_text(code.co_filename)
    if text is None:
        raise ValueError('unmarshallable object: the source of this code is not known')
    return text, ord('m'), 0, -1


def _renamed(code, like):
    return code.replace(co_name=like.co_name, co_qualname=like.co_qualname, co_filename=like.co_filename)


def _way_to(root, code):
    """The places in co_consts that lead from `root` to what is the same as `code`, or None."""
    if root.co_firstlineno == code.co_firstlineno and root.co_code == code.co_code:
        if root == code or _renamed(root, code) == code:
            return ()
    for place, inner in enumerate(root.co_consts):
        if isinstance(inner, _Code):
            way = _way_to(inner, code)
            if way is not None:
                return (place, *way)
    return None


def _compiled(source, filename, mode, flags, optimize):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        return compile(source, filename, mode, flags, True, optimize)


def pack(code):
    source, mode, flags, optimize = _source_of(code)
    root = _compiled(source, code.co_filename, _MODES[mode], flags, optimize)
    way = _way_to(root, code)
    if way is None:
        raise ValueError('unmarshallable object: the source of this code has changed')
    return source, _MODES[mode], flags, optimize, code.co_filename, code.co_name, code.co_qualname, way


def unpack(packed):
    try:
        source, mode, flags, optimize, filename, name, qualname, way = packed
        code = _compiled(source, filename, mode, flags, optimize)
        for place in way:
            code = code.co_consts[place]
        if code.co_name != name or code.co_qualname != qualname:
            code = code.replace(co_name=name, co_qualname=qualname)
    except (ArithmeticError, AttributeError, IndexError, SyntaxError, TypeError, ValueError) as error:
        raise ValueError('bad marshal data (no such code)') from error
    if not isinstance(code, _Code):
        raise ValueError('bad marshal data (no such code)')
    return code
