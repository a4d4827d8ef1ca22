import pyparsing as pp

integer = pp.Word(pp.nums).set_parse_action(lambda tokens: int(tokens[0]))
operand = integer | pp.Word(pp.alphas)
expression = pp.infix_notation(operand, [
    (pp.one_of('+ -'), 1, pp.OpAssoc.RIGHT),
    (pp.one_of('* /'), 2, pp.OpAssoc.LEFT),
    (pp.one_of('+ -'), 2, pp.OpAssoc.LEFT),
])
print(expression.parse_string('1 + 2 * (x - -3) / 4', parse_all=True).as_list())
key = pp.Word(pp.alphas)('key')
value = pp.QuotedString('"') | pp.pyparsing_common.number
pair = pp.Group(key + pp.Suppress('=') + value('value'))
for found in pp.delimited_list(pair).parse_string('a = 1, b = "two", c = 3.5e2'):
    print(found.key, repr(found.value), found.as_dict())
nested = pp.nested_expr('(', ')')
print(nested.parse_string('(a (b c) (d (e)))').as_list())
print(list((pp.Word(pp.alphas) + pp.Optional(integer)).scan_string('ab 12 cd 7 8')))
try:
    expression.parse_string('1 + * 2', parse_all=True)
except pp.ParseException as error:
    print(error, error.loc, error.lineno, error.column)
