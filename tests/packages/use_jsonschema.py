import jsonschema

schema = {
    '$schema': 'http://json-schema.org/draft-07/schema#',
    'type': 'object',
    'properties': {
        'name': {'type': 'string', 'minLength': 2, 'pattern': '^[A-Z]'},
        'age': {'type': 'integer', 'minimum': 0},
        'tags': {'type': 'array', 'items': {'enum': ['x', 'y']}, 'uniqueItems': True},
        'when': {'format': 'date'},
    },
    'required': ['name'],
    'additionalProperties': False,
}
validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
for value in {'name': 'Ann', 'age': 3, 'tags': ['x']}, {'name': 'a', 'age': -1, 'tags': ['z', 'x', 'x'], 'other': 1, 'when': '2020-13-01'}, [], {}:
    print([(list(error.path), error.validator, error.message) for error in sorted(validator.iter_errors(value), key=lambda e: (list(map(str, e.path)), e.validator))])
try:
    jsonschema.validate(5, {'anyOf': [{'type': 'string'}, {'maximum': 3}]})
except jsonschema.ValidationError as error:
    print(error.message, jsonschema.exceptions.best_match([error]).message)
try:
    jsonschema.Draft7Validator.check_schema({'type': 'nothing'})
except jsonschema.SchemaError as error:
    print(error.message[:60])
