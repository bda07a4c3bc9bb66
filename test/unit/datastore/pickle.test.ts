import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowdeckError } from '../../../runner/errors';
import { preview, readPickle, repr, toJson, typeName } from '../../../runner/datastore/pickle';

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const read = (text: string, options = {}) => readPickle(bytesOf(text), options);
const short = (text: string): string => `\x8c${String.fromCharCode(text.length)}${text}`;
const global = (module: string, name: string): string => `${short(module)}${short(name)}\x93`;

describe('a pickle', () => {
  it('that would run a command is only shown', () => {
    const value = read(`\x80\x04${global('posix', 'system')}${short('rm -rf /')}\x85R.`);
    expect(value).toMatchObject({ kind: 'object', class: 'posix.system' });
    expect(repr(value)).toBe("system('rm -rf /')");
  });

  it('keeps shared references shared', () => {
    // a = []; [a, a]
    const value = read('\x80\x04](]\x94h\x00e.');
    expect(value.kind === 'list' && value.items[0] === value.items[1]).toBe(true);
  });

  it.each([
    ['cos\nsystem\n(S"ls"\ntR.', "system('ls')"],
    [
      '(lp0\nI1\naL20000000000000000000L\naF1.5\naI01\naI00\naNa.',
      '[1, 20000000000000000000, 1.5, True, False, None]',
    ],
    ["(dp0\nVa\\u00e9\np1\nS'it\\'s \\x41'\ns.", "{'aé': \"it's A\"}"],
    ['(i__main__\nOld\np0\n(dp1\nVa\nI1\nsb.', 'Old(a=1)'],
    ['(c__main__\nOld\nI1\no.', 'Old(1)'],
    ['\x80\x02c__builtin__\nxrange\nK\x00K\x03K\x01\x87R.', 'range(0, 3)'],
    ['U\x02\xc3\xa9.', "b'\\xc3\\xa9'"],
    ['K\x01K\x020.', '1'],
    ['(K\x01K\x021K\x03.', '3'],
    ['K\x012\x86.', '(1, 1)'],
    ['Pdb-17\n.', '<stored elsewhere as db-17>'],
    ['\x82\x05.', '<an object of the extension registry (5)>'],
    ['\x97\x98.', '<a buffer that is stored elsewhere>'],
    [
      `${global('builtins', 'getattr')}${global('m', 'Color')}${short('RED')}\x86R.`,
      "<class 'm.Color.RED'>",
    ],
    [`${global('m', 'K')}(K\x01t}${short('k')}K\x02s\x92.`, 'K(1, k=2)'],
  ])('of old or rare form is read: %j', (text, shown) => {
    expect(repr(read(text))).toBe(shown);
  });

  it.each([
    ['', 'it stops in the middle'],
    ['\x80\x04', 'it stops in the middle'],
    ['K', 'it stops in the middle'],
    ['.', 'a value is missing'],
    ['e.', 'a mark is missing'],
    ['h\x05.', 'nothing was remembered'],
    ['\xff', 'opcode 255 is not known'],
    ['\x80\x63.', 'protocol 99 is not known'],
    ['K\x01K\x02a.', 'items are put into a int'],
    ['I12x\n.', 'is no integer'],
    ['Fabc\n.', 'is no float'],
    ['Sabc\n.', 'without quotes'],
    ['T\xff\xff\xff\xff.', 'a negative length'],
  ])('that is none says so: %j', (text, why) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'pickle-damaged' }));
    expect(() => read(text)).toThrow(why);
  });

  it('may promise more bytes than there are', () => {
    expect(() => read('\x8e\xff\xff\xff\xff\xff\xff\xff\x7fabc')).toThrow(FlowdeckError);
    expect(repr(read('\x8e\xff\xff\xff\xff\xff\xff\xff\x7fabc', { partial: true }))).toBe(
      "b'abc'…",
    );
  });

  it('with an int of absurd size is not computed', () => {
    const length = 100_000;
    const bytes = Buffer.concat([
      Buffer.of(0x8b, 0xa0, 0x86, 1, 0),
      Buffer.alloc(length, 7),
      bytesOf('.'),
    ]);
    expect(repr(readPickle(bytes))).toBe('<an int of 800000 bits>');
  });
});

