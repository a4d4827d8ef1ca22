from texttable import Texttable

table = Texttable(max_width=40)
table.set_cols_align(['l', 'r', 'c'])
table.set_cols_valign(['t', 'm', 'b'])
table.set_cols_dtype(['t', 'i', 'f'])
table.add_rows([['Name', 'Age', 'Nick'], ['Mr\nXavier\nHuon', 32, 1.25], ['Someone with a long name', 1, 2.5]])
print(table.draw())
table.set_deco(Texttable.HEADER)
print(table.draw())
