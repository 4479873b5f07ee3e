import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayRange, isDateOnly, isTimeZone, parseMoment } from './moment.js';
import { nearestIsoForm } from './forms/nearest-iso-form.js';

const at = (iso: string): number => Date.parse(iso);

describe('parseMoment', () => {
  it.each([
    ['2026-11-22', '2026-11-22T00:00:00Z'],
    ['2026-11-22T08:00', '2026-11-22T08:00:00Z'],
    ['2026-11-22 08:00:00', '2026-11-22T08:00:00Z'],
    ['2026-11-22T08:00:00.5', '2026-11-22T08:00:00.500Z'],
    ['2026-11-22T08:00:00,123456789Z', '2026-11-22T08:00:00.123Z'],
    ['2026-11-22T08:00:00+08:00', '2026-11-22T00:00:00Z'],
    ['2026-11-22T08:00:00-0330', '2026-11-22T11:30:00Z'],
    ['2026-11-22T08:00:00+08', '2026-11-22T00:00:00Z'],
    ['0099-03-01', '0099-03-01T00:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
  ])('reads %s', (text, expected) => {
    expect(parseMoment(text)).toBe(at(expected));
  });

  it.each([
    ['2026-11-22', 'Asia/Shanghai', '2026-11-21T16:00:00Z'],
    ['2026-11-22T08:00:00', 'America/St_Johns', '2026-11-22T11:30:00Z'],
    ['2026-11-22T08:00:00Z', 'Asia/Shanghai', '2026-11-22T08:00:00Z'],
    // Clocks in Berlin skip from 2 to 3 and later show 2 to 3 twice.
    ['2026-03-29T02:30:00', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
    ['2026-10-25T02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
  ])('reads %s in %s', (text, zone, expected) => {
    expect(parseMoment(text, zone)).toBe(at(expected));
  });

  it.each([
    '',
    '1',
    '2024',
    '2024-9-6',
    '2024-02-30',
    '2023-02-29',
    '2024-13-01',
    '2024-00-10',
    '06-Sep-2024',
    '09/06/2024',
    'Sep 6, 2024',
    '20240906',
    '2024-09-06T',
    '2024-09-06T24:00',
    '2024-09-06T10:61',
    '2024-09-06T10:00:00+25:00',
    ' 2024-09-06',
    '2024-09-06T10:00:00 PM',
    '1725580800000',
  ])('does not read %j', (text) => {
    expect(parseMoment(text)).toBeUndefined();
  });

  it('reads what Date writes', () => {
    const moment = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moment, (date) => {
        expect(parseMoment(date.toISOString())).toBe(date.getTime());
      }),
    );
  });
});

describe('dayRange', () => {
  it.each([
    ['UTC', '2026-03-29T00:00:00Z', 24],
    ['Europe/Berlin', '2026-03-28T23:00:00Z', 23],
    ['America/St_Johns', '2026-03-29T02:30:00Z', 24],
  ])('is the whole day in %s', (zone, from, hours) => {
    expect(dayRange('2026-03-29', zone)).toEqual({ from: at(from), until: at(from) + hours * 3_600_000 });
  });

  it('begins where the clocks that skip midnight begin', () => {
    expect(dayRange('2026-04-24', 'Africa/Cairo')).toEqual({
      from: at('2026-04-23T22:00:00Z'),
      until: at('2026-04-24T21:00:00Z'),
    });
  });

  it('needs a date without a time', () => {
    expect(dayRange('2026-03-29T00:00:00Z')).toBeUndefined();
    expect(dayRange('2026-02-30')).toBeUndefined();
    expect(isDateOnly('2026-03-29')).toBe(true);
    expect(isDateOnly('2026-02-30')).toBe(false);
  });
});

it('knows time zones by their names', () => {
  expect(['UTC', 'Asia/Shanghai', 'America/St_Johns'].every(isTimeZone)).toBe(true);
  expect(['', 'Asia/Shangai', '+08:00', 'local', 'a/b'].some(isTimeZone)).toBe(false);
});

describe('nearestIsoForm', () => {
  it.each([
    ['06-Sep-2024', '2024-09-06'],
    ['Sep 6, 2024', '2024-09-06'],
    ['September 6th, 2024', '2024-09-06'],
    ['6 September 2024', '2024-09-06'],
    ['Fri, 06 Sep 2024', '2024-09-06'],
    ['2024-9-6', '2024-09-06'],
    ['2024/09/06', '2024-09-06'],
    ['20240906', '2024-09-06'],
    ['6.9.2024', '2024-09-06'],
    ['25/12/2024', '2024-12-25'],
    ['12/25/2024', '2024-12-25'],
    ['2024-02-30', '2024-02-29'],
    ['2023-02-31', '2023-02-28'],
    ['2024-04-31', '2024-04-30'],
    ['1725580800', '2024-09-06T00:00:00.000Z'],
    ['1725580800000', '2024-09-06T00:00:00.000Z'],
    ['2024-09-06 10:00', '2024-09-06T10:00'],
  ])('%s is %s', (text, iso) => {
    expect(nearestIsoForm(text)).toBe(iso);
  });

  it.each(['09/06/2024', '1', '', 'tomorrow', '2024-13-40', '99/99/2024', 'Foo 6, 2024'])(
    'does not guess %j',
    (text) => {
      expect(nearestIsoForm(text)).toBeUndefined();
    },
  );
});
