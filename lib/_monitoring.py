"""sys.monitoring: tools, their callbacks, and which events they want. The events come from native/interp/tracing.c: all but those of jumps,
branches and calls, and of generators that are thrown into, which never come."""

import _imp
from types import SimpleNamespace

DEBUGGER_ID = 0
COVERAGE_ID = 1
PROFILER_ID = 2
OPTIMIZER_ID = 5
DISABLE = object()
MISSING = object()

events = SimpleNamespace(
    PY_START=1, PY_RESUME=2, PY_RETURN=4, PY_YIELD=8, CALL=16, LINE=32, INSTRUCTION=64, JUMP=128, BRANCH_LEFT=256,
    BRANCH_RIGHT=512, STOP_ITERATION=1024, RAISE=2048, EXCEPTION_HANDLED=4096, PY_UNWIND=8192, PY_THROW=16384,
    RERAISE=32768, C_RETURN=65536, C_RAISE=131072, BRANCH=262144, NO_EVENTS=0)

_TOOLS = 6
_names = [None] * _TOOLS
_callbacks = {}
_wanted = [0] * _TOOLS
_local = {}  # by id of the code: the code, and what each tool wants of it
_disabled = set()
# What cannot be asked for of one code object.
_GLOBAL_ONLY = 0x800 | 0x1000 | 0x2000 | 0x4000 | 0x8000


def _check_id(tool_id):
    if not 0 <= tool_id < _TOOLS:
        raise ValueError(f'invalid tool {tool_id} (must be between 0 and 5)')


def _check_in_use(tool_id):
    _check_id(tool_id)
    if _names[tool_id] is None:
        raise ValueError(f'tool {tool_id} is not in use')


def use_tool_id(tool_id, name, /):
    _check_id(tool_id)
    if not isinstance(name, str):
        raise ValueError('tool name must be a str')
    if _names[tool_id] is not None:
        raise ValueError(f'tool {tool_id} is already in use')
    _names[tool_id] = name


def clear_tool_id(tool_id, /):
    _check_id(tool_id)
    if _names[tool_id] is not None:
        for key in [key for key in _callbacks if key[0] == tool_id]:
            del _callbacks[key]
        for code, sets in _local.values():
            sets[tool_id] = 0
        _wanted[tool_id] = 0
        _update()


def free_tool_id(tool_id, /):
    clear_tool_id(tool_id)
    _names[tool_id] = None


def get_tool(tool_id, /):
    _check_id(tool_id)
    return _names[tool_id]


def register_callback(tool_id, event, func, /):
    _check_id(tool_id)
    if event <= 0 or event & (event - 1):
        raise ValueError('The callback can only be set for one event at a time')
    if event > events.BRANCH:
        raise ValueError(f'invalid event {event}')
    before = _callbacks.pop((tool_id, event), None)
    if func is not None:
        _callbacks[tool_id, event] = func
    return before


def _tell(event, code, offset):
    """Who is to be told: pairs of a tool and its callback."""
    local = _local.get(id(code))
    found = []
    for tool_id in range(_TOOLS):
        wanted = _wanted[tool_id] | (local[1][tool_id] if local else 0)
        if wanted & event and (tool_id, event) in _callbacks and (tool_id, event, id(code), offset) not in _disabled:
            found.append((tool_id, _callbacks[tool_id, event]))
    return tuple(found)


def _answered(tool_id, event, code, offset, result):
    if result is not DISABLE:
        return
    if event & _GLOBAL_ONLY:
        _callbacks.pop((tool_id, event), None)
        raise ValueError(f'Cannot disable {_name(event)} events. Callback removed.')
    _local.setdefault(id(code), (code, [0] * _TOOLS))  # it lives as long as its number counts
    _disabled.add((tool_id, event, id(code), offset))


def _name(event):
    return next(name for name, value in vars(events).items() if value == event)


def _update():
    union = 0
    for wanted in _wanted:
        union |= wanted
    for _, sets in _local.values():
        for wanted in sets:
            union |= wanted
    _imp._monitor(union, _tell, _answered)


def _checked(tool_id, event_set):
    _check_in_use(tool_id)
    if event_set < 0 or event_set >= 2 * events.BRANCH:
        raise ValueError(f'invalid event set 0x{event_set:x}')
    alone = event_set & (events.C_RETURN | events.C_RAISE)
    if alone and event_set & (alone | events.CALL) != alone | events.CALL:
        raise ValueError('cannot set C_RETURN or C_RAISE events independently')
    return event_set


def _check_code(code):
    if not isinstance(code, type(_update.__code__)):
        raise TypeError('code must be a code object')


def set_events(tool_id, event_set, /):
    _check_id(tool_id)
    _wanted[tool_id] = _checked(tool_id, event_set)
    _update()


def get_events(tool_id, /):
    _check_in_use(tool_id)
    return _wanted[tool_id]


def set_local_events(tool_id, code, event_set, /):
    _check_code(code)
    _check_id(tool_id)
    if _checked(tool_id, event_set) & _GLOBAL_ONLY:
        raise ValueError(f'invalid local event set 0x{event_set:x}')
    _local.setdefault(id(code), (code, [0] * _TOOLS))[1][tool_id] = event_set
    _update()


def get_local_events(tool_id, code, /):
    _check_code(code)
    _check_in_use(tool_id)
    local = _local.get(id(code))
    return local[1][tool_id] if local else 0


def restart_events():
    _disabled.clear()
