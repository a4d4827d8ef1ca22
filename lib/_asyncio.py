"""What asyncio takes its futures and tasks from: the library's own Python form of them, which traces make fast.

asyncio's modules ask while they are imported, each for what it has defined in Python just before.
"""

import sys

_NAMES = {
    'asyncio.events': {
        name: '_py_' + name
        for name in ('_get_running_loop', '_set_running_loop', 'get_event_loop', 'get_running_loop')
    },
    'asyncio.futures': {
        'Future': '_PyFuture',
        'future_add_to_awaited_by': '_py_future_add_to_awaited_by',
        'future_discard_from_awaited_by': '_py_future_discard_from_awaited_by',
    },
    'asyncio.tasks': {
        'Task': '_PyTask',
        '_current_tasks': '_current_tasks',
        '_eager_tasks': '_eager_tasks',
        '_scheduled_tasks': '_scheduled_tasks',
        'all_tasks': '_py_all_tasks',
        'current_task': '_py_current_task',
        '_enter_task': '_py_enter_task',
        '_leave_task': '_py_leave_task',
        '_register_eager_task': '_py_register_eager_task',
        '_register_task': '_py_register_task',
        '_swap_current_task': '_py_swap_current_task',
        '_unregister_eager_task': '_py_unregister_eager_task',
        '_unregister_task': '_py_unregister_task',
    },
}


def __getattr__(name):
    for module, names in _NAMES.items():
        if name in names:
            if module not in sys.modules:
                __import__(module)
            return getattr(sys.modules[module], names[name])
    raise AttributeError(f"module '_asyncio' has no attribute {name!r}")
