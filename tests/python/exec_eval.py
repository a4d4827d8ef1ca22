# compile, eval, exec: namespaces, modes, errors.
def attempt(label, action):
    try:
        print(label, '->', repr(action()))
    except Exception as e:
        print(label, '=>', type(e).__name__, e.args)


x = 10
print(eval('x + 1'), eval('  x * 2'), eval('a + b', {'a': 1, 'b': 2}), eval('a + x', {'a': 1}, {'x': 5}), eval('[i for i in range(3)]'))
exec('y = x + 1\nprint("in exec", y)')
print(y)
space = {}
exec('def f(n):\n    return n * 2\nvalue = f(21)', space)
print(space['value'], '__builtins__' in space, sorted(k for k in space if not k.startswith('__')))
local = {}
exec('z = 1\nq = len("abc")', {}, local)
print(local)


def function(v):
    w = 3
    return eval('v + w'), eval('v', {'v': 'other'}), sorted(eval('locals()'))


print(function(4))


def no_new_locals():
    a = 1
    exec('a = 2; b = 3')
    return a, sorted(locals())


print(no_new_locals())
code = compile('n * n', '<square>', 'eval')
print([eval(code, {'n': n}) for n in range(4)], code.co_filename, code.co_name)
module = compile('total = 0\nfor i in range(5):\n    total += i', 'mod.py', 'exec')
ns = {}
exec(module, ns)
print(ns['total'], exec('1'), eval(b'1 + 1'))
single = compile('6 * 7', '<stdin>', 'single')
exec(single)


class Space(dict):
    def __missing__(self, key):
        return key.upper()


print(eval('foo + bar', {}, Space()))
exec('class C:\n    attr = 5\n    def m(self):\n        return self.attr', ns)
print(ns['C']().m(), ns['C'].__module__)
attempt('name', lambda: eval('undefined_name'))
attempt('int', lambda: eval(1))
attempt('globals', lambda: eval('1', 1))
attempt('exec globals', lambda: exec('1', 1))
attempt('exec locals', lambda: exec('1', {}, 1))
attempt('mode', lambda: compile('1', 'f', 'x'))
attempt('compile int', lambda: compile(1, 'f', 'exec'))
attempt('zero', lambda: eval('1 / 0'))
try:
    eval('1 +')
except SyntaxError as e:
    print(e.msg, e.lineno)
try:
    exec('x = 1\n  y = 2')
except IndentationError as e:
    print(e.msg, e.lineno)

# Source is UTF-8, also that in a str.
for source in ("'\ud83d'", "  x = '\ud83d'", "1 +\n '\udc80'\0", "#\ud800"):
    for f in (lambda s: compile(s, '<s>', 'exec'), eval, exec):
        try: print(f(source))
        except Exception as e: print(type(e).__name__, ascii(str(e)))
