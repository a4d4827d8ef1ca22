import datetime

import jwt

token = jwt.encode({'sub': '1', 'exp': 4102444800, 'aud': 'me', 'name': 'ü'}, 'secret', algorithm='HS256', headers={'kid': 'k'})
print(token, jwt.decode(token, 'secret', algorithms=['HS256'], audience='me'), jwt.get_unverified_header(token))
for args in (token, 'other'), (token + 'x', 'secret'), ('a.b', 'secret'), (jwt.encode({'exp': 1}, 's'), 's'):
    try:
        jwt.decode(*args, algorithms=['HS256'], audience='me')
    except jwt.PyJWTError as error:
        print(type(error).__name__, error)
print(jwt.encode({'a': 1}, None, algorithm='none'), jwt.api_jws.PyJWS().get_algorithms() >= ['HS256'] or True)
