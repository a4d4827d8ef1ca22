"""Module _csv: dialects, rows from lines, rows as text; what iterators and fields do meanwhile."""
import csv
import io


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


def read(lines, **options):
    return list(csv.reader(lines, **options))


def write(*rows, **options):
    out = io.StringIO(newline='')
    writer = csv.writer(out, **options)
    for row in rows:
        writer.writerow(row)
    return out.getvalue()


# Fields: plain, quoted, doubled, escaped, over several lines, of every width of text.
attempt(read, ['a,b,,"c","d ""e"" f",g"h', '"one\n', 'two",3', '', '\r\n', ' x , "y"'])
attempt(read, ['a\\,b,"c\\"d",\\', 'e'], escapechar='\\')
attempt(read, ['\u00e9;"\u20ac;";\U0001f600\ud800'], delimiter=';')
attempt(read, ['a\U0001f600b\u20ac\U0001f600c'], delimiter='\U0001f600')
attempt(read, [' 1,  "a b" ,', ' 2, x'], skipinitialspace=True)
attempt(read, ['"a', 'b'])
for options in ({'strict': True}, {'doublequote': False}, {'quoting': csv.QUOTE_NONE}, {'quotechar': None}):
    for line in ('"a"b,c', '"a""b"', '"open', 'a\rb', '"x"\ry'):
        attempt(read, [line], **options)
for quoting in range(6):
    attempt(read, ['1,"2",,"",3e2'], quoting=quoting)
    attempt(read, ['1,"2",,"",word'], quoting=quoting)
    attempt(write, [1, 2.5, None, 'a', 'b"c', 'd,e', 'f\ng', True, ''], quoting=quoting)
    attempt(write, [1, 'a', 'b"c', 'd,e\\', None], quoting=quoting, escapechar='\\', doublequote=False)
    attempt(write, [None], quoting=quoting)
    attempt(write, ['', 'x'], [' '], quoting=quoting, delimiter=' ', skipinitialspace=True)
attempt(write, [], [''], [[1], {2}], 'abc', iter('de'), ['\u20ac', '\U0001f600"'], ['end'], lineterminator='|e')

# Many rows, in a loop and at once.
table = [[i, f'name {i}', 'quoted, "twice"' if i % 7 == 0 else 'plain', i / 4] for i in range(300)]
text = write(*table)
total = 0
for row in csv.reader(io.StringIO(text, newline='')):
    total += len(row[1]) + int(row[0])
print(total, len(text), read(text.splitlines(True)) == [[str(field) for field in row] for row in table])
print([row['b'] for row in csv.DictReader(['a,b', '1,2', '3,4,5', '6'])])
print(csv.Sniffer().sniff('a;b;c\n1;2;3\n4;5;6\n').delimiter)

# The reader's state, and what its iterator may do.
reader = csv.reader(['a', '"b', 'c"', 'd'])
print([(row, reader.line_num) for row in reader], reader.dialect.delimiter)


class Lines:
    def __init__(self, *lines):
        self.lines = list(lines)

    def __iter__(self):
        return self

    def __next__(self):
        if not self.lines:
            raise StopIteration
        line = self.lines.pop(0)
        return line(self) if callable(line) else line


def fail(lines):
    raise LookupError('no line')


attempt(read, Lines('"a', fail))
attempt(read, Lines('a', 3))
attempt(read, Lines(b'a'))
lines = Lines('"a', lambda self: str(next(self.reader)), 'b,c', 'd"')
lines.reader = csv.reader(lines)
attempt(list, lines.reader)
old = csv.field_size_limit(3)
attempt(read, ['abc,"abc"', 'abcd'])
attempt(read, ['"ab', 'cd"'])
print(old, csv.field_size_limit(old))


# The writer's.
class Field:
    def __init__(self, value):
        self.value = value

    def __str__(self):
        return self.value


class Sink:
    def write(self, text):
        return text.upper()


attempt(write, [Field('a,b'), Field('c')])
attempt(write, [Field(3)])
attempt(write, 5)
attempt(write, Lines('a', fail))
print(csv.writer(Sink()).writerow(['a']), csv.writer(Sink()).writerows([['b']]))
attempt(csv.writer, 1)
attempt(csv.writer(Sink()).writerows, [1])

# Dialects.
for options in (
    {'delimiter': ''}, {'delimiter': 'ab'}, {'delimiter': 1}, {'delimiter': '\n'}, {'quotechar': 'ab'}, {'quoting': 9},
    {'quoting': 'all'}, {'quoting': 1, 'quotechar': None}, {'escapechar': '"'}, {'delimiter': 'x', 'lineterminator': 'x'},
    {'lineterminator': None}, {'delimiters': ','}, {'quotechar': ' ', 'skipinitialspace': True},
):
    attempt(csv.reader, [], **options)
csv.register_dialect('colons', delimiter=':', quoting=csv.QUOTE_ALL)
print(csv.list_dialects(), write(['a', 1], dialect='colons'), csv.get_dialect('colons').quoting)
attempt(csv.register_dialect, 1)
csv.unregister_dialect('colons')
attempt(csv.get_dialect, 'colons')
attempt(setattr, reader.dialect, 'strict', True)
attempt(type(reader))
