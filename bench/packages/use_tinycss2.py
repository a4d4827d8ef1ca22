"""Style sheets to tokens, rules and declarations, and back."""
import tinycss2
from tinycss2.color3 import parse_color

import checksum
from documents import css

for seed in range(checksum.rounds(130)):
    rules = tinycss2.parse_stylesheet(css(seed), skip_comments=True, skip_whitespace=True)
    for rule in rules:
        if rule.type != 'qualified-rule':
            continue
        for declaration in tinycss2.parse_declaration_list(rule.content, skip_whitespace=True):
            checksum.add((declaration.lower_name, declaration.important))
            checksum.add([tuple(color) for color in map(parse_color, declaration.value) if color and color != 'currentColor'])
    checksum.add(tinycss2.serialize(rules))
checksum.show()
