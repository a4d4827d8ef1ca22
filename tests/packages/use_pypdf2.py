import io

from PyPDF2 import PdfMerger, PdfReader, PdfWriter, Transformation
from PyPDF2.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, StreamObject, TextStringObject

writer = PdfWriter()
for width in 200, 300:
    page = writer.add_blank_page(width, 100)
    content = StreamObject()
    content._data = f'BT /F1 12 Tf 10 50 Td (Page of {width}) Tj ET'.encode()
    font = DictionaryObject({NameObject('/Type'): NameObject('/Font'), NameObject('/Subtype'): NameObject('/Type1'), NameObject('/BaseFont'): NameObject('/Helvetica')})
    page[NameObject('/Contents')] = writer._add_object(content)
    page[NameObject('/Resources')] = DictionaryObject({NameObject('/Font'): DictionaryObject({NameObject('/F1'): font})})
writer.add_metadata({'/Title': 'Tëst', '/Author': 'nobody'})
writer.add_outline_item('start', 0)
out = io.BytesIO()
writer.write(out)
reader = PdfReader(io.BytesIO(out.getvalue()))
print(len(reader.pages), reader.metadata.title, [page.extract_text() for page in reader.pages], reader.pages[1].mediabox, [item.title for item in reader.outline])
second = PdfWriter()
page = reader.pages[0]
page.rotate(90)
page.scale_by(2)
page.add_transformation(Transformation().translate(1, 2).rotate(45))
page.merge_page(reader.pages[1])
page.compress_content_streams()
second.add_page(page)
second.encrypt('pw')
out = io.BytesIO()
second.write(out)
locked = PdfReader(io.BytesIO(out.getvalue()))
print(locked.is_encrypted, locked.decrypt('no'), locked.decrypt('pw'), locked.pages[0].rotation, locked.pages[0].mediabox.width)
merger = PdfMerger()
merger.append(io.BytesIO(b''.join([out.getvalue()][:0])) if False else reader.stream)
print(len(merger.pages), ArrayObject([NumberObject(1), FloatObject('2.50'), TextStringObject('a(b')]), TextStringObject('ü').get_original_bytes() if False else 'ü')
