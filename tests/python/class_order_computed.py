# What a metaclass's mro() finds of the class whose order it is to compute: there is none yet.
class Meta(type):
    def mro(cls):
        for look in (lambda: cls.__mro__, lambda: dir(cls), lambda: cls.missing, lambda: cls.__name__, lambda: issubclass(cls, object), lambda: super(cls, cls), lambda: repr(cls), lambda: cls(), lambda: isinstance(1, cls), lambda: hasattr(cls, '__len__'), lambda: setattr(cls, 'x', 1), lambda: vars(cls)['f'], lambda: cls.x, lambda: cls.__doc__):
            try: print(type(look()).__name__)
            except Exception as e: print(type(e).__name__)
        return type.mro(cls)
class C(metaclass=Meta):
    def f(self): return 1
print(C.__mro__, C().f(), C.x)


# a class whose order is being computed is nobody's base yet
class Early(type):
    def mro(cls):
        if cls.__mro__ is None and cls.__name__ == 'Incomplete':
            try:
                type('Sub', (cls,), {})
            except TypeError as e:
                print(e)
        return type.mro(cls)


print([c.__name__ for c in Early('Incomplete', (), {}).__mro__])
