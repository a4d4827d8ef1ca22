import mistune

print(mistune.html('# Hi\n\n* a\n* b\n\n[x](y) **z** `q`\n\n    code\n'))
md = mistune.create_markdown(plugins=['table', 'strikethrough', 'footnotes', 'task_lists', 'def_list'])
print(md('| a | b |\n|---|---|\n| 1 | 2 |\n\n~~no~~ note[^1]\n\n- [x] done\n- [ ] open\n\n[^1]: foot\n'))
