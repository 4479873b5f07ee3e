import { describe, expect, it } from 'vitest';
import { readExperiment } from '#strata/experiments/readout';
import { momentsOf } from '#strata/statistics/experiments';
import { readoutPage } from './readout-page.js';

/** 2,000 people of whom so many converted. */
function arm(name: string, converted: number, people = 2000) {
  const moments = momentsOf([Array.from({ length: people }, (_, index) => Number(index < converted))]);
  return { arm: name, share: 1, moments };
}

function page(arms: readonly ReturnType<typeof arm>[]): string {
  const segments = [{ by: 'city', value: '<b>Wuhan</b>', arms }];
  const sums = { variables: ['converted'] as const, control: 'control', arms, inSeveralArms: 0, days: 7, segments };
  const readout = readExperiment(sums, { level: 0.95, margin: null, peeking: null });
  return readoutPage({
    readouts: [{ heading: 'Arms', readout }],
    title: 'people & more.csv',
    at: Date.UTC(2026, 10, 30),
  });
}

describe('the page of a readout', () => {
  it('says what to do first, and draws every interval with its words', () => {
    const html = page([arm('control', 200), arm('model', 280)]);
    expect(html).toContain('<p>Ship.</p><p>Ship model: conversion of model differs by +4 %');
    expect(html.match(/<svg class="interval"[^>]* aria-label="4 % \[/g)).toHaveLength(2);
    expect(html).toContain('people &amp; more.csv');
    expect(html).toContain('&lt;b&gt;Wuhan&lt;/b&gt;');
  });

  it('tells no figure of an unhealthy experiment, and the likely causes', () => {
    const html = page([arm('control', 200), arm('model', 280, 3000)]);
    expect(html).toContain('<p>Unhealthy.</p>');
    expect(html).toContain('Likely: ');
    expect(html).not.toContain('What the arms did');
  });

  it('loads and runs nothing', () => {
    const html = page([arm('control', 200), arm('model', 280)]);
    expect(html).not.toMatch(/<script|https?:|@import|url\(/);
    expect(html).toContain(`content="default-src &#39;none&#39;;`);
  });
});
