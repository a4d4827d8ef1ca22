# pow(): each method once, reflected too; deep nests of functions are loaded.
class B:
    def __pow__(self, o, m=None): print('pow', o, m); return 5
    def __rpow__(self, o, m=None): print('rpow', o, m); return 6
class C:
    def __pow__(self, o): return NotImplemented
print(pow(B(), 1), pow(1, B()), pow(B(), 2, 3), B() ** 1, 2 ** B())
for f in (lambda: pow(C(), 1), lambda: pow('a', 1), lambda: pow(1, 'a'), lambda: pow(1, None), lambda: pow('a', 1, 2), lambda: pow(1, 2, B()), lambda: pow(1.0, 2, 3), lambda: pow(1, 2.0, 3),lambda: C() ** 1, lambda: pow(C(), C()), lambda: pow(C(),1,2), lambda: pow(1, B(), 2)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
x = C()
try: x **= 2
except TypeError as e: print(e)
n = 0
class B:
    def __pow__(self, o):
        global n; n+=1
        return pow(self, o)
try: pow(B(), 1)
except RecursionError as e: print(n > 900, e)
f = eval('lambda:' * 1000 + '1')
print(callable(f()()))
