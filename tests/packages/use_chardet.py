import chardet

for text, encoding in ('Grüße aus München, schöne Straße', 'utf-8'), ('Съешь же ещё этих мягких французских булок, да выпей чаю', 'windows-1251'), ('Съешь же ещё этих мягких французских булок', 'koi8-r'), ('plain', 'ascii'), ('x', 'utf-16'), ('Ξεσκεπάζω την ψυχοφθόρα βδελυγμία', 'iso8859-7'), ('naïve café déjà vu', 'latin-1'):
    print(encoding, chardet.detect(text.encode(encoding) * 3))
for data in bytes.fromhex('93fa967b8cea82cc83658358836782c582b781428abf8e9a82aa82c882a282c695aa82a982c882a2') * 3, bytes.fromhex('c6fccbdcb8eca4cea5c6a5b9a5c8a4c7a4b9') * 4:
    print(chardet.detect(data))
detector = chardet.UniversalDetector()
for chunk in 'Ça, c’est déjà l’été'.encode().splitlines():
    detector.feed(chunk)
print(detector.close())
