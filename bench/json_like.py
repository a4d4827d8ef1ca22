"""A recursive-descent parser and writer of JSON-like text: string indexing, dispatch, exceptions for errors."""
import sys


class ParseError(Exception):
    pass


class Parser:
    def __init__(self, text):
        self.text = text
        self.pos = 0

    def space(self):
        text = self.text
        pos = self.pos
        while pos < len(text) and text[pos] in " \n\t":
            pos += 1
        self.pos = pos

    def value(self):
        self.space()
        if self.pos >= len(self.text):
            raise ParseError("unexpected end")
        c = self.text[self.pos]
        if c == "{":
            return self.object()
        if c == "[":
            return self.array()
        if c == '"':
            return self.string()
        if c.isdigit() or c == "-":
            return self.number()
        for word, value in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.pos):
                self.pos += len(word)
                return value
        raise ParseError("bad character %r at %d" % (c, self.pos))

    def expect(self, c):
        self.space()
        if self.pos >= len(self.text) or self.text[self.pos] != c:
            raise ParseError("expected " + c)
        self.pos += 1

    def peek(self):
        self.space()
        return self.text[self.pos] if self.pos < len(self.text) else ""

    def object(self):
        self.expect("{")
        result = {}
        while self.peek() != "}":
            key = self.string()
            self.expect(":")
            result[key] = self.value()
            if self.peek() == ",":
                self.pos += 1
        self.expect("}")
        return result

    def array(self):
        self.expect("[")
        result = []
        while self.peek() != "]":
            result.append(self.value())
            if self.peek() == ",":
                self.pos += 1
        self.expect("]")
        return result

    def string(self):
        self.expect('"')
        start = self.pos
        while self.text[self.pos] != '"':
            self.pos += 1
        self.pos += 1
        return self.text[start:self.pos - 1]

    def number(self):
        start = self.pos
        text = self.text
        pos = start
        while pos < len(text) and (text[pos].isdigit() or text[pos] in "-.e"):
            pos += 1
        self.pos = pos
        word = text[start:pos]
        return float(word) if "." in word else int(word)


def write(value, out):
    if value is None:
        out.append("null")
    elif value is True:
        out.append("true")
    elif value is False:
        out.append("false")
    elif isinstance(value, str):
        out.append('"' + value + '"')
    elif isinstance(value, dict):
        out.append("{")
        for i, (k, v) in enumerate(value.items()):
            if i:
                out.append(", ")
            write(k, out)
            out.append(": ")
            write(v, out)
        out.append("}")
    elif isinstance(value, list):
        out.append("[")
        for i, v in enumerate(value):
            if i:
                out.append(", ")
            write(v, out)
        out.append("]")
    else:
        out.append(repr(value))


def document(n):
    items = []
    for i in range(n):
        items.append({"id": i, "name": "item %d" % i, "price": i * 0.25, "tags": ["a", "b", "c%d" % (i % 7)],
                      "ok": i % 3 == 0, "none": None, "nested": {"x": -i, "y": [i, i + 1]}})
    return items


n = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
out = []
write(document(n), out)
text = "".join(out)
again = []
write(Parser(text).value(), again)
print(len(text), "".join(again) == text)
errors = 0
for cut in range(0, len(text), max(1, len(text) // 20)):
    try:
        Parser(text[:cut]).value()
    except (ParseError, IndexError):
        errors += 1
print(errors)
