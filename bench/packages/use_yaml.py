"""Configurations written and read by the pure-Python loader and dumper."""
import yaml

import checksum


def document(i):
    return {
        'version': i,
        'services': {
            f'service-{k}': {
                'image': f'registry/image:{k}.{i}',
                'ports': [k * 10, '8080:80'],
                'environment': {'DEBUG': k % 2 == 0, 'RATIO': k / 7, 'NAME': 'text with: colon', 'EMPTY': None},
                'command': 'several words\nin two lines\n',
            }
            for k in range(12)
        },
    }


for i in range(checksum.rounds(170)):
    text = yaml.dump(document(i), Dumper=yaml.SafeDumper)
    checksum.add(text)
    checksum.add(yaml.load(text, Loader=yaml.SafeLoader) == document(i))
checksum.show()
