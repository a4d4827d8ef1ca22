import sys
# every bytecode in hot loops
def awaits(n):
    async def a(i): return i
    async def m():
        s=0
        for i in range(n): s += await a(i)
        return s
    c=m()
    try: c.send(None)
    except StopIteration as e: return e.value
print(awaits(3000))
def tmpl(n):
    for i in range(n): t=t'{i}'
    return t.values
print(tmpl(2000))
def lists(n):
    for i in range(n): t=(*[1],*(i,))
    return t, +i
print(lists(2000))
def egs(n):
    c=0
    for i in range(n):
        try: raise ExceptionGroup('x',[ValueError(1)])
        except* ValueError: c+=1
    return c
print(egs(500))
def agen(n):
    async def g():
        for i in range(n): yield i
    async def m():
        s=0
        async for x in g(): s+=x
        return s
    try: m().send(None)
    except StopIteration as e: return e.value
print(agen(2000))
def yf(n):
    def g():
        for i in range(n): yield from (i,)
    return sum(g())
print(yf(2000))
def pos(n):
    s=0
    for i in range(n): s += +i
    return s
print(pos(3000))
