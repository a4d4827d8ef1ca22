import warnings

warnings.simplefilter('ignore')
import sys
import types

# Django 3.2 imports two modules that are gone in 3.14.
cgi = types.ModuleType('cgi')
cgi.parse_header = lambda line: (line.split(';')[0].strip(), {})
sys.modules['cgi'] = cgi

from django.conf import settings

settings.configure(TEMPLATES=[{'BACKEND': 'django.template.backends.django.DjangoTemplates'}], USE_TZ=False, USE_I18N=False)
from django.template import Context, Engine
from django.utils import dateformat, html, text
from django.utils.datastructures import MultiValueDict
from django.core import signing, validators
from django.core.exceptions import ValidationError
import datetime

template = Engine().from_string('''{% for x in xs %}{{ forloop.counter }}. {{ x|upper }}{% if not forloop.last %}, {% endif %}{% empty %}none{% endfor %} {{ html }} {{ html|safe }} {{ d|date:"Y-m-d" }} {% with n=5 %}{{ n|add:2 }}{% endwith %} {{ xs|join:"-"|slugify }}''')
print(template.render(Context({'xs': ['a', 'b'], 'html': '<b>', 'd': datetime.date(2020, 1, 2)})), template.render(Context({})))
print(html.escape('<&>'), html.strip_tags('<p>a<b>c</b></p>'), text.slugify('Hello Wörld'), text.Truncator('one two three').words(2), dateformat.format(datetime.datetime(2020, 1, 2, 3, 4), 'D, d M Y H:i'))
print(MultiValueDict({'a': [1, 2]})['a'], signing.loads(signing.dumps({'a': 1}, key='k'), key='k'))
for value in 'a@b.co', 'nope':
    try:
        print(validators.validate_email(value))
    except ValidationError as error:
        print(error.messages)
