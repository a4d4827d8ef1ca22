# hashlib, hmac, _blake2 and the modules around them: digests, parameters, errors.
import _blake2
import _hashlib
import _hmac
import _md5
import _sha1
import _sha3
import gc
import hashlib
import hmac
import io


def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(result.hexdigest() if hasattr(result, 'hexdigest') else result)


print(sorted(hashlib.algorithms_guaranteed))
for name in sorted(hashlib.algorithms_guaranteed):
    h = hashlib.new(name, b'abc', usedforsecurity=False)
    length = (20,) if name.startswith('shake') else ()
    twin = h.copy()
    h.update(memoryview(bytearray(b'def')))
    print(name, h.name, h.digest_size, h.block_size, h.hexdigest(*length), twin.digest(*length)[:4])
for name in 'sha512_256', 'sha512-224', 'SHA3-256', 'ripemd160', 'sm3', 'BLAKE2s256', 'md5-sha1':
    print(name, hashlib.new(name, b'x').name, hashlib.new(name, b'x').hexdigest())

print('-- updates in many sizes')
for name in 'md5', 'sha1', 'sha256', 'sha3_384', 'blake2b', 'blake2s':
    whole, h = bytes(range(256)) * 5, hashlib.new(name)
    for i in range(0, 1280, 61):
        h.update(whole[i : i + 61])
    print(name, h.digest() == hashlib.new(name, whole).digest(), h.hexdigest()[:16])
for size in 0, 1, 63, 64, 65, 127, 128, 129, 256:
    print(size, _blake2.blake2b(b'q' * size).hexdigest()[:12], _blake2.blake2s(b'q' * size).hexdigest()[:12])
print(hashlib.sha256(b'ab' * 1_500_000).hexdigest(), hashlib.blake2b(b'ab' * 1_500_000).hexdigest()[:16])

print('-- BLAKE2')
tree = {'fanout': 3, 'depth': 4, 'leaf_size': 5, 'node_offset': 6, 'node_depth': 7, 'inner_size': 8, 'last_node': True}
for cls in hashlib.blake2b, hashlib.blake2s:
    print(cls.MAX_DIGEST_SIZE, cls.MAX_KEY_SIZE, cls.SALT_SIZE, cls.PERSON_SIZE)
    attempt(cls, b'abc', digest_size=9, key=b'key', salt=b'salt', person=b'me', **tree)
    attempt(cls, key=b'k' * cls.MAX_KEY_SIZE)
    for wrong in {'digest_size': 0}, {'digest_size': 99}, {'key': b'k' * 65}, {'salt': b's' * 17}, {'person': 'p'}:
        attempt(cls, **wrong)
    for name, value in ('fanout', 256), ('depth', 0), ('leaf_size', -1), ('leaf_size', 2**32), ('node_offset', 2**64):
        attempt(cls, **{name: value})
    for name, value in ('node_depth', 256), ('inner_size', 65), ('digest_size', 'x'), ('other', 1):
        attempt(cls, **{name: value})
attempt(type, 'x', (hashlib.blake2b,), {})

print('-- what is refused')
for data in 'text', 3, None, memoryview(b'abcdef')[::2]:
    attempt(hashlib.sha256, data)
    attempt(hashlib.sha1().update, data)
attempt(hashlib.md5, b'', string=b'')
attempt(hashlib.new, 'no such')
attempt(_hashlib.new, 'no such')
attempt(_hashlib.new, 'md5\0')
attempt(_hashlib.new, 5)
attempt(hashlib.shake_128().digest)
attempt(hashlib.shake_256().hexdigest, 2**70)
attempt(_hashlib.HASH)
attempt(_hashlib.HMAC)
attempt(type, 'x', (_hashlib.HMAC,), {})
attempt(object.__new__, _hashlib.HMAC)
attempt(setattr, _hashlib.HASH, 'a', 1)
print(repr(hashlib.md5()).split('@')[0], repr(hmac.new(b'', digestmod='sha1')).split(' at ')[0].split('@')[0])

print('-- hmac')
for name in 'md5', 'sha256', 'sha3_224', 'blake2b', hashlib.sha1:
    h = hmac.new(b'key', b'mess', name)
    twin = h.copy()
    h.update(b'age')
    print(h.name, h.digest_size, h.block_size, h.hexdigest(), twin.hexdigest() != h.hexdigest())
    print(hmac.digest(b'key', b'message', name) == h.digest())
print(hmac.new(b'k' * 3_000_000, b'', 'sha1').hexdigest())
for arguments in (b'k',), ('k', b'', 'md5'), (b'k', '', 'md5'), (b'k', b'', 'no such'), (b'k', b'', 3), (b'k', b'', 'shake_128'):
    attempt(_hashlib.hmac_new, *arguments)
attempt(hmac.compare_digest, 'é', 'e')
print(hmac.compare_digest(b'abc', bytearray(b'abc')), hmac.compare_digest('a', 'b'))

print('-- derived keys')
print(hashlib.pbkdf2_hmac('sha256', b'password', b'salt', 2500, 40).hex())
print(hashlib.pbkdf2_hmac('md5', b'', b'', 1).hex())
for wrong in ('md5', b'', b'', 0), ('md5', b'', b'', 1, 0), ('md5', b'', b'', 2**31), ('no', b'', b'', 1), ('md5', '', b'', 1):
    attempt(hashlib.pbkdf2_hmac, *wrong)
print(hashlib.scrypt(b'pleaseletmein', salt=b'SodiumChloride', n=1024, r=8, p=2).hex())
print(hashlib.scrypt(b'', salt=b'', n=16, r=1, p=1, dklen=5).hex())
for wrong in {'n': 3}, {'n': -2}, {'r': 0}, {'p': 2**29, 'n': 2}, {'n': 2**20}, {'maxmem': 100}, {'maxmem': -1}, {'dklen': 0}:
    attempt(hashlib.scrypt, b'p', **{'salt': b's', 'n': 16, 'r': 8, 'p': 1} | wrong)

print('-- the modules of CPython')
for make in _md5.md5, _sha1.sha1, _sha3.sha3_256:
    h = make(b'abc')
    print(type(h).__module__, type(h).__name__, h.name, h.digest_size, h.block_size, h.copy().hexdigest())
    attempt(make, 'text')
    attempt(make, b'', string=b'')
print(_sha3.shake_128(b'x').hexdigest(4), _sha3.shake_128()._capacity_bits, _sha3.shake_128()._rate_bits, _sha3.sha3_224()._suffix)
attempt(_sha3.shake_128().digest, 2**29)
attempt(_md5.MD5Type)
attempt(_hmac.new, b'k', b'', 'no such')
print(_hmac.new(b'k', b'm', 'md5').hexdigest(), _hmac.compute_sha1(b'k', b'm').hex())

print(hashlib.file_digest(io.BytesIO(b'z' * 300_000), 'sha256').hexdigest())
for i in range(3000):
    h = hashlib.sha256(b'%d' % i).copy()
    m = hmac.new(b'k', b'm', 'sha1').copy()
gc.collect()
print(h.hexdigest()[:8], m.hexdigest()[:8])
