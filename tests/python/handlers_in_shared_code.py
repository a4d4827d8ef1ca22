# Functions that share their code object, each with globals of its own: a bridge that begins in a handler has to know whose
# globals these are, and cannot leave to the instruction that raised.
text = '''
def inner(n):
    if n % 3:
        raise ValueError(n + base)
    return int('x' * (n % 2) + str(n))

def outer(rounds):
    total = 0
    for i in range(rounds):
        try:
            total += inner(i)
        except ValueError as e:
            total += len(str(e)) + base
    return total

def sums(rounds):
    return [attempt(word) for i in range(rounds) for word in ('1', 'x', '22', 'y')]

def attempt(word):
    try:
        return int(word) + base
    except ValueError as e:
        return base
'''
code = compile(text, 'shared', 'exec')
spaces = [{'base': base} for base in (1, 10, 100)]
for space in spaces:
    exec(code, space)
for space in spaces:
    print(space['outer'](60), sum(space['sums'](30)))
for i in range(10):
    print([space['outer'](i) for space in spaces], [sum(space['sums'](i)) for space in spaces])
