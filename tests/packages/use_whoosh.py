import tempfile

from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import ID, KEYWORD, NUMERIC, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.lang.porter import stem
from whoosh.qparser import MultifieldParser, QueryParser

schema = Schema(path=ID(stored=True, unique=True), title=TEXT(stored=True), body=TEXT(analyzer=StemmingAnalyzer()), tags=KEYWORD(stored=True, commas=True), size=NUMERIC(stored=True))
# It writes to a file of a name that does not differ.
tempfile.tempdir = tempfile.mkdtemp()
index = RamStorage().create_index(schema)
writer = index.writer()
texts = {
    'a': ('First document', 'The quick brown foxes are jumping over lazy dogs', 'animals,fast', 3),
    'b': ('Second document', 'Dogs bark while the fox runs', 'animals', 10),
    'c': ('Another one', 'Compilers turn programs into machine code', 'code,fast', 7),
}
for path, (title, body, tags, size) in texts.items():
    writer.add_document(path=path, title=title, body=body, tags=tags, size=size)
writer.commit()
with index.searcher() as searcher:
    for text in 'fox', 'jumped AND dog', 'fox NOT bark', '"machine code"', 'compil*', 'tags:fast', 'size:[5 TO 12]', 'title:document', 'nothing':
        query = QueryParser('body', schema).parse(text)
        found = searcher.search(query)
        print(text, '|', query, '|', [(hit['path'], round(hit.score, 3)) for hit in found])
    hit = searcher.search(QueryParser('title', schema).parse('first'))[0]
    print(hit.fields(), MultifieldParser(['title', 'body'], schema).parse('dogs OR second'), sorted(searcher.lexicon('tags')))
print([stem(word) for word in ('jumping', 'relational', 'happiness', 'flies')], [token.text for token in StemmingAnalyzer()('The running dogs')])
