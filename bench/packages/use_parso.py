"""Python to trees that keep every space: the package's own sources, parsed, searched and written again."""
import pathlib

import parso

import checksum

grammar = parso.load_grammar(version='3.11')
folder = pathlib.Path(parso.__file__).parent
for _ in range(checksum.rounds(18)):
    for name in ['grammar.py', 'tree.py', 'utils.py', 'normalizer.py']:
        module = grammar.parse((folder / name).read_text())
        checksum.add(module.get_code())
        names = []
        leaf = module.get_first_leaf()
        while leaf is not None:
            if leaf.type == 'name':
                names.append((leaf.value, leaf.start_pos))
            leaf = leaf.get_next_leaf()
        checksum.add(names)
        checksum.add([(f.name.value, f.start_pos, len(f.get_params())) for f in module.iter_funcdefs()])
checksum.show()
