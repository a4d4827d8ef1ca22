def handlers(f):
    try:
        value = f()
    except (ValueError, TypeError) as error:
        print(error)
        return 1
    except KeyError:
        raise
    except:
        raise RuntimeError('x') from None
    else:
        value += 1
    finally:
        print('done')
    return value


def leaving(items):
    for item in items:
        try:
            if item:
                continue
            return item
        finally:
            item.close()


def nested():
    try:
        try:
            a()
        finally:
            b()
    except E as e:
        for x in e:
            try:
                return x
            except F:
                break


def groups():
    try:
        a()
    except* ValueError as group:
        print(group)
    except* TypeError:
        pass
    else:
        b()
    finally:
        c()
