from prompt_toolkit.application import create_app_session
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import NestedCompleter, WordCompleter, CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import HTML, to_formatted_text
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.styles import Style
from prompt_toolkit.validation import ValidationError, Validator

document = Document('hello big\nworld', 11)
print(document.cursor_position_row, document.cursor_position_col, document.get_word_before_cursor(), document.find_next_word_ending(), document.lines)
print([c.text for c in WordCompleter(['apple', 'apricot', 'bear']).get_completions(Document('ap'), CompleteEvent())], to_formatted_text(HTML('<b>x</b> <ansired>y</ansired>')))
print([c.text for c in NestedCompleter.from_nested_dict({'show': {'version': None, 'clock': None}}).get_completions(Document('show v'), CompleteEvent())])
buffer = Buffer()
buffer.insert_text('one two')
buffer.delete_before_cursor(3)
buffer.insert_text('three')
buffer.undo() if False else None
print(buffer.text, buffer.cursor_position, buffer.document.translate_index_to_position(4))
try:
    Validator.from_callable(str.isdigit, error_message='digits').validate(Document('x1'))
except ValidationError as error:
    print(error.message)
keys = KeyBindings()
keys.add('c-x', 'c-c')(lambda event: None)
print(keys.bindings[0].keys, Style.from_dict({'a': 'bold #ff0000'}).get_attrs_for_style_str('class:a'))
