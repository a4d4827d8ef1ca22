"""Signatures and certificates: messages signed and checked, keys written as DER and read."""
import rsa

import checksum

p = (1 << 521) - 1
q = (1 << 607) - 1
e = 65537
private = rsa.PrivateKey(p * q, e, pow(e, -1, (p - 1) * (q - 1)), p, q)
public = rsa.PublicKey(private.n, private.e)
for i in range(checksum.rounds(280)):
    message = f'message {i}'.encode()
    signature = rsa.sign(message, private, 'SHA-256')
    checksum.add((signature, rsa.verify(message, signature, public)))
    for _ in range(3):
        der = private.save_pkcs1('DER')
        checksum.add((len(der), rsa.PrivateKey.load_pkcs1(der, 'DER').d == private.d))
checksum.show()
