import io

from urllib3._collections import HTTPHeaderDict
from urllib3 import HTTPResponse, Retry, Timeout, encode_multipart_formdata
from urllib3.exceptions import HTTPError, LocationParseError, MaxRetryError
from urllib3.fields import RequestField, format_header_param_html5
from urllib3.util import Url, make_headers, parse_url

for text in 'http://user:pw@example.org:8080/a/./b/../c?x=1#f', 'https://[::1]/x', 'HTTP://EXAMPLE.org/%7Ea b', '/only/path?q', 'bücher.example':
    url = parse_url(text)
    print(tuple(url), str(url), url.request_uri, url.netloc)
try:
    parse_url('http://host:99999999/')
except LocationParseError as error:
    print(error)
print(Url('http', host='a', path='b', query='c=d').url, make_headers(keep_alive=True, basic_auth='a:b', user_agent='u', accept_encoding='gzip'))
headers = HTTPHeaderDict(a='1')
headers.add('A', '2')
headers.extend({'b': '3'}, C='4')
print(headers['a'], headers.getlist('A'), sorted(headers.items()), 'B' in headers, dict(headers.itermerged()))
body, kind = encode_multipart_formdata({'x': 'y', 'f': ('n.txt', b'data', 'text/plain')}, boundary='b')
print(body, kind, format_header_param_html5('n', 'ä"b'), RequestField.from_tuples('a', ('f', 'd')).headers)
retry = Retry(total=2, backoff_factor=0.5, status_forcelist=[503])
print(retry, retry.is_retry('GET', 503), retry.is_retry('POST', 503))
try:
    for _ in range(4):
        retry = retry.increment('GET', '/x', error=HTTPError('broken'))
        print(retry.total, retry.get_backoff_time())
except MaxRetryError as error:
    print(str(error)[:60])
print(Timeout(connect=1, read=2), HTTPResponse(io.BytesIO(b'abc' * 5), headers={'content-type': 'x'}, preload_content=False).read(4))
import gzip

answer = HTTPResponse(io.BytesIO(gzip.compress(b'line\n' * 20)), headers={'content-encoding': 'gzip'}, status=200, preload_content=False)
print(sum(len(part) for part in answer.stream(7)), answer.status)
