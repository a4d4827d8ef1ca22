"""Django's templates, without the rest of it: tags, filters, inheritance, includes."""
import sys
import types

# Django 3.2 imports it, and it is gone in 3.14.
sys.modules['cgi'] = types.ModuleType('cgi')

import django
from django.conf import settings

settings.configure(
    USE_TZ=True,
    TEMPLATES=[
        {
            'BACKEND': 'django.template.backends.django.DjangoTemplates',
            'OPTIONS': {
                'loaders': [
                    (
                        'django.template.loaders.locmem.Loader',
                        {
                            'base.html': '<html><title>{% block title %}{% endblock %}</title>{% block content %}{% endblock %}</html>',
                            'item.html': '<td>{{ item.title|title }}</td><td>{{ item.text|truncatewords:4 }}</td><td>{{ item.price|floatformat:2 }}</td>',
                            'list.html': '''{% extends "base.html" %}{% block title %}{{ user.name|default:"nobody" }}{% endblock %}
{% block content %}<table>{% for item in items %}<tr class="{% cycle 'a' 'b' %}">{% include "item.html" %}
{% if item.price > 50 and not item.old %}<td>dear</td>{% elif item.old %}<td>old {{ item.tags|join:", " }}</td>{% else %}<td/>{% endif %}
{% with n=item.tags|length %}<td>{{ n }} tag{{ n|pluralize }}</td>{% endwith %}</tr>{% empty %}<tr/>{% endfor %}</table>
{% regroup items by kind as groups %}{% for group in groups %}<h2>{{ group.grouper|upper }}: {{ group.list|length }}</h2>{% endfor %}{% endblock %}''',
                        },
                    )
                ]
            },
        }
    ],
)
django.setup()
from django.template.loader import get_template

import checksum

items = [
    {
        'title': f'the <item> {i}',
        'text': 'some words & more of them to cut ' * (i % 3),
        'price': i * 7 % 90 + 0.125,
        'old': i % 5 == 0,
        'tags': ['red', 'green', 'blue'][: i % 4],
        'kind': f'kind {i // 10}',
    }
    for i in range(40)
]
template = get_template('list.html')
for i in range(checksum.rounds(150)):
    checksum.add(template.render({'user': {'name': f'user {i}'}, 'items': items[i % 10 :]}))
checksum.show()
