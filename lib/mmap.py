"""Module mmap: not there."""

raise ModuleNotFoundError('mmap cannot be imported: pystitch maps no files into memory', name='mmap')
