import toml

text = 'title = "x"\n[owner]\nname = "Tom"\ndob = 1979-05-27T07:32:00\nports = [ 8000, 8001 ]\n[[fruit]]\nname = "apple"\n[fruit.physical]\ncolor = "red"\n'
data = toml.loads(text)
print(data, toml.dumps(data), toml.loads(toml.dumps(data)) == data, sep='\n')
try:
    toml.loads('a = \n[')
except toml.TomlDecodeError as error:
    print(error)
