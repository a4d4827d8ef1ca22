# A stack machine with a small assembler, exceptions of its own, and a scheduler of machines as generators.
class VMError(Exception):
    pass


class StackUnderflow(VMError):
    pass


def assemble(source):
    labels, code = {}, []
    for line in source.splitlines():
        line = line.split(';')[0].strip()
        if not line:
            continue
        if line.endswith(':'):
            labels[line[:-1]] = len(code)
            continue
        op, *args = line.split()
        code.append((op, args))
    return [(op, tuple(labels.get(a, int(a) if a.lstrip('-').isdigit() else a) for a in args)) for op, args in code]


class VM:
    def __init__(self, code, inputs=()):
        self.code, self.stack, self.calls, self.vars = code, [], [], {}
        self.pc = self.steps = 0
        self.out, self.inputs = [], list(inputs)

    def pop(self):
        try:
            return self.stack.pop()
        except IndexError:
            raise StackUnderflow(f'at {self.pc - 1}: {self.code[self.pc - 1]}') from None

    def step(self):
        op, args = self.code[self.pc]
        self.pc += 1
        self.steps += 1
        handler = getattr(self, 'op_' + op, None)
        if handler is None:
            raise VMError(f'unknown instruction {op!r}')
        return handler(*args)

    def op_push(self, v): self.stack.append(v)
    def op_pop(self): self.pop()
    def op_dup(self): self.stack.append(self.stack[-1])
    def op_swap(self): self.stack[-1], self.stack[-2] = self.stack[-2], self.stack[-1]
    def op_store(self, n): self.vars[n] = self.pop()
    def op_load(self, n): self.stack.append(self.vars[n])
    def op_jmp(self, to): self.pc = to
    def op_print(self): self.out.append(self.pop())
    def op_read(self): self.stack.append(self.inputs.pop(0))
    def op_ret(self): self.pc = self.calls.pop()
    def op_halt(self): return 'halt'
    def op_yield(self): return 'yield'

    def op_jz(self, to):
        if not self.pop():
            self.pc = to

    def op_call(self, to):
        self.calls.append(self.pc)
        self.pc = to

    def run(self):
        while self.step() != 'halt':
            if self.steps > 100000:
                raise VMError('too long')
        return self.out

    def coroutine(self):
        while True:
            r = self.step()
            if r == 'yield':
                yield self.out[-1:]
            elif r == 'halt':
                return self.out


for name, f in (('add', lambda a, b: a + b), ('sub', lambda a, b: a - b), ('mul', lambda a, b: a * b), ('div', lambda a, b: a // b),
                ('mod', lambda a, b: a % b), ('lt', lambda a, b: int(a < b)), ('eq', lambda a, b: int(a == b))):
    def op(self, f=f):
        b, a = self.pop(), self.pop()
        self.stack.append(f(a, b))
    setattr(VM, 'op_' + name, op)

FACTORIAL = """
  read
  store n
  push 1
  store r
loop:
  load n
  jz done
  load r
  load n
  mul
  store r
  load n
  push 1
  sub
  store n
  jmp loop
done:
  load r
  print
  halt
"""
FIB = """
  push 20
  call fib
  print
  halt
fib:               ; n on the stack
  dup
  push 2
  lt
  jz big
  ret
big:
  dup
  push 1
  sub
  call fib
  swap
  push 2
  sub
  call fib
  add
  ret
"""
COUNTER = """
  push 0
loop:
  push 1
  add
  dup
  print
  yield
  dup
  push 4
  lt
  jz end
  jmp loop
end:
  halt
"""
print(VM(assemble(FACTORIAL), [30]).run())
vm = VM(assemble(FIB))
print(vm.run(), vm.steps)
running = [VM(assemble(COUNTER)).coroutine() for _ in range(3)]
turns = []
while running:
    for m in running[:]:
        try:
            turns.append(next(m))
        except StopIteration as e:
            turns.append(('end', e.value))
            running.remove(m)
print(turns)
for source in ('add', 'push 1\npush 0\ndiv', 'nonsense', 'push 1', 'load x', 'loop:\njmp loop', 'read'):
    try:
        print(VM(assemble(source)).run())
    except VMError as e:
        print(type(e).__name__, e)
    except (ArithmeticError, LookupError) as e:
        print('python:', type(e).__name__, e)
VM(assemble('push 1\npush 2\nadd\nadd')).run()
