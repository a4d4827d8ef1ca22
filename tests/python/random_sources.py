# secrets, uuid, os.urandom: shapes of what is random, values of what is not.
import os
import secrets
import uuid

print(len(os.urandom(0)), len(os.urandom(70_000)), len(os.getrandom(5)), os.urandom(16) != os.urandom(16))
for wrong in -1, 'x':
    try:
        os.urandom(wrong)
    except Exception as e:
        print(type(e).__name__, e)
print(len(secrets.token_bytes()), len(secrets.token_hex(7)), len(secrets.token_urlsafe(6)), secrets.randbelow(1))
print(secrets.choice('z'), 0 <= secrets.randbits(9) < 512, secrets.compare_digest('a', 'a'))

for make in uuid.uuid1, uuid.uuid4, lambda: uuid.uuid6(5), uuid.uuid7:
    made = [make() for _ in range(3)]
    version = made[0].version
    print({u.version for u in made}, {u.variant for u in made}, len(set(made)))
    print(version == 4 or made == sorted(made, key=lambda u: u.time))
print(uuid.uuid3(uuid.NAMESPACE_DNS, 'python.org'), uuid.uuid5(uuid.NAMESPACE_URL, 'python.org'), uuid.uuid8(1, 2, 3))
print(uuid.uuid1(5, 6).node, uuid.uuid1().is_safe)
