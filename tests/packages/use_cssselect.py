from cssselect import GenericTranslator, HTMLTranslator, SelectorError, parse

selectors = [
    '*', 'div', 'div.a.b#c', 'a > b + c ~ d e', '[x]', '[x="1"]', '[x~=a]', '[x|=a]', '[x^=a][y$=b][z*=c]', ':not(.a)', 'li:nth-child(2n+1)',
    'li:nth-last-of-type(-n+3)', ':first-child:last-child', 'p:only-of-type', 'a:empty', 'div:contains("x")', 'ns|a', 'a, b.c', ':root > a', 'e::before', 'a:is(.b, #c)',
]
for text in selectors:
    for selector in parse(text):
        print(text, selector.specificity(), selector.pseudo_element, selector.canonical())
        print('   ', GenericTranslator().selector_to_xpath(selector))
for text in 'input:checked', 'a:link', ':lang(en)', 'DIV', 'input:disabled', 'option:selected':
    try:
        print(HTMLTranslator().css_to_xpath(text))
    except SelectorError as error:
        print(type(error).__name__, error)
for bad in 'a >', '[x', ':nth-child(x)', 'a b,', '"', 'a:hover(', ':unknown', 'a::x::y':
    try:
        print(GenericTranslator().css_to_xpath(bad))
    except SelectorError as error:
        print(bad, type(error).__name__, error)
