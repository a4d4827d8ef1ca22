import pathspec

spec = pathspec.PathSpec.from_lines('gitwildmatch', '# c\n*.py\n!keep.py\nbuild/\n/top.txt\ndoc/**/x?.md\n[ab].c\n'.splitlines())
files = ['a.py', 'keep.py', 'src/b.py', 'build/x', 'src/build/y', 'top.txt', 'src/top.txt', 'doc/x1.md', 'doc/a/b/x2.md', 'a.c', 'c.c']
print(list(spec.match_files(files)), spec.match_file('z.py'), len(spec), [pattern.regex.pattern for pattern in spec.patterns if pattern.regex])
