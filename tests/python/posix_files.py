# Module posix: descriptors, entries, stat, folders; errors as OSError has them. os is not needed.
import errno
import posix as p


def raises(f, *args, **kwargs):
    try:
        print('no error', f(*args, **kwargs))
    except Exception as e:
        extra = (e.errno, e.strerror, e.filename, e.filename2) if isinstance(e, OSError) else (str(e),)
        print(type(e).__name__, *extra)


def scratch():
    for n in range(1000):
        name = f'/tmp/pystitch-posix-{p.getpid()}-{n}'
        try:
            p.mkdir(name, 0o700)
            return name
        except FileExistsError:
            pass


before = p.getcwd()
top = scratch()
p.chdir(top)
print(p.getcwd() == top, p.getcwdb() == top.encode())
fd = p.open('f', p.O_RDWR | p.O_CREAT | p.O_EXCL, 0o640)
print(p.write(fd, b'hello '), p.write(fd, bytearray(b'world')))
print(p.lseek(fd, 0, 0), p.read(fd, 5), p.read(fd, 100), p.read(fd, 1), p.pread(fd, 3, 2), p.pwrite(fd, b'J', 0))
p.ftruncate(fd, 4)
st = p.fstat(fd)
print(st.st_size, oct(st.st_mode), st.st_nlink, len(st), st[6], st.st_mtime_ns // 10**9 == st[8], type(st.st_mtime))
print(st.n_fields, st.n_sequence_fields, st.n_unnamed_fields, st.__match_args__)
copy = p.dup(fd)
p.close(fd)
print(p.lseek(copy, 0, 0), p.read(copy, 9), p.isatty(copy))
raises(p.read, fd + 50, 1)
raises(p.write, copy, 'text')
p.close(copy)
raises(p.close, copy)
raises(p.read, 0, -1)

p.utime('f', (1, 2.5))
print(p.stat('f').st_mtime, p.stat('f').st_atime_ns, p.stat('f')[8])
p.utime('f', ns=(3, 4000000005))
print(p.stat('f').st_atime_ns, p.stat('f').st_mtime_ns)
p.chmod('f', 0o400)
print(oct(p.stat('f').st_mode & 0o777), p.access('f', p.F_OK), p.access('none', p.F_OK))
p.symlink('f', 'l')
p.symlink('none', 'dangling')
p.link('f', 'hard')
print(p.readlink('l'), p.readlink(b'l'), p.lstat('l').st_size, p.stat('l').st_size, p.stat('hard').st_nlink)
p.mkdir('d')
p.rename('hard', 'd/moved')
p.replace('d/moved', b'd/again'.decode())
print(sorted(p.listdir()), sorted(p.listdir(b'.')), p.listdir('d'))
with p.scandir() as entries:
    for e in sorted(entries, key=lambda e: e.name):
        print(e, e.name, e.path, e.is_dir(), e.is_file(), e.is_symlink(), e.is_file(follow_symlinks=False), e.inode() == p.lstat(e.path).st_ino)
e = next(p.scandir('d'))
print(e.path, p.fspath(e), e.stat().st_size, e.stat() is e.stat(), next(p.scandir(b'd')).path)
d = p.open('d', p.O_RDONLY)
print(p.listdir(d), p.stat('again', dir_fd=d).st_size, [x.name for x in p.scandir(d)])
p.unlink('again', dir_fd=d)
p.close(d)

raises(p.open, 'none', p.O_RDONLY)
raises(p.open, 'd', p.O_WRONLY)
raises(p.open, 'f', p.O_CREAT | p.O_EXCL)
raises(p.stat, 'none')
raises(p.stat, 'dangling')
raises(p.stat, 'f/x')
raises(p.stat, '')
raises(p.stat, 'a\0b')
raises(p.stat, b'a\0b')
raises(p.putenv, 'a\0b', 'c')
raises(p.stat, 1.5)
raises(p.stat, None)
raises(p.stat, 99)
raises(p.lstat, 1)
raises(p.stat, 1, follow_symlinks=False)
raises(p.stat, 1, dir_fd=1)
raises(p.stat, 'f', dir_fd='x')
raises(p.listdir, 'none')
raises(p.listdir, 'f')
raises(p.listdir, 1.5)
raises(p.mkdir, 'd')
raises(p.rmdir, 'f')
raises(p.rmdir, 3)
raises(p.unlink, 'd')
raises(p.rename, 'none', 'x')
raises(p.link, 'none', 'x')
raises(p.symlink, 'x', 'd')
raises(p.readlink, 'f')
raises(p.truncate, 'none', 0)
raises(p.utime, 'f', 1)
raises(p.utime, 'f', (1,))
raises(p.utime, 'f', (1, 2), ns=(1, 2))
raises(p.utime, 'f', ns=1)
raises(p.chdir, 'none')
raises(p.close, 'x')
raises(p.close, 2**40)
raises(p.lseek, 0, 'x', 0)
raises(p.strerror, 'x')
raises(p.urandom, -1)
raises(p.fspath, 1)
raises(p.putenv, 'a=b', 'c')
raises(p.unsetenv, 'a=')
raises(p.DirEntry)
raises(p.sysconf, 'none')
for name in ('f', 'l', 'dangling'):
    p.unlink(name)
p.rmdir('d')
p.chdir(before)
p.rmdir(top)

r, w = p.pipe()
print(p.write(w, b'through'), p.read(r, 100), p.dup2(w, 90), p.write(90, b'x'), p.read(r, 1))
p.close(w), p.close(90)
print(p.read(r, 1))

print(p.strerror(2), len(p.urandom(5)), errno.errorcode[errno.ENOENT], errno.EAGAIN == errno.EWOULDBLOCK, len(errno.errorcode) > 100)
print(p.waitstatus_to_exitcode(256), p.WIFEXITED(0), p.WTERMSIG(9), p.waitstatus_to_exitcode(9))
for path in ('//a/b', '///a', '/a', 'a', '', '//', 'a\0b', b'//x', '/'):
    print(p._path_splitroot_ex(path))
for path in ('//a/b', '///a', '/a/../b', 'a/./b/../../..', '', '//', 'a\0b/../c', b'//x/..', '/..', '.', './a', 'a//b/', '/../../x', 'é/../ü', '../..', 'a/..', b''):
    print(p._path_normpath(path))
raises(p._path_normpath, 1)


class Path:
    def __init__(self, value):
        self.value = value

    def __fspath__(self):
        return self.value


print(p.fspath(Path('x')), p._path_normpath(Path('a/..')))
raises(p.fspath, Path(3))
raises(p.stat, Path(3))
raises(p.stat, Path('none'))
result = p.stat_result(range(12))
print(result, result.st_atime, result.st_mtime, result.st_ctime, result.st_rdev, result.__reduce__()[1])
print(p.stat_result(range(10)).st_atime, p.stat_result(range(10), {'st_atime': 5}).st_atime)
raises(p.stat_result, (1,))
raises(p.stat_result, range(20))
print(p.terminal_size((80, 24)), p.terminal_size((1, 2)).lines, len(p.uname()))

# between descriptors
a, b = p.memfd_create('a'), p.memfd_create('b')
p.write(a, b'0123456789')
r, w = p.pipe()
print(p.sendfile(b, a, 2, 3), p.copy_file_range(a, b, 4, 0), p.splice(a, w, 5, offset_src=1), p.read(r, 9), p.pread(b, 20, 0))
parts = [bytearray(2), bytearray(3)]
print(p.preadv(a, parts, 1), parts, p.pwritev(a, (b'x', b'yz'), 3), p.pread(a, 20, 0), p.lockf(a, p.F_LOCK, 0))
for f, *args in ((p.copy_file_range, a, b, -1), (p.sendfile, -1, a, 0, 1), (p.chown, a, 'x', 0), (p.chown, a, 0, 2**32),
                 (p.eventfd, -1), (p.timerfd_settime, a), (p.pathconf, '/', 'PC_X'), (p.fpathconf, a, 1.5), (p.ttyname, r), (p.stat, type('P', (), {'__fspath__': None})())):
    raises(f, *args)
event, timer = p.eventfd(3), p.timerfd_create(1)
print(p.eventfd_read(event), p.eventfd_write(event, 2**64 - 2), p.eventfd_read(event), p.timerfd_settime(timer, initial=0.001, interval=2), p.read(timer, 8), p.timerfd_gettime(timer)[1])
print(p.get_inheritable(p.dup2(r, 50)), p.get_inheritable(p.dup2(r, 51, False)), p.pathconf(a, 'PC_NAME_MAX'), p.getpriority(p.PRIO_PROCESS, 0) > -99)
