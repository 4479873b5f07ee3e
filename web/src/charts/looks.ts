/**
 * How lines and bars are told apart, as the page is light or dark: each by 3 to 1 at least from what is behind it (WCAG 2.2,
 * 1.4.11). The first stands for what is spoken of, `reference` for what it is held against.
 */
export const LOOKS = {
  main: 'light-dark(#1971c2, #4dabf7)',
  second: 'light-dark(#d9480f, #ffa94d)',
  third: 'light-dark(#087f5b, #38d9a9)',
  fourth: 'light-dark(#862e9c, #da77f2)',
  reference: 'light-dark(#6c757d, #adb5bd)',
} as const;
export type Look = keyof typeof LOOKS;

/** In which order series get their look where nobody says it. */
const LOOK_ORDER = ['main', 'second', 'third', 'fourth', 'reference'] as const satisfies readonly Look[];

/** The look of the series at a place, from 0. */
export function lookAt(place: number): Look {
  return LOOK_ORDER[place % LOOK_ORDER.length] ?? 'main';
}

/** Axes, and the grid behind the figures. */
export const INK = 'var(--mantine-color-text)';
export const GRID = 'light-dark(#dee2e6, #495057)';
