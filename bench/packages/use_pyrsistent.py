"""An editor's history: persistent maps and vectors, each version made from the one before."""
from pyrsistent import freeze, get_in, pmap, pset, pvector, thaw

import checksum

history = []
state = freeze({'lines': [f'line {i}' for i in range(200)], 'marks': {}, 'cursor': {'row': 0, 'column': 0}})
for i in range(checksum.rounds(40000)):
    row = i * 37 % 200
    state = state.transform(['lines', row], lambda line: f'{line[:20]}.{i % 10}', ['cursor', 'row'], row)
    if i % 3 == 0:
        state = state.set('marks', state['marks'].set(f'm{i % 50}', row))
    if i % 40 == 0:
        history.append(state)
checksum.add(get_in(['cursor', 'row'], state))
for version in history[::10]:
    plain = thaw(version)
    checksum.add((plain['lines'], sorted(plain['marks'].items()), sorted(plain['cursor'].items())))
vector = pvector(range(2000))
for i in range(0, 2000, 3):
    vector = vector.set(i, vector[i] * 2).append(i)
numbers = pset(vector) | pset(range(5000, 5100))
squares = pmap({n: n * n for n in sorted(numbers)})
evolver = squares.evolver()
for n in range(0, 2000, 2):
    evolver[n] = -n
checksum.add((sum(vector), len(numbers), sum(evolver.persistent().values())))
checksum.show()
