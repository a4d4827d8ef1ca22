"""Class attributes, static, class and bound methods, property setters."""


class _K:
    limit = 10
    count = 0

    @staticmethod
    def twice(x):
        return x * 2

    @classmethod
    def name_length(cls, x):
        return cls.limit + x

    def add(self, x):
        return x + 1

    def __init__(self):
        self._level = 0

    @property
    def level(self):
        return self._level

    @level.setter
    def level(self, value):
        self._level = value


def class_attribute(n):
    total = 0
    for _ in range(n):
        total += _K.limit
    return total


def class_attribute_by_instance(n):
    k = _K()
    total = 0
    for _ in range(n):
        total += k.limit
    return total


def class_attribute_written(n):
    _K.count = 0
    for _ in range(n):
        _K.count += 1
    return _K.count


def static_method(n):
    total = 0
    for i in range(n):
        total += _K.twice(i)
    return total


def class_method(n):
    total = 0
    for i in range(n):
        total += _K.name_length(i)
    return total


def bound_method(n):
    f = _K().add
    total = 0
    for _ in range(n):
        total = f(total)
    return total


def bound_method_of_list(n):
    items = []
    append = items.append
    for i in range(n):
        append(i)
    return len(items)


def unbound_method(n):
    k = _K()
    total = 0
    for _ in range(n):
        total = _K.add(k, total)
    return total


def property_setter(n):
    k = _K()
    for i in range(n):
        k.level = i
    return k.level


def isinstance_and_type(n):
    k = _K()
    count = 0
    for i in range(n):
        if isinstance(k, _K) and type(k) is _K and not isinstance(i, str):
            count += 1
    return count
