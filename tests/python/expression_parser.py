# A tokenizer, a recursive-descent parser, an evaluator and a pretty printer for a small language.
class Token:
    __slots__ = ('kind', 'text', 'pos')

    def __init__(self, kind, text, pos):
        self.kind, self.text, self.pos = kind, text, pos

    def __repr__(self):
        return f'{self.kind}:{self.text}@{self.pos}'


class ParseError(Exception):
    def __init__(self, message, pos):
        super().__init__(f'{message} at {pos}')
        self.pos = pos


def tokenize(text):
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit() or c == '.':
            j = i
            while j < len(text) and (text[j].isdigit() or text[j] == '.'):
                j += 1
            yield Token('num', text[i:j], i)
            i = j
        elif c.isalpha() or c == '_':
            j = i
            while j < len(text) and (text[j].isalnum() or text[j] == '_'):
                j += 1
            word = text[i:j]
            yield Token('kw' if word in ('let', 'in', 'if', 'then', 'else', 'fn') else 'name', word, i)
            i = j
        elif text[i:i + 2] in ('==', '<=', '>=', '!=', '->', '**'):
            yield Token('op', text[i:i + 2], i)
            i += 2
        elif c in '+-*/%<>=(),':
            yield Token('op', c, i)
            i += 1
        else:
            raise ParseError(f'unexpected {c!r}', i)
    yield Token('end', '', len(text))


class Parser:
    levels = [('==', '!=', '<', '>', '<=', '>='), ('+', '-'), ('*', '/', '%')]

    def __init__(self, text):
        self.tokens = list(tokenize(text))
        self.i = 0

    @property
    def cur(self):
        return self.tokens[self.i]

    def take(self, *texts):
        if self.cur.kind in ('op', 'kw') and self.cur.text in texts:
            self.i += 1
            return self.tokens[self.i - 1].text
        return None

    def expect(self, text):
        if not self.take(text):
            raise ParseError(f'expected {text!r}, found {self.cur.text!r}', self.cur.pos)

    def parse(self):
        e = self.expr()
        if self.cur.kind != 'end':
            raise ParseError(f'trailing {self.cur.text!r}', self.cur.pos)
        return e

    def expr(self):
        if self.take('let'):
            name = self.name()
            self.expect('=')
            value = self.expr()
            self.expect('in')
            return ('let', name, value, self.expr())
        if self.take('if'):
            c = self.expr()
            self.expect('then')
            t = self.expr()
            self.expect('else')
            return ('if', c, t, self.expr())
        if self.take('fn'):
            params = [self.name()]
            while self.take(','):
                params.append(self.name())
            self.expect('->')
            return ('fn', params, self.expr())
        return self.binary(0)

    def name(self):
        if self.cur.kind != 'name':
            raise ParseError('expected a name', self.cur.pos)
        self.i += 1
        return self.tokens[self.i - 1].text

    def binary(self, level):
        if level == len(self.levels):
            return self.unary()
        left = self.binary(level + 1)
        while op := self.take(*self.levels[level]):
            left = ('bin', op, left, self.binary(level + 1))
        return left

    def unary(self):
        if self.take('-'):
            return ('neg', self.unary())
        base = self.call()
        if self.take('**'):
            return ('bin', '**', base, self.unary())
        return base

    def call(self):
        f = self.atom()
        while self.take('('):
            args = []
            if not self.take(')'):
                args.append(self.expr())
                while self.take(','):
                    args.append(self.expr())
                self.expect(')')
            f = ('call', f, args)
        return f

    def atom(self):
        t = self.cur
        if t.kind == 'num':
            self.i += 1
            return ('num', float(t.text) if '.' in t.text else int(t.text))
        if t.kind == 'name':
            self.i += 1
            return ('var', t.text)
        if self.take('('):
            e = self.expr()
            self.expect(')')
            return e
        raise ParseError(f'unexpected {t.text or "end"!r}', t.pos)


OPS = {'+': lambda a, b: a + b, '-': lambda a, b: a - b, '*': lambda a, b: a * b, '/': lambda a, b: a / b, '%': lambda a, b: a % b, '**': lambda a, b: a ** b,
       '==': lambda a, b: a == b, '!=': lambda a, b: a != b, '<': lambda a, b: a < b, '>': lambda a, b: a > b, '<=': lambda a, b: a <= b, '>=': lambda a, b: a >= b}


def evaluate(e, env):
    match e:
        case ('num', v):
            return v
        case ('var', name):
            while env is not None:
                if name in env[0]:
                    return env[0][name]
                env = env[1]
            raise NameError(name)
        case ('bin', op, l, r):
            return OPS[op](evaluate(l, env), evaluate(r, env))
        case ('neg', x):
            return -evaluate(x, env)
        case ('let', name, value, body):
            scope = {}
            inner = (scope, env)
            scope[name] = evaluate(value, inner)
            return evaluate(body, inner)
        case ('if', c, t, f):
            return evaluate(t if evaluate(c, env) else f, env)
        case ('fn', params, body):
            return lambda *args: evaluate(body, (dict(zip(params, args)), env))
        case ('call', f, args):
            return evaluate(f, env)(*[evaluate(a, env) for a in args])


def show(e):
    kind = e[0]
    if kind == 'num':
        return str(e[1])
    if kind == 'var':
        return e[1]
    if kind == 'bin':
        return f'({show(e[2])} {e[1]} {show(e[3])})'
    if kind == 'call':
        return f'{show(e[1])}({", ".join(map(show, e[2]))})'
    return '<' + kind + '>'


for text in ('1 + 2 * 3', '-(2 ** 3 ** 2) % 7', 'let x = 5 in x * x + 1', '(fn a, b -> a / b)(7, 2)', 'if 1 < 2 then 10 else 20',
             'let fact = fn n -> if n < 2 then 1 else n * fact(n - 1) in fact(25)',
             'let fib = fn n -> if n < 2 then n else fib(n - 1) + fib(n - 2) in fib(15)', 'let compose = fn f, g -> fn x -> f(g(x)) in compose(fn x -> x + 1, fn x -> x * 10)(4)',
             '1.5 + .5', '1 +', '(1', '1 $ 2', 'let 5 = 3 in 1', 'foo(1)', '1 2', '5(3)', '1 / 0', '1..2 + 1'):
    try:
        tree = Parser(text).parse()
        print(show(tree), '=', evaluate(tree, None))
    except (ParseError, ArithmeticError, NameError, TypeError, ValueError) as e:
        print(text, '->', type(e).__name__, e)
