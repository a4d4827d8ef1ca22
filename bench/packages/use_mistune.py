"""The same documents as use_markdown.py's, through a converter that goes by regular expressions."""
import mistune

import checksum
from documents import markdown as document

convert = mistune.create_markdown(plugins=['table', 'footnotes', 'strikethrough'])
for seed in range(checksum.rounds(300)):
    checksum.add(convert(document(seed)))
checksum.show()
