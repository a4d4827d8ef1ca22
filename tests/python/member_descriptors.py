"""Read-only members and computed attributes of classes written in C: which they are, and what setting one says."""
import array, collections, contextvars, functools, json, operator, os, re, sys, time, types, typing, io

def kinds(cls, *names):
    print(cls.__name__, *(f'{name}:{type(vars(cls)[name]).__name__[:6]}' for name in names))

kinds(re.Pattern, 'pattern', 'flags', 'groups', 'groupindex')
kinds(re.Match, 'string', 're', 'pos', 'endpos', 'lastindex', 'lastgroup', 'regs')
kinds(functools.partial, 'func', 'args', 'keywords')
kinds(os.stat_result, 'st_mode', 'st_atime', 'st_blocks')
kinds(time.struct_time, 'tm_year', 'tm_zone')
kinds(contextvars.ContextVar, 'name')
kinds(types.ModuleType, '__dict__', '__annotations__')
kinds(types.CoroutineType, 'cr_origin', 'cr_code')
kinds(types.AsyncGeneratorType, 'ag_running', 'ag_await')
kinds(json.encoder.c_make_encoder, 'markers', 'default', 'indent', 'sort_keys')
kinds(json.scanner.c_make_scanner, 'strict', 'object_hook', 'parse_int')
kinds(io.TextIOWrapper, 'encoding', 'line_buffering', 'write_through', 'errors', 'newlines', 'name', 'closed')
kinds(io.BufferedReader, 'raw', 'closed', 'mode')
kinds(collections.deque, 'maxlen')
kinds(type, '__basicsize__', '__itemsize__', '__flags__', '__base__', '__mro__', '__name__')

def attempt(function, *args):
    try:
        function(*args)
    except (AttributeError, TypeError, ValueError) as e:
        print(type(e).__name__, e)

pattern = re.compile('a')
for value, name in ((pattern, 'pattern'), (pattern, 'groupindex'), (pattern.match('a'), 'string'), (pattern.match('a'), 'lastindex'),
                    (collections.deque(), 'maxlen'), (functools.partial(print), 'func'), (time.gmtime(0), 'tm_year'),
                    (contextvars.ContextVar('v'), 'name'), (array.array('b'), 'typecode'), (sys, '__dict__'), (memoryview(b''), 'obj'),
                    (io.StringIO(), 'closed'), (operator.itemgetter(1), 'x'), (1, 'real'), (slice(1), 'start'), ((lambda: 1), '__globals__'),
                    (int.from_bytes, '__name__'), (io.BytesIO(), 'closed'), (range(3), 'step')):
    attempt(setattr, value, name, 1)
    attempt(delattr, value, name)

attempt(lambda: [1] * collections.deque())
attempt(lambda: collections.deque() * [1])
attempt(lambda: 'a' * collections.deque())
attempt(lambda: (1,) * array.array('b'))
attempt(lambda: array.array('b') * collections.deque())
attempt(lambda: 1.5 * array.array('b'))

class Bytes(bytes):
    def __repr__(self):
        return 'other'

attempt(int, Bytes(b'x'))
attempt(float, Bytes(b'x'))
