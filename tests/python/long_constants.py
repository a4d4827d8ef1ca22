# Long constants, and what folding makes of many: source that took quadratic time, or more of the compiler's stack than there is.

# A sum of tuples is one constant; what it was on the way is not kept.
n = 1200
code = compile('+'.join(['(1,)'] * n), 'sum', 'eval')
print(len(eval(code)), [len(c) for c in code.co_consts if isinstance(c, tuple)])
# Equal results are one constant, whether they were folded or not.
left = '+'.join(['(2,)'] * 100)
code = compile(f'[{left}, {left}, (2,) * 100, {(2,) * 100}]', 'equal', 'eval')
print([len(c) for c in code.co_consts if isinstance(c, tuple)], len(set(eval(code))))
code = compile(f"['ab' * 100, 'ab' * 50 + 'ab' * 50, {'ab' * 100!r}]", 'equal', 'eval')
print([len(c) for c in code.co_consts if isinstance(c, str)], len(set(eval(code))))
code = compile(f"[b'ab' * 100, b'ab' * 50 + b'ab' * 50, {b'ab' * 100!r}]", 'equal', 'eval')
print([len(c) for c in code.co_consts if isinstance(c, bytes)], len(set(eval(code))))
# A folded constant that is folded on, in another branch, and taken apart again.
code = compile('x = (1,) * 100 + (2,) if (1,) * 100 else (1,) * 100\ny = ((1,) * 100)[1:]\nz = ((1,) * 100)[7]', 'on', 'exec')
names = {}
exec(code, names)
print(len(names['x']), len(names['y']), names['z'], [c if isinstance(c, int) else len(c) for c in code.co_consts if c is not None])

# bytes of any length are joined.
print(len(eval("b'" + 'a' * 200_000 + "' + b'\\xff' + b''")))
print(eval("b'" + 'a' * 200_000 + "' + b'b'") == b'a' * 200_000 + b'b')
all_bytes = bytes(range(256))
print(eval(f'{all_bytes!r} + {all_bytes!r}') == all_bytes * 2, len(eval(f'{{{all_bytes!r}, {all_bytes[::-1]!r}, {all_bytes!r}}}')))

# Escapes, long runs of them.
for escape, character in (('\\x41', 'A'), ('\\u00e9', 'é'), ('\\n', '\n'), ('\\101', 'A'), ('\\U0001f600', '😀')):
    text = eval(f"'{escape * 20_000}'")
    print(len(text), text == character * 20_000, len(eval(f"f'{escape * 2000}{{1}}'")))
# Two surrogates stay two characters.
print(len('\ud83d\ude00'), len('\ud83d' + '\ude00'), len('\ud83d' '\ude00'), len('\U0001f600'), ascii('\ud83d\ude00' * 2))
print(len(eval("'" + r'\ud83d\ude00' * 3000 + "'")), len(eval("f'" + r'\ud83d\ude00' * 3000 + "{1}'")))

# A hexadecimal number may have any number of digits.
value = eval('0x' + 'a' * 100_000)
print(value.bit_length(), value % 1_000_003, hex(value) == '0x' + 'a' * 100_000)
print(len(eval('[' + '0x' + 'b' * 5000 + ', -0x' + 'b' * 5000 + ', 0x' + 'b' * 5000 + ']')))

# Names, spaces and comments of any length.
names = {'a' * 100_000: 1}
print(eval(' ' * 100_000 + 'a' * 100_000 + ' ' * 100_000, names), eval('1' + '#' * 100_000))

# A function with very many variables that a nested one uses.
count = 3000
source = 'def f():\n' + ''.join(f'  a{i} = {i}\n' for i in range(count)) + '  return lambda: ' + '+'.join(f'a{i}' for i in range(0, count, 3))
exec(source, names)
print(names['f']()(), len(names['f'].__code__.co_cellvars))
