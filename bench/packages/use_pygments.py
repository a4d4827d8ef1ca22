"""Sources of three languages to HTML: Python (the package's own), HTML, CSS."""
import pathlib

from pygments import formatters, highlight, lexer, lexers

import checksum
from documents import css, html

formatter = formatters.HtmlFormatter(linenos='table')
python = pathlib.Path(lexer.__file__).read_text()
for seed in range(checksum.rounds(26)):
    checksum.add(highlight(python, lexers.PythonLexer(), formatter))
    checksum.add(highlight(html(seed), lexers.HtmlLexer(), formatter))
    checksum.add(highlight(css(seed), lexers.CssLexer(), formatter))
checksum.show()
