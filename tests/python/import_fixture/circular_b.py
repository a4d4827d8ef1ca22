from . import circular_a
b_value = circular_a.__name__
def later(): return circular_a.a_value
