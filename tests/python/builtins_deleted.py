# What C code takes from builtins may be gone.
import array, builtins, collections
from types import GenericAlias

def attempt(what, names=()):
    saved = {name: builtins.__dict__.pop(name) for name in names}
    try:
        result = what()
    except Exception as e:
        result = type(e), e.args
    builtins.__dict__.update(saved)
    print(names, result)

alias, od, arr = list[int], collections.OrderedDict(a=1), array.array('q', [1, 2])
unpacked, od_iterator, arr_iterator = iter(alias), iter(od.items()), iter(arr)
names_of, after = dir, next
attempt(lambda: [name in names_of(alias) for name in ('__origin__', 'append', '__class_getitem__')], ['dir'])
attempt(lambda: after(unpacked).__reduce__(), ['next'])
attempt(od_iterator.__reduce__, ['iter'])
attempt(arr_iterator.__reduce__, ['iter'])
attempt(iter([1]).__reduce__, ['iter'])
attempt(reversed([1]).__reduce__, ['reversed'])
attempt(iter('ab').__reduce__, ['iter'])
attempt(iter({1: 2}).__reduce__, ['iter'])
