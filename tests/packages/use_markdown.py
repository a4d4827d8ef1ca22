import markdown

text = '''# Title {#top}

Some *emphasis*, **strong**, `code` and [a link](http://example.org "t").

1. one
2. two
    - nested
    - more

> quoted
> text

| a | b |
|---|:-:|
| 1 | 2 |

```python
print("hi")
```

Term
:   Definition

A note[^1].

[^1]: The footnote.
'''
print(markdown.markdown(text))
print(markdown.markdown(text, extensions=['extra', 'toc', 'sane_lists', 'smarty']))
md = markdown.Markdown(extensions=['meta', 'toc'])
print(md.convert('title: X\nauthor: Y\n\n# A\n\n## B\n'), md.Meta, md.toc)
