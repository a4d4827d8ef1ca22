import pluggy

spec, impl = pluggy.HookspecMarker('app'), pluggy.HookimplMarker('app')


class Spec:
    @spec
    def gather(self, x, y):
        """Collects."""

    @spec(firstresult=True)
    def first(self, x):
        """One."""


class A:
    @impl
    def gather(self, x, y):
        return x + y

    @impl(trylast=True)
    def first(self, x):
        return 'A', x


class B:
    @impl(tryfirst=True)
    def gather(self, y):
        return y

    @impl(hookwrapper=True)
    def first(self, x):
        outcome = yield
        outcome.force_result(('wrapped', outcome.get_result()))


manager = pluggy.PluginManager('app')
manager.add_hookspecs(Spec)
print(manager.register(A(), 'a'), manager.register(B(), 'b'), manager.hook.gather(x=1, y=2), manager.hook.first(x=5), sorted(name for name, _ in manager.list_name_plugin()))
manager.unregister(name='a')
print(manager.hook.gather(x=1, y=2), manager.has_plugin('a'))
try:
    manager.register(type('C', (), {'gather': impl(lambda self, nope: 1)})())
except pluggy.PluginValidationError as error:
    print(type(error).__name__)
