from transitions import EventData, Machine, MachineError
from transitions.extensions import HierarchicalMachine


class Matter:
    def __init__(self):
        self.log = []

    def is_hot(self, event):
        return event.kwargs.get('heat', 0) > 10

    def on_enter_gas(self, event: EventData):
        self.log.append(f'gas by {event.event.name}')

    def before(self, event):
        self.log.append(f'before {event.transition.source}>{event.transition.dest}')


matter = Matter()
machine = Machine(matter, states=['solid', 'liquid', {'name': 'gas', 'on_exit': 'before'}, 'plasma'], initial='solid', send_event=True, before_state_change='before', auto_transitions=False)
machine.add_transition('melt', 'solid', 'liquid')
machine.add_transition('boil', 'liquid', 'gas', conditions='is_hot')
machine.add_transition('reset', '*', 'solid')
machine.add_ordered_transitions(trigger='next')
print(matter.state, matter.melt(), matter.boil(heat=5), matter.boil(heat=50), matter.state, matter.is_gas(), matter.log)
try:
    matter.melt()
except MachineError as error:
    print(error)
print(matter.next(), matter.state, matter.reset(), machine.get_triggers('solid'), matter.may_boil(), matter.may_melt())
nested = HierarchicalMachine(states=['off', {'name': 'on', 'children': ['slow', {'name': 'fast', 'children': ['a', 'b']}], 'initial': 'slow'}], initial='off', transitions=[['go', 'off', 'on'], ['quick', 'on_slow', 'on_fast_b'], ['stop', 'on', 'off']])
print(nested.go(), nested.state, nested.quick(), nested.state, nested.is_on(allow_substates=True), nested.stop(), nested.state)
