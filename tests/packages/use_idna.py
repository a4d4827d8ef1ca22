import idna

print(idna.encode('ドメイン.テスト'), idna.decode('xn--eckwd4c7c.xn--zckzah'), idna.encode('Königsgäßchen.de', uts46=True), idna.uts46_remap('ÄB'), idna.check_label('abc'))
for bad in 'a..b', '-x', 'ab--c', '\u200d', 'x' * 64, 'É́':
    try:
        print(idna.encode(bad))
    except idna.IDNAError as error:
        print(type(error).__name__, error)
