"""Texts whose encoding is to be found out."""
import chardet

import checksum

TEXTS = [
    ('Съешь же ещё этих мягких французских булок, да выпей чаю. Широкая электрификация южных губерний. ', ['koi8-r', 'windows-1251', 'utf-8', 'iso8859-5']),
    ('色は匂へど散りぬるを我が世誰ぞ常ならむ有為の奥山今日越えて浅き夢見じ酔ひもせず。これは日本語の文章です。', ['shift_jis', 'euc_jp', 'utf-8']),
    ('Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. Το ελληνικό αλφάβητο έχει είκοσι τέσσερα γράμματα. ', ['iso8859-7', 'utf-8']),
    ('Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich, sagte der Käufer. ', ['iso8859-1', 'utf-8']),
]
for i in range(1, 1 + checksum.rounds(36)):
    for text, encodings in TEXTS:
        for encoding in encodings:
            found = chardet.detect((text * (4 + i)).encode(encoding))
            checksum.add((found['encoding'], found['language'], round(found['confidence'], 6)))
checksum.show()
