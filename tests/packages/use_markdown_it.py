from markdown_it import MarkdownIt

md = MarkdownIt('commonmark').enable(['table', 'strikethrough'])
text = '# H\n\nA ~~b~~ *c* **d** `e` <http://x.org> ![i](j "k")\n\n- a\n- b\n\n  c\n\n| x | y |\n|--|--:|\n| 1 | 2 |\n\n```js\nf()\n```\n\n<div>raw</div>\n'
print(md.render(text))
for token in md.parse('1. *a*\n2. b'):
    print(token.type, token.tag, token.nesting, token.map, [child.type for child in token.children or []])
