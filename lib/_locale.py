"""Locales of a runtime: C and UTF-8. What setlocale() sets is the runtime's own, since the process's belongs to the program around it;
the formats are those of C in both."""

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127

_NAMES = ('LC_CTYPE', 'LC_NUMERIC', 'LC_TIME', 'LC_COLLATE', 'LC_MONETARY', 'LC_MESSAGES')
_state = ['C.UTF-8', 'C', 'C', 'C', 'C', 'C']


class Error(Exception):
    __module__ = 'locale'


def _known(name):
    if name in ('C', 'POSIX'):
        return 'C'
    if name == '' or name.lower() in ('c.utf-8', 'c.utf8', 'utf-8'):
        return 'C.UTF-8' if name == '' else name
    raise Error('unsupported locale setting')


def setlocale(category, locale=None, /):
    category = int(category)
    if not 0 <= category <= LC_ALL:
        raise Error('invalid locale category')
    if locale is not None and not isinstance(locale, str):
        raise TypeError(f'setlocale() argument 2 must be str or None, not {type(locale).__name__}')
    if locale is not None:
        if category != LC_ALL:
            _state[category] = _known(locale)
        elif ';' in locale:
            given = dict(part.split('=', 1) for part in locale.split(';') if '=' in part)
            values = [_known(given.get(name, value)) for name, value in zip(_NAMES, _state)]
            _state[:] = values
        else:
            _state[:] = [_known(locale)] * len(_state)
    if category != LC_ALL:
        return _state[category]
    if len(set(_state)) == 1:
        return _state[0]
    return ';'.join(f'{name}={value}' for name, value in zip(_NAMES, _state))


def localeconv():
    """Returns numeric and monetary locale-specific parameters."""
    return {
        'decimal_point': '.',
        'thousands_sep': '',
        'grouping': [],
        'int_curr_symbol': '',
        'currency_symbol': '',
        'mon_decimal_point': '',
        'mon_thousands_sep': '',
        'mon_grouping': [],
        'positive_sign': '',
        'negative_sign': '',
        'int_frac_digits': CHAR_MAX,
        'frac_digits': CHAR_MAX,
        'p_cs_precedes': CHAR_MAX,
        'p_sep_by_space': CHAR_MAX,
        'n_cs_precedes': CHAR_MAX,
        'n_sep_by_space': CHAR_MAX,
        'p_sign_posn': CHAR_MAX,
        'n_sign_posn': CHAR_MAX,
    }


def _text(value, function):
    if not isinstance(value, str):
        raise TypeError(f'{function}() argument must be str, not {type(value).__name__}')
    if '\0' in value:
        raise ValueError('embedded null character')
    return value


def strcoll(os1, os2, /):
    """Compares two strings according to the locale."""
    a, b = _text(os1, 'strcoll'), _text(os2, 'strcoll')
    return (a > b) - (a < b)


def strxfrm(string, /):
    """Return a string that can be used as a key for locale-aware comparisons."""
    return _text(string, 'strxfrm')


def getencoding():
    """Get the current locale encoding."""
    return 'UTF-8'


CODESET = 14
RADIXCHAR = 65536
THOUSEP = 65537
CRNCYSTR = 262159
YESEXPR = 327680
NOEXPR = 327681
D_T_FMT = 131112
D_FMT = 131113
T_FMT = 131114
T_FMT_AMPM = 131115
AM_STR = 131110
PM_STR = 131111
ERA = 131116
ERA_D_FMT = 131118
ALT_DIGITS = 131119
ERA_D_T_FMT = 131120
ERA_T_FMT = 131121

_DAYS = ('Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday')
_MONTHS = ('January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December')
_items = {
    CODESET: 'UTF-8', RADIXCHAR: '.', THOUSEP: '', CRNCYSTR: '-', YESEXPR: '^[yY]', NOEXPR: '^[nN]',
    D_T_FMT: '%a %b %e %H:%M:%S %Y', D_FMT: '%m/%d/%y', T_FMT: '%H:%M:%S', T_FMT_AMPM: '%I:%M:%S %p', AM_STR: 'AM', PM_STR: 'PM',
    ERA: '', ERA_D_FMT: '', ALT_DIGITS: '', ERA_D_T_FMT: '', ERA_T_FMT: '',
}
for _i, _name in enumerate(_DAYS):
    globals()[f'ABDAY_{_i + 1}'] = 131072 + _i
    globals()[f'DAY_{_i + 1}'] = 131079 + _i
    _items[131072 + _i] = _name[:3]
    _items[131079 + _i] = _name
for _i, _name in enumerate(_MONTHS):
    globals()[f'ABMON_{_i + 1}'] = 131086 + _i
    globals()[f'MON_{_i + 1}'] = 131098 + _i
    _items[131086 + _i] = _name[:3]
    _items[131098 + _i] = _name
del _i, _name


def nl_langinfo(key, /):
    """Return the value for the locale information associated with key."""
    try:
        return _items[key]
    except KeyError:
        raise ValueError('unsupported langinfo constant') from None
