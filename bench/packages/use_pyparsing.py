"""Configurations and arithmetic, with combinators and actions."""
import pyparsing as pp

import checksum

identifier = pp.Word(pp.alphas, pp.alphanums + '_')
number = pp.pyparsing_common.number()
string = pp.QuotedString('"', esc_char='\\')
value = pp.Forward()
array = pp.Suppress('[') + pp.Optional(pp.delimited_list(value)) + pp.Suppress(']')
array.set_parse_action(lambda tokens: [list(tokens)])
value <<= number | string | array | identifier
entry = pp.Group(identifier('key') + pp.Suppress('=') + value('value') + pp.Suppress(';'))
section = pp.Group(identifier('name') + pp.Suppress('{') + pp.ZeroOrMore(entry)('entries') + pp.Suppress('}'))
configuration = pp.OneOrMore(section).ignore(pp.python_style_comment)


def folded(tokens):
    result, *rest = tokens[0]
    for operator, operand in zip(rest[::2], rest[1::2]):
        result = {'+': result + operand, '-': result - operand, '*': result * operand}[operator]
    return result


arithmetic = pp.infix_notation(
    pp.pyparsing_common.integer(),
    [(pp.one_of('*'), 2, pp.OpAssoc.LEFT, folded), (pp.one_of('+ -'), 2, pp.OpAssoc.LEFT, folded)],
)
for i in range(checksum.rounds(56)):
    text = '\n'.join(
        f'section_{k} {{ # comment {k}\n  first = {k * i}; second = "text \\" {k}"; list = [1, 2.5, name, [3, "{i}"]];\n name = other_{k};\n}}' for k in range(25)
    )
    for found in configuration.parse_string(text, parse_all=True):
        checksum.add((found.name, [(entry.key, entry.value) for entry in found.entries]))
    checksum.add(arithmetic.parse_string(f'{i} + 2 * (3 + {i} * 4) - (1 + 2) * {i}', parse_all=True)[0])
checksum.show()
