"""What CPython's str and unicodedata say about every code point.

Run by facts.ts in the CPython of the npm package pyodide; `answer` is what it makes of it, as JSON.
"""

import json
import sys
import unicodedata

MAX = sys.maxunicode + 1
OLD = unicodedata.ucd_3_2_0


def flags(c):
    """Bits as in native/text/unicode.h."""
    lower, upper, title = c.islower(), c.isupper(), unicodedata.category(c) == 'Lt'
    # A capital sigma is lowered to its final form when a cased letter is before it; what is case-ignorable is skipped.
    ignorable = ('A' + c + 'Σ').lower()[-1] == 'ς' and (c + 'Σ').lower()[-1] == 'σ'
    cased = lower or upper or title
    bits = (c.isalpha(), c.isdecimal(), c.isdigit(), c.isnumeric(), lower, upper, title, c.isspace(), c.isprintable(),
            c.isidentifier() and c != '_', ('a' + c).isidentifier(), cased, ignorable, len(('a' + c + 'a').splitlines()) == 2)
    return sum(1 << i for i, bit in enumerate(bits) if bit)


def points(text):
    return [ord(c) for c in text]


def qualities(data, c):
    """What module unicodedata says, as one version knows it: fields of UnicodeRecord (native/text/unicode_database.h)."""
    category, width = data.category(c), data.east_asian_width(c)
    if category == 'Cn':  # most code points: but for a digit's value, which 3.2.0 has from 16.0, they have nothing else
        return (category, '', 0, 0, width, -1, data.digit(c, -1), None)
    numeric = data.numeric(c, None)
    return (category, data.bidirectional(c), data.combining(c), data.mirrored(c), width,
            data.decimal(c, -1), data.digit(c, -1), None if numeric is None else repr(numeric))


class Runs:
    """Code points in a row that have the same record: pairs (first code point, number of the record)."""

    def __init__(self):
        self.records, self.numbers, self.runs = [], {}, []

    def add(self, cp, record):
        number = self.numbers.get(record)
        if number is None:
            number = self.numbers[record] = len(self.records)
            self.records.append(record)
        if not self.runs or self.runs[-1][1] != number:
            self.runs.append((cp, number))

    def answer(self):
        return {'records': self.records, 'runs': self.runs}


def survey():
    text, now, old = Runs(), Runs(), Runs()
    cases, names, decompositions, unstable, corrected = [], [], [], [], []
    for cp in range(MAX):
        c = chr(cp)
        now.add(cp, qualities(unicodedata, c))
        old.add(cp, qualities(OLD, c))
        if unicodedata.category(c) in ('Cn', 'Co'):  # no text either: private use
            text.add(cp, (0, 0))
            continue
        text.add(cp, (flags(c), max(unicodedata.decimal(c, 0), 0)))
        mapped = (c.upper(), c.lower(), c.title(), c.casefold())
        if mapped != (c, c, c, c):
            cases.append((cp, *map(points, mapped)))
        name = unicodedata.name(c, None)
        if name is not None:
            names.append((cp, name))
        decomposition = unicodedata.decomposition(c)
        if decomposition:
            decompositions.append((cp, decomposition))
            unstable.append((cp, *(unicodedata.normalize(form, c) != c for form in ('NFC', 'NFKC'))))
            before = OLD.normalize('NFD', c)
            if OLD.category(c) != 'Cn' and before != unicodedata.normalize('NFD', c):
                corrected.append((cp, ord(before)))
    return {'version': unicodedata.unidata_version, 'text': text.answer(), 'now': now.answer(), 'old': old.answer(),
            'cases': cases, 'names': names, 'decompositions': decompositions, 'unstable': unstable,
            'corrected': corrected}


answer = json.dumps(survey())
