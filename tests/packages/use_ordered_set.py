from ordered_set import OrderedSet

a, b = OrderedSet('abracadabra'), OrderedSet('simsalabim')
print(a, a & b, a | b, a - b, a ^ b, a.index('c'), a[[0, 2]], a == OrderedSet('abrcd'), a.add('z'), a.pop(), len(a))
