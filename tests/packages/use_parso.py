import parso

module = parso.parse('''import os, sys as s
class A(B, metaclass=C):
    @property
    def f(self, x: int = 1, *a, **k) -> str:
        return f"{x!r}" if x else [i async for i in y]
x = (1 +
''', version='3.10')
print(module.children)
for function in module.children[1].iter_funcdefs() if hasattr(module.children[1], 'iter_funcdefs') else ():
    print(function.name.value, [param.name.value for param in function.get_params()], function.annotation)
print(module.get_code()[-8:], module.end_pos, sorted(module.get_used_names().keys()))
grammar = parso.load_grammar(version='3.10')
for error in grammar.iter_errors(grammar.parse('def f(:\n  x = = 1\nreturn 2\n')):
    print(error.start_pos, error.message)
print(parso.parse('a = 1\n', version='3.10').dump())
