import io

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

book = Workbook()
sheet = book.active
sheet.title = 'Data'
for row in [['a', 'b'], [1, 2.5], [True, '=A2+B2'], ['ü', None]]:
    sheet.append(row)
sheet['C1'] = 'bold'
sheet['C1'].font = Font(bold=True)
sheet.merge_cells('D1:E2')
book.create_sheet('Second')['A1'] = 3
file = io.BytesIO()
book.save(file)
back = load_workbook(io.BytesIO(file.getvalue()))
print(back.sheetnames, [[cell.value for cell in row] for row in back['Data'].iter_rows()], back['Data']['C1'].font.b, back['Data'].merged_cells.ranges, back['Data'].dimensions, get_column_letter(703))
