# _string: format strings taken apart.
import _string


def attempt(f):
    try:
        print(ascii(f()))
    except Exception as e:
        print(type(e).__name__, e)


for s in ('', 'a', '{}', 'a{b}c', '{{}}', '{a!r:>{w}}', '{', '}', '{a', '{a!}', '{a!rx}', '{a!r', '{!', '{a[}', '{a[b}c]}', '{a[!]:x}',
          '{:}', 'é{я}😀', '{a!😀}', '{a!r:', '{{{a}}}', '{a}}', '{a:{}}', '{a{b}}', 'x{{y}}z{q}'):
    attempt(lambda: list(_string.formatter_parser(s)))
for s in ('', 'a', '00', 'a.b[c]', '0.a', '.a', 'a.', 'a..b', 'a[', 'a[]', 'a[b]c', '-1', '9223372036854775807', '9223372036854775808',
          '\uff11', 'a[\uff11]', 'a[-1]', 'é.я[😀]'):
    attempt(lambda: [list(x) if i else x for i, x in enumerate(_string.formatter_field_name_split(s))])
attempt(lambda: _string.formatter_parser(5))
attempt(lambda: _string.formatter_field_name_split(b''))
it = _string.formatter_parser('x}y{z}')
attempt(lambda: next(it))
attempt(lambda: list(it))
print(type(it).__name__, it is iter(it), '{\uff11}'.format(1, 2))
