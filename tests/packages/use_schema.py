from schema import And, Forbidden, Hook, Literal, Optional, Or, Regex, Schema, SchemaError, Use

schema = Schema([{'name': And(str, len), 'age': And(Use(int), Schema(int), error='bad age'), Optional('sex'): And(str, Use(str.lower), Or('f', 'm'))}])
print(schema.validate([{'name': 'Sue', 'age': '28', 'sex': 'F'}, {'name': 'Sam', 'age': 42}]))
for value in [{'name': '', 'age': 20}], [{'name': 'x', 'age': 5}], [{'age': 20}], [{'name': 'x', 'age': 20, 'z': 1}], {}:
    try:
        schema.validate(value)
    except SchemaError as error:
        print(type(error).__name__, error.autos[-1:], error.errors[-1:])
print(Schema(Or(int, Regex('^a+$'))).is_valid('aaa'), Schema({str: int}).validate({'a': 1}), Schema({'a': str, Optional('b', default=2): int}).json_schema('x'))
