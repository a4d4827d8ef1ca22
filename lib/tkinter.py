"""Module tkinter: not there."""

raise ModuleNotFoundError('tkinter cannot be imported: pystitch has no windows', name='tkinter')
