from lark import Lark, Transformer, UnexpectedInput, v_args

GRAMMAR = r'''
?start: sum | NAME "=" sum -> assign
?sum: product | sum "+" product -> add | sum "-" product -> sub
?product: atom | product "*" atom -> mul | product "/" atom -> div
?atom: NUMBER -> number | "-" atom -> neg | NAME -> var | "(" sum ")"
%import common.CNAME -> NAME
%import common.NUMBER
%import common.WS_INLINE
%ignore WS_INLINE
'''


@v_args(inline=True)
class Calculate(Transformer):
    from operator import add, mul, neg, sub, truediv as div
    number = float

    def __init__(self):
        self.vars = {}

    def assign(self, name, value):
        self.vars[name] = value
        return value

    def var(self, name):
        return self.vars[name]


for kind in 'lalr', 'earley':
    parser = Lark(GRAMMAR, parser=kind)
    print(parser.parse('1 + 2 * (x - 3)').pretty())
    calculate = Calculate()
    for text in 'a = 1 + 2', 'a * -3 / 4':
        print(calculate.transform(parser.parse(text)))
    try:
        parser.parse('1 + * 2')
    except UnexpectedInput as error:
        print(type(error).__name__, error.line, error.column)
