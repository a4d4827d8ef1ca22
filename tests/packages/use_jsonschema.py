from jsonschema import Draft7Validator, FormatChecker, ValidationError
from jsonschema.exceptions import best_match

schema = {
    'type': 'object',
    'properties': {
        'name': {'type': 'string', 'minLength': 2},
        'age': {'type': 'integer', 'minimum': 0, 'exclusiveMaximum': 150},
        'tags': {'type': 'array', 'items': {'type': 'string', 'pattern': '^[a-z]+$'}, 'uniqueItems': True},
        'kind': {'enum': ['a', 'b']},
        'when': {'type': 'string', 'format': 'date'},
    },
    'required': ['name'],
    'additionalProperties': False,
}
validator = Draft7Validator(schema, format_checker=FormatChecker())
for value in {'name': 'Ann', 'age': 3, 'tags': ['x', 'y']}, {'name': 'A', 'age': -1, 'tags': ['X', 'x', 'x']}, {'age': 'x', 'more': 1}, {'name': 'Bo', 'kind': 'c', 'when': '2024-13-01'}, 7:
    errors = sorted(validator.iter_errors(value), key=lambda error: (list(map(str, error.path)), error.message))
    print(validator.is_valid(value), [(list(error.path), error.validator, error.message) for error in errors])
    if errors:
        print('  best:', best_match(errors).message)
try:
    Draft7Validator({'items': {'anyOf': [{'type': 'integer'}, {'type': 'null'}]}}).validate([1, 'a'])
except ValidationError as error:
    print(error)
