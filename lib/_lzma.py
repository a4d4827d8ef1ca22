"""Module _lzma: not there."""

raise ImportError('lzma cannot be imported: Node has no library for its compression, and pystitch has none of its own', name='_lzma')
