print('first', __name__, __package__)
value = 1
def whoami(): return __name__
