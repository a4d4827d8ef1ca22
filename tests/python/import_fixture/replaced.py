import sys
class M: answer = 42
sys.modules[__name__] = M()
