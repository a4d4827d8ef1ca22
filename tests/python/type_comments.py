# ast.parse(type_comments=True): where type comments may be, and what they are put into.
import ast

SOURCES = [
    'x = 1 # type: int\n',
    'x = y = (1)  #type: int\n',
    'if a: b = 2; c = 3 # type: List[int]  \n',
    'x = [ # type: ignore\n  1, # plain\n] # type: list\n',
    'for a in b: # type: int\n  pass\nelse:\n  pass\n',
    'async def f():\n  async for a in b: # type: x\n    pass\n  async with a as b, c: # type: y\n    pass\n',
    'with (a as b): # type: z\n  x = 1 # type: inner\n',
    '@deco(1)\ndef f(a): # type: (int) -> int\n  # more\n  return a\n',
    'def f(a):\n  # plain\n  # type: (int) -> int\n  return a\n',
    'def f(a, # type: A\n  b=(1), # type: B\n  /, c=[1, 2], *, # plain\n  d # type: D\n): pass\n',
    'class C:\n  def f[T](self, *a, # type: A\n    **k # type: K\n  ) -> (1): # type: (...) -> None\n    @d\n    def g(x=lambda y: y, # type: X\n    ): pass\n',
    'é = "ü" # type: ä\n',
    'x = 1 # type: ignore[a]\n# type: ignore\ny = 2 #  type:  ignored\n',
    'x = 1 # type:int\n# Type: x\n#type : y\n',
    'x = """\n# type: no\n""" # type: str\n',
    # Not there.
    'x = 1; # type: int\n',
    'x: int = 1 # type: int\n',
    'x += 1 # type: int\n',
    '# type: int\nx = 1\n',
    'x = 1\n# type: int\n',
    'x = (1, # type: int\n 2)\n',
    'def f(*, # type: int\n a): pass\n',
    'def f(a, /, # type: int\n b): pass\n',
    'def f(a=[1, # type: int\n 2]): pass\n',
    'def f(a # type: int\n , b): pass\n',
    'def f( # type: int\n a): pass\n',
    'f(a, # type: int\n)\n',
    'lambda a, b: ( # type: int\n a)\n',
    'class C: # type: int\n  pass\n',
    'for a in b:\n  # type: int\n  pass\n',
    'if x: # type: int\n  pass\n',
    'for a in b: pass\nelse: # type: int\n  pass\n',
    'def f(): # type: () -> int\n  # type: () -> int\n  pass\n',
    'try: # type: int\n  pass\nfinally: pass\n',
    'match x:\n  case 1: # type: int\n    pass\n',
    'é = "ü"; f() # type: ä\n',
    'import a # type: int\n',
    'pass # type: ignored\n',
]
for source in SOURCES:
    print(repr(source))
    for text in source, source.encode():
        try:
            tree = ast.parse(text, 'some.py', type_comments=True)
        except SyntaxError as error:
            print('  SyntaxError:', error.msg, error.lineno if error.msg != 'invalid syntax' else '')
            continue
        found = [(type(node).__name__, node.lineno, node.type_comment) for node in ast.walk(tree) if getattr(node, 'type_comment', None) is not None]
        print('  ', found, [(each.lineno, each.tag) for each in tree.type_ignores])
        plain = ast.parse(text)
        print('  ', any(getattr(node, 'type_comment', None) for node in ast.walk(plain)), plain.type_ignores)
        compile(tree, 'some.py', 'exec')
print(ast.unparse(ast.parse(SOURCES[4] + SOURCES[7] + SOURCES[0], type_comments=True)))

for source in '(int, *str, **Any) -> float', '(*int) -> a[b]', '() -> None', '(int, *str, *Any) -> float', '(**a, **b) -> c', '(a=b) -> c', '(*a, b) -> c':
    try:
        print(ast.dump(ast.parse(source, mode='func_type')))
    except SyntaxError as error:
        print(error.msg)
