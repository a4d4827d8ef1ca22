import _ast


def dump(node):
    if isinstance(node, _ast.AST):
        place = f'@{node.lineno}:{node.col_offset}-{node.end_lineno}:{node.end_col_offset}' if node._attributes else ''
        return f'{type(node).__name__}{place}({", ".join(dump(getattr(node, f)) for f in node._fields)})'
    if isinstance(node, list):
        return f'[{", ".join(map(dump, node))}]'
    return repr(node)


SOURCES = (
    'x = f(1, "s", *a, k=2.5, **z) + 3j',
    'def g[T: int = str, *Ts, **P](a, /, b=1, *c, d, e=2, **f) -> int: return [i async for i in a if i]',
    'class C[T](B, metaclass=M):\n  "doc"\n  x: int = 3\n  y: str',
    'for i, (a, *b) in z:\n  continue\nelse:\n  break',
    'match x:\n  case [1, *_] | {"k": v, **r} | P(a, b=c) as q if z: pass\n  case None | -1: pass',
    'try: pass\nexcept* E as e: raise X from Y\nelse: pass\nfinally: del a, b[1:2:3], c.d',
    'with a as b, c: assert x, "m"\nasync def f():\n  async with a: await b\n  async for x in y: yield\n  return (yield from z)',
    'from . import a as b, c\nimport d.e\nglobal q',
    "f'a{b!r:>{c}}d'\nt'x{y!s}'",
    'lambda *a, b=1: (c := {1, 2}, {**d, 3: 4}, ...)',
    'type X[T] = list[T]\nx @= y\nx if not a else b\na < b is not c not in d and e or ~f',
    "u'x'\nb'y'\n10**30\n1e400\n'\\ud800'",
)
for source in SOURCES:
    tree = compile(source, '<s>', 'exec', _ast.PyCF_ONLY_AST)
    print(dump(tree))
    try:
        a = compile(source, '<s>', 'exec')
    except SyntaxError as e:
        print(e)
        continue
    b = compile(tree, '<s>', 'exec')
    print(a.co_names == b.co_names, a.co_consts == b.co_consts, a.co_code == b.co_code)
print(dump(compile('a+1', '<s>', 'eval', _ast.PyCF_ONLY_AST)), dump(compile('a;b', '<s>', 'single', _ast.PyCF_ONLY_AST)))
print(compile('[1,2,3,4]', '<s>', 'eval', _ast.PyCF_ONLY_AST).body, _ast.Load(), _ast.Name('x').ctx, _ast.Module())


def node(cls, **fields):
    return cls(lineno=1, col_offset=0, end_lineno=1, end_col_offset=1, **fields)


def attempt(tree, mode='eval'):
    try:
        print(eval(compile(tree, '<t>', mode), {'x': 5}))
    except Exception as e:
        print(type(e).__name__, e)


E = _ast.Expression
attempt(E(node(_ast.BinOp, left=node(_ast.Name, id='x'), op=_ast.Mult(), right=node(_ast.Constant, value=7))))
attempt(E(node(_ast.Constant, value=(1, 'a', b'\xff', 2.5, 1j, None, True, frozenset({3}), ..., -(10**20)))))
attempt(E(node(_ast.Constant, value=[1])))
attempt(E(node(_ast.Name, id='None')))
attempt(E(_ast.Name('x')))
attempt(E(3))
attempt(_ast.Module([], []))
attempt(_ast.Module(3, []), 'exec')
attempt(_ast.Module([node(_ast.Pass)], []), 'exec')
attempt(E(node(_ast.BoolOp, op=_ast.And(), values=[])))
attempt(E(node(_ast.Compare, left=node(_ast.Name, id='x'))))
attempt(E(node(_ast.Name, id='x', ctx=_ast.Store())))
attempt(_ast.Module([node(_ast.Assign, targets=[node(_ast.Name, id='x')], value=node(_ast.Constant, value=1))], []), 'exec')
attempt(_ast.Module([node(_ast.If, test=node(_ast.Constant, value=1))], []), 'exec')
attempt(E(node(_ast.Constant, value='\ud800"\\\n\U0001f600')).__class__(node(_ast.Call, func=node(_ast.Name, id='len'), args=[node(_ast.Constant, value='"\\\n\U0001f600')])))
for bad in (lambda: compile('1', 'f', 'exec', 1 << 29), lambda: compile('1', 'f', 'func_type'), lambda: compile('1', 'f', 'x'), lambda: compile('1', 'f', 'exec', optimize=5)):
    try:
        bad()
    except ValueError as e:
        print(e)
ns = {}
exec(compile('def f(x: a.b) -> c: pass\nassert 0', 'f', 'exec', 0x1000000, optimize=1), ns)
print(ns['f'].__annotations__)
