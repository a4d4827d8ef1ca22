import sqlparse

text = "select a.id, count(*) n from a left join b on a.id=b.a_id where b.x in (1,2) and a.y like 'z%' group by a.id order by n desc; insert into t (a,b) values (1,'x')"
print(sqlparse.format(text, reindent=True, keyword_case='upper'))
for statement in sqlparse.parse(text):
    print(statement.get_type(), [(str(token.ttype), str(token)) for token in statement.flatten() if not token.is_whitespace])
print(sqlparse.split(text), sqlparse.format('select 1 -- c\n/* d */ from x', strip_comments=True))
