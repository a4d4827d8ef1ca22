# contextvars: variables, tokens, contexts that are copied and entered.
import contextvars


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, str(e).split(" at 0x")[0])


var = contextvars.ContextVar("var")
other = contextvars.ContextVar("other", default=42)
print(var.name, other.get(), var.get("argument"), other.get("argument"), repr(other).split(" at ")[0], hash(var) == hash(var))
attempt(var.get)
token = var.set(1)
print(var.get(), token.old_value, token.var is var, token.old_value is contextvars.Token.MISSING, repr(token)[:12])
inner = var.set(2)
print(inner.old_value, var.reset(inner), var.get(), repr(inner)[:11])
attempt(lambda: var.reset(inner))
attempt(lambda: other.reset(token))
attempt(lambda: var.reset(3))
with var.set(5) as entered:
    print(var.get(), type(entered).__name__)
print(var.get())

context = contextvars.copy_context()
print(var in context, other in context, context[var], context.get(other), context.get(other, "none"), len(context), list(context) == [var],
      list(context.items()) == [(var, 1)], list(context.values()), list(context.keys()) == [var])
attempt(lambda: context[other])
attempt(lambda: context["var"])
attempt(lambda: "var" in context)


def change(x, *, y):
    token = var.set(x)
    other.set(y)
    return var.get(), other.get(), token


before = context.copy()
x, y, foreign = context.run(change, 7, y=8)
print(x, y, var.get(), other.get(), context[var], context[other], before[var], other in before, before == context)
attempt(lambda: var.reset(foreign))
attempt(lambda: context.run(context.run, print))
attempt(lambda: context.run())
attempt(lambda: context.run(lambda: 1 / 0))
print(context.run(lambda: contextvars.copy_context() == context), contextvars.Context() == contextvars.Context(), len(contextvars.Context()))
attempt(lambda: contextvars.Context(1))
attempt(lambda: contextvars.ContextVar(1))
attempt(lambda: contextvars.Token())
attempt(lambda: hash(context))
attempt(lambda: type("T", (contextvars.ContextVar,), {}))
print(contextvars.ContextVar[int], contextvars.Token[str])


def generator():
    for i in range(3):
        var.set(i)
        yield var.get()


print([(i, var.get()) for i in generator()])
loop = contextvars.Context()


def count():
    for i in range(2000):
        var.set(var.get(0) + 1)
    return var.get()


print(loop.run(count), loop.run(count), var.get())


class Unhashable(str):
    def __eq__(self, other):
        return True


try:
    contextvars.ContextVar(Unhashable('name'))
except TypeError as e:
    print(e)
