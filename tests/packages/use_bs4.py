from bs4 import BeautifulSoup, NavigableString, SoupStrainer

text = '<html><head><title>T &amp; U</title></head><body><p class="a b" id="x">One <b>two</b> <a href="/l?q=1">link</a></p><p class="b">Three<br>four</p><ul><li>1<li>2</ul><!-- c --></body></html>'
for parser in 'html.parser', 'html5lib':
    soup = BeautifulSoup(text, parser)
    print(soup.title.string, soup.p['class'], [a['href'] for a in soup.find_all('a')], soup.find(id='x').get_text('|', strip=True), [li.text for li in soup.select('ul > li:nth-of-type(2)')])
    print([tag.name for tag in soup.find_all(True)], soup.select_one('p.b:not(.a)').contents, soup.select('p[id^=x] b, li:last-child'))
    soup.p.b.replace_with(NavigableString('<new>'))
    soup.ul.append(soup.new_tag('li', id='n'))
    soup.find('br').decompose()
    print(soup, soup.prettify(), sep='\n')
print(BeautifulSoup(text, 'html.parser', parse_only=SoupStrainer('a')), BeautifulSoup('<p>ä</p>'.encode('latin-1'), 'html.parser', from_encoding='latin-1').p)
