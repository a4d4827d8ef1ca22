from .circular_d import d_value
c_value = 1
