"""Statements split, laid out and looked at."""
import sqlparse

import checksum

STATEMENT = '''select u.id, u.name as "the name", count(*) cnt, case when o.total > %d then 'large' else 'small' end kind
from users u left join orders o on o.user_id = u.id and o.state in ('paid', 'sent') where u.created >= '2020-01-%02d' -- comment
and (u.flags & 4 = 0 or exists (select 1 from blocked b where b.user_id = u.id)) group by u.id, u.name having count(*) > 3 order by cnt desc limit 10;
insert into log (id, message) values (%d, 'it''s done'), (2, null);
update users set name = upper(name), n = n + 1 where id = %d;
'''
for i in range(checksum.rounds(130)):
    text = STATEMENT % (i, i % 28 + 1, i, i)
    for statement in sqlparse.parse(text):
        checksum.add((statement.get_type(), [str(token.ttype) for token in statement.tokens]))
    checksum.add(sqlparse.format(text, reindent=True, keyword_case='upper', strip_comments=True))
checksum.show()
