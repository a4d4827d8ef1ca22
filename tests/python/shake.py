# digests of any length, of texts that come in pieces
import hashlib, random
r = random.Random(4)
for name in 'shake_128', 'shake_256':
    total = hashlib.sha256()
    for n in [*range(0, 400, 7), 135, 136, 137, 167, 168, 169, 1000, 4097]:
        data = bytes(r.randrange(256) for _ in range(n))
        h = hashlib.new(name)
        at = 0
        while at < n:
            k = r.randrange(1, 200); h.update(data[at:at+k]); at += k
        c = h.copy(); h.update(b'more')
        for size in 1, 7, 135, 136, 168, 169, 1000, 5000: total.update(h.digest(size)); total.update(c.digest(size))
        assert c.digest(300)[:20] == getattr(hashlib, name)(data).digest(20), n
    print(name, total.hexdigest(), h.block_size, h.name, h.digest_size, hashlib.new(name, b'x').hexdigest(5))
