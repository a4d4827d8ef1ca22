"""reStructuredText to XML, and to a manual page."""
from docutils.core import publish_string

import checksum
from documents import restructured

settings = {'report_level': 5, 'file_insertion_enabled': False, '_disable_config': True, 'output_encoding': 'unicode'}
for seed in range(checksum.rounds(30)):
    for writer in ('docutils_xml', 'manpage'):
        checksum.add(publish_string(restructured(seed), writer_name=writer, settings_overrides=settings))
checksum.show()
