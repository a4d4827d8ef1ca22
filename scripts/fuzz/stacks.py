# What stacks.ts puts before its programs: what can be asked about the frames that run, and about those that an exception left.
import functools, io, sys

log = []


def note(*values):
    if len(log) < 200:
        log.append(repr(values)[:2000])


def variables(frame):
    return {k: v for k, v in frame.f_locals.items() if type(v) in (int, str) and k[0] not in '._k'}


def look(depth=9):
    frame, found = sys._getframe(1), []
    while frame and len(found) < depth and frame.f_code.co_name != '<module>':
        found.append((frame.f_code.co_name, frame.f_lineno, variables(frame)))
        frame = frame.f_back
    return found


def names(k):
    try:
        return sys._getframe(k).f_code.co_name
    except ValueError as e:
        return str(e)


def stack():
    import inspect  # only here, and warnings below: at a threshold of 1 a module takes its time

    return [
        (f.function, f.lineno, str(f.positions))
        for f in inspect.stack()[1:]
        if f.filename == '<string>'
    ]


def warned(level):
    import warnings

    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter('always')
        warnings.warn('x', stacklevel=level)
    return [(w.filename == '<string>' and w.lineno) for w in seen]


def raised(e):
    found = []
    while e is not None and len(found) < 4:
        at = e.__traceback__
        found.append(type(e).__name__)
        while at:
            code = at.tb_frame.f_code
            if code.co_filename == '<string>':
                found.append((code.co_name, at.tb_lineno, variables(at.tb_frame)))
            at = at.tb_next
        e = e.__cause__ or e.__context__
    return found


def text(e):
    saved, sys.stderr = sys.stderr, io.StringIO()
    try:
        sys.__excepthook__(type(e), e, e.__traceback__)
        return [line[line.rfind('/') + 1 :] for line in sys.stderr.getvalue().split('\n')]  # without folders
    finally:
        sys.stderr = saved


def positions(e):
    at, found = e.__traceback__, []
    while at:
        code = at.tb_frame.f_code
        if code.co_filename == '<string>':
            found.append((code.co_name, list(code.co_positions())[at.tb_lasti // 2]))
        at = at.tb_next
    return found


class Base:
    def __init__(self, n):
        self.n = n
