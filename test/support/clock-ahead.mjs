// Puts the clock of every process and thread of a test run 400 days ahead, to show what depends on the date:
//   NODE_OPTIONS="--import=$PWD/test/support/clock-ahead.mjs" npm test
const AHEAD_MS = 400 * 86_400_000;
const now = () => RealDate.now() + AHEAD_MS;
const RealDate = globalThis.Date;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, parts, made) => Reflect.construct(target, parts.length === 0 ? [now()] : parts, made),
  apply: () => new RealDate(now()).toString(),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});
