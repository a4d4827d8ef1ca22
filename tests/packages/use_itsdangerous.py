from itsdangerous import BadSignature, Serializer, Signer, URLSafeSerializer, URLSafeTimedSerializer
from itsdangerous.timed import TimestampSigner

print(Signer('key').sign('value'), Signer('key').unsign(Signer('key').sign('value')), Serializer('k').dumps([1, {'a': 'ü'}]), URLSafeSerializer('k', salt='s').loads(URLSafeSerializer('k', salt='s').dumps({'x': list(range(50))})))
for text in 'value.wrong', 'value', '':
    try:
        Signer('key').unsign(text)
    except BadSignature as error:
        print(error)
print(URLSafeTimedSerializer('k').loads(URLSafeTimedSerializer('k').dumps([1]), max_age=100), URLSafeSerializer('k').loads_unsafe('x.y'), TimestampSigner('k').validate('z'))
