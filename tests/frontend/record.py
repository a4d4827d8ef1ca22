"""Records what CPython 3.14 makes of the fixtures. Run it with CPython 3.14 after adding to them:

    python3.14 tests/frontend/record.py

For every trees/NAME.py it writes NAME.ast: a line for each top-level statement, as ast.dump prints it. For errors.txt, whose
snippets are separated by lines of %%, it writes errors.json.
"""
import ast
import codeop
import json
import pathlib
import traceback
import warnings

warnings.simplefilter('ignore')
fixtures = pathlib.Path(__file__).parent / 'fixtures'

for source in sorted((fixtures / 'trees').glob('*.py')):
    tree = ast.parse(source.read_bytes(), source.name)
    lines = [ast.dump(statement, include_attributes=True) for statement in tree.body]
    source.with_suffix('.ast').write_text('\n'.join(lines) + '\n', encoding='utf-8')


def error_of(snippet):
    try:
        compile(snippet, '<test>', 'exec', ast.PyCF_ONLY_AST)
    except SyntaxError as e:
        shown = ''.join(traceback.format_exception_only(e))
        return [type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, shown]
    raise AssertionError(f'no error in {snippet!r}')


snippets = (fixtures / 'errors.txt').read_text(encoding='utf-8').split('\n%%\n')
records = [[snippet, *error_of(snippet)] for snippet in snippets]
(fixtures / 'errors.json').write_text('[\n' + ',\n'.join(map(json.dumps, records)) + '\n]\n')


def completeness(typed):
    try:
        return codeop.compile_command(typed) is None
    except SyntaxError:
        return False


inputs = (fixtures / 'typed.txt').read_text(encoding='utf-8').split('\n%%\n')
(fixtures / 'typed.json').write_text(json.dumps([[typed, completeness(typed)] for typed in inputs], indent=1) + '\n')
