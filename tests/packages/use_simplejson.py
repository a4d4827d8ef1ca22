import decimal

import simplejson as json

print(json.dumps({'b': [1, 2.5, None, True, 'ü"\\'], 'a': decimal.Decimal('1.10'), 'n': (1,)}, sort_keys=True, indent='  '), json.dumps(float('nan')), json.dumps([1e100, -0.0]))
print(json.loads('{"a": 1.10, "b": [1e5, "\\u00fc\\ud83d\\ude00"]}', use_decimal=True), json.loads('[1, 2]', object_hook=dict), json.dumps({1: 2}, namedtuple_as_object=True), json.dumps('<>&', for_json=True))
for text in '[1,', '{"a" 1}', 'nul', '"\x01"', '[1] x':
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        print(error)
