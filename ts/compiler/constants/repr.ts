/**
 * Python's repr() of compile-time constants: for error messages, annotations kept as text, and disassembly.
 */
import type { Constant } from '../../frontend/constant.ts';

export function constantRepr(c: Constant): string {
  switch (c.kind) {
    case 'none':
      return 'None';
    case 'ellipsis':
      return 'Ellipsis';
    case 'bool':
      return c.value ? 'True' : 'False';
    case 'int':
      return c.value.toString();
    case 'float':
      return floatRepr(c.value);
    case 'complex':
      return complexRepr(c.re, c.im);
    case 'str':
      return strRepr(c.value);
    case 'bytes':
      return bytesRepr(c.value);
    case 'tuple':
      return `(${c.items.map(constantRepr).join(', ')}${c.items.length === 1 ? ',' : ''})`;
    case 'frozenset':
      return c.items.length === 0 ? 'frozenset()' : `frozenset({${c.items.map(constantRepr).join(', ')}})`;
    case 'slice':
      return `slice(${[c.start, c.stop, c.step].map(constantRepr).join(', ')})`;
  }
}

export function floatRepr(x: number): string {
  return Number.isInteger(x) && Math.abs(x) < 1e16 ? `${Object.is(x, -0) ? '-0' : x}.0` : shortest(x);
}

/** Shortest digits that read back as `x`, without the '.0' of whole numbers. */
function shortest(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  if (!Number.isFinite(x)) return x > 0 ? 'inf' : '-inf';
  if (x === 0) return Object.is(x, -0) ? '-0' : '0';
  const [mantissa, exponentText] = x.toExponential().split('e') as [string, string];
  const exponent = Number(exponentText);
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  if (exponent < -4 || exponent >= 16) {
    const point = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
    const magnitude = Math.abs(exponent).toString().padStart(2, '0');
    return `${sign}${point}e${exponent < 0 ? '-' : '+'}${magnitude}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return sign + digits.padEnd(exponent + 1, '0');
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

function complexRepr(re: number, im: number): string {
  const imaginary = shortest(im);
  if (re === 0 && !Object.is(re, -0)) return `${imaginary}j`;
  const sign = /^[-+]/.test(imaginary) ? '' : '+';
  return `(${shortest(re)}${sign}${imaginary}j)`;
}

/**
 * Not printable by Python's definition: control, format, surrogate, private, unassigned,
 * separators except the space. The regular expression is inside the function, so that its
 * character set is built only when a program needs it.
 */
function isUnprintable(char: string): boolean {
  if (char >= ' ' && char <= '~') return false;
  return /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|\p{Zs}/u.test(char);
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

export function strRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let result = quote;
  for (const char of text) {
    if (char === quote) result += `\\${char}`;
    else if (ESCAPES[char] !== undefined) result += ESCAPES[char];
    else if (isUnprintable(char)) {
      const code = char.codePointAt(0)!;
      if (code < 0x100) result += `\\x${code.toString(16).padStart(2, '0')}`;
      else if (code < 0x10000) result += `\\u${code.toString(16).padStart(4, '0')}`;
      else result += `\\U${code.toString(16).padStart(8, '0')}`;
    } else result += char;
  }
  return result + quote;
}

function bytesRepr(bytes: Uint8Array): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'";
  let result = `b${quote}`;
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    if (char === quote) result += `\\${char}`;
    else if (ESCAPES[char] !== undefined) result += ESCAPES[char];
    else if (byte < 0x20 || byte >= 0x7f) result += `\\x${byte.toString(16).padStart(2, '0')}`;
    else result += char;
  }
  return result + quote;
}
