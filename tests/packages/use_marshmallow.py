import datetime

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates


class Author(Schema):
    name = fields.Str(required=True, validate=validate.Length(min=2))
    born = fields.Date()


class Book(Schema):
    title = fields.Str(required=True)
    pages = fields.Int(load_default=1, validate=validate.Range(min=1))
    authors = fields.List(fields.Nested(Author))
    price = fields.Decimal(as_string=True)
    at = fields.DateTime(data_key='when')

    @post_load
    def pack(self, data, **kwargs):
        return tuple(sorted(data))

    @validates('title')
    def check(self, value, **kwargs):
        if value == 'bad':
            raise ValidationError('no such title')


print(Book().load({'title': 'T', 'authors': [{'name': 'An', 'born': '2000-01-02'}], 'price': '1.50', 'when': '2020-01-01T00:00:00'}))
print(Book().dump({'title': 'T', 'pages': '3', 'price': 2, 'at': datetime.datetime(2020, 1, 1), 'authors': [{'name': 'x', 'born': datetime.date(2000, 1, 1)}]}))
for bad in {'title': 'bad', 'pages': 0}, {'authors': [{'name': 'a'}, {}], 'other': 1}, {'title': 5, 'price': 'x'}, []:
    try:
        Book().load(bad)
    except ValidationError as error:
        print(error.messages)
