"""Module termios: not there."""

raise ModuleNotFoundError('termios cannot be imported: pystitch does not change terminals', name='termios')
