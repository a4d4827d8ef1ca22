"""Module _codecs_tw: Big5, as it is and as Windows has it."""

import _cjk_charsets
from _multibytecodec import MultibyteCodec, finder, pairs


def _big5(name):
    decoding = _cjk_charsets.big5()
    table = _cjk_charsets.encoding(decoding, _cjk_charsets.big5_order)
    if name == 'cp950':
        decoding = _cjk_charsets.cp950()
        # What Big5 calls otherwise than Windows is encoded too.
        table |= _cjk_charsets.encoding(decoding, _cjk_charsets.big5_order)
    return MultibyteCodec(name, pairs(decoding), table)


getcodec = finder({'big5': _big5, 'cp950': _big5})
