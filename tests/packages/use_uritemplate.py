from uritemplate import URITemplate, expand, partial, variables

values = {'var': 'value', 'hello': 'Hello World!', 'path': '/foo/bar', 'list': ['red', 'green', 'blue'], 'keys': {'semi': ';', 'dot': '.', 'comma': ','}, 'x': '1024', 'y': '768', 'empty': '', 'none': None}
for text in '{var}', '{hello}', '{+path}/here', '{#x,hello,y}', 'map?{x,y}', '{x,hello,y}', '{+x,hello,y}', '{.x,y}', '{/list*}', '{/var,x}/here', '{;x,y,empty}', '{?x,y,empty,none}', '{&list*}', '{?keys*}', '{keys}', '{keys*}', '{var:3}', '{+path:4}', 'a{none}b', '{list}':
    print(text, expand(text, values), sorted(variables(text)))
template = URITemplate('https://api.example.org/{user}/{repo}{?page,size}')
print(template.expand(user='a b', repo='r', page=2), template.variable_names, partial(str(template), user='me'), template == URITemplate(str(template)), repr(template))
