"""Texts for the programs of this folder, made up from a few words: always the same."""
import random

WORDS = '''the of a system memory trace value module reader number function call table result window paper river garden
house quick simple large small green early write read count open close return follow between under about because while'''.split()


def sentence(source, least=4, most=14):
    words = [source.choice(WORDS) for _ in range(source.randrange(least, most))]
    return ' '.join(words).capitalize() + '.'


def paragraph(source, sentences=5):
    return ' '.join(sentence(source) for _ in range(sentences))


def markdown(seed, sections=8):
    """A document with headings, emphasis, links, lists, code, quotations and a table."""
    source = random.Random(seed)
    parts = [f'# {sentence(source)}\n']
    for i in range(sections):
        parts.append(f'## {i + 1}. {sentence(source, 2, 5)}\n')
        text = paragraph(source).split()
        for k in range(3, len(text), 9):
            text[k] = source.choice(['*{}*', '**{}**', '`{}`', '[{}](http://example.org/page "title")', '<em>{}</em>']).format(text[k])
        parts.append(' '.join(text) + '\n')
        parts.append('\n'.join(f'* {sentence(source)}' for _ in range(4)) + '\n')
        parts.append('\n'.join(f'{k + 1}. {sentence(source)}\n    - {sentence(source)}' for k in range(3)) + '\n')
        parts.append(f'> {sentence(source)}\n> {sentence(source)}\n')
        parts.append('    ' + '\n    '.join(f'x{k} = f({source.randrange(100)}) & y' for k in range(3)) + '\n')
    return '\n'.join(parts)


def html(seed, sections=12):
    """A page as people write it: unclosed elements, entities, attributes with and without quotes, comments, a table."""
    source = random.Random(seed)
    parts = [f'<!DOCTYPE html><html lang=en><head><title>{sentence(source)}</title><meta charset=utf-8></head><body class="main wide">']
    for i in range(sections):
        parts.append(f'<h2 id="s{i}" class=\'heading level-{i % 3}\'>{sentence(source)}</h2><p>{paragraph(source, 2)} &amp; &lt;{i}&gt; &copy; <b>bold <i>both</b></i>')
        parts.append(f'<p>a <a href="/page/{i}?a=1&amp;b={i}">link</a><br>and an <img src=picture{i}.png alt="a picture"><!-- comment {i} -->')
        parts.append('<ul>' + ''.join(f'<li class="item n{k}">{sentence(source)}' for k in range(4)) + '</ul>')
        parts.append('<table>' + ''.join(f'<tr><td>{k}<td>{source.randrange(1000)}<td>{sentence(source, 1, 4)}' for k in range(4)) + '</table>')
    return '\n'.join(parts) + '</body></html>'


def css(seed, rules=80):
    source = random.Random(seed)
    parts = ['@charset "utf-8"; @import url(other.css) screen;']
    for i in range(rules):
        selectors = ', '.join(f'{source.choice(["div", "a:hover", "ul > li", "#main"])}.{source.choice(WORDS)}[data-n="{i}"]' for _ in range(2))
        parts.append(f'/* rule {i} */ {selectors} {{ color: #{source.randrange(16**6):06x}; margin: {i}px auto -{i % 7}.5em; '
                     f'background: url("image{i}.png") rgba({i % 256}, 20%, 3e2, .5) !important; width: calc(100% - {i}px) }}')
        if i % 10 == 0:
            parts.append(f'@media screen and (min-width: {i * 10}px) {{ p {{ font: bold 1{i}px/1.5 "A Font", serif }} }}')
    return '\n'.join(parts)


def restructured(seed, sections=6):
    source = random.Random(seed)
    title = sentence(source)
    parts = [f'{title}\n{"=" * len(title)}\n']
    for i in range(sections):
        heading = sentence(source, 2, 5)
        parts.append(f'{heading}\n{"-" * len(heading)}\n')
        text = paragraph(source).split()
        for k in range(3, len(text), 8):
            text[k] = source.choice(['*{}*', '**{}**', '``{}``', '`{} <http://example.org/>`__', ':emphasis:`{}`']).format(text[k].strip('.'))
        parts.append(' '.join(text) + '\n')
        parts.append('\n'.join(f'- {sentence(source)}' for _ in range(3)) + '\n')
        parts.append('\n'.join(f'{k + 1}. {sentence(source)}' for k in range(3)) + '\n')
        parts.append(f'.. note:: {sentence(source)}\n\n   {sentence(source)}\n')
        parts.append(f':field {i}: {sentence(source)}\n:other: {sentence(source)}\n')
        parts.append('::\n\n    literal = block(1)\n    more\n')
        parts.append('=====  =====\n  A      B\n=====  =====\n' + '\n'.join(f'{k:<5}  {k * k:<5}' for k in range(4)) + '\n=====  =====\n')
    return '\n'.join(parts)
