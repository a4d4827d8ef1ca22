"""Module syslog: not there."""

raise ModuleNotFoundError('syslog cannot be imported: pystitch does not write to the system\'s log', name='syslog')
