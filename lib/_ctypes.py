"""Module _ctypes: not there."""

raise ModuleNotFoundError('ctypes cannot be imported: pystitch calls no foreign libraries from Python', name='_ctypes')
