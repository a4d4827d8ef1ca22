"""Documents with extensions: tables of contents, tables, footnotes, attribute lists."""
import markdown

import checksum
from documents import markdown as document

converter = markdown.Markdown(extensions=['toc', 'tables', 'footnotes', 'attr_list', 'def_list', 'fenced_code'])
for seed in range(checksum.rounds(125)):
    checksum.add(converter.reset().convert(document(seed)))
checksum.show()
