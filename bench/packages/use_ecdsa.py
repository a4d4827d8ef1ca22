"""Signatures over two curves, made and checked."""
import hashlib

from ecdsa import NIST256p, SECP256k1, SigningKey

import checksum

for i in range(1, 1 + checksum.rounds(290)):
    for curve in (NIST256p, SECP256k1):
        key = SigningKey.from_secret_exponent(i * 1234567891011, curve, hashlib.sha256)
        message = f'message {i}'.encode()
        signature = key.sign_deterministic(message)
        checksum.add((signature, key.verifying_key.verify(signature, message), key.verifying_key.to_string('compressed')))
checksum.show()
