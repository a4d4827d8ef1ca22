import jsonpatch
from jsonpointer import JsonPointer, JsonPointerException, resolve_pointer, set_pointer

before = {'name': 'a', 'list': [1, 2, 3, {'deep': True}], 'gone': None, 'a/b': 1, 'm~n': 2}
after = {'name': 'b', 'list': [0, 1, 3, {'deep': False, 'x': []}], 'new': {'k': 'v'}, 'a/b': 1, 'm~n': 3}
patch = jsonpatch.make_patch(before, after)
print(sorted(map(str, patch)))
print(patch.apply(before) == after, jsonpatch.JsonPatch.from_string(patch.to_string()) == patch)
operations = [
    {'op': 'test', 'path': '/name', 'value': 'a'},
    {'op': 'add', 'path': '/list/-', 'value': 9},
    {'op': 'move', 'from': '/gone', 'path': '/moved'},
    {'op': 'copy', 'from': '/list/3', 'path': '/copied'},
    {'op': 'remove', 'path': '/list/0'},
    {'op': 'replace', 'path': '/a~1b', 'value': [2]},
]
print(jsonpatch.apply_patch(before, operations))
for bad in {'op': 'test', 'path': '/name', 'value': 'z'}, {'op': 'remove', 'path': '/none'}, {'op': 'odd', 'path': ''}, {'path': '/x'}:
    try:
        jsonpatch.apply_patch(before, [bad])
    except jsonpatch.JsonPatchException as error:
        print(type(error).__name__, str(error).splitlines()[0])
print(resolve_pointer(before, '/list/3/deep'), resolve_pointer(before, '/m~0n'), resolve_pointer(before, '/x', 'default'))
pointer = JsonPointer('/list/1')
print(pointer.parts, pointer.to_last(before), JsonPointer('/list') in [pointer], pointer.contains(JsonPointer('/list')), set_pointer(before, '/new', 1, inplace=False)['new'])
try:
    resolve_pointer(before, '/list/x')
except JsonPointerException as error:
    print(error)
