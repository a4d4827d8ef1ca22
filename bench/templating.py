"""A text template engine: compiles {{name}} and {% for %} templates to closures and renders them."""
import sys


def tokenize(text):
    tokens = []
    pos = 0
    while True:
        start = text.find("{", pos)
        if start < 0 or start + 1 >= len(text):
            tokens.append(("text", text[pos:]))
            return tokens
        kind = text[start + 1]
        if kind not in "{%":
            tokens.append(("text", text[pos:start + 1]))
            pos = start + 1
            continue
        tokens.append(("text", text[pos:start]))
        close = "}}" if kind == "{" else "%}"
        end = text.index(close, start)
        tokens.append(("expr" if kind == "{" else "tag", text[start + 2:end].strip()))
        pos = end + 2


def lookup(name, scope):
    value = scope
    for part in name.split("."):
        value = value[part] if isinstance(value, dict) else getattr(value, part)
    return value


def compile_block(tokens, i, end):
    nodes = []
    while i < len(tokens):
        kind, text = tokens[i]
        i += 1
        if kind == "text":
            if text:
                nodes.append(lambda scope, out, text=text: out.append(text))
        elif kind == "expr":
            name, _, filter_name = text.partition("|")
            if filter_name == "upper":
                nodes.append(lambda scope, out, name=name: out.append(str(lookup(name, scope)).upper()))
            else:
                nodes.append(lambda scope, out, name=name: out.append(str(lookup(name, scope))))
        elif text == end:
            return nodes, i
        else:
            words = text.split()
            if words[0] == "for":
                body, i = compile_block(tokens, i, "endfor")

                def loop(scope, out, var=words[1], source=words[3], body=body):
                    inner = dict(scope)
                    for item in lookup(source, scope):
                        inner[var] = item
                        for node in body:
                            node(inner, out)
                nodes.append(loop)
            elif words[0] == "if":
                body, i = compile_block(tokens, i, "endif")

                def branch(scope, out, source=words[1], body=body):
                    if lookup(source, scope):
                        for node in body:
                            node(scope, out)
                nodes.append(branch)
    return nodes, i


class Row:
    def __init__(self, number):
        self.number = number
        self.name = "row%d" % number
        self.odd = number % 2 == 1


TEMPLATE = """<h1>{{ title|upper }}</h1>
{% for row in rows %}<tr><td>{{row.number}}</td><td>{{ row.name }}</td>{% if row.odd %}<td>odd</td>{% endif %}</tr>
{% endfor %}<p>{{ footer }}</p>"""

n = int(sys.argv[1]) if len(sys.argv) > 1 else 240000
nodes, _ = compile_block(tokenize(TEMPLATE), 0, None)
out = []
for node in nodes:
    node({"title": "Report", "rows": [Row(i) for i in range(n)], "footer": "end"}, out)
html = "".join(out)
print(len(html), html.count("odd"), html[:70])
