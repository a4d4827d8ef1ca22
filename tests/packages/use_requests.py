import io

import requests
from requests.adapters import BaseAdapter
from requests.auth import HTTPBasicAuth
from requests.cookies import RequestsCookieJar
from requests.structures import CaseInsensitiveDict
from requests.utils import parse_header_links, quote


class Canned(BaseAdapter):
    """Answers without a network."""

    def send(self, prepared, **options):
        answer = requests.Response()
        answer.request, answer.url = prepared, prepared.url
        if prepared.url.endswith('/moved'):
            answer.status_code, answer.headers['Location'] = 302, '/there'
        elif prepared.url.endswith('/bad'):
            answer.status_code, answer.reason = 500, 'Broken'
        else:
            answer.status_code = 200
            answer.headers['Content-Type'] = 'application/json; charset=utf-8'
            body = prepared.body.decode() if isinstance(prepared.body, bytes) else prepared.body
            answer.raw = io.BytesIO(('{"method": "%s", "body": %r, "ä": 1}' % (prepared.method, (body or '')[:10])).replace("'", '"').encode())
        answer.raw = answer.raw or io.BytesIO(b'')
        answer.encoding = requests.utils.get_encoding_from_headers(answer.headers)
        return answer

    def close(self):
        pass


session = requests.Session()
session.trust_env = False
session.mount('mock://', Canned())
session.headers.update({'X-Mine': 'yes', 'User-Agent': 'test'})
answer = session.get('mock://host/a', params={'q': 'x y', 'l': [1, 2]}, auth=HTTPBasicAuth('me', 'pw'))
print(answer.url, answer.json(), answer.ok, answer.encoding, answer.request.headers['Authorization'], answer.request.headers['x-mine'])
try:
    session.get('mock://host/bad').raise_for_status()
except requests.HTTPError as error:
    print(error)
moved = session.get('mock://host/moved', allow_redirects=False)
print(moved.is_redirect, moved.next.url)
prepared = requests.Request('POST', 'http://example.org/ü?a=1', data={'k': ['v1', 'v2'], 'n': 3}, cookies={'c': '1'}, headers={'B': '2'}).prepare()
print(prepared.method, prepared.url, prepared.body, sorted(prepared.headers.items()))
files = requests.Request('POST', 'http://example.org/', files={'f': ('name.txt', 'text', 'text/plain')}, data={'a': 'b'}).prepare()
boundary = files.headers['Content-Type'].split('=')[1]
print(files.body.decode().replace(boundary, 'BOUNDARY'))
jar = RequestsCookieJar()
jar.set('a', '1', domain='example.org', path='/x')
print(jar.get_dict(domain='example.org'), CaseInsensitiveDict({'Aa': 1})['aA'], quote('a b/ü'))
print(parse_header_links('<http://a/2>; rel="next", <http://a/9>; rel="last"'), requests.codes.not_found)
for bad in 'example.org', 'http://', 'http://*.x':
    try:
        requests.Request('GET', bad).prepare()
    except requests.RequestException as error:
        print(type(error).__name__, error)
