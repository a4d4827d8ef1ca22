# hot loops at the top of a module whose names come and go, before their instructions are specialized
total = 0
for i in range(3000):
    if i % 7 == 0:
        fresh = i
    elif i % 7 == 3:
        total += fresh
        del fresh
    if i == 2500:
        late = 1
    if i > 2500:
        late += total & 1
        later = late * 2
print(total, late, later, i)

for i in range(3000):
    try:
        missing
    except NameError as error:
        seen = str(error)
    if i == 2000:
        missing = 5
print(seen, missing)

exec('''
count = 0
for k in range(3000):
    if k % 2: odd = k
    else: even = k
    count += odd if k > 1 and k % 3 else even
print(count, odd, even)
''')
names = {}
exec('''
count = 0
for k in range(3000):
    if k % 2: odd = k
    else: even = k
    count += odd if k > 1 and k % 3 else even
''', {'range': range}, names)
print(names)


class Body:
    count = 0
    for k in range(3000):
        if k % 5 == 4:
            sometimes = k
            count += sometimes
            del sometimes
        len = k
        count += len
    del len


print(Body.count, len('abc'))
for len in range(2000):
    total += len
print(total)
del len
print(len('abcd'))
