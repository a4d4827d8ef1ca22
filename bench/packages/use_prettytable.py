"""Tables with alignment, sorting, wide characters, wrapped cells; as text and as HTML."""
from prettytable import PrettyTable

import checksum

for i in range(checksum.rounds(120)):
    table = PrettyTable(['name', 'city', 'number', 'text'])
    table.align['name'] = 'l'
    table.align['number'] = 'r'
    table.float_format = '.2'
    table.max_width['text'] = 20
    for k in range(90):
        table.add_row([f'name {k}', ['Köln', '東京', 'Paris'][k % 3], k * i / 7, 'several words in a cell ' * (k % 4)])
    checksum.add(table.get_string(sortby='number', reversesort=bool(i % 2)))
    checksum.add(table.get_html_string())
checksum.show()
