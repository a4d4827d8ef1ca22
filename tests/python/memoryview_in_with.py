# a view that a `with` holds keeps its bytearray from being resized, also in machine code, where nothing else refers to it
import array
import io


def attempt(function, *args):
    try:
        return function(*args)
    except BufferError as error:
        return type(error).__name__


def held(data, resize, *args):
    with memoryview(data):
        return attempt(resize, *args)


def used(data):
    with memoryview(data) as view:
        return attempt(data.append, 1), view.tolist()


def twice(data):
    with memoryview(data) as view:
        with view as same:
            result = attempt(data.append, 1)
    data.append(2)
    return result, same is view


def stream():
    data = io.BytesIO(b'text')
    with data.getbuffer():
        return attempt(data.write, b'longer text')


seen = set()
for i in range(3000):
    data = bytearray(b'x')
    seen.add(held(data, data.pop))
    seen.add(held(data, data.append, 1))
    items = array.array('b', [1])
    seen.add(held(items, items.append, 1))
    seen.add(str(used(data)))
    seen.add(twice(data))
    seen.add(stream())
    data.append(3)
print(sorted(map(str, seen)), data)
