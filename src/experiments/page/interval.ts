import { type Estimate } from '#strata/statistics';
import { markup, type Markup } from '#strata/platform/pages';

const [WIDTH, HEIGHT, EDGE] = [400, 24, 6];

/** Draws intervals below one another on one scale that holds nothing (0), too. */
export function intervalDrawer(estimates: readonly Estimate[]): (estimate: Estimate, words: string) => Markup {
  const from = Math.min(0, ...estimates.map(({ lower }) => lower));
  const to = Math.max(0, ...estimates.map(({ upper }) => upper));
  const place = (value: number) => {
    const share = to === from ? 0.5 : (value - from) / (to - from);
    return (EDGE + share * (WIDTH - 2 * EDGE)).toFixed(1);
  };
  const middle = HEIGHT / 2;
  return ({ value, lower, upper }, words) =>
    markup`<svg class="interval" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${words}">
<line class="none" x1="${place(0)}" x2="${place(0)}" y1="0" y2="${HEIGHT}"/>
<line x1="${place(lower)}" x2="${place(upper)}" y1="${middle}" y2="${middle}"/><line class="at" x1="${place(value)}" x2="${place(value)}" y1="${middle - 6}" y2="${middle + 6}"/></svg>`;
}
