import { describe, expect, test } from 'vitest';
import { seededRandom } from '#sdk';
import { calibrate, calibrateLink, fitCalibration, isGentle, movedCalibration } from './calibration.js';
import { logit, sigmoid } from './link.js';

const random = seededRandom(3);
const ones = (length: number) => new Float64Array(length).fill(1);

/** Labels drawn at the true probability; the scorer says sigmoid((link − intercept) / slope). */
function miscalibrated(rows: number, slope: number, intercept: number) {
  const links = Float64Array.from({ length: rows }, () => -2 + random.normal());
  const label = links.map((link) => Number(random.uniform() < sigmoid(link)));
  return { links, label, raw: links.map((link) => sigmoid((link - intercept) / slope)) };
}

describe('calibration', () => {
  test.each([
    [0.4, 0],
    [1, 0],
    [2, -1],
  ])('finds slope %d and intercept %d', (slope, intercept) => {
    const { raw, label } = miscalibrated(40_000, slope, intercept);
    const found = fitCalibration(raw, label, ones(raw.length));
    for (const link of [-3, -2, -1]) {
      expect(Math.abs(calibrateLink(found, (link - intercept) / slope) - link)).toBeLessThan(0.1);
    }
    const mean = raw.reduce((sum, score) => sum + calibrate(found, score), 0) / raw.length;
    expect(mean).toBeCloseTo(label.reduce((sum, y) => sum + y, 0) / label.length, 3);
  });

  test('bends where the scores are off in one part only, and still increases', () => {
    const random = seededRandom(5);
    const links = Float64Array.from({ length: 50_000 }, () => -1 + 1.5 * random.normal());
    const truth = links.map((link) => (link < -1 ? -1 + 0.2 * (link + 1) : link));
    const label = truth.map((link) => Number(random.uniform() < sigmoid(link)));
    const found = fitCalibration(links.map(sigmoid), label, ones(links.length));
    for (const [link, expected] of [
      [-3, -1.4],
      [-2, -1.2],
      [0, 0],
      [1, 1],
    ] as const) {
      expect(Math.abs(calibrateLink(found, link) - expected)).toBeLessThan(0.12);
    }
    const grid = Array.from({ length: 200 }, (_, i) => calibrateLink(found, i / 10 - 10));
    grid.slice(1).forEach((value, i) => {
      expect(value).toBeGreaterThan(grid[i]!);
    });
  });

  test('keeps the order of scores even where they are worse than chance', () => {
    const { raw, label } = miscalibrated(2000, 1, 0);
    const { slope } = fitCalibration(
      raw,
      label.map((y) => 1 - y),
      ones(raw.length),
    );
    expect(slope).toBeGreaterThan(0);
  });

  test('equal scores become the rate', () => {
    const label = Float64Array.from({ length: 1000 }, (_, row) => Number(row % 4 === 0));
    const calibration = fitCalibration(new Float64Array(1000).fill(0.9), label, ones(1000));
    expect(calibrate(calibration, 0.9)).toBeCloseTo(0.25, 2);
  });

  test('a weight counts as that many rows', () => {
    const raw = Float64Array.of(0.2, 0.6, 0.7, 0.3);
    const label = Float64Array.of(0, 1, 0, 1);
    const weighted = fitCalibration(raw, label, Float64Array.of(2, 1, 1, 1));
    const repeated = fitCalibration(Float64Array.of(0.2, ...raw), Float64Array.of(0, ...label), ones(5));
    expect(weighted.slope).toBeCloseTo(repeated.slope, 8);
  });

  test('is taken over by another fit with the rate of its rows, whatever the curve', () => {
    const { raw, label } = miscalibrated(4000, 2, -1);
    const found = fitCalibration(raw, label, ones(raw.length));
    const later = raw.map((score) => sigmoid(logit(score) + 1));
    const moved = movedCalibration(found, later, ones(raw.length), 0.3);
    const mean = later.reduce((sum, score) => sum + calibrate(moved, score), 0) / later.length;
    expect(mean).toBeCloseTo(0.3, 6);
    expect({ ...moved, intercept: 0 }).toEqual({ ...found, intercept: 0 });
  });

  test('is gentle where it corrects little everywhere', () => {
    const bent = (slope: number, ...slopes: number[]) => ({
      slope,
      intercept: -3,
      bends: slopes.map((change, at) => ({ at, slope: change })),
      rows: 1000,
    });
    expect([bent(1), bent(0.8, 0.4, -0.3)].map(isGentle)).toEqual([true, true]);
    expect([bent(0.01), bent(2.5), bent(1, -0.7), bent(1, 0.6, 0.6)].map(isGentle)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  test('stays finite at certain scores', () => {
    expect(logit(0)).toBeGreaterThan(-30);
    expect(sigmoid(-800)).toBe(0);
    const certain = fitCalibration(Float64Array.of(0, 1, 0, 1), Float64Array.of(0, 1, 1, 0), ones(4));
    expect(Number.isFinite(certain.slope) && Number.isFinite(certain.intercept)).toBe(true);
  });
});
