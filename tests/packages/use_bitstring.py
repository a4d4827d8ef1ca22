from bitstring import BitArray, BitStream, Bits, CreationError, ReadError, pack

a = BitArray('0xff01')
a.append('0b101')
print(a, a.bin, len(a), a[3:9], a.count(1), a.find('0x01'), a.all(True, [0, 1]))
a[4:8] = '0b0000'
a.invert(0)
a.rol(3)
a.reverse()
print(a.bin, a.hex if len(a) % 4 == 0 else a.oct if len(a) % 3 == 0 else a.bin, list(a.cut(5)), [str(part) for part in a.split('0b1', count=3)])
stream = BitStream(pack('uint:12, int:8=neg, hex:16=h, bool, float:32, bits', 1000, True, 0.5, '0b11', neg=-3, h='beef'))
print(stream, stream.readlist('uint:12, int:8, hex:16, bool, float:32, bin'), stream.pos)
try:
    stream.read('uint:8')
except ReadError as error:
    print(error)
for bad in '0xg', 'int:4=9', 'uint:3=-1', '0b2':
    try:
        Bits(bad)
    except CreationError as error:
        print(error)
print(Bits(uint=5, length=9) + Bits(ue=7), Bits('se=-4').se, Bits(bytes=b'ab').uintle, (Bits('0b1100') & Bits('0b1010')).bin, ~Bits('0b10'), Bits('0xf0') << 2, hash(Bits('0x1')) == hash(Bits('0b0001')))
