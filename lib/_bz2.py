"""Module _bz2: not there."""

raise ImportError('bz2 cannot be imported: Node has no library for its compression, and pystitch has none of its own', name='_bz2')
