"""Modules that read and write data: numbers, dates, texts in their formats, bytes. See measure.py."""

import base64
import binascii
import configparser
import csv
import datetime
import decimal
import email
import gzip
import hashlib
import hmac
import html
import io
import ipaddress
import json
import pickle
import re
import struct
import tomllib
import unicodedata
import urllib.parse
import uuid
import xml.etree.ElementTree as ElementTree
import zlib

WORDS = ('alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta')
RECORDS = [{'id': i, 'name': WORDS[i % 8], 'price': i * 1.25, 'tags': list(WORDS[: i % 4]), 'ok': i % 3 == 0} for i in range(50)]


def decimal_sums(n):
    total, step, factor = decimal.Decimal(0), decimal.Decimal('1.1'), decimal.Decimal('1.000001')
    for _ in range(n):
        total += step
        step *= factor
    return str(total)


def decimal_divisions(n):
    x, result = decimal.Decimal(2), decimal.Decimal(0)
    for i in range(1, n + 1):
        result += x / i
    return str(result)


def decimal_texts(n):
    length = 0
    for i in range(n):
        length += len(str(decimal.Decimal(f'{i}.{i % 100:02}').quantize(decimal.Decimal('0.1'))))
    return length


def datetime_sums(n):
    at, step = datetime.datetime(2020, 1, 1), datetime.timedelta(hours=7, minutes=11)
    days = 0
    for _ in range(n):
        at += step
        days += at.day
    return days, at.isoformat()


def datetime_texts(n):
    total = 0
    for i in range(n):
        text = datetime.datetime(2020, 1 + i % 12, 1 + i % 28, i % 24, i % 60).isoformat()
        total += datetime.datetime.fromisoformat(text).minute
    return total


def datetime_strptime(n):
    total = 0
    for i in range(n):
        total += datetime.datetime.strptime(f'2024-{1 + i % 12:02}-{1 + i % 28:02} 10:{i % 60:02}', '%Y-%m-%d %H:%M').minute
    return total


def json_round_trips(n):
    length = 0
    for _ in range(n):
        length += len(json.loads(json.dumps(RECORDS)))
    return length


def json_indented(n):
    length = 0
    for _ in range(n):
        length += len(json.dumps(RECORDS[:10], indent=2, sort_keys=True))
    return length


def csv_rows(n):
    out = io.StringIO()
    writer = csv.writer(out)
    for i in range(n):
        writer.writerow((i, WORDS[i % 8], i * 0.5, 'with, comma'))
    return sum(len(row) for row in csv.reader(io.StringIO(out.getvalue())))


def csv_records(n):
    text = 'id,name,price\n' + ''.join(f'{i},{WORDS[i % 8]},{i * 0.25}\n' for i in range(n))
    return sum(float(row['price']) for row in csv.DictReader(io.StringIO(text)))


def re_log_lines(n):
    pattern = re.compile(r'(?P<ip>\d+\.\d+\.\d+\.\d+) - \[(?P<at>[^]]+)\] "(?P<verb>[A-Z]+) (?P<path>\S+)" (?P<status>\d{3})')
    total = 0
    for i in range(n):
        found = pattern.match(f'10.0.{i % 256}.1 - [2024-01-01] "GET /page/{i}" {200 + i % 5}')
        total += int(found['status']) + len(found['path'])
    return total


def pickle_dumps(n):
    length = 0
    for _ in range(n):
        length += len(pickle.dumps(RECORDS, 4))
    return length


def pickle_loads(n):
    data = pickle.dumps(RECORDS, 4)
    length = 0
    for _ in range(n):
        length += len(pickle.loads(data))
    return length


def sha256_long(n):
    data = bytes(range(256)) * 16
    digest = hashlib.sha256()
    for _ in range(n):
        digest.update(data)
    return digest.hexdigest()


def md5_short(n):
    total = 0
    for i in range(n):
        total += hashlib.md5(str(i).encode()).digest()[0]
    return total


def hmac_short(n):
    total = 0
    for i in range(n):
        total += hmac.digest(b'key', str(i).encode(), 'sha256')[0]
    return total


def zlib_compress(n):
    data = ''.join(WORDS[i % 8] + str(i) for i in range(2000)).encode()
    length = 0
    for _ in range(n):
        length += len(zlib.decompress(zlib.compress(data)))
    return length


def zlib_checksums(n):
    value = 0
    for i in range(n):
        value = zlib.crc32(b'some bytes of a message', value)
    return value


def gzip_small(n):
    length = 0
    for _ in range(n):
        length += len(gzip.decompress(gzip.compress(b'abc' * 100)))
    return length


def xml_parse(n):
    text = '<all>' + ''.join(f'<item id="{i}"><name>{WORDS[i % 8]}</name></item>' for i in range(100)) + '</all>'
    total = 0
    for _ in range(n):
        total += sum(int(item.get('id')) for item in ElementTree.fromstring(text).iter('item'))
    return total


def xml_build(n):
    length = 0
    for _ in range(n):
        root = ElementTree.Element('all')
        for i in range(50):
            ElementTree.SubElement(root, 'item', id=str(i)).text = WORDS[i % 8]
        length += len(ElementTree.tostring(root))
    return length


def struct_records(n):
    packer = struct.Struct('<IhHd8s')
    total = 0
    for i in range(n):
        total += packer.unpack(packer.pack(i, -5, 7, i * 0.5, b'name'))[0]
    return total


def base64_long(n):
    data = bytes(range(256)) * 8
    length = 0
    for _ in range(n):
        length += len(base64.b64decode(base64.b64encode(data)))
    return length


def hex_texts(n):
    length = 0
    for i in range(n):
        length += len(binascii.unhexlify(binascii.hexlify(b'sixteen bytes ..')))
    return length


def unicode_normal_forms(n):
    length = 0
    for _ in range(n):
        length += len(unicodedata.normalize('NFC', unicodedata.normalize('NFD', 'Ångström façade naïve')))
    return length


def html_escapes(n):
    length = 0
    for i in range(n):
        length += len(html.unescape(html.escape('<a href="x">Tom & Jerry</a>')))
    return length


def urls(n):
    length = 0
    for i in range(n):
        parts = urllib.parse.urlsplit(f'https://example.org:8080/a/b{i}?x={i}&y=2#end')
        length += len(urllib.parse.parse_qs(parts.query)) + len(urllib.parse.quote(parts.path + ' ä'))
    return length


def toml_texts(n):
    text = 'title = "x"\n[server]\nport = 8000\nhosts = ["a", "b"]\n[[user]]\nname = "n"\nage = 3.5\n'
    total = 0
    for _ in range(n):
        total += tomllib.loads(text)['server']['port']
    return total


def ini_texts(n):
    text = '[server]\nport = 8000\nhost = example.org\n[client]\nretries = 3\n'
    total = 0
    for _ in range(n):
        parser = configparser.ConfigParser()
        parser.read_string(text)
        total += parser.getint('server', 'port')
    return total


def mails(n):
    text = 'From: a@example.org\nTo: b@example.org\nSubject: =?utf-8?q?caf=C3=A9?=\nContent-Type: text/plain\n\nBody\n'
    length = 0
    for _ in range(n):
        message = email.message_from_string(text)
        length += len(message['From']) + len(message.get_payload())
    return length


def addresses(n):
    total = 0
    network = ipaddress.ip_network('10.0.0.0/8')
    for i in range(n):
        total += ipaddress.ip_address(f'10.0.{i % 200}.7') in network
    return total


def uuids(n):
    length = 0
    for i in range(n):
        length += len(str(uuid.uuid5(uuid.NAMESPACE_DNS, str(i))))
    return length
