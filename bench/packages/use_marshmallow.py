"""An API's objects: loaded with validation, nested, dumped again."""
from datetime import datetime, timedelta

from marshmallow import Schema, ValidationError, fields, post_load, validate

import checksum


class Author:
    def __init__(self, name, email, born):
        self.name, self.email, self.born = name, email, born


class AuthorSchema(Schema):
    name = fields.String(required=True, validate=validate.Length(min=2, max=40))
    email = fields.Email()
    born = fields.Date()

    class Meta:
        ordered = True

    @post_load
    def make(self, data, **kwargs):
        return Author(**data)


class BookSchema(Schema):
    title = fields.String(required=True)
    author = fields.Nested(AuthorSchema, required=True)
    published = fields.DateTime(format='iso')
    price = fields.Float(validate=validate.Range(min=0))
    tags = fields.List(fields.String(validate=validate.OneOf(['red', 'green', 'blue'])))
    pages = fields.Integer(load_default=100)
    label = fields.Function(lambda book: f'{book["title"]} by {book["author"].name}')

    class Meta:
        ordered = True


schema = BookSchema(many=True)
for i in range(checksum.rounds(400)):
    books = [
        {
            'title': f'title {k}',
            'author': {'name': f'author {k}'[: 8 if k % 9 else 1], 'email': f'a{k}@example.org', 'born': '1970-02-0%d' % (k % 9 + 1)},
            'published': (datetime(2020, 1, 1) + timedelta(days=k * i)).isoformat(),
            'price': k * 1.5 if k % 11 else -1,
            'tags': ['red', 'green', 'violet'][k % 4 : k % 4 + 2] if k % 5 else ['blue'],
        }
        for k in range(30)
    ]
    try:
        schema.load(books)
    except ValidationError as error:
        checksum.add(sorted(error.messages.items()))
        good = [book for k, book in enumerate(books) if k not in error.messages]
        checksum.add(schema.dumps(schema.load(good)))
checksum.show()
