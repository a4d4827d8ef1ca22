"""sys.monitoring, as far as it exists: tools register themselves and their callbacks, but pystitch delivers no events, and says so when
some are asked for. sys.settrace() does what debuggers need."""

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


def _set(tool_id, event_set):
    _check_in_use(tool_id)
    if event_set < 0 or event_set >= 2 * events.BRANCH:
        raise ValueError(f'invalid event set 0x{event_set:x}')
    if event_set:
        raise RuntimeError('pystitch delivers no events to sys.monitoring; sys.settrace() is there')


def set_events(tool_id, event_set, /):
    _set(tool_id, event_set)


def get_events(tool_id, /):
    _check_id(tool_id)
    return 0


def set_local_events(tool_id, code, event_set, /):
    if not isinstance(code, type(_set.__code__)):
        raise TypeError('code must be a code object')
    _set(tool_id, event_set)


def get_local_events(tool_id, code, /):
    if not isinstance(code, type(_set.__code__)):
        raise TypeError('code must be a code object')
    return get_events(tool_id)


def restart_events():
    pass
