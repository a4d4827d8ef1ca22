@decorate(1)
class Child(Base, metaclass=Meta, **options):
    """The
    docstring."""

    __private = 1
    field: int = 2

    def __init__(self, value):
        super().__init__(value)
        self.value = value
        self.__hidden = Child.__private

    @property
    def doubled(self):
        return super().value * 2

    @classmethod
    @cached
    def make(cls, *args):
        return super(Child, cls).make(*args)

    class Nested:
        def name(self):
            return __class__.__name__


class Empty:
    pass


class Star(*bases):
    pass
