"""Pages to trees and back, as browsers would read them."""
import html5lib

import checksum
from documents import html

for seed in range(checksum.rounds(110)):
    document = html5lib.parse(html(seed), namespaceHTMLElements=False)
    checksum.add(html5lib.serialize(document, omit_optional_tags=False, quote_attr_values='always'))
checksum.show()
