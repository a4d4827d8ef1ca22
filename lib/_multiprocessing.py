"""Module _multiprocessing: not there."""

raise ModuleNotFoundError('_multiprocessing cannot be imported: pystitch starts no processes', name='_multiprocessing')
