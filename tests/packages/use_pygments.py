from pygments import highlight, lex
from pygments.formatters import HtmlFormatter, NullFormatter, TerminalFormatter
from pygments.lexers import get_all_lexers, get_lexer_by_name, guess_lexer

code = {
    'python': 'class A(B):\n    """doc"""\n    async def f(self, x: int = 0x1F) -> str:\n        return f"{x!r:>{3}}" + \'\\n\'  # end\n',
    'c': '#include <stdio.h>\nint main(void) { /* c */ return printf("%d\\n", 1e3 < 2); }\n',
    'json': '{"a": [1, true, null, "x"]}',
    'html': '<p class="x">a &amp; b<script>var x = 1;</script></p>',
    'yaml': 'a: 1\nb:\n  - x\n',
    'javascript': 'const f = async (x) => `${x}`; // y',
    'sql': "SELECT a, count(*) FROM t WHERE b = 'x' -- c\n",
    'bash': 'for i in $(ls); do echo "$i" | grep -v x; done\n',
    'rust': 'fn main() { let x: Vec<u8> = vec![1]; println!("{}", x[0]); }\n',
}
for name, text in code.items():
    lexer = get_lexer_by_name(name)
    print([(str(kind), value) for kind, value in lex(text, lexer)])
    print(highlight(text, lexer, HtmlFormatter(linenos=True, cssclass='c')))
    print(repr(highlight(text, lexer, TerminalFormatter())))
print(len(list(get_all_lexers())), guess_lexer('#!/usr/bin/python\nimport os').name)
print(HtmlFormatter(style='monokai').get_style_defs('.x')[:300], highlight('x', get_lexer_by_name('text'), NullFormatter()))
