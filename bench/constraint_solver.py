"""One-way constraints in a chain and a star, re-planned and propagated: classes with virtual methods."""
import sys


class Variable:
    def __init__(self, name, value):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.strength = 0
        self.mark = 0


class Constraint:
    def __init__(self, strength):
        self.strength = strength

    def inputs(self):
        return ()

    def execute(self):
        raise NotImplementedError


class Stay(Constraint):
    def __init__(self, variable, strength):
        super().__init__(strength)
        self.output = variable
        variable.constraints.append(self)

    def execute(self):
        pass


class Equal(Constraint):
    def __init__(self, source, output, strength):
        super().__init__(strength)
        self.source = source
        self.output = output
        source.constraints.append(self)
        output.constraints.append(self)

    def inputs(self):
        return (self.source,)

    def execute(self):
        self.output.value = self.source.value


class Scale(Equal):
    def __init__(self, source, factor, offset, output, strength):
        super().__init__(source, output, strength)
        self.factor = factor
        self.offset = offset

    def inputs(self):
        return (self.source, self.factor, self.offset)

    def execute(self):
        self.output.value = self.source.value * self.factor.value + self.offset.value


class Planner:
    def __init__(self):
        self.mark = 0

    def plan(self, sources):
        self.mark += 1
        mark = self.mark
        plan = []
        todo = list(sources)
        while todo:
            variable = todo.pop()
            for constraint in variable.constraints:
                output = constraint.output
                if output is not variable and output.mark != mark:
                    output.mark = mark
                    output.determined_by = constraint
                    plan.append(constraint)
                    todo.append(output)
        return plan


def chain(n):
    planner = Planner()
    variables = [Variable("v%d" % i, 0) for i in range(n + 1)]
    for i in range(n):
        Equal(variables[i], variables[i + 1], 1)
    Stay(variables[n], 2)
    plan = planner.plan([variables[0]])
    total = 0
    for value in range(100):
        variables[0].value = value
        for constraint in plan:
            constraint.execute()
        total += variables[n].value
    return total


def projection(n):
    planner = Planner()
    factor = Variable("factor", 10)
    offset = Variable("offset", 1000)
    pairs = []
    for i in range(n):
        source = Variable("s%d" % i, i)
        target = Variable("t%d" % i, i)
        Stay(source, 1)
        Scale(source, factor, offset, target, 2)
        pairs.append((source, target))
    total = 0
    for round_ in range(10):
        factor.value = round_
        for source, target in pairs:
            for constraint in planner.plan([source]):
                constraint.execute()
            total += target.value
    return total


n = int(sys.argv[1]) if len(sys.argv) > 1 else 80000
print(chain(n), projection(n))
