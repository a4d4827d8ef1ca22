"""Module _tracemalloc: not there."""

raise ModuleNotFoundError('tracemalloc cannot be imported: the collector keeps no record of where objects were made', name='_tracemalloc')
