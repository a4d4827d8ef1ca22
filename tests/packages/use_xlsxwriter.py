import io
import zipfile
import datetime

import xlsxwriter

file = io.BytesIO()
with xlsxwriter.Workbook(file, {'in_memory': True}) as book:
    book.set_properties({'created': datetime.datetime(2020, 1, 1)})
    sheet = book.add_worksheet('S')
    bold = book.add_format({'bold': True, 'num_format': '0.00'})
    sheet.write_row(0, 0, ['a', 1, 2.5, True], bold)
    sheet.write_formula('A2', '=SUM(B1:C1)')
    chart = book.add_chart({'type': 'line'})
    chart.add_series({'values': '=S!$B$1:$C$1'})
    sheet.insert_chart('D5', chart)
archive = zipfile.ZipFile(io.BytesIO(file.getvalue()))
for name in sorted(archive.namelist()):
    print(name, archive.read(name).decode()[:400])
