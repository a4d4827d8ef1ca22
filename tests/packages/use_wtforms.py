from wtforms import BooleanField, DateField, DecimalField, FieldList, Form, FormField, IntegerField, SelectField, StringField, TextAreaField, ValidationError, validators


class Data(dict):
    def getlist(self, name):
        value = self[name]
        return value if isinstance(value, list) else [value]


class Address(Form):
    street = StringField('Street', [validators.InputRequired()])
    code = StringField(validators=[validators.Regexp(r'^\d{5}$', message='five digits')])


class Person(Form):
    name = StringField('Name', [validators.Length(min=2, max=10)], description='who', render_kw={'class': 'big'})
    age = IntegerField('Age', [validators.NumberRange(0, 150), validators.Optional()])
    born = DateField()
    price = DecimalField(places=2)
    kind = SelectField(choices=[('a', 'Alpha'), ('b', 'Beta')])
    ok = BooleanField()
    text = TextAreaField(filters=[lambda value: value and value.strip()])
    home = FormField(Address)
    mails = FieldList(StringField(validators=[validators.Length(min=3)]), min_entries=1)

    def validate_name(self, field):
        if field.data == 'root':
            raise ValidationError('not root')


good = Person(Data({'name': 'Ann', 'age': '30', 'born': '2000-02-29', 'price': '12.345', 'kind': 'b', 'ok': 'y', 'text': '  hi ', 'home-street': 'S', 'home-code': '12345', 'mails-0': 'a@b', 'mails-1': 'c@d'}))
print(good.validate(), good.errors, good.data)
bad = Person(Data({'name': 'root', 'age': 'x', 'born': '2001-02-29', 'price': 'p', 'kind': 'z', 'home-code': '1', 'mails-0': 'a'}))
print(bad.validate(), bad.errors)
for field in good:
    print(field.label, field() if field.name not in ('home',) else len(field()))
