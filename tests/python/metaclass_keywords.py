class Meta(type):
    def __new__(meta, name, bases, namespace, **kwargs):
        print("Meta.__new__", name, kwargs)
        return super().__new__(meta, name, bases, namespace)
    def __init__(cls, name, bases, namespace, **kwargs):
        print("Meta.__init__", name, kwargs)
class Base(metaclass=Meta, a=1): pass
C = type("C", (Base,), {}, b=2)
print(type(C))
