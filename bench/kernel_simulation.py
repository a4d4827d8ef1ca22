"""A small operating-system kernel: tasks, queues, a scheduler; method calls, polymorphism, linked packets."""
import sys

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
DEVICE_PACKET, WORK_PACKET = 0, 1
BUFFER = 4


class Packet:
    def __init__(self, link, ident, kind):
        self.link = link
        self.ident = ident
        self.kind = kind
        self.datum = 0
        self.data = [0] * BUFFER

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        packet = queue
        while packet.link is not None:
            packet = packet.link
        packet.link = self
        return queue


class Task:
    def __init__(self, kernel, ident, priority, queue):
        self.kernel = kernel
        self.ident = ident
        self.priority = priority
        self.queue = queue
        self.waiting = queue is None
        self.held = False
        kernel.add(self)

    def runnable(self):
        return not self.held and (self.queue is not None or not self.waiting)

    def take(self):
        packet = self.queue
        if packet is not None:
            self.queue = packet.link
        return packet

    def receive(self, packet):
        self.queue = packet.append_to(self.queue)

    def step(self, packet):
        raise NotImplementedError


class IdleTask(Task):
    def __init__(self, kernel, count):
        Task.__init__(self, kernel, IDLE, 0, None)
        self.waiting = False
        self.control = 1
        self.count = count

    def step(self, packet):
        self.count -= 1
        if self.count == 0:
            self.held = True
            return
        if self.control & 1 == 0:
            self.control //= 2
            self.kernel.release(DEVICE_A)
        else:
            self.control = (self.control // 2) ^ 0xD008
            self.kernel.release(DEVICE_B)


class WorkerTask(Task):
    def __init__(self, kernel, priority, queue):
        Task.__init__(self, kernel, WORKER, priority, queue)
        self.destination = HANDLER_A
        self.letter = 0

    def step(self, packet):
        if packet is None:
            self.waiting = True
            return
        self.destination = HANDLER_B if self.destination == HANDLER_A else HANDLER_A
        packet.ident = self.destination
        packet.datum = 0
        for i in range(BUFFER):
            self.letter += 1
            if self.letter > 26:
                self.letter = 1
            packet.data[i] = 64 + self.letter
        self.kernel.send(self.ident, packet)


class HandlerTask(Task):
    def __init__(self, kernel, ident, priority, queue, device):
        Task.__init__(self, kernel, ident, priority, queue)
        self.device = device
        self.work = None
        self.devices = None

    def step(self, packet):
        if packet is not None:
            if packet.kind == WORK_PACKET:
                self.work = packet.append_to(self.work)
            else:
                self.devices = packet.append_to(self.devices)
        work = self.work
        if work is not None:
            if work.datum >= BUFFER:
                self.work = work.link
                work.ident = WORKER
                self.kernel.send(self.ident, work)
                return
            device = self.devices
            if device is not None:
                self.devices = device.link
                device.datum = work.data[work.datum]
                work.datum += 1
                device.ident = self.device
                self.kernel.send(self.ident, device)
                return
        self.waiting = True


class DeviceTask(Task):
    def __init__(self, kernel, ident, priority, handler):
        Task.__init__(self, kernel, ident, priority, None)
        self.handler = handler
        self.pending = None

    def step(self, packet):
        if packet is None:
            pending = self.pending
            if pending is None:
                self.waiting = True
            else:
                self.pending = None
                pending.ident = self.handler
                self.kernel.send(self.ident, pending)
        else:
            self.pending = packet
            self.kernel.trace(packet.datum)
            self.kernel.hold(self)


class Kernel:
    def __init__(self):
        self.tasks = {}
        self.order = []
        self.sent = 0
        self.holds = 0
        self.checksum = 0

    def add(self, task):
        self.tasks[task.ident] = task
        self.order.insert(0, task)

    def trace(self, datum):
        self.checksum = (self.checksum * 31 + datum) % 1000003

    def send(self, source, packet):
        self.sent += 1
        target = self.tasks[packet.ident]
        packet.ident = source
        target.receive(packet)

    def hold(self, task):
        self.holds += 1
        task.held = True

    def release(self, ident):
        self.tasks[ident].held = False

    def run(self):
        order = self.order
        running = True
        while running:
            running = False
            for task in order:
                if task.runnable():
                    task.waiting = False
                    task.step(task.take())
                    running = True
                    break


def simulate(count):
    kernel = Kernel()
    IdleTask(kernel, count)
    queue = Packet(None, WORKER, WORK_PACKET)
    queue = Packet(queue, WORKER, WORK_PACKET)
    WorkerTask(kernel, 1000, queue)
    for handler, priority, device in ((HANDLER_A, 2000, DEVICE_A), (HANDLER_B, 3000, DEVICE_B)):
        queue = None
        for _ in range(3):
            queue = Packet(queue, device, DEVICE_PACKET)
        HandlerTask(kernel, handler, priority, queue, device)
    DeviceTask(kernel, DEVICE_A, 4000, HANDLER_A)
    DeviceTask(kernel, DEVICE_B, 5000, HANDLER_B)
    kernel.run()
    return kernel


n = int(sys.argv[1]) if len(sys.argv) > 1 else 600000
kernel = simulate(n)
print(kernel.sent, kernel.holds, kernel.checksum)
