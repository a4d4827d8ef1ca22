from prettytable import MARKDOWN, PrettyTable, from_csv
import io

table = PrettyTable(['City', 'Area', 'Rain'])
table.add_rows([['Adelaide', 1295, 600.5], ['Brisbane', 5905, 1146.4], ['Darwin', 112, 1714.7]])
table.align['City'] = 'l'
print(table, table.get_string(sortby='Area', reversesort=True, fields=['City', 'Area']), table.get_html_string(), table.get_json_string(), sep='\n')
table.set_style(MARKDOWN)
print(table)
print(from_csv(io.StringIO('a,b\n1,2\n')))
