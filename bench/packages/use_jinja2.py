"""A shop's pages: a list with macros and filters, and a base that it extends; templates compiled once, rendered for every customer."""
from jinja2 import DictLoader, Environment

import checksum

TEMPLATES = {
    'base.html': '''<!doctype html><html><head><title>{% block title %}Shop{% endblock %}</title></head><body>
<nav>{% for href, caption in navigation %}<a href="{{ href }}"{% if caption == active %} class="active"{% endif %}>{{ caption }}</a>{% endfor %}</nav>
{% block body %}{% endblock %}</body></html>''',
    'macros.html': '''{% macro price(amount, currency='EUR') -%}<b>{{ '%.2f'|format(amount) }} {{ currency }}</b>{%- endmacro %}
{% macro row(product, index) -%}<tr class="{{ loop_class(index) }}"><td>{{ index }}</td><td>{{ product.name|title }}</td><td>{{ price(product.price) }}</td>
<td>{{ product.tags|sort|join(', ') }}</td><td>{{ product.text|truncate(30) }}</td></tr>{%- endmacro %}
{% macro loop_class(index) %}{{ 'odd' if index is odd else 'even' }}{% endmacro %}''',
    'list.html': '''{% extends 'base.html' %}{% import 'macros.html' as m %}{% block title %}{{ customer.name }}'s list{% endblock %}
{% block body %}<h1>Hello {{ customer.name|upper }}</h1>{% set cheap = products|selectattr('price', 'lt', 50)|list %}
<p>{{ cheap|length }} of {{ products|length }} cost less than 50, {{ products|sum(attribute='price')|round(2) }} together</p>
<table>{% for product in products %}{{ m.row(product, loop.index) }}{% endfor %}</table>
{% for group in products|groupby('kind') %}<h2>{{ group.grouper }}</h2><ul>{% for p in group.list if p.price > 20 %}<li>{{ loop.index }}/{{ p.name|e }}</li>{% else %}<li>none</li>{% endfor %}</ul>{% endfor %}
{% endblock %}''',
}
KINDS = ['book', 'game', 'tool', 'toy']
environment = Environment(loader=DictLoader(TEMPLATES), autoescape=True)
products = [
    {
        'name': f'product <{i}> of the {KINDS[i % 4]}s',
        'kind': KINDS[i % 4],
        'price': (i * 37 % 100) + i / 100,
        'tags': [f'tag{i * k % 7}' for k in range(1, 4)],
        'text': 'a description & "more" of it, ' * (i % 4),
    }
    for i in range(40)
]
navigation = [('/' + name, name) for name in ['start', 'list', 'basket', 'help']]
for i in range(checksum.rounds(1350)):
    template = environment.get_template('list.html')
    checksum.add(template.render(customer={'name': f'Customer {i}'}, products=products[i % 20 :], navigation=navigation, active='list'))
checksum.show()
