from mako.lookup import TemplateLookup
from mako.template import Template

print(Template('''<%! import math %>
<%def name="row(x)">${x}: ${"%.3f" % math.sqrt(x)}</%def>
% for n in numbers:
% if n % 2:
${row(n)}
% else:
even ${n | h}
% endif
% endfor
<% total = sum(numbers) %>${total}''').render(numbers=range(5)))
lookup = TemplateLookup()
lookup.put_string('base', '<h1>${self.title()}</h1>${self.body()}')
lookup.put_string('page', '<%inherit file="base"/><%def name="title()">T ${name | u}</%def>Hello ${name}')
print(lookup.get_template('page').render(name='a b&c'))
try:
    Template('${undefined_name}').render()
except NameError as error:
    print(error)
