"""Exceptions raised and caught, with statements."""
import contextlib


class _Error(Exception):
    pass


class _Manager:
    def __enter__(self):
        return 1

    def __exit__(self, *error):
        return False


class _Suppresses:
    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        return kind is not None


def try_without_exception(n):
    total = 0
    for i in range(n):
        try:
            total += i
        except ValueError:
            total = 0
    return total


def raise_and_catch(n):
    count = 0
    for _ in range(n):
        try:
            raise _Error
        except _Error:
            count += 1
    return count


def raise_in_callee(n):
    def check(i):
        if i & 1:
            raise ValueError('odd')
        return i

    count = 0
    for i in range(n):
        try:
            check(i)
        except ValueError:
            count += 1
    return count


def key_error(n):
    table = {1: 1}
    count = 0
    for _ in range(n):
        try:
            table[2]
        except KeyError:
            count += 1
    return count


def index_error(n):
    items = [1]
    count = 0
    for _ in range(n):
        try:
            items[5]
        except IndexError:
            count += 1
    return count


def finally_block(n):
    count = 0
    for i in range(n):
        try:
            if i & 3:
                continue
        finally:
            count += 1
    return count


def with_statement(n):
    total = 0
    manager = _Manager()
    for _ in range(n):
        with manager as x:
            total += x
    return total


def with_that_suppresses(n):
    count = 0
    manager = _Suppresses()
    for _ in range(n):
        with manager:
            raise _Error
        count += 1
    return count


def context_manager(n):
    @contextlib.contextmanager
    def opened(k):
        yield k

    total = 0
    for i in range(n):
        with opened(i) as k:
            total += k
    return total


def int_of_bad_str(n):
    count = 0
    for _ in range(n):
        try:
            int('x1')
        except ValueError:
            count += 1
    return count
