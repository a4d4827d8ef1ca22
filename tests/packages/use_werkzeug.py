import io

from werkzeug.datastructures import Headers, ImmutableMultiDict, MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.http import dump_cookie, http_date, parse_accept_header, parse_cookie, parse_options_header, quote_etag
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.test import Client, EnvironBuilder
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Request, Response


@Request.application
def application(request):
    if request.path == '/form':
        file = request.files['f']
        return Response(f'{request.form["a"]} {file.filename} {file.read()!r} {sorted(request.args.items(multi=True))}')
    if request.path == '/json':
        return Response(str(request.get_json()['x'] + 1), mimetype='text/plain', headers={'X-Y': 'z'})
    raise NotFound()


client = Client(application)
print(client.post('/form?q=1&q=2', data={'a': 'ü', 'f': (io.BytesIO(b'data'), 'n.txt')}).text)
response = client.post('/json', json={'x': 41})
print(response.text, response.headers['X-Y'], response.content_type, client.get('/other').status)
print(MultiDict([('a', 1), ('a', 2)]).getlist('a'), Headers([('A', 'b')]).get('a'), parse_options_header('text/html; charset="x"'), secure_filename('../../etc/pass wd'))
print(parse_accept_header('text/html;q=0.5, */*'), parse_cookie('a=1; b="x y"').to_dict(), dump_cookie('k', 'v', httponly=True), http_date(0), quote_etag('e'))
print(check_password_hash(generate_password_hash('pw', 'pbkdf2:sha256:1000'), 'pw'), EnvironBuilder('/x', query_string={'a': 'b'}).get_environ()['QUERY_STRING'])
