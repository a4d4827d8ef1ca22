import tomlkit

document = tomlkit.parse('''# comment
title = "TOML"  # trailing

[owner]
name = 'Tom'
[servers]
  [servers.alpha]
  ip = "10.0.0.1"
[[products]]
name = "Hammer"
sku = 738_594_937
[[products]]
''')
document['title'] = 'changed'
document['owner']['age'] = 5
document['products'].append({'name': 'Nail', 'price': 0.5})
document.add('list', tomlkit.array([1, 2]).multiline(True) or tomlkit.array())
print(document.as_string(), document.unwrap())
try:
    tomlkit.parse('a = 1\na = 2')
except tomlkit.exceptions.TOMLKitError as error:
    print(type(error).__name__, error)
