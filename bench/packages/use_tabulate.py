"""Tables in many formats, with numbers aligned at their decimal points."""
from tabulate import tabulate

import checksum

FORMATS = ['plain', 'simple', 'grid', 'fancy_grid', 'pipe', 'html', 'latex', 'rst', 'mediawiki']
for i in range(checksum.rounds(75)):
    rows = [[f'row {k}', k * i / 3, k * 1000, '' if k % 5 else None, f'text {k % 7}', k % 2 == 0] for k in range(80)]
    for format in FORMATS:
        checksum.add(tabulate(rows, ['name', 'float', 'int', 'empty', 'text', 'bool'], tablefmt=format, floatfmt='.3f'))
checksum.show()
