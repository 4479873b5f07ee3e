import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DATE_FORMS, DateEvidence, type DateForm, NUMERIC_DATE_FORMS, readDate } from './date-form.js';
import { isMissing } from './missing.js';
import { NumberEvidence, numberExample, type NumberForm, PLAIN_NUMBER, readNumber } from './number-form.js';

describe('a mark of missing', () => {
  it.each([
    '',
    '  ',
    'NA',
    'n/a',
    'N/A',
    '#N/A',
    '-',
    '--',
    '?',
    'NULL',
    'null',
    'NaN',
    'Select',
    'unknown',
    ' Unknown ',
  ])('is %j', (text) => {
    expect(isMissing(text)).toBe(true);
  });

  it.each(['0', 'no', 'Nancy', 'Nantes', '-1', 'unknown street', 'x'.repeat(1000)])('is not %j', (text) => {
    expect(isMissing(text)).toBe(false);
  });
});

const numbersOf = (texts: readonly string[]) => {
  const evidence = new NumberEvidence();
  for (const text of texts) evidence.add(text);
  return evidence.finding();
};

describe('the form of numbers', () => {
  it.each<[readonly string[], NumberForm, readonly number[]]>([
    [['1', '-2.5', '3e2', '.5', '+7'], { decimal: '.' }, [1, -2.5, 300, 0.5, 7]],
    [['1.234', '5'], { decimal: '.' }, [1.234, 5]],
    [['1,5', '2', '0,125'], { decimal: ',' }, [1.5, 2, 0.125]],
    [['1,234.5', '12', '1,000,000'], { decimal: '.', thousands: ',' }, [1234.5, 12, 1_000_000]],
    [['1.234,5', '12'], { decimal: ',', thousands: '.' }, [1234.5, 12]],
    [['1 234,5', '1 234', '7'], { decimal: ',', thousands: ' ' }, [1234.5, 1234, 7]],
    [["1'234.50", '7'], { decimal: '.', thousands: "'" }, [1234.5, 7]],
    [['$1,200.00', '-$5', '($3.50)', '12'], { decimal: '.', thousands: ',', currency: '$' }, [1200, -5, -3.5, 12]],
    [['12,50 €', '−3 €'], { decimal: ',', currency: '€' }, [12.5, -3]],
    [['USD 12.5', 'USD 3'], { decimal: '.', currency: 'USD' }, [12.5, 3]],
    [['12 %', '7.5%'], { decimal: '.', percent: true }, [0.12, 0.075]],
  ])('%j is found and read', (texts, form, values) => {
    expect(numbersOf(texts)).toEqual({ kind: 'form', form, fits: texts.length });
    expect(texts.map((text) => readNumber(text, form))).toEqual(values);
  });

  it('is ambiguous where a comma may mean either', () => {
    expect(numbersOf(['1,234', '5,678', '12'])).toMatchObject({
      kind: 'ambiguous',
      forms: [{ decimal: ',' }, { decimal: '.', thousands: ',' }],
    });
    expect(numbersOf(['1.234 €', '5.678 €'])).toMatchObject({ kind: 'ambiguous' });
  });

  it.each(['', 'abc', '1-2', '12 34', '1,2,3', '$', '5 € 3', '1.2.3', '(5', '12:30', '2024-01-01', 'infinity', 'A12'])(
    'does not read %j',
    (text) => {
      expect(readNumber(text, PLAIN_NUMBER)).toBeUndefined();
    },
  );

  it('reads what programs write, as they do', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(readNumber(String(value), PLAIN_NUMBER)).toBe(value + 0);
      }),
    );
  });

  it('does not depend on the order of cells', () => {
    const cell = fc.constantFrom('1', '1,5', '1.5', '1,234', '1.234,5', '$3', '4 €', '12 %', 'x', '1 000');
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 12 }), (texts) => {
        expect(numbersOf(texts)).toEqual(numbersOf(texts.toReversed()));
      }),
    );
  });

  it('shows an example', () => {
    expect(numberExample({ decimal: ',', thousands: '.', currency: '€' })).toBe('1.234,5 €');
  });
});

const CALENDAR = DATE_FORMS.filter((form) => !NUMERIC_DATE_FORMS.includes(form));
const datesOf = (texts: readonly string[], forms: readonly DateForm[] = CALENDAR) => {
  const evidence = new DateEvidence(forms);
  for (const text of texts) evidence.add(text);
  return evidence.finding();
};

describe('the form of dates', () => {
  it.each([
    [['2024-09-06', '2024-09-06 10:30', '2024-09-06T10:30:00+02:00'], 'ISO 8601', '2024-09-06T00:00:00Z'],
    [['06/09/2024', '25/12/2024'], 'DD/MM/YYYY', '2024-09-06T00:00:00Z'],
    [['09/06/2024', '12/25/2024'], 'MM/DD/YYYY', '2024-09-06T00:00:00Z'],
    [['9/6/2024 1:05 PM', '12/25/2024 12:00 AM'], 'MM/DD/YYYY', '2024-09-06T13:05:00Z'],
    [['06.09.2024', '6.9.2024 10:30'], 'DD.MM.YYYY', '2024-09-06T00:00:00Z'],
    [['06-Sep-2024', '6 September 2024'], 'DD Mon YYYY', '2024-09-06T00:00:00Z'],
    [['Sep 6, 2024', 'September 6th, 2024 10:00'], 'Mon DD, YYYY', '2024-09-06T00:00:00Z'],
    [['2024/09/06', '2024/1/2'], 'YYYY/MM/DD', '2024-09-06T00:00:00Z'],
  ] as const)('%j is found and read', (texts, form, first) => {
    expect(datesOf(texts)).toEqual({ kind: 'form', form, fits: texts.length });
    expect(readDate(texts[0], form)).toBe(Date.parse(first));
  });

  it.each([
    ['20240906', 'YYYYMMDD', '2024-09-06T00:00:00Z'],
    ['20240906T101500', 'YYYYMMDD', '2024-09-06T10:15:00Z'],
    ['1725580800', 'seconds since 1970', '2024-09-06T00:00:00Z'],
    ['1725580800000', 'milliseconds since 1970', '2024-09-06T00:00:00Z'],
  ] as const)('%s is %s alone', (text, form, moment) => {
    expect(datesOf([text], DATE_FORMS)).toEqual({ kind: 'form', form, fits: 1 });
    expect(readDate(text, form)).toBe(Date.parse(moment));
  });

  it('is ambiguous where day and month may be either, and mixed where no form reads all', () => {
    expect(datesOf(['01/02/2024', '03/04/2024'])).toEqual({
      kind: 'ambiguous',
      forms: ['DD/MM/YYYY', 'MM/DD/YYYY'],
      fits: 2,
    });
    expect(datesOf(['25/12/2024', '12/25/2024'])).toMatchObject({ kind: 'mixed' });
  });

  it.each(['', '31/02/2024', '2024-02-30', '12/25/24', '10/2024', 'soon', '13:00 PM', '12/25/2024 13:00 PM'])(
    'does not read %j',
    (text) => {
      expect(datesOf([text])).toBeUndefined();
    },
  );
});
