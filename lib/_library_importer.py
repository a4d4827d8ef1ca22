"""Finders and loaders of what importlib does not know: the standard library, which is one image, and folders that the host grants for
importing and nothing else. The runtime calls install() when importlib becomes the system of import."""

import _imp
import sys


class LibraryLoader:
    """Of a module whose code the host has."""

    def __init__(self, name, code, path, package):
        self.name = name
        self.path = path
        self._code = code
        self._package = package

    def __eq__(self, other):
        return self.__class__ is other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(self.get_code(module.__name__), module.__dict__)

    def load_module(self, fullname=None):
        return _bootstrap._load_module_shim(self, fullname or self.name)

    def is_package(self, fullname):
        return self._package

    def get_code(self, fullname):
        # A code object that has run is not run again: its first call changed what it shares with the module.
        code, self._code = self._code, None
        if code is None:
            code = _imp._host_module(fullname)[0]
        return code

    def get_source(self, fullname):
        return _imp._source_text(self.path)

    def get_filename(self, fullname):
        return self.path

    def get_resource_reader(self, name):
        from importlib.readers import FileReader

        return FileReader(self)

    def get_data(self, path):
        with open(path, 'rb') as file:
            return file.read()


def _spec(name, *library):
    found = _imp._host_module(name, *library)
    if found is None:
        return None
    code, path, package = found
    return _make_spec(name, LibraryLoader(name, code, path, package), path, package)


def _make_spec(name, loader, path, package):
    spec = _bootstrap.ModuleSpec(name, loader, origin=path, is_package=package)
    spec._set_fileattr = True
    if package:
        spec.submodule_search_locations.append(path.rpartition('/')[0])
    return spec


class HostFinder:
    """On sys.meta_path, after all others: modules that only the host can read."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        return _spec(name)

    @staticmethod
    def invalidate_caches():
        pass


class LibraryFinder:
    """A path hook's: finds modules in the image, or in a package in it, by the folder of their sources."""

    def __init__(self, path):
        if path != _image and not path.startswith(_image + '/'):
            raise ImportError('only for the standard library', path=path)
        self.path = path

    def find_spec(self, name, target=None):
        package, _, _ = name.rpartition('.')
        if self.path != (_image + '/' + package.replace('.', '/') if package else _image):
            return None
        spec = _spec(name, True)
        return spec if spec is not None and spec.origin.startswith(_image) else None

    def iter_modules(self, prefix=''):
        from pkgutil import _iter_file_finder_modules

        return _iter_file_finder_modules(self, prefix)

    def invalidate_caches(self):
        pass

    def __repr__(self):
        return f'LibraryFinder({self.path!r})'


def _keep_code():
    """Makes the loader of source files look for what an earlier run has compiled, unless somebody has changed how it reads or compiles."""
    loader = _external.SourceFileLoader
    compiling = loader.get_code
    methods = loader.get_data, loader.get_filename, loader.source_to_code

    def get_code(self, fullname):
        if type(self) is not loader or (loader.get_data, loader.get_filename, loader.source_to_code) != methods:
            return compiling(self, fullname)
        code = _imp._kept_code(self.get_filename(fullname))
        if code is not None:
            return code
        try:
            return compiling(self, fullname)
        finally:
            _imp._kept_code(None)

    get_code.__qualname__, get_code.__doc__ = compiling.__qualname__, compiling.__doc__
    loader.get_code = get_code


_importing_zipimport = False


def zip_hook(path):
    """A path hook: zipimport.zipimporter, which is imported when there is something that is not a folder."""
    global _importing_zipimport
    if _importing_zipimport or path.startswith(_image) or _external._path_isdir(path) or not path:
        raise ImportError('not a Zip file', path=path)
    _importing_zipimport = True
    try:
        from zipimport import zipimporter
    finally:
        _importing_zipimport = False
    for i, hook in enumerate(sys.path_hooks):
        if hook is zip_hook:
            sys.path_hooks[i] = zipimporter
    return zipimporter(path)


def _adopt(module):
    """Gives a module that was made without importlib its loader."""
    spec = module.__spec__
    name, path = spec.name, spec.origin
    if path == 'built-in':
        module.__loader__ = _bootstrap.BuiltinImporter
        module.__spec__ = _bootstrap.ModuleSpec(name, module.__loader__, origin=path)
        return
    package = spec.submodule_search_locations is not None
    if path.startswith(_image):
        loader = LibraryLoader(name, None, path, package)
    else:
        loader = _external.SourceFileLoader(name, path)
    made = _make_spec(name, loader, path, package)
    if package:
        made.submodule_search_locations = module.__path__
    made._initializing = getattr(spec, '_initializing', False)
    if made.cached:
        module.__cached__ = made.cached
    module.__spec__ = made
    module.__loader__ = loader


def install(bootstrap):
    global _bootstrap, _external, _image
    _bootstrap = bootstrap
    _external = bootstrap._bootstrap_external
    _image = __file__.rpartition('/')[0]
    old = type(sys.modules[__name__].__spec__)
    for module in list(sys.modules.values()):
        if type(getattr(module, '__spec__', None)) is old and module.__spec__.origin is not None:
            _adopt(module)
    main = sys.modules.get('__main__')
    if getattr(main, '__loader__', ...) is None:
        file = getattr(main, '__file__', None)
        main.__loader__ = _external.SourceFileLoader('__main__', file) if file else _bootstrap.BuiltinImporter
    _keep_code()
    sys.path_hooks[:0] = [LibraryFinder, zip_hook]
    sys.meta_path.append(HostFinder)
