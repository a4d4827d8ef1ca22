import html5lib
from html5lib.filters import optionaltags
from html5lib.serializer import HTMLSerializer

text = '<!DOCTYPE html><title>T</title><p>one<p>two <b>bold<i>both</b>italic</i><table><tr><td>x</table><svg><path/></svg>&amp;&notit; <br/><script>if (a<b) {}</script>'
for builder in 'etree', 'dom':
    tree = html5lib.parse(text, treebuilder=builder)
    walker = html5lib.getTreeWalker(builder)
    print(HTMLSerializer(omit_optional_tags=False).render(walker(tree)))
    print(HTMLSerializer(strip_whitespace=True, quote_attr_values='always').render(walker(tree)))
parser = html5lib.HTMLParser()
parser.parse('<p></b><a b=1 b=2>')
print([(position, code) for position, code, _ in parser.errors])
print(html5lib.serialize(html5lib.parseFragment('<td>a<!-- c -->', container='tr')))
