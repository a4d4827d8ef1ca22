from traitlets import Bool, Dict, Enum, Float, HasTraits, Instance, Int, List, TraitError, Unicode, Union, default, link, observe, validate
from traitlets.config import Application, Config, Configurable


class Point(HasTraits):
    x = Float(0.0, help='across')
    y = Float()
    name = Unicode('p')
    tags = List(Unicode())
    kind = Enum(['a', 'b'], default_value='a')
    more = Dict()
    either = Union([Int(), Unicode()])

    @default('y')
    def start(self):
        return self.x + 1

    @validate('name')
    def short(self, proposal):
        if len(proposal['value']) > 5:
            raise TraitError('too long')
        return proposal['value'].upper()

    @observe('x', 'name')
    def changed(self, change):
        print('changed', change['name'], change['old'], change['new'])


p, q = Point(x=2), Point()
print(p.y, q.y, p.trait_names(), p.traits()['x'].help)
p.x, p.name = 5, 'abc'
for name, value in ('x', 'no'), ('name', 'longer'), ('tags', [1]), ('kind', 'c'), ('either', None):
    try:
        setattr(p, name, value)
    except TraitError as error:
        print(error)
link((p, 'x'), (q, 'x'))
q.x = 9
with p.hold_trait_notifications():
    p.x = 1
    p.x = 2
print(p.x, q.x)


class Tool(Configurable):
    size = Int(3).tag(config=True)
    on = Bool(False).tag(config=True)


class Program(Application):
    name = 'program'
    classes = [Tool]
    tool = Instance(Tool)
    level = Int(1, help='how much').tag(config=True)
    aliases = {'size': 'Tool.size'}
    flags = {'on': ({'Tool': {'on': True}}, 'turn on')}


program = Program()
program.initialize(['--size=7', '--on', '--Program.level=4'])
tool = Tool(parent=program)
print(tool.size, tool.on, program.level, program.config, Tool(config=Config({'Tool': {'size': 11}})).size)
print(Tool.class_get_help())
