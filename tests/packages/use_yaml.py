import datetime

import yaml

text = '''
%YAML 1.1
---
plain: text
"quoted": 'single''s'
list: [1, 2.5, 0x1F, 0o17, true, ~, 2001-12-14t21:59:43.10-05:00]
nested: &anchor
  - a: 1
    b: |
      literal
        block
    c: >-
      folded
      text
  - !!set {x, y}
alias: *anchor
merge:
  <<: {k: 1, l: 2}
  l: 3
? complex key
: value
'''
print(yaml.safe_load(text))
print(yaml.safe_dump({'b': [1, {'c': None, 'd': 'multi\nline'}], 'a': 'ü: x', 'e': 1.5, 'f': datetime.date(2020, 1, 2), 'g': '123', 'h': 'yes'}, allow_unicode=True))
print(yaml.dump([1, [2, [3]]], default_flow_style=True), list(yaml.safe_load_all('--- 1\n--- [2]\n...\n')))
for event in yaml.parse('a: [1]\n'):
    print(event)
for bad in 'a: [1', 'a: b: c', '\tx: 1', '*unknown', '!!python/object:os.system []':
    try:
        yaml.safe_load(bad)
    except yaml.YAMLError as error:
        print(type(error).__name__, str(error).replace('\n', ' | '))
