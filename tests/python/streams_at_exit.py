# streams over one that the program wrote itself, which nobody closes: what they hold is written at the end
import io


class Raw(io.RawIOBase):
    def __init__(self, name):
        self.name = name

    def writable(self):
        return True

    def write(self, data):
        print('write', self.name, bytes(data))
        return len(data)

    def close(self):
        if not self.closed:
            print('close', self.name)
        super().close()


class Odd(io.TextIOWrapper):
    pass


text = Odd(io.BufferedWriter(Raw('text')), 'ascii')
text.write('held')
closed = io.BufferedWriter(Raw('closed'))
closed.write(b'1')
closed.close()
print('end')
