"""What sysconfig tells about how this Python was built. Nothing was built with it that others link to, so most of
CPython's variables are absent."""

build_time_vars = {
    'ABIFLAGS': '',
    'CONFIG_ARGS': '',
    'EXT_SUFFIX': '',
    'HAVE_FORK': 0,
    'PY_CFLAGS': '',
    'PY_CORE_CFLAGS': '',
    'Py_DEBUG': 0,
    'Py_ENABLE_SHARED': 0,
    'Py_GIL_DISABLED': 0,
    'SIZEOF_INT': 4,
    'SIZEOF_LONG': 8,
    'SIZEOF_VOID_P': 8,
    'SIZEOF_WCHAR_T': 4,
    'SOABI': '',
    'TZPATH': '/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo',
    'WITH_DOC_STRINGS': 1,
    'WITH_MIMALLOC': 0,
    'WITH_PYMALLOC': 0,
}
