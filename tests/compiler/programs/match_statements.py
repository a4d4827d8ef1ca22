def classify(x):
    match x:
        case 0 | 1 | -1:
            return 'small'
        case None | True:
            return 'singleton'
        case 'a' as letter if letter != y:
            return letter
        case [a, b]:
            return a + b
        case [first, *rest]:
            return first, rest
        case (1, *_, last):
            return last
        case {'k': v, **others}:
            return v, others
        case {}:
            return 'mapping'
        case Point(x=0, y=yy) | Point(yy, 2j):
            return yy
        case a.b:
            return 'value'
        case _:
            return None


match value, other:
    case (x, y) | (x, y, _):
        pass
