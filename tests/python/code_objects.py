def f(a,b=2,*c,d,**e):
    "doc"
    x=a
    def g(): return x
    try: return g()
    except ValueError: return 3
c=f.__code__
print(list(c.co_lines())[0][2], [l for _,_,l in c.co_lines()])
print(c==c.replace(), hash(c)==hash(c.replace()), c.replace(co_name='zz').co_name, c==c.replace(co_name='zz'))
    try: n=c.replace(**kw); print('ok', {k:getattr(n,k) for k in kw})
    except Exception as e: print(type(e).__name__)
import types
ff=types.FunctionType(c.replace(co_firstlineno=50,co_filename='zz.py'),{'__builtins__':__builtins__})
try: ff(1)
except TypeError as e: print(e)
try: ff()
except TypeError as e: print(e)
print(ff(7,8,d=1))
print(len(c.co_exceptiontable)>0, len(c.co_linetable)>0, type(c.co_code))
for i in range(3000): f(1,d=2)
print(c.co_code==c.replace().co_code, c==c.replace())
print(c._varname_from_oparg(0))
a=compile('1','a','eval'); b=compile('1.0','a','eval'); print(a==b, a==compile('1','a','eval'))
print(len.__text_signature__, list.append.__text_signature__, int.__add__.__text_signature__, int.__text_signature__, dict.__text_signature__, 'x'.join.__text_signature__, object.__init__.__text_signature__, f.__call__.__text_signature__, type.__text_signature__)
import sys
class C:
    @staticmethod
    def s(x: int): pass
    @classmethod
    def k(cls, y: str): pass
print(C.__dict__['s'].__annotations__, C.__dict__['k'].__annotate__(1))
x: int = 3
print(__annotate__(1), sys.modules['__main__'].__annotate__(1))
try: 1/0
except Exception as e:
    tb=e.__traceback__
    t2=types.TracebackType(None, tb.tb_frame, tb.tb_lasti, 77); print(t2.tb_lineno, t2.tb_next, t2.tb_frame.f_code is tb.tb_frame.f_code)
    tb.tb_frame.clear if 0 else None
def fr():
    try: sys._getframe().clear()
    except RuntimeError as e: print(e)
fr()
print(breakpoint, exit.__class__.__name__ )
print(exit)
for kw in ({'co_name': 3}, {'co_filename': b'x'}, {'co_consts': []}, {'zz': 1}):
    try:
        c.replace(**kw)
    except TypeError as e:
        print('TypeError')
