from tabulate import tabulate

rows = [['Alice', 24, 1.5], ['Bob, Jr.', None, -22.125], ['日本', 3, 1e10]]
for style in 'plain', 'simple', 'grid', 'fancy_grid', 'pipe', 'html', 'latex', 'rst', 'tsv', 'jira':
    print(tabulate(rows, headers=['name', 'age', 'x'], tablefmt=style, missingval='?', floatfmt='.2f'))
print(tabulate({'a': [1, 2], 'b': ['x', 'y']}, headers='keys', showindex=True))
