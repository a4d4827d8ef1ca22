# tokenize: comments and line ends at every place where they may be, the last line without an end, wide characters.
import io
import tokenize

PROGRAM = '''x = 1 # c
if x:
    # hi

    y = f"{{a}} {x!r:>{3}} b"  \\
      + "s"
  # odd
def f(a: int = 3) -> None:
\tpass # t
  # less
async def g(): await q
z = (1, # in
   2)
"""a
b""" # after

a <<= 2; b @= 3; c //= 1; d **= 2; (e := 5)
'''
TEXTS = (
    *(PROGRAM, 'x', 'x # c', '# c', '# c\n', '\n', '', 'if x:\n  y', 'if x:\n  y\n# end', 'if x:\n  y\n  # end\n'),
    *('if x:\n if y:\n  z\n # a\n# b\nw # d', '\xe9 = 1 # \xfc\U0001f600\n', '"\U0001f600" # x\n', 'x = (1,\n# q\n\n2) # z'),
    *('x \\\n  = 1\n', 'f"""a\n{x}\nb""" # m\n', '   \n\t# w\n  \nx\n', 't"{a}"\n', 'pass;  # c\n\n\n'),
)
for text in TEXTS:
    print('---', ascii(text)[:60])
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    for token in tokens:
        print(ascii(tuple(token)))
    print(tokenize.untokenize(tokens) == text)
try:
    list(tokenize.generate_tokens(io.StringIO('  a\n b\n').readline))
except IndentationError as e:
    print(e.args[0])
