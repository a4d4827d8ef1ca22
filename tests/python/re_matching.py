# Every kind of operator of regular expressions, on str of each width and on bytes.
import re


def show(pattern, text, flags=0):
    p = re.compile(pattern, flags)
    m = p.search(text)
    found = m and (m.regs, m.lastindex)
    print(pattern, ascii(text), found, ascii(p.findall(text)), ascii(p.split(text)), p.fullmatch(text) is not None)


# literals, sets, categories
for text in 'aXbc12 \n', 'aéXb', 'яaXb12', '😀aXb\u0661':
    for pattern in 'Xb', '[a-b1-2]+', r'\w+', r'\W', r'\d+|X', r'\s', '[^a]', '.', r'[^\W\d]+', '[é-я]':
        show(pattern, text)
show(rb'\w+|\xe9', b'ab \xe9c')
show(b'[\x80-\xff]+', bytearray(b'a\xe9\xea'))

# case
for pattern in 'é+k', '[a-zé]+', '[^k]', 'ſ', 'İ', '(.)\\1':
    show(pattern, 'ÉÉK\u212aſsSİi', re.I)
show('k+', 'kK\u212a', re.I | re.A)
show(b'[k-m]+', b'kKLm', re.I)
show('(?i:a)b', 'Ab AB')

# repeats
for pattern in ('a*', 'a+?', 'a{2}', 'a{1,2}?b', 'a*+a', '(?:ab|a)*+', '(?:ab|a)*?b', '(a|ab)(c|bcd)(d*)', '(a+|b+)*c?',
                '(?:(a)|b)*', '(a?)*?b', '(?:a|){3}', r'(\w+)\s', r'\w+\B', r'(?:\w\B)*', 'a{0}b', '(?:a{2}){2}', '(?>a+)a',
                '(?>a+?)a', '(?:(?:a|b)+c?)+'):
    show(pattern, 'aabab abcd aaaac')

# places, groups, conditions
show(r'^\w+$', 'ab\ncd\n')
show(r'^\w+$', 'ab\ncd\n', re.M)
show(r'\Aab|cd\Z', 'ab\ncd')
show(r'\b|\B', 'a b')
show(r'\B', '')
show(r'(?=(a))(?!ab)\w(?<=a)(?<!ba)', 'abac')
show(r'(?<=(.))b', 'abcb')
show(r'(a)?b(?(1)c|d)', 'abc bd bc abd')
show(r'(?P<q>["\'])(.*?)(?P=q)', '''"it's" 'x"y' ''')
show(r'.+', 'a\nb')
show(r'.+', 'a\nb', re.S)
show(r'(?x) a  b # comment', 'ab')

# empty matches
print(re.sub('x*', '-', 'abxd'), re.split('x*', 'axbc'), [m.span() for m in re.finditer(r'\b|:+', 'a::bc')])
print(re.sub(r'(a)|b', r'[\1]', 'ab'), re.sub('b', lambda m: m[0] * 2, 'abc', count=1), re.subn('é', 'яя', 'aéé'))
print(re.search('b', 'abab', 0), re.compile('b').search('abab', 2, 3), re.compile('^b').search('abab', 1))
print(re.compile('a').search('xa', -5, 100), re.compile('$').search('abc', 0, 2))
print([(m.span(), m.lastgroup) for m in re.finditer(r'(?P<n>\d+)|(?P<w>\w+)', '12 ab 3c')])

# many ways to go back, all in memory of its own
print(re.match('(?:a|b)*c', 'ab' * 20000), re.match('(?:(a)|b)*', 'ab' * 5000).regs, len(re.match('(?:.x?)*', 'ab' * 5000)[0]))
