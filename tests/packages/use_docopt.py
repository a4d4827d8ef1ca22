import warnings

warnings.simplefilter('ignore')
import docopt

doc = '''Naval Fate.

Usage:
  ship new <name>...
  ship <name> move <x> <y> [--speed=<kn>]
  ship mine (set|remove) <x> <y> [--moored|--drifting]
  ship -h | --help

Options:
  -h --help     Show this screen.
  --speed=<kn>  Speed in knots [default: 10].
  --moored      Moored mine.
  --drifting    Drifting mine.
'''
for args in 'new a b', 'Titanic move 1 2 --speed=15', 'mine set 3 4 --drifting', 'mine', '--help':
    try:
        print(docopt.docopt(doc, args.split()))
    except SystemExit as end:
        print('exit', end)
