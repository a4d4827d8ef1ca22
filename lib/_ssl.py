"""Module _ssl: not there."""

raise ModuleNotFoundError('ssl cannot be imported: pystitch has no sockets, and nothing to encrypt on them', name='_ssl')
