# Module binascii: hexadecimal, base64, uu, quoted-printable, checks of redundancy.
import binascii


def raised(f, *args, **keywords):
    try:
        return f(*args, **keywords)
    except Exception as e:
        return f'{type(e).__name__}: {e}'


data = bytes(range(256)) * 2
for there, back in ((binascii.hexlify, binascii.unhexlify), (binascii.b2a_base64, binascii.a2b_base64)):
    for n in (0, 1, 2, 3, 100, 512):
        assert back(there(data[:n])) == back(there(data[:n]).decode()) == data[:n]
for n in range(46):
    assert binascii.a2b_uu(binascii.b2a_uu(data[:n])) == data[:n]
for flags in range(8):
    text = binascii.b2a_qp(data, bool(flags & 1), bool(flags & 2), bool(flags & 4))
    print(binascii.crc32(text), binascii.crc32(binascii.a2b_qp(text, bool(flags & 4))), max(map(len, text.split(b'\n'))))

print(binascii.crc32(data), binascii.crc32(data[7:], binascii.crc32(data[:7])), binascii.crc32(b'abc', -1), binascii.crc32(memoryview(data)[:9]))
print(binascii.crc_hqx(data, 0), binascii.crc_hqx(b'abc', 2 ** 70 + 5), raised(binascii.crc_hqx, b'', 1.5), raised(binascii.crc32, 'abc'))

for args in ((b'abcdef', ':'), (b'abcdef', b'-', 2), (b'abcdef', '\xe9', -4), (b'abcdef', '', 1), (b'a', '::'), (b'a', 1), (b'abc', ':', 0),
             (b'abc', ':', 2 ** 31), (b'abc', '\u0100'), (b'abc', bytearray(b':')), (b'', ':', 1), ('abc',)):
    print(args, raised(binascii.hexlify, *args), raised(bytes.hex, *args))
for text in ('0', '0g', '4A4b', b'zz', '\xe9', 1):
    print(ascii(text), raised(binascii.unhexlify, text))

for text in ('=', 'YQ==', 'YQ=', 'YQ', 'Y', 'YWJj\n', 'YQ==YQ==', 'Y=Q=', 'YQ===', '=YQ=', 'YWJj=', 'a=b==', 'YQ=\n=', 'YWI=x', 'YQ=Q=', 'YQ==\n',
             'abcde===', '!', ''):
    print(ascii(text), raised(binascii.a2b_base64, text), raised(binascii.a2b_base64, text, strict_mode=True))
print(binascii.b2a_base64(b'ab', newline=False), raised(binascii.b2a_base64, 'ab'), raised(binascii.a2b_base64, b'', True))

for line in (b'', b' ', b'`', b'#86)C', b'#86)C \r\n', b'#86)CX', b'#86)\x01', b'#8\n6)', b'\x1f'):
    print(line, raised(binascii.a2b_uu, line))
print(binascii.b2a_uu(b'\0\0', backtick=True), raised(binascii.b2a_uu, bytes(46)))

for text in (b'=', b'a=', b'=4x', b'=41=e9', b'=\r\nx', b'=\rx', b'==41', b'a_b', b'=x\ny'):
    print(text, binascii.a2b_qp(text), binascii.a2b_qp(text, header=True))
for text in (b'.', b'a.\n.\n', b' \n', b'a\t', b'a b_c=\xff', b'a\r\nb\n', b'a\nb\r\n', b'\r\0', b'x' * 76 + b'\n', b'x' * 73 + b'\xff\xff', b'x' * 80):
    print(text, binascii.b2a_qp(text), binascii.b2a_qp(text, True, False, True))
print(binascii.Error.__mro__, binascii.Incomplete.__mro__)

# The view of a bytearray is released, whatever happens.
numbers = bytearray(b'abc')
raised(binascii.crc32, numbers, 'x')
raised(binascii.hexlify, numbers, 'xx')
raised(binascii.a2b_base64, numbers, strict_mode=True)
numbers.append(1)
print(numbers)
