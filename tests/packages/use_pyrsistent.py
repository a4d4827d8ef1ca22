from pyrsistent import PClass, PRecord, b, dq, field, freeze, l, m, ny, pset_field, pvector, s, thaw, v

vector = v(1, 2, 3)
print(vector.append(4), vector.set(0, 9), vector, vector + [5], pvector(range(100))[33], vector.delete(1))
print(m(a=1, b=2).set('c', 3).remove('a'), sorted(s(1, 2) | {3}), l(1, 2).cons(0), dq(1, 2, 3).rotate(1), b(1, 1, 2).count(1))
data = freeze({'a': [1, {'b': 2}], 'c': {3}})
print(data.transform(['a', 1, 'b'], lambda x: x + 40), thaw(data.transform(['a', ny], str)['a']))


class Point(PRecord):
    x = field(type=int, mandatory=True)
    y = field(type=int, initial=0)


class Team(PClass):
    members = pset_field(str)


print(Point(x=1), Point(x=1).set(y=5).serialize(), Team(members=['a']).set(members=['b', 'c']).members == {'b', 'c'})
for make in (lambda: Point(), lambda: Point(x='1'), lambda: Point(x=1, z=2)):
    try:
        make()
    except Exception as error:
        print(type(error).__name__, str(error)[:60])
