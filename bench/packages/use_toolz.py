"""Pipelines over records: grouping, joining, counting, windows, curried functions."""
from operator import itemgetter

from toolz import compose, countby, curry, dicttoolz, groupby, itertoolz, join, pipe, reduceby
from toolz.curried import filter as keep
from toolz.curried import get
from toolz.curried import map as each

import checksum

records = [{'id': i, 'kind': i * 7 % 13, 'name': f'name {i % 100}', 'value': i * 3 % 101} for i in range(4000)]
kinds = [(k, f'kind {k}') for k in range(13)]
scaled = curry(lambda factor, record: dicttoolz.assoc(record, 'value', record['value'] * factor))
for i in range(checksum.rounds(520)):
    grouped = groupby('kind', records)
    checksum.add(sorted((k, sum(pluck)) for k, pluck in dicttoolz.valmap(lambda rows: list(itertoolz.pluck('value', rows)), grouped).items()))
    checksum.add(countby(lambda r: r['value'] // 10, records))
    checksum.add(reduceby('kind', lambda total, r: total + r['value'], records, 0))
    joined = join(itemgetter('kind'), records[:500], 0, kinds)
    checksum.add(sum(len(name) + record['id'] for record, (_, name) in joined))
    checksum.add(pipe(records, keep(lambda r: r['kind'] == i % 13), each(scaled(i)), each(get('value')), sum))
    checksum.add(sum(a * b for a, b in itertoolz.sliding_window(2, range(3000))))
    checksum.add(list(itertoolz.take(20, itertoolz.unique(r['name'] for r in records))))
    checksum.add(dicttoolz.merge_with(sum, *[{r['kind']: r['value']} for r in records[:1000]]))
    checksum.add(compose(str, abs, sum)(list(itertoolz.concat(itertoolz.partition_all(7, range(2000))))))
checksum.show()
