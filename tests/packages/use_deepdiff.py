from deepdiff import DeepDiff, DeepHash, Delta, extract, grep

a = {'x': 1, 'list': [1, 2, {'y': 'old'}], 'gone': None, 'float': 1.0, 'set': {1, 2}}
b = {'x': '1', 'list': [1, {'y': 'new'}, 3], 'float': 1.05, 'set': {2, 3}, 'more': (1,)}
diff = DeepDiff(a, b)
print(diff.pretty())
print(DeepDiff([1, 2, 3], [3, 2, 1], ignore_order=True), DeepDiff(1.001, 1.002, significant_digits=2), DeepDiff('A', 'a', ignore_string_case=True))
print({'list': [1, 5]} + Delta(DeepDiff({'list': [1]}, {'list': [1, 5]})) if False else Delta(DeepDiff([1], [1, 5])) + [1])
print(extract(a, "root['list'][2]['y']"), {'k': ['needle', 'hay']} | grep('needle'), DeepHash([1])[1] == DeepHash([1.0])[1.0])
