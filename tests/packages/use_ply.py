import ply.lex as lex
import ply.yacc as yacc

tokens = 'NUMBER', 'NAME', 'PLUS', 'TIMES', 'EQUALS', 'LPAREN', 'RPAREN', 'MINUS'
t_PLUS, t_MINUS, t_TIMES, t_EQUALS, t_LPAREN, t_RPAREN = r'\+', '-', r'\*', '=', r'\(', r'\)'
t_NAME = r'[a-z]+'
t_ignore = ' '
precedence = (('left', 'PLUS', 'MINUS'), ('left', 'TIMES'), ('right', 'UMINUS'))
names = {}


def t_NUMBER(t):
    r'\d+'
    t.value = int(t.value)
    return t


def t_error(t):
    print('illegal', t.value[0])
    t.lexer.skip(1)


def p_statement_assign(p):
    'statement : NAME EQUALS expression'
    names[p[1]] = p[3]


def p_statement(p):
    'statement : expression'
    print(p[1])


def p_binary(p):
    '''expression : expression PLUS expression
                  | expression MINUS expression
                  | expression TIMES expression'''
    p[0] = {'+': int.__add__, '-': int.__sub__, '*': int.__mul__}[p[2]](p[1], p[3])


def p_unary(p):
    'expression : MINUS expression %prec UMINUS'
    p[0] = -p[2]


def p_group(p):
    'expression : LPAREN expression RPAREN'
    p[0] = p[2]


def p_atom(p):
    'expression : NUMBER'
    p[0] = p[1]


def p_name(p):
    'expression : NAME'
    p[0] = names.get(p[1], 0)


def p_error(p):
    print('syntax error at', p and p.value)


lexer = lex.lex()
lexer.input('a = 1 + 22 * b')
print([(token.type, token.value, token.lexpos) for token in lexer])
parser = yacc.yacc(write_tables=False, debug=False)
for text in 'x = 3', 'x * (2 + 4) - -1', '1 - 2 - 3', '1 +', '2 ? 3', '99999999999999999999 * x':
    parser.parse(text)
