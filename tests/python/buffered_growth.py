# Buffered readers of files that are short when reading begins, and grow.
import os
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'growing')

    def append(text):
        with open(path, 'ab') as out:
            out.write(text)

    for start in (0, 1, 5, 200_000):
        open(path, 'wb').close()
        append(b'a' * start)
        with open(path, 'rb') as f:
            print(start, len(f.read(3)), len(f.peek()) > 0)
            append(b'b' * 10)
            print(len(f.read(3)), len(f.read(4)))
            append(b'c' * 300_000)
            print(len(f.read(100_000)), f.read(5), f.tell())
            append(b'line\n' * 3)
            f.seek(start + 10 + 299_990)
            print(f.readline(), f.readlines(), f.read(1), f.tell())
            append(b'x')
            print(f.read1(10), f.read(), f.tell())
            f.seek(1)
            print(f.read(4), f.read(2))

    # A folder of small files, each read in part.
    names = [os.path.join(folder, f'small{i}') for i in range(300)]
    for name in names:
        with open(name, 'w') as f:
            f.write(name[-4:] * 3)
    parts = []
    for name in names:
        with open(name, 'rb') as f:
            parts.append(f.read(4))
    print(len(parts), len(b''.join(parts)))
    with open(names[0], 'r+b') as f:
        print(f.read(2), f.write(b'!!'), f.seek(0), f.read())
    for size in (2, 7, 100):
        with open(names[7], 'rb', size) as f:
            print(f.read(5), f.peek(1)[:1], f.readline(), f.read(1))
