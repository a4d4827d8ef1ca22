from voluptuous import All, Any, Coerce, Email, Invalid, Length, MultipleInvalid, Optional, Range, Required, Schema, Url

schema = Schema({Required('name'): All(str, Length(min=2)), Optional('age', default=1): All(Coerce(int), Range(min=0)), 'tags': [Any('x', 'y', int)], 'mail': Email(), 'url': Url()})
print(schema({'name': 'ab', 'age': '3', 'tags': ['x', 5], 'mail': 'a@b.co', 'url': 'http://x.org'}), schema({'name': 'ab'}))
for value in {'name': 'a'}, {}, {'name': 'ab', 'age': 'x', 'tags': ['z'], 'other': 1}, {'name': 'ab', 'mail': 'nope'}, 3:
    try:
        schema(value)
    except MultipleInvalid as error:
        print(sorted(str(one) for one in error.errors))
