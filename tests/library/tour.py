"""A little of everything that ordinary scripts import. The output beside it is CPython's."""
from __future__ import annotations
import typing, dataclasses, re, json, collections, functools, os, io, pathlib, random, datetime, textwrap, argparse, logging, contextlib, enum, string, weakref, threading, inspect, copy, struct, array, tempfile, traceback, unittest
name='x'
t=t'hello {name!r:>5}'
print(type(t), t.interpolations[0].value)
def f[T: int](x: T) -> T: return x
class C[K, *V, **P]:
    def m(self) -> K: ...
type A[T] = list[T] | None
print(f.__type_params__, C.__type_params__, A.__value__, f.__annotations__, A[int])
@dataclasses.dataclass(order=True, slots=True)
class P:
    x: int
    y: list = dataclasses.field(default_factory=list)
print(P(1,[2]), P(1)<P(2))
print(json.dumps({'a':[1,2.5,None,True]}, indent=1), json.loads('{"k": [1, 2, {"z": "\\u00e9"}]}'))
print(re.sub(r'(\w+) (\w+)', r'\2 \1', 'hello world'), collections.Counter('abracadabra').most_common(2))
with tempfile.TemporaryDirectory() as d:
    p=pathlib.Path(d)/'a.txt'; p.write_text('one\ntwo\n'); print(p.read_text().split(), os.listdir(d), p.stat().st_size)
random.seed(1); print(random.random(), random.randrange(100), random.sample(range(10),3))
print(inspect.signature(f), datetime.date(2026,11,29).isoformat(), textwrap.fill('aa bb cc dd', 5))
class M(enum.Enum): A=1; B=2
print(M.A, list(M), struct.pack('<ih',1,2), array.array('d',[1.5]))
print(inspect.getsource(textwrap.fill)[:30])
