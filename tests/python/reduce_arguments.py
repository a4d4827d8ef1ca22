"""object.__reduce_ex__ takes an int that fits C's, whoever is pickled and whether or not its class has a __reduce__ of its own."""
import datetime


class Named:
    def __reduce__(self):
        return 'name'


for value in (object(), 1, 'text', (1, 2), [1], {1: 2}, {1}, ..., None, Named(), datetime.date(2020, 1, 1), datetime.timedelta(1)):
    for protocol in (None, 1.5, 'x', [], 2**40, -(2**40), 10**30, True, -1, 2, 5):
        try:
            result = value.__reduce_ex__(protocol)
            print(type(value).__name__, protocol, type(result).__name__)
        except Exception as e:
            print(type(value).__name__, protocol, type(e).__name__, e)
