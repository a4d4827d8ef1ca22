__all__ = ['x', 'gone']
x = 1
