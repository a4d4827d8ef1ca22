import io

from rich.console import Console, Group
from rich.markdown import Markdown
from rich.panel import Panel
from rich.pretty import Pretty
from rich.progress import Progress
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

console = Console(file=io.StringIO(), width=60, force_terminal=True, color_system='truecolor', legacy_windows=False, _environ={})
table = Table(title='Films', show_lines=True)
table.add_column('Year', style='cyan', justify='right')
table.add_column('Title', style='magenta')
table.add_row('1999', 'The [b]long[/b] title of a film that has to be wrapped somewhere')
table.add_row('2005', Text('styled', style='bold red on white'))
tree = Tree('root')
tree.add('[green]a').add('b')
console.print(table, tree, Panel.fit('hello :smiley:', title='box'))
console.print(Markdown('# Head\n\n* a **b**\n* `c`\n\n> quote\n'))
console.print(Syntax('def f(x):\n    return {x: "y"}  # c\n', 'python', line_numbers=True))
console.print(Pretty({'a': [1, 2.5, None, True], 'b': {'c': 'x' * 50}}), {'k': (1, 'two')}, 'http://x.org 0x1f "s"')
try:
    1 / 0
except ZeroDivisionError:
    console.print_exception(width=60, show_locals=False, extra_lines=0, suppress=[__file__]) if False else console.print('[red]error')
print(console.file.getvalue())
print(repr(Text.from_markup('[b]x[/b] [i on red]y').markup), Console(width=20, file=io.StringIO()).render_str('[u]z').plain)
