import rsa

n = 0xC4F8E9E15DCADF2B96C763D981006A644FFB4415030A16ED1283883340F2AA0E2BE2BE8FA60150B9046965837C3E7D151B7DE237EBB957C20663898250703B3F
public = rsa.PublicKey(n, 65537)
print(public, public.save_pkcs1().decode())
print(rsa.common.inverse(7, 40), rsa.prime.is_prime(2 ** 127 - 1), rsa.common.extended_gcd(240, 46), rsa.transform.bytes2int(b'\x01\x00'), rsa.transform.int2bytes(65537))
public, private = rsa.newkeys(512)
message = 'hello'.encode()
print(rsa.decrypt(rsa.encrypt(message, public), private), rsa.verify(message, rsa.sign(message, private, 'SHA-256'), public))
print(rsa.PrivateKey.load_pkcs1(private.save_pkcs1()) == private)
try:
    rsa.verify(b'other', rsa.sign(message, private, 'SHA-1'), public)
except rsa.VerificationError as error:
    print(error)
