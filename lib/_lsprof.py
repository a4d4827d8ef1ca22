"""Module _lsprof: what module cProfile is made of. It counts calls and adds times up in a function that sys.setprofile() takes, so
what it measures runs in the interpreter, and its own work is in the times.

An entry is what one function did: [calls, calls while it ran already, time with what it called, time of its own, how often it runs
now, {entry's key of a callee: the same list, of calls from here}]. A call that runs is [key, start, time of its callees so far]."""

import sys
import time
from collections import namedtuple
from types import ModuleType

__all__ = ['Profiler']

_monitoring = sys.monitoring  # imported now: what an import leaves behind would be profiled

profiler_entry = namedtuple('profiler_entry', 'code callcount reccallcount totaltime inlinetime calls', module='_lsprof')
profiler_subentry = namedtuple('profiler_subentry', 'code callcount reccallcount totaltime inlinetime', module='_lsprof')

_CALLS, _RECURSIVE, _TOTAL, _INLINE, _LEVEL, _CALLEES = range(6)


def _name_of(function):
    """What the statistics call a function written in C: as its descriptor is shown, if it is a method."""
    self, name = function.__self__, function.__name__
    module = getattr(function, '__module__', None)
    if self is None:
        return f'<{module}.{name}>' if module and module != 'builtins' else f'<{name}>'
    if not isinstance(self, ModuleType):
        for cls in type(self).__mro__:
            if name in cls.__dict__:
                return repr(cls.__dict__[name])
    return f'<built-in method {module}.{name}>' if isinstance(module, str) else f'<built-in method {name}>'


class Profiler:
    """Profiler(timer=None, timeunit=0.0, subcalls=True, builtins=True)

    Counts and times calls between enable() and disable(). `timer` returns numbers; those that are ints are multiplied by
    `timeunit`, if it is given."""

    def __init__(self, timer=None, timeunit=0.0, subcalls=True, builtins=True):
        self._timer = time.perf_counter_ns if timer is None else timer
        self._unit = 1e-9 if timer is None else timeunit or 1
        self._subcalls = subcalls
        self._builtins = builtins
        self._active = False
        self.clear()

    def enable(self, subcalls=True, builtins=True):
        """Counts from now on. `subcalls`: callees of each function apart; `builtins`: functions written in C too."""
        if not self._active:
            _monitoring.use_tool_id(_monitoring.PROFILER_ID, 'cProfile')
        self._subcalls = subcalls
        self._builtins = builtins
        self._active = True
        sys.setprofile(self._event)

    def disable(self):
        """Counts no more; what still runs is taken as ended."""
        if self._active:
            sys.setprofile(None)
            self._active = False
            _monitoring.free_tool_id(_monitoring.PROFILER_ID)
            while self._running:
                self._leave(self._now())

    def clear(self):
        """Forgets what was counted."""
        self._entries = {}
        self._running = []
        self._names = {}

    def getstats(self):
        """A list of profiler_entry: code object or name, calls, recursive calls, time with callees and without them in seconds, and
        None or a list of the same (profiler_subentry) of calls from there."""
        unit = self._unit
        result = []
        for key, entry in self._entries.items():
            if not entry[_CALLS]:
                continue
            callees = [
                profiler_subentry(callee, *sub[:2], sub[_TOTAL] * unit, sub[_INLINE] * unit)
                for callee, sub in entry[_CALLEES].items()
                if sub[_CALLS]
            ]
            result.append(profiler_entry(key, *entry[:2], entry[_TOTAL] * unit, entry[_INLINE] * unit, callees or None))
        return result

    def _now(self):
        if self._timer is time.perf_counter_ns:
            return time.perf_counter_ns()
        was_active = self._active
        try:
            now = self._timer()
            if was_active and not self._active:
                raise RuntimeError('profiler was disabled by its timer')
            return now + 0
        except Exception as error:
            sys.unraisablehook(sys.UnraisableHookArgs((type(error), error, error.__traceback__, None, self._timer)))
            return 0

    def _event(self, frame, event, argument):
        now = self._now()
        if event == 'call':
            self._enter(_DISABLED if frame.f_code is _DISABLE else frame.f_code, now)
        elif event == 'return':
            self._leave(now)
        elif self._builtins and frame.f_code is not _DISABLE:
            if event == 'c_call':
                self._enter(self._name_of(argument), now)
            else:
                self._leave(now)

    def _name_of(self, function):
        """It only depends on the function's own name and its module, or the class of what it is a method of."""
        owner = function.__self__
        key = function.__name__, owner if owner is None or isinstance(owner, ModuleType) else type(owner)
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = _name_of(function)
        return name

    def _enter(self, key, now):
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = [0, 0, 0, 0, 0, {}]
        entry[_LEVEL] += 1
        if self._subcalls and self._running:
            callees = self._entries[self._running[-1][0]][_CALLEES]
            if key not in callees:
                callees[key] = [0, 0, 0, 0, 0]
            callees[key][_LEVEL] += 1
        self._running.append([key, self._now(), 0])

    def _leave(self, now):
        if not self._running:
            return  # it began before enable()
        key, start, callees = self._running.pop()
        total = now - start
        counts = [self._entries[key]]
        if self._running:
            caller = self._running[-1]
            caller[2] += total
            if self._subcalls and key in self._entries[caller[0]][_CALLEES]:
                counts.append(self._entries[caller[0]][_CALLEES][key])
        for count in counts:
            count[_LEVEL] -= 1
            if count[_LEVEL] == 0:
                count[_TOTAL] += total
            else:
                count[_RECURSIVE] += 1
            count[_INLINE] += total - callees
            count[_CALLS] += 1


_DISABLE = Profiler.disable.__code__
_DISABLED = "<method 'disable' of '_lsprof.Profiler' objects>"
