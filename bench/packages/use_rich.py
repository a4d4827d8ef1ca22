"""A terminal's output: tables, trees, panels, markup, highlighted source, wrapped text."""
import io

from rich.console import Console
from rich.markdown import Markdown
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.tree import Tree

import checksum
from documents import markdown

for i in range(checksum.rounds(15)):
    out = io.StringIO()
    console = Console(file=out, width=100, force_terminal=True, color_system='truecolor', legacy_windows=False)
    table = Table(title=f'table {i}', show_lines=True)
    for name in ['name', 'number', 'text']:
        table.add_column(name, style='bold' if name == 'name' else 'green')
    for k in range(40):
        table.add_row(f'[red]row[/red] {k}', str(k * i), 'some words that must be wrapped ' * (k % 4))
    console.print(table)
    tree = Tree('root')
    for k in range(30):
        tree.add(f'[blue]branch {k}').add(f'leaf {k * i}')
    console.print(tree)
    console.print(Panel('a [bold]panel[/bold] with 123 and "text" in it', title='panel'))
    console.print(Markdown(markdown(i, 2), hyperlinks=False))
    console.print(Syntax('def f(a, b=1):\n    """text"""\n    return [a + b for _ in range(10) if a is not None]\n' * 5, 'python', line_numbers=True))
    checksum.add(out.getvalue())
checksum.show()
