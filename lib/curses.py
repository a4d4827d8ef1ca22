"""Module curses: not there."""

raise ModuleNotFoundError('curses cannot be imported: pystitch does not draw on terminals', name='curses')
