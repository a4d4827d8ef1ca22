import tinycss2
from tinycss2 import color3, nth

css = '@media print { a:hover { color: #f00; margin: 1px 2.5em -3% } } /* c */ p > b, .x { background: url(a.png) !important; } @import "x";'
for rule in tinycss2.parse_stylesheet(css, skip_whitespace=True):
    print(rule.type, rule.source_line, rule.source_column, tinycss2.serialize(rule.prelude) if hasattr(rule, 'prelude') else '')
    if rule.type == 'qualified-rule':
        for declaration in tinycss2.parse_declaration_list(rule.content, skip_whitespace=True):
            print(declaration.name, declaration.important, [token.type for token in declaration.value])
print([color3.parse_color(text) for text in ('#f00', 'rgba(1, 2, 3, .5)', 'hsl(120, 100%, 50%)', 'nope')], [nth.parse_nth(text) for text in ('2n+1', 'even', 'x')])
