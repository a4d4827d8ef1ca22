from blinker import ANY, Namespace, NamedSignal, signal

done = signal('done')
print(done is signal('done'), repr(done)[:22], isinstance(done, NamedSignal))


class Sender:
    def __repr__(self):
        return 'sender'


def first(sender, **values):
    return f'first {sender} {sorted(values.items())}'


@done.connect
def second(sender, **values):
    return f'second {sender}'


sender = Sender()
done.connect(first, sender=sender)
print(sorted(text for _, text in done.send(sender, x=1)), [text for _, text in done.send('else')])
done.disconnect(second)
print(bool(done.receivers), len(list(done.receivers_for(sender))), done.has_receivers_for('else'))
with done.connected_to(second, sender='now'):
    print([text for _, text in done.send('now')])
print(done.send('now'), done.send())
space = Namespace()
print(space.signal('a', 'doc').__doc__, sorted(space), ANY)
