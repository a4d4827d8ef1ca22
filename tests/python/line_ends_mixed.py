# Lines of texts that have one kind of line end only, or all of them: each is looked for near the place where it is wanted.
import io


def lines(text, newline):
    return list(io.StringIO(text, newline=newline))


for text in ('a\rb\nc\r\nd', '\r\r\n\n\r', 'a' * 4095 + '\r\n' + 'b' * 4096 + '\r' + 'c' * 4095 + '\n', 'é\r變\n\r\n'):
    for newline in ('', '\n', '\r', '\r\n', None):
        print(newline and newline.encode(), [(len(line), line[-2:]) for line in lines(text, newline)])
# A window ends between \r and \n, in texts of each width.
for character in ('a', 'é', '變', '\U0001f600'):
    for n in (4094, 4095, 4096, 8191):
        print([len(line) for line in lines(character * n + '\r\n' + character + '\r' + character, '')], end=' ')
    print()
# Many lines without any \n: linear.
text = 'ab\r' * 100_000
print(len(lines(text, '')), len(list(io.TextIOWrapper(io.BytesIO(text.encode()), newline=''))))

# isinstance and issubclass of nested tuples.
nested = (str,)
for _ in range(10):
    nested = (nested, (bytes, nested))
print(isinstance(1, nested), isinstance('', nested), issubclass(int, nested), issubclass(bytes, nested))

# Multiples of arrays.
from array import array

for a in (array('b', [1, 2, 3]), array('q', [1]), array('w', 'aé'), array('d')):
    for n in (-1, 0, 1, 2, 5, 1000):
        b = a * n
        c = a[:]
        c *= n
        print(len(b), b == c, b[:3].tolist(), b[-3:].tolist() == (a * max(n, 0))[-3:].tolist(), end='; ')
    print()
