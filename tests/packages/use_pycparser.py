from pycparser import c_ast, c_generator, c_parser

ast = c_parser.CParser(taboutputdir='/nowhere', lex_optimize=False, yacc_optimize=False).parse('''
typedef struct node { int value; struct node *next; } node;
static unsigned long sum(const node *list, int (*f)(int)) {
  unsigned long total = 0ul;
  for (; list; list = list->next) { if (list->value < 0) continue; total += f ? f(list->value) : list->value << 1; }
  while (total > 100) total /= 3;
  switch (total & 7) { case 0: case 1: return 'x'; default: break; }
  return total;
}
enum color { RED, GREEN = 5 };
''', 'x.c')
ast.show(showcoord=True)
print(c_generator.CGenerator().visit(ast))


class Calls(c_ast.NodeVisitor):
    def visit_FuncCall(self, node):
        print('call', node.name.name, node.coord)


Calls().visit(ast)
try:
    c_parser.CParser(taboutputdir='/nowhere', lex_optimize=False, yacc_optimize=False).parse('int f( {')
except Exception as error:
    print(type(error).__name__, error)
