def __getattr__(name):
    if name == 'dynamic': return 'made'
    raise AttributeError('no ' + name)

