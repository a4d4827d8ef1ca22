# What programs of regular-expressions.ts begin with.
import re


def show(m):
    return m and (m.regs, m.lastindex, m.group())


def attempt(pattern, flags, text):
    try:
        p = re.compile(pattern, flags)
    except (re.error, OverflowError, RuntimeError) as e:
        print(type(e).__name__, ascii(str(e)))
        return
    empty = text[:0]
    whole = r'<\g<0>>' if isinstance(text, str) else rb'<\g<0>>'
    third = len(text) // 3
    scanner = p.scanner(text)
    print(ascii([
        show(p.search(text)), show(p.match(text, third)), show(p.fullmatch(text)), show(p.search(text, third, third * 2)),
        p.findall(text), p.split(text), [show(m) for m in p.finditer(text, third)], p.subn(whole, text), p.sub(empty, text, 2),
        p.sub(lambda m: m.group() * 2, text), [m.span() for m in iter(scanner.match, None)],
    ]))
