from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError

env = Environment(
    loader=DictLoader({
        'base.html': '<title>{% block title %}none{% endblock %}</title>{% block body %}{% endblock %}',
        'list.html': '''{% extends "base.html" %}{% import "macros.html" as m %}
{% block title %}{{ title|title }}{% endblock %}
{% block body %}{% for row in rows if row.price < 50 -%}
{{ loop.index }}/{{ loop.length }} {{ m.cell(row.name, upper=loop.first) }} {{ "%.2f"|format(row.price) }}
{% else %}nothing{% endfor %}{% endblock %}''',
        'macros.html': '{% macro cell(text, upper=false) %}<td>{{ text|upper if upper else text }}</td>{% endmacro %}',
    }),
    autoescape=True,
    undefined=StrictUndefined,
)
rows = [{'name': f'item <{i}>', 'price': i * 9.5} for i in range(8)]
print(env.get_template('list.html').render(title='the list', rows=rows))
print(env.get_template('list.html').render(title='empty', rows=[]))
print(env.from_string('{% set x = namespace(n=0) %}{% for i in range(5) %}{% set x.n = x.n + i %}{% endfor %}{{ x.n }}').render())
print(env.from_string('{{ [3, 1, 2]|sort|join(", ") }} {{ rows|groupby("price")|length }} {{ rows|map(attribute="name")|first }}').render(rows=rows))
print(env.from_string('{% for k, v in d|dictsort %}{{ k }}={{ v }};{% endfor %}').render(d={'b': 1, 'a': 2}))
try:
    env.from_string('{{ missing.name }}').render()
except UndefinedError as error:
    print(error)
try:
    env.from_string('{% if %}')
except Exception as error:
    print(type(error).__name__, error)
