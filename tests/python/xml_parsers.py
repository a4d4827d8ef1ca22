"""Module pyexpat: handlers, attributes, errors; what handlers may do; ElementTree, minidom and plistlib over it."""
import gc
import io
import plistlib
from xml.dom import minidom
from xml.etree import ElementTree
from xml.parsers import expat


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error, getattr(error, 'code', ''), getattr(error, 'offset', ''))


DOCUMENT = '''<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE root PUBLIC "public" "system" [
<!ELEMENT root (a|(b,c?)*|d+)><!ELEMENT c (#PCDATA|a)*>
<!ATTLIST root x CDATA #IMPLIED y (p|q) "p" z ID #REQUIRED>
<!NOTATION n SYSTEM "notation"><!ENTITY e "text"><!ENTITY outside SYSTEM "e.xml"><!ENTITY u SYSTEM "u.gif" NDATA n>
]>
<!-- comment -->
<root x="1" z="i" xmlns:q="urn:q"><?target data?>&e;&outside;<![CDATA[c<d]]>line
more &amp; \u20ac<q:a/></root>
'''
HANDLERS = [name for name in dir(expat.XMLParserType) if name.endswith('Handler')]


def observe(parser, skip=()):
    for name in HANDLERS:
        if name not in skip:
            setattr(parser, name, lambda *args, name=name: print(name, args) or 1)


for separator in None, '!':
    for buffered in False, True:
        parser = expat.ParserCreate(None, separator)
        observe(parser, ['DefaultHandler', 'ExternalEntityRefHandler'])
        parser.buffer_text = parser.ordered_attributes = parser.specified_attributes = buffered
        parser.namespace_prefixes = buffered
        print(parser.Parse(DOCUMENT, True), parser.CurrentLineNumber, parser.ErrorCode, sorted(parser.intern, key=repr))

# A handler's exception stops the parse, whichever it is.
for name in HANDLERS:
    parser = expat.ParserCreate(namespace_separator=' ')
    for other in HANDLERS:
        if other != 'DefaultHandler':
            setattr(parser, other, lambda *args: 1)

    def fail(*args):
        raise LookupError(name)

    setattr(parser, name, fail)
    attempt(parser.Parse, DOCUMENT.encode())
    print(getattr(parser, name) is None, parser.CurrentLineNumber)

# Errors.
for text in ('<a></b>', '<a', '', '<a>&b;</a>', '<a b="1" b="2"/>', '<a/><b/>', '<a>\ud800</a>', b'<a>\xff</a>', 3):
    attempt(expat.ParserCreate().Parse, text, True)
print(expat.errors.codes[expat.errors.XML_ERROR_SYNTAX], expat.ErrorString(7), expat.model.XML_CTYPE_SEQ)
for arguments in ((1,), (None, 'ab'), (None, None, 1), ('a\0',), (None, None, None, None)):
    attempt(expat.ParserCreate, *arguments)
parser = expat.ParserCreate()
for name, value in (('buffer_size', 0), ('buffer_size', 'x'), ('buffer_size', 1 << 40), ('intern', 1), ('new', 1)):
    attempt(setattr, parser, name, value)
attempt(delattr, parser, 'StartElementHandler')
for name in 'latin-1', 'cp1252', 'koi8-r', 'nothing', 'utf-7':
    parser = expat.ParserCreate()
    parser.CharacterDataHandler = print
    attempt(parser.Parse, f'<?xml version="1.0" encoding="{name}"?><a>'.encode() + b'\xc1\xe9</a>', True)

# Text in pieces, and what became of the handler meanwhile.
parser = expat.ParserCreate()
parser.buffer_text, parser.buffer_size = True, 6
parser.CharacterDataHandler = lambda text: print('text', repr(text))
parser.Parse('<a>abc')
parser.Parse('defghij&lt;\nk')
parser.StartElementHandler = lambda *args: setattr(parser, 'CharacterDataHandler', None)
parser.Parse('lm<b/>nothing</a>', True)

# Handlers that call the parser, or others, or drop it.
parser = expat.ParserCreate()
parser.StartElementHandler = lambda *args: attempt(parser.Parse, '<x/>') or print(parser.GetInputContext())
parser.EndElementHandler = lambda *args: attempt(parser.ParseFile, io.BytesIO(b''))
attempt(parser.Parse, '<a><b/></a>', True)
attempt(parser.Parse, '<a/>')


def entity(context, base, system, public):
    inner = parser.ExternalEntityParserCreate(context)
    print(inner.CharacterDataHandler is parser.CharacterDataHandler, base, system)
    return inner.Parse('<in>&e;</in>', True)


parser = expat.ParserCreate()
parser.SetBase('base')
parser.CharacterDataHandler = lambda text: print(repr(text))
parser.ExternalEntityRefHandler = entity
attempt(parser.Parse, DOCUMENT, True)
for answer in None, 0, 'x', 1 << 32, 1 << 70:
    parser = expat.ParserCreate()
    parser.ExternalEntityRefHandler = lambda *args: answer
    attempt(parser.Parse, DOCUMENT, True)


def orphan():
    parent = expat.ParserCreate()
    parent.Parse('<!DOCTYPE a [<!ENTITY e "x"><!ENTITY f SYSTEM "f">')
    return parent.ExternalEntityParserCreate('f')


child = orphan()
gc.collect()
child.CharacterDataHandler = print
attempt(child.Parse, '<b>&e;</b>', True)
children = [orphan() for _ in range(20)]
del children, child
gc.collect()

laughs = ''.join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 9))
laughs = f'<!DOCTYPE l [<!ENTITY l0 "{"x" * 100}">{laughs}]><l>&l8;</l>'
parser = expat.ParserCreate()
parser.SetBillionLaughsAttackProtectionActivationThreshold(10000)
attempt(lambda: parser.Parse(laughs))
attempt(parser.SetBillionLaughsAttackProtectionMaximumAmplification, 0.5)

# What reads and writes with it.
root = ElementTree.fromstring('<r a="1"><c>x</c>tail<c b="&lt;"/></r>')
print([(e.tag, e.attrib, e.text, e.tail) for e in root.iter()], ElementTree.tostring(root))
print([event for event, _ in ElementTree.iterparse(io.StringIO('<a><b/></a>'), ['start', 'end'])])
attempt(ElementTree.fromstring, '<a><b></a>')
print(minidom.parseString('<a x="1">t<!--c--><b/></a>').toprettyxml(indent=' '))
print(plistlib.loads(plistlib.dumps({'a': [1, 2.5, True, b'bytes', 'text']})))
