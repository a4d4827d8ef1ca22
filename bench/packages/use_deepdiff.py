"""Configurations compared, with and without regard to order."""
from deepdiff import DeepDiff

import checksum


def document(i):
    return {
        'name': f'name {i // 2}',
        'list': [k * (i % 3 + 1) for k in range(12)],
        'servers': [{'host': f'host{k}', 'port': 80 + (k * i) % 4, 'tags': ['a', 'b', f'c{i % 3}']} for k in range(6)],
        'deep': {f'key{k}': {'x': k * i % 5, 'y': {'z': [i % 2, k]}} for k in range(10)},
    }


for i in range(checksum.rounds(70)):
    plain = DeepDiff(document(i), document(i + 1))
    checksum.add(sorted((kind, sorted(map(str, changes))) for kind, changes in plain.to_dict().items()))
    unordered = DeepDiff(document(i), document(i + 1), ignore_order=True)
    checksum.add(sorted((kind, sorted(map(str, changes))) for kind, changes in unordered.to_dict().items()))
checksum.show()
