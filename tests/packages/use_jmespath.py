import jmespath

data = {'people': [{'name': 'b', 'age': 30, 'state': {'name': 'up'}}, {'name': 'a', 'age': 50}, {'name': 'c', 'age': 40}], 'n': [1, [2, 3], []]}
for query in 'people[*].name', 'people[?age > `35`].[name, age]', 'sort_by(people, &age)[-1].name', 'n[]', 'people[0].state.*', 'max_by(people, &age)', 'length(people)', "join(', ', people[].name)", '{first: people[0].name, count: length(n)}', 'people[::-1].age', "to_string(n)", 'people[].{N: name} | [0]':
    print(query, jmespath.search(query, data))
for bad in 'a[', 'unknown(@)', 'abs(`"x"`)':
    try:
        jmespath.search(bad, data)
    except jmespath.exceptions.JMESPathError as error:
        print(type(error).__name__, str(error).split('\n')[0])
