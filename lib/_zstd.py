"""Module _zstd: not there."""

raise ImportError('compression.zstd cannot be imported: pystitch has no library for its compression', name='_zstd')
