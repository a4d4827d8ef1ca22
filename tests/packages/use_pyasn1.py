from pyasn1.codec.ber import decoder as ber
from pyasn1.codec.der import decoder, encoder
from pyasn1.codec.native import encoder as native
from pyasn1.type import char, constraint, namedtype, tag, univ


class Record(univ.Sequence):
    componentType = namedtype.NamedTypes(
        namedtype.NamedType('id', univ.Integer()),
        namedtype.OptionalNamedType('room', univ.Integer().subtype(implicitTag=tag.Tag(tag.tagClassContext, tag.tagFormatSimple, 0))),
        namedtype.DefaultedNamedType('house', univ.Integer(0)),
        namedtype.NamedType('name', char.UTF8String()),
        namedtype.NamedType('oid', univ.ObjectIdentifier()),
    )


record = Record()
record['id'], record['room'], record['name'], record['oid'] = 123, 321, 'ü', '1.2.840.113549'
data = encoder.encode(record)
print(data.hex(), native.encode(record))
back, rest = decoder.decode(data + b'zz', asn1Spec=Record())
print(back.prettyPrint(), rest, back["name"] == record["name"], ber.decode(bytes.fromhex('24800403616263040164 0000'.replace(' ', '')))[0])
try:
    univ.Integer(5).subtype(subtypeSpec=constraint.ValueRangeConstraint(1, 3)).clone(7)
except Exception as error:
    print(type(error).__name__)