describe('the beginning of a pickle', () => {
  // [[1, 2], {'a': (3, 4, 5, 6), 'b': 'text'}]
  const whole = `\x80\x04](](K\x01K\x02e}(${short('a')}(K\x03K\x04K\x05K\x06t${short('b')}${short('text')}ue.`;

  it.each([
    [8, '[[1, …], …]'],
    [11, '[[1, 2], …]'],
    [22, "[[1, 2], {'a': (3, 4, …), …}, …]"],
    [whole.length - 4, "[[1, 2], {'a': (3, 4, 5, 6), 'b': 'tex'…, …}, …]"],
  ])('of %i bytes shows what is known', (length, shown) => {
    expect(repr(read(whole.slice(0, length), { partial: true }))).toBe(shown);
  });

  it('always gives a value, whatever the cut', () => {
    for (let length = 0; length < whole.length; length += 1) {
      expect(repr(read(whole.slice(0, length), { partial: true })).length).toBeGreaterThan(0);
    }
  });

  it('is all that is read when there are too many values', () => {
    const value = read(`](${'K\x01'.repeat(1000)}e.`, { maxItems: 10 });
    expect(value).toMatchObject({ kind: 'list', truncated: true });
    expect(value.kind === 'list' && value.items.length).toBeLessThan(12);
    expect(toJson(value)).toMatchObject({ $type: 'list', $truncated: true });
  });
});

describe('showing a value', () => {
  it('ends with an ellipsis where it is cut, never inside a character', () => {
    const value = read(`X\x10\x00\x00\x00${Buffer.from('😀😀😀😀').toString('latin1')}.`);
    for (let max = 1; max < 12; max += 1) {
      const text = preview(value, max);
      expect(text.length).toBeLessThanOrEqual(max);
      expect(text).not.toMatch(/\p{Surrogate}/u);
    }
  });

  it('survives depth and width that no one can read', () => {
    const deep = read(`${'('.repeat(100_000)}${'t'.repeat(100_000)}.`);
    expect(repr(deep)).toContain('…');
    expect(JSON.stringify(toJson(deep))).toContain('$truncated');
    // Each level doubles: 2^30 values in 30 lists.
    let bomb = ']';
    for (let i = 0; i < 30; i += 1)
      bomb += `\x94](h${String.fromCharCode(i)}h${String.fromCharCode(i)}e`;
    expect(preview(read(`${bomb}.`)).length).toBe(200);
    expect(toJson(read(`${bomb}.`), { maxItems: 1000 })).toBeDefined();
  });

  it('exports cycles as such', () => {
    expect(toJson(read(']\x94(K\x01h\x00e.'))).toEqual([1, { $cycle: true }]);
  });

  it('keeps keys that JavaScript treats specially', () => {
    const value = read(`}(${short('__proto__')}K\x01${short('b')}K\x02u.`);
    expect(JSON.stringify(toJson(value))).toBe('{"__proto__":1,"b":2}');
    expect(toJson(read(`}(${short('$type')}K\x01u.`))).toEqual({
      $type: 'dict',
      entries: [['$type', 1]],
    });
  });

  it('names types as people write them', () => {
    expect(typeName(read('K\x01.'))).toBe('int');
    expect(typeName(read('N.'))).toBe('NoneType');
    expect(typeName(read(`${global('my.models', 'Net')})\x81.`))).toBe('my.models.Net');
  });

  it('does not trust an array’s shape', () => {
    const dtype = `${global('numpy', 'dtype')}${short('f8')}\x89\x88\x87R`;
    const shape = 'J\xff\xff\xff\x7fJ\xff\xff\xff\x7fK\x00\x87';
    const bytes = `${global('numpy.core.numeric', '_frombuffer')}(C\x00${dtype}${shape}${short('C')}tR.`;
    expect(preview(read(bytes))).toContain('array(shape=(2147483647, 2147483647, 0)');
  });
});

it('damaged bytes end in a value or in an error that says so, never otherwise', () => {
  const seeds = [
    `\x80\x04](](K\x01K\x02e}(${short('a')}(K\x03K\x04K\x05K\x06t${short('b')}${short('text')}ue.`,
    `\x80\x04${global('numpy', 'dtype')}${short('f8')}\x89\x88\x87R(K\x03${short('<')}NNNtb.`,
    `\x80\x04${global('datetime', 'date')}C\x04\x07\xe4\x01\x02\x85R.`,
    `\x80\x04${global('collections', 'deque')})K\x03\x86R(K\x01K\x02e.`,
  ].map(bytesOf);
  const change = fc.tuple(fc.nat(), fc.nat(255), fc.constantFrom('set', 'insert', 'remove'));
  fc.assert(
    fc.property(
      fc.constantFrom(...seeds),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      (seed, changes) => {
        const bytes = [...seed];
        for (const [at, byte, how] of changes) {
          const index = at % Math.max(1, bytes.length);
          if (how === 'set') bytes[index] = byte;
          else bytes.splice(index, how === 'remove' ? 1 : 0, ...(how === 'insert' ? [byte] : []));
        }
        for (const partial of [false, true]) {
          try {
            const value = readPickle(Uint8Array.from(bytes), { partial });
            expect(preview(value).length).toBeLessThanOrEqual(200);
            JSON.stringify(toJson(value, { maxItems: 1000 }));
            typeName(value);
          } catch (error) {
            expect(error).toMatchObject({ code: 'pickle-damaged' });
          }
        }
      },
    ),
    { numRuns: 3000 },
  );
});
