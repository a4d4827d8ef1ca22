import io
import os
import re
import sys
import tempfile
import contextlib
import warnings

warnings.simplefilter('ignore')
import pytest

TEST = '''
import pytest

@pytest.fixture
def value():
    yield 3

@pytest.mark.parametrize('n', [1, 2])
def test_ok(n, value):
    assert n < value

def test_bad(value):
    assert [1, value] == [1, 2], 'message'

def test_raises():
    with pytest.raises(ZeroDivisionError, match='zero'):
        1 / 0

@pytest.mark.skip(reason='no')
def test_skip():
    pass

@pytest.mark.xfail
def test_fails():
    assert 0

class TestClass:
    def test_approx(self, tmp_path, monkeypatch, capsys):
        monkeypatch.setenv('X', '1')
        (tmp_path / 'f').write_text('x')
        print('hi')
        assert capsys.readouterr().out == 'hi\\n' and 0.1 + 0.2 == pytest.approx(0.3)
'''
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'test_it.py')
    with open(path, 'w') as file:
        file.write(TEST)
    os.chdir(folder)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        status = pytest.main(['-q', '-p', 'no:cacheprovider', '--color=no', '--tb=line', '-W', 'ignore', path])
    print(int(status), re.sub(r'in [\d.]+s', 'in ?s', out.getvalue()).replace(folder, ''))
    os.chdir('/')
