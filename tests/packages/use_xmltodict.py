import xmltodict

data = xmltodict.parse('<a x="1"><b>t</b><b>u</b><c/><d y="2">z</d><!-- n --></a>')
print(data, xmltodict.unparse(data, pretty=True), xmltodict.parse('<r><i>1</i></r>', force_list=('i',)), sep='\n')
xmltodict.parse('<r><i k="v">1</i><i>2</i></r>', item_depth=2, item_callback=lambda path, item: print(path, item) or True)
