"""A workbook with formulas and styles, written and read back."""
import datetime
import io

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

import checksum

for i in range(checksum.rounds(9)):
    book = Workbook()
    sheet = book.active
    sheet.append(['id', 'name', 'amount', 'date', 'sum'])
    for k in range(1, 900):
        sheet.append([k, f'name {k % 50}', k * 1.25, datetime.date(2020, 1, 1) + datetime.timedelta(k), f'=SUM(C2:C{k + 1})'])
    for column in range(1, 6):
        cell = sheet.cell(1, column)
        cell.font, cell.fill = Font(bold=True), PatternFill('solid', fgColor='DDDDDD')
        cell.alignment = Alignment(horizontal='center')
        sheet.column_dimensions[get_column_letter(column)].width = 10 + column
    for row in sheet.iter_rows(min_row=2, min_col=3, max_col=3):
        row[0].number_format = '#,##0.00'
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    for row in load_workbook(file).active.iter_rows(values_only=True):
        checksum.add(row)
checksum.show()
