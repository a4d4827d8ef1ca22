import hashlib

from ecdsa import BadSignatureError, NIST192p, NIST256p, SECP256k1, SigningKey, VerifyingKey
from ecdsa.util import sigencode_der

for curve in NIST192p, NIST256p, SECP256k1:
    key = SigningKey.from_secret_exponent(123456789123456789, curve, hashlib.sha256)
    signature = key.sign_deterministic(b'message', sigencode=sigencode_der)
    print(curve.name, signature.hex(), key.verifying_key.to_string('compressed').hex())
    print(key.verifying_key.to_pem().decode())
    fresh = SigningKey.generate(curve)
    verifying = VerifyingKey.from_pem(fresh.verifying_key.to_pem())
    print(verifying.verify(fresh.sign(b'x'), b'x'))
    try:
        verifying.verify(fresh.sign(b'x'), b'y')
    except BadSignatureError as error:
        print(error)
