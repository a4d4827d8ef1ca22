"""The same short text compiled again and again: each time new code, new trees, the same errors and warnings."""
import ast
import traceback
import warnings

codes = [compile('x + 1', 'a.py', 'eval') for _ in range(3)]
print(codes[0] == codes[1], codes[0] is codes[1], codes[0] is codes[2], {code.co_filename for code in codes})
print([eval(code, {'x': n}) for n, code in enumerate(codes)])

# What the code depends on besides the text: file, mode, flags, optimization.
for file in 'a.py', 'b.py', 'a.py':
    print(compile('x + 1', file, 'eval').co_filename)
for mode in 'eval', 'exec', 'single', 'eval':
    exec_result = eval(compile('1 + 2', 'a.py', mode))
    print(mode, exec_result)
for optimize in -1, 0, 1, 2, 1, 0:
    space = {}
    exec(compile('def f():\n    "doc"\n    assert False\n', 'a.py', 'exec', optimize=optimize), space)
    try:
        space['f']()
        print(optimize, 'no assertion', space['f'].__doc__)
    except AssertionError:
        print(optimize, 'assertion', space['f'].__doc__)
for flags in 0, 0x1000000, 0:
    space = {}
    exec(compile('def f(a: int | str): pass', 'a.py', 'exec', flags), space)
    print(flags, space['f'].__annotations__)

# Trees are as new as code is.
trees = [ast.parse('a = [1, 2]') for _ in range(3)]
trees[0].body[0].value.elts.append(ast.Constant(3))
trees[0].body[0].targets[0].id = 'changed'
print([ast.unparse(tree) for tree in trees], ast.unparse(ast.parse('a = [1, 2]')))
lists = [ast.literal_eval('[1, [2]]') for _ in range(3)]
lists[0][1].append(3)
print(lists)

# Functions and classes made of it are their own.
spaces = [{} for _ in range(3)]
for number, space in enumerate(spaces):
    exec('class C:\n    n = 0\ndef f(a=[]):\n    a.append(1)\n    return a', space)
    for _ in range(number):
        space['f']()
print([space['f']() for space in spaces], spaces[0]['C'] is spaces[1]['C'])

# Where it raises; the second line of the third compilation, too.
for round in range(3):
    try:
        exec('y = 1\nz = y / 0', {})
    except ZeroDivisionError as error:
        print(traceback.extract_tb(error.__traceback__)[-1].lineno, traceback.format_exc().splitlines()[-2:])
for round in range(3):
    try:
        eval('1 +')
    except SyntaxError as error:
        print(error, error.offset)

# Warnings come each time, and what the filters say may change.
for round in range(5):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('error' if round == 3 else 'always')
        try:
            eval('1 is 1')
            print(len(caught), caught[0].lineno if caught else None)
        except SyntaxError as error:
            print('error', error)

# More texts than are kept, longer ones than are kept, in changing order.
total = 0
for round in range(3):
    for n in range(100):
        total += eval(f'{n} * n', {'n': round})
    long = '+'.join(['n'] * 3000)
    total += eval(long, {'n': round})
print(total)


def hot(n):
    made = {}
    for i in range(n):
        exec('def g(k):\n    s = 0\n    for i in range(k):\n        s += i * k\n    return s', made)
        made[i] = made.pop('g')(i % 7)
    return sum(value for value in made.values() if isinstance(value, int))


print(hot(400))
