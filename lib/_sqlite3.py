"""Module _sqlite3: not there."""

raise ModuleNotFoundError('sqlite3 cannot be imported: pystitch contains no database', name='_sqlite3')
