"""Documents checked against a schema with references, patterns, alternatives; errors collected."""
import jsonschema

import checksum

schema = {
    '$schema': 'http://json-schema.org/draft-07/schema#',
    'definitions': {
        'address': {
            'type': 'object',
            'properties': {'street': {'type': 'string', 'minLength': 3}, 'zip': {'type': 'string', 'pattern': '^[0-9]{5}$'}},
            'required': ['street', 'zip'],
            'additionalProperties': False,
        },
        'item': {'oneOf': [{'type': 'integer', 'minimum': 0}, {'type': 'string', 'maxLength': 10}, {'$ref': '#/definitions/address'}]},
    },
    'type': 'object',
    'properties': {
        'name': {'type': 'string'},
        'age': {'type': 'integer', 'minimum': 0, 'maximum': 150},
        'addresses': {'type': 'array', 'items': {'$ref': '#/definitions/address'}, 'minItems': 1},
        'items': {'type': 'array', 'items': {'$ref': '#/definitions/item'}, 'uniqueItems': True},
        'kind': {'enum': ['a', 'b', 'c']},
    },
    'required': ['name', 'age'],
    'if': {'properties': {'kind': {'const': 'a'}}},
    'then': {'required': ['items']},
}
validator = jsonschema.Draft7Validator(schema)
for i in range(checksum.rounds(2600)):
    document = {
        'name': f'name {i}',
        'age': i if i % 7 else -1,
        'kind': 'abcd'[i % 4],
        'addresses': [{'street': 'street', 'zip': f'{k * 1000 + i:05}'[: 5 - (k == 3)]} for k in range(4)],
        'items': [i, 'text', {'street': 'other', 'zip': '12345'}, i % 5, -1 if i % 3 == 0 else 7],
    }
    checksum.add(sorted(f'{"/".join(map(str, error.absolute_path))}: {error.validator}' for error in validator.iter_errors(document)))
checksum.show()
