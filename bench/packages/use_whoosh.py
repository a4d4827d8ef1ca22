"""A search engine: documents indexed in memory, queries answered."""
import random

from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser

import checksum
from documents import WORDS, paragraph

source = random.Random(2)
index = RamStorage().create_index(Schema(path=ID(stored=True), title=TEXT(stored=True), content=TEXT))
writer = index.writer()
for i in range(checksum.rounds(400)):
    writer.add_document(path=f'/{i}', title=f'document {i}', content=paragraph(source, 12))
writer.commit()
parser = QueryParser('content', index.schema)
with index.searcher() as searcher:
    for i in range(60):
        a, b, c = (WORDS[(i * k + k) % len(WORDS)] for k in (3, 7, 11))
        for text in [f'{a} {b}', f'{a} OR ({b} AND NOT {c})', f'"{a} {b}"', f'{a[:3]}*']:
            hits = searcher.search(parser.parse(text), limit=5)
            checksum.add((len(hits), sorted(round(hit.score, 6) for hit in hits)))
checksum.show()
