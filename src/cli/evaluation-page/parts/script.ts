/**
 * Moves the threshold: a slider, the buttons of the suggested ones, or a finger on a chart. It only shows what the page
 * already holds (the trades of the report), scaled to the reader's audience. Without it the tables say the same.
 */
export const SCRIPT = String.raw`
(() => {
  const report = JSON.parse(document.getElementById('report').textContent);
  const { trades, rows, role } = report;
  const element = (id) => document.getElementById(id);
  const slider = element('threshold');
  if (!slider) return;
  document.documentElement.classList.add('ready');
  // As the page's own figures look: grouped, with a real minus.
  const format = (value, digits) =>
    new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
      .format(value)
      .replace(/^-(?=[0.,]*$)/, '')
      .replace('-', '−');
  const known = (value) => value !== null && Number.isFinite(value);
  const number = (value) => (known(value) ? format(value, 0) : '–');
  const percent = (value) => (known(value) ? format(100 * value, 1) + ' %' : '–');
  const score = (value) => (known(value) ? format(value, 4) : 'never');
  const field = (id) => {
    const input = element(id);
    const value = input && input.value.trim() !== '' ? Number(input.value) : NaN;
    return value >= 0 ? value : NaN;
  };
  const scale = () => (field('audience') > 0 ? field('audience') / rows : 1);

  // What contacting brings: more successes by a random test, else all who convert.
  const gained = (trade) =>
    known(trade.increment) ? trade.increment : trade.selected === 0 ? 0 : Math.round(trade.precision * trade.selected);
  function moneyOf(trade) {
    if (trade.money) return trade.money;
    const value = field('value');
    const cost = field('cost');
    if (!known(value) || !known(cost)) return null;
    const conversions = gained(trade);
    const spent = cost * trade.selected;
    const profit = { value: value * conversions - spent, lower: null, upper: null };
    return { contacted: trade.selected, share: trade.share, cost: spent, conversions, increment: conversions, profit };
  }
  function put(name, text, small) {
    const tile = element('tile-' + name);
    if (!tile) return;
    tile.firstChild.nodeValue = text;
    if (small !== undefined) tile.querySelector('small').textContent = small;
  }
  const places = {
    profit: (trade, money) => [money && money.share, money && money.profit.value],
    coverage: (trade) => [trade.share, trade.recall],
    precision: (trade) => [trade.recall, trade.precision],
    lift: (trade) => [trade.share, trade.lift],
    qini: (trade) => [trade.share, trade.increment],
    calibration: (trade) => [trade.threshold, 0],
  };
  const charts = [...document.querySelectorAll('svg[data-chart]')].filter((svg) => svg.querySelector('.marker'));
  function mark(svg, trade, money) {
    const marker = svg.querySelector('.marker');
    const [x, y] = places[svg.dataset.chart](trade, money);
    const [fromX, toX, fromY, toY, left, right, bottom, top] = svg.dataset.frame.split(',').map(Number);
    const inside = known(x) && known(y) && x >= fromX && x <= toX;
    marker.toggleAttribute('hidden', !inside);
    if (!inside) return;
    const placeX = left + ((x - fromX) / (toX - fromX)) * (right - left);
    const placeY = bottom + ((y - fromY) / (toY - fromY)) * (top - bottom);
    const line = marker.querySelector('line');
    line.setAttribute('x1', placeX);
    line.setAttribute('x2', placeX);
    const circle = marker.querySelector('circle');
    if (circle) circle.setAttribute('cx', placeX);
    if (circle) circle.setAttribute('cy', Math.min(bottom, Math.max(top, placeY)));
  }

  function show() {
    const trade = trades[Number(slider.value)];
    const money = moneyOf(trade);
    const times = scale();
    const leavesOut = role === 'natural';
    const contacted = money ? money.contacted : trade.selected;
    put('threshold', score(trade.threshold), leavesOut ? 'leave out from here up' : 'select from here up');
    put('people', number(contacted * times), percent(money ? money.share : trade.share) + ' of all');
    put('found', percent(trade.recall), leavesOut ? 'of those who buy anyway are left out' : 'of all who convert are among them');
    put('precision', percent(trade.precision), leavesOut ? 'of the left out buy anyway' : 'of the selected convert');
    put('cost', money ? number(money.cost * times) : '–');
    put('conversions', money ? number(money.conversions * times) : number(trade.precision * trade.selected * times));
    put('increment', money ? number(money.increment * times) : known(trade.increment) ? number(trade.increment * times) : '–');
    const sure = money && known(money.profit.lower);
    put('profit', money ? number(money.profit.value * times) : '–',
      sure ? number(money.profit.lower * times) + ' to ' + number(money.profit.upper * times) : '');
    const where = known(trade.threshold) ? 'Threshold ' + score(trade.threshold) : 'The best ' + percent(trade.share);
    const words = where + ': ' + number(contacted * times) + ' people' +
      (money ? ', cost ' + number(money.cost * times) + ', profit ' + number(money.profit.value * times) : '');
    slider.setAttribute('aria-valuetext', words);
    for (const svg of charts) mark(svg, trade, money);
    for (const button of document.querySelectorAll('button[data-index]')) {
      button.setAttribute('aria-pressed', String(button.dataset.index === slider.value));
    }
  }
  function choose(index) {
    slider.value = String(index);
    show();
  }
  slider.addEventListener('input', show);
  for (const button of document.querySelectorAll('button[data-index]')) {
    button.addEventListener('click', () => choose(button.dataset.index));
  }
  for (const id of ['audience', 'value', 'cost']) {
    const input = element(id);
    if (input) input.addEventListener('input', show);
  }
  const best = element('best');
  if (best) best.addEventListener('click', () => {
    const profits = trades.map((trade) => moneyOf(trade)?.profit.value ?? -Infinity);
    const most = Math.max(...profits);
    if (known(most)) choose(profits.indexOf(most));
  });

  for (const svg of charts) {
    svg.closest('.chart').classList.add('live');
    const follow = (event) => {
      const box = svg.getBoundingClientRect();
      const [fromX, toX, , , left, right] = svg.dataset.frame.split(',').map(Number);
      const place = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
      const x = fromX + ((place - left) / (right - left)) * (toX - fromX);
      let nearest = 0;
      let least = Infinity;
      trades.forEach((trade, index) => {
        const [own] = places[svg.dataset.chart](trade, moneyOf(trade));
        if (!known(own) || Math.abs(own - x) >= least) return;
        least = Math.abs(own - x);
        nearest = index;
      });
      choose(nearest);
    };
    svg.addEventListener('pointerdown', (event) => {
      svg.setPointerCapture(event.pointerId);
      follow(event);
    });
    svg.addEventListener('pointermove', (event) => {
      if (svg.hasPointerCapture(event.pointerId)) follow(event);
    });
  }
  show();
})();
`;
