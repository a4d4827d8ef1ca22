"""JSON texts with an LALR grammar and a transformer, and sums with Earley's algorithm."""
import json

from lark import Lark, Transformer, v_args

import checksum

JSON = r'''
?start: value
?value: object | array | string | SIGNED_NUMBER -> number | "true" -> true | "false" -> false | "null" -> null
array: "[" [value ("," value)*] "]"
object: "{" [pair ("," pair)*] "}"
pair: string ":" value
string: ESCAPED_STRING
%import common.ESCAPED_STRING
%import common.SIGNED_NUMBER
%import common.WS
%ignore WS
'''


class ToObjects(Transformer):
    @v_args(inline=True)
    def string(self, text):
        return text[1:-1].replace('\\"', '"')

    array = list
    pair = tuple
    object = dict
    number = v_args(inline=True)(float)
    null = lambda self, _: None
    true = lambda self, _: True
    false = lambda self, _: False


parser = Lark(JSON, parser='lalr', transformer=ToObjects(), maybe_placeholders=False)
data = [{'id': i, 'name': f'name {i}', 'values': [i / 2, i * 3, -i], 'flags': [True, None, False], 'inner': {'a': {'b': [i]}}} for i in range(60)]
text = json.dumps(data, indent=1)
for i in range(checksum.rounds(66)):
    checksum.add(parser.parse(text))

sums = Lark('''
?start: sum
?sum: product | sum "+" product | sum "-" product
?product: atom | product "*" atom | product "/" atom
?atom: NUMBER | "-" atom | "(" sum ")"
%import common.NUMBER
%ignore " "
''')
for i in range(checksum.rounds(66)):
    checksum.add(sums.parse(' + '.join(f'({k} * {k + i} - -{k} / 3)' for k in range(1, 12))).pretty())
checksum.show()
