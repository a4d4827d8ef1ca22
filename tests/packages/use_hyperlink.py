from hyperlink import URL, EncodedURL, DecodedURL, URLParseError, parse

url = URL.from_text('https://user@example.org:8443/a/b%20c/?x=1&y&x=2#frag')
print(url.scheme, url.host, url.port, url.path, url.query, url.fragment, url.user, url.userinfo)
print(url.child('d', 'e f').to_text(), url.sibling('z').to_text(), url.click('../up?q#f').to_text(), url.set('x', '9').to_text(), url.add('n').remove('y').to_text())
print(url.replace(scheme='http', port=80).to_text(), URL(scheme='mailto', path=['a@b']).to_text(), url.get('x'))
print(URL.from_text('http://Bücher.example/straße?ü=ö').to_uri().to_text(), URL.from_text('http://xn--bcher-kva.example/%C3%A4').to_iri().to_text())
print(URL.from_text('HTTP://a/./b/../c//%7e').normalize().to_text(), url == URL.from_text(str(url)) , isinstance(url, EncodedURL))
decoded = DecodedURL.from_text('http://a/b%20c?k=v%26w')
print(decoded.path, decoded.query, decoded.child('x/y').to_text(), decoded.get('k'), parse('http://a/%20', decoded=False).path)
for bad in 'http://[::1', 'http://a:x/', 'http://a:99999999x':
    try:
        URL.from_text(bad)
    except (URLParseError, ValueError) as error:
        print(type(error).__name__, error)
