"""Module readline: not there."""

raise ModuleNotFoundError('readline cannot be imported: the prompt edits lines by itself', name='readline')
