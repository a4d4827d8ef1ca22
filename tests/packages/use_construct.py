from construct import Array, BitStruct, Bytes, Const, ConstructError, Enum, Flag, GreedyBytes, GreedyRange, If, Int8ub, Int16ub, Int32ul, Nibble, Padding, PascalString, Prefixed, PrefixedArray, Struct, Switch, VarInt, this, CString, Rebuild, len_

header = Struct(
    'magic' / Const(b'PKT'),
    'kind' / Enum(Int8ub, text=1, numbers=2),
    'bits' / BitStruct('high' / Nibble, 'on' / Flag, Padding(3)),
    'count' / Rebuild(Int16ub, len_(this.items)),
    'items' / Array(this.count, Int32ul),
    'body' / Switch(this.kind, {'text': PascalString(VarInt, 'utf8'), 'numbers': PrefixedArray(Int8ub, Int16ub)}),
    'last' / If(this.bits.on, CString('ascii')),
)
data = header.build({'kind': 'text', 'bits': {'high': 5, 'on': True}, 'items': [1, 2**31], 'body': 'grüße', 'last': 'end'})
print(data)
parsed = header.parse(data)
print(parsed)
print(parsed.kind, int(parsed.kind), parsed['items'], header.build({'kind': 2, 'bits': {'high': 0, 'on': False}, 'items': [], 'body': [1, 2], 'last': None}))
print(GreedyRange(Prefixed(Int8ub, GreedyBytes)).parse(b'\x01a\x02bc\x00'), Struct('a' / Int8ub, 'b' / Bytes(3)).sizeof(), VarInt.build(300))
for bad in b'XXX', data[:7], b'PKT\x01':
    try:
        header.parse(bad)
    except ConstructError as error:
        print(type(error).__name__, str(error).splitlines()[0][:80])
