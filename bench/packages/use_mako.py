"""Reports with inheritance, definitions and Python blocks; templates compiled once, rendered many times."""
from mako.lookup import TemplateLookup

import checksum

lookup = TemplateLookup(default_filters=['str'])
lookup.put_string('base.txt', '''<%def name="line(width)">${'=' * width}</%def>\\
${self.line(40)}
${self.heading()}
${self.line(40)}
${next.body()}\\
<%def name="heading()">untitled</%def>\\
''')
lookup.put_string('report.html', '''<%inherit file="base.txt"/>
<%! 
def money(amount):
    return '{:,.2f}'.format(amount)
%>
<%def name="heading()">Report of ${name | h}</%def>
<%def name="cell(value, kind='td')"><${kind}>${value}</${kind}></%def>
% for index, row in enumerate(rows):
<tr class="${'odd' if index % 2 else 'even'}">\\
    % for value in row:
${cell(value | h, 'th' if index == 0 else 'td')}\\
    % endfor
</tr>
% endfor
<% total = sum(row[2] for row in rows) %>
% if total > 1000:
<p>a large total: ${money(total)}</p>
% else:
<p>${money(total)}</p>
% endif
'''.replace('${cell(value | h,', '${cell(escape(value),'))
escape = lambda value: str(value).replace('&', '&amp;').replace('<', '&lt;')
for i in range(checksum.rounds(2200)):
    rows = [(f'row {k}', f'<{k * i % 11}>', k * 3.5, k & i, 'a & b') for k in range(60)]
    checksum.add(lookup.get_template('report.html').render(name=f'<{i}>', rows=rows, escape=escape))
checksum.show()
