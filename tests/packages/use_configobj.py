from configobj import ConfigObj, ConfigObjError, flatten_errors
from validate import Validator

text = '''# first
name = value   # behind
list = a, "b, c", 'd'
[server]
host = example.org
port = 80
ratio = 0.5
    [[paths]]
    root = /srv
    log = %(root)s/log
[empty]
multi = """one
two"""
'''.splitlines()
config = ConfigObj(text)
print(config, config['server']['paths']['log'], config.initial_comment, config.inline_comments['name'])
spec = ConfigObj('''name = string
list = string_list
[server]
host = string
port = integer(1, 1000)
ratio = float(min=0.7)
debug = boolean(default=no)
    [[paths]]
    root = string
    log = string
[empty]
multi = string
missing = integer'''.splitlines(), interpolation=False, list_values=False, _inspec=True)
checked = ConfigObj(text, configspec=spec)
result = checked.validate(Validator(), preserve_errors=True)
print([(path, key, str(error)) for path, key, error in flatten_errors(checked, result)], checked['server']['port'], checked['server']['debug'])
checked['server']['new'] = [1, 'two, three']
checked['server'].comments['new'] = ['# added']
print('\n'.join(checked.write()))
print(config.merge({'server': {'port': 81}}), config['server'].as_int('port'), config['server'].depth, config.walk(lambda section, key: section[key], call_on_sections=False)['name'])
try:
    ConfigObj(['[a', 'b = 1', '[[c]]', 'x'])
except ConfigObjError as error:
    print(error, len(getattr(error, 'errors', [])))
