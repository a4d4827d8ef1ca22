import ast

import asttokens

source = 'def f(a, b=1):\n    return [x * 2 for x in a if x > b] + list(map(str, (a, b)))\n'
tokens = asttokens.ASTTokens(source, parse=True)
for node in ast.walk(tokens.tree):
    if hasattr(node, 'lineno'):
        print(type(node).__name__, repr(tokens.get_text(node)))
print([str(token) for token in tokens.tokens][:8])
