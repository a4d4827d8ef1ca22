# ast, compile() of bytes, tokenize: what needs the modules of the library. See syntax_trees for the rest.
import _ast


def node(cls, **fields):
    return cls(lineno=1, col_offset=0, end_lineno=1, end_col_offset=1, **fields)


def attempt(tree, mode='eval'):
    try:
        print(eval(compile(tree, '<t>', mode), {'x': 5}))
    except Exception as e:
        print(type(e).__name__, e)


E = _ast.Expression


# trees optimized, what an older version could not read, what fields may hold
import ast
for source in ("'%s %%%-5r|%7.2a' % (a, b, c)", "'%s' % a", "'%d' % (a,)", '__debug__', "def f():\n 'doc'", "'doc'\n'two'\nx",
               'match a:\n case -1 | 1-2j | {-2: x}: pass'):
    for level in (0, 2):
        print(ast.dump(ast.parse(source, optimize=level)))
for source, minor in (('(x := 0)', 7), ('def f[T](a, /): pass', 11), ('try: pass\nexcept A, B: pass', 13), ('async def f(): await x', 4), ('1_0', 6)):
    for version in (minor, minor + 1):
        try:
            print(type(ast.parse(source, feature_version=(3, version))).__name__)
        except SyntaxError as e:
            print(e.msg, e.lineno)
attempt(ast.Constant(1))
for source in ('import x', 'class x: pass', 'from a import b as x', 'match a:\n case {**x}: pass'):
    tree = ast.parse(source)
    for child in ast.walk(tree):
        for field, value in ast.iter_fields(child):
            if value == 'x':
                setattr(child, field, 'None')
    attempt(tree, 'exec')
def match(pattern):
    case = _ast.match_case(pattern, body=[_ast.Pass()])
    attempt(ast.fix_missing_locations(_ast.Module([_ast.Match(_ast.Name('x'), [case])], [])), 'exec')
match(_ast.MatchValue(_ast.Constant(True)))
match(_ast.MatchSingleton(1))
match(_ast.MatchStar('a'))
match(_ast.MatchClass(_ast.Constant(1)))
match(_ast.MatchClass(_ast.Name('A'), [], ['a'], []))
match(_ast.MatchOr([_ast.MatchAs()]))
match(_ast.MatchAs(_ast.MatchAs()))
match(_ast.MatchAs(None, '_'))
match(_ast.MatchMapping([_ast.Constant(None)], []))
attempt(E(_ast.Name('x', lineno=None, col_offset=0)))
attempt(E(node(_ast.ListComp, elt=node(_ast.Name, id='x', ctx=_ast.Store()), generators=[])))
for root in (_ast.Constant(1), _ast.Interactive([])):
    try:
        ast.parse(root)
    except TypeError as e:
        print(e)

# source in bytes: as it says, as UTF-8 otherwise
for source in (b'# coding=Latin-1\n"\xfc"', b'\n# vim: fileencoding: koi8-r :\n"\xfc"', b'\xef\xbb\xbf"\xc3\xbc"', b'# coding: cp437\n"\x80"',
               b'# coding: utf-8\n"\xc3\xbc"', b'1\n# coding: latin-1\n"\xc3\xbc"', b'"\xfc"', b'# coding: nope\n1', b'# coding: ascii\n"\xc3\xbc"', b'a\0b'):
    try:
        print(ascii(ast.literal_eval(compile(source, 'f', 'exec', _ast.PyCF_ONLY_AST).body[-1].value)))
    except SyntaxError as e:
        print(ascii(e.msg), e.lineno)

# tokens of what is no Python
import io, tokenize
for token in tokenize.generate_tokens(io.StringIO(') 012 1a <> [}\r\nx # c\r\n').readline):
    print(tokenize.tok_name[token.exact_type], repr(token.string), token.start, token.end)
try:
    list(tokenize.generate_tokens(io.StringIO('if a:\n    b\n  c\n').readline))
except IndentationError as e:
    print(e.args)
