"""Scraping: pages parsed by the library's own parser; searched by name, class, selector; changed and written."""
from bs4 import BeautifulSoup

import checksum
from documents import html

for seed in range(checksum.rounds(64)):
    soup = BeautifulSoup(html(seed), 'html.parser')
    checksum.add([a['href'] for a in soup.find_all('a', href=True)])
    checksum.add([item.get_text(strip=True) for item in soup.select('ul > li.item.n2')])
    checksum.add([[cell.get_text() for cell in row.find_all('td')] for row in soup.find_all('tr')])
    for heading in soup.find_all('h2', class_='level-1'):
        heading.name = 'h3'
        heading.string = heading.get_text().upper()
    checksum.add(str(soup))
checksum.show()
