/**
 * Light and dark by the reader's system, narrow and wide, paper. Blue and orange of Okabe and Ito (2008) are told apart
 * by people who do not see red or green; lines also differ in their stroke.
 */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--page:#fff;--card:#f6f8fa;--line:#d0d7de;--main:#0063a5;--second:#b34a00;--good:#0063a5;--bad:#b34a00;--band:#0063a522;--focus:#b34a00}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#a5b0bb;--page:#0f1419;--card:#182028;--line:#34404c;--main:#6cbcf5;--second:#f0a53c;--good:#6cbcf5;--bad:#f0a53c;--band:#6cbcf52e;--focus:#f0a53c}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .3rem}
h2{font-size:1.25rem;margin:2.6rem 0 .6rem}
h3{font-size:1.05rem;margin:1.4rem 0 .3rem}
h4{font-size:.95rem;margin:1rem 0 .3rem;color:var(--soft)}
p{margin:.4rem 0;max-width:46rem}
.soft,.note{color:var(--soft)}
.note{font-size:.875rem}
.answer{background:var(--card);border:1px solid var(--line);border-left:.35rem solid var(--main);border-radius:.5rem;padding:1rem 1.2rem;margin:1.2rem 0}
.answer p:first-child{font-size:1.3rem;line-height:1.35;font-weight:650;margin-top:0}
.verdict{font-weight:650}
.verdict.failed{border-color:var(--bad)}
.checks{list-style:none;padding:0;margin:.6rem 0}
.checks li{padding:.25rem 0 .25rem 2rem;position:relative}
.checks li::before{position:absolute;left:.2rem;font-weight:700}
.checks ul{list-style:none;padding:0}
.checks li li{padding:.15rem 0}
.checks .passed::before{content:"✓";color:var(--good)}
.checks .warned::before{content:"≈";color:var(--soft)}
.checks .failed::before{content:"✗";color:var(--bad)}
.checks .missing::before{content:"–";color:var(--soft)}
.checks ul{padding-left:1.1rem;margin:.2rem 0}
.checks li li{padding:.1rem 0}
.panel{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1rem 1.2rem;margin:1rem 0}
.panel label{font-weight:600}
.panel input[type=range]{width:100%;height:2rem;accent-color:var(--main);cursor:pointer}
.panel input[type=number]{font:inherit;width:9rem;padding:.3rem .5rem;border:1px solid var(--soft);border-radius:.3rem;background:var(--page);color:var(--ink)}
.fields{display:flex;flex-wrap:wrap;gap:.4rem 1.5rem;align-items:center;margin-top:.7rem}
.ends{display:flex;justify-content:space-between;font-size:.875rem;color:var(--soft)}
.buttons{display:flex;flex-wrap:wrap;gap:.5rem;margin:.7rem 0}
button{font:inherit;font-size:.9rem;padding:.35rem .8rem;border:1px solid var(--main);border-radius:2rem;background:var(--page);color:var(--main);cursor:pointer}
button[aria-pressed=true]{background:var(--main);color:var(--page)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.tiles{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.6rem;margin:.8rem 0 0;padding:0}
.tiles div{background:var(--page);border:1px solid var(--line);border-radius:.4rem;padding:.5rem .7rem}
.tiles dt{font-size:.85rem;color:var(--soft)}
.tiles dd{margin:0;font-size:1.3rem;font-weight:650;font-variant-numeric:tabular-nums}
.tiles small{display:block;font-size:.8rem;font-weight:400;color:var(--soft)}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:1.2rem}
.chart{margin:.8rem 0;min-width:0}
.chart figcaption{font-weight:650}
.chart svg[data-chart]{width:100%;height:auto;display:block;touch-action:pan-y}
.chart.live svg{cursor:ew-resize}
.chart svg.on-wide{display:none}
@media (min-width:44rem){.tiles{grid-template-columns:repeat(4,minmax(0,1fr))}.chart svg.on-wide{display:block}.chart svg.on-narrow{display:none}}
.axis text{fill:var(--soft);font-size:12px}
.axis .label{font-size:12.5px;fill:var(--ink)}
.axis line{stroke:var(--line);stroke-width:1}
polyline,.legend line{fill:none;stroke-width:2.5;stroke-linejoin:round}
.main{stroke:var(--main)}
.second{stroke:var(--second);stroke-dasharray:9 4}
.third{stroke:var(--ink);stroke-dasharray:3 3}
.reference{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:2 4}
.band{fill:var(--band);stroke:none}
.bar line{stroke:var(--main);stroke-width:2}
.bar circle{fill:var(--page);stroke:var(--main);stroke-width:2}
.marker line{stroke:var(--second);stroke-width:2}
.marker circle{fill:var(--second);stroke:var(--page);stroke-width:2}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;margin:.2rem 0;padding:0;font-size:.875rem}
.legend svg{width:28px;height:8px;margin-right:.4rem;vertical-align:middle}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:.4rem;margin:.6rem 0}
table{border-collapse:collapse;width:100%;font-size:.925rem}
th,td{padding:.4rem .65rem;text-align:left;border-bottom:1px solid var(--line);vertical-align:top}
tbody th{min-width:12rem;position:sticky;left:0;background:var(--page)}
.sideways{display:none}
@media (max-width:44rem){.sideways{display:block}tbody th{min-width:6rem;max-width:9rem}}
td svg.interval{width:100%;min-width:12rem;height:1.4rem;display:block}
@media (max-width:44rem){td svg.interval{min-width:7rem}}
svg.interval line{stroke:var(--main);stroke-width:3;vector-effect:non-scaling-stroke}
svg.interval line.none{stroke:var(--soft);stroke-width:1;stroke-dasharray:3 3}
svg.interval line.at{stroke-width:7}
svg.bars{width:100%;height:auto;display:block}
svg.bars text{fill:var(--ink);font-size:14px}
svg.bars .gain{fill:var(--good)}
svg.bars .loss{fill:var(--bad)}
svg.bars line{stroke:var(--ink);stroke-width:2}
svg.bars line.none{stroke:var(--soft);stroke-width:1;stroke-dasharray:3 3}
td small,tbody th small{display:block;color:var(--soft);font-weight:400}
tr:last-child td,tr:last-child th{border-bottom:0}
thead th{background:var(--card);font-weight:600}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
thead th{vertical-align:bottom}
thead .number{white-space:normal}
tr.best{background:var(--band)}
summary{cursor:pointer;font-weight:600;padding:.3rem 0}
.meter{display:inline-block;height:.7rem;background:var(--main);border-radius:.2rem;min-width:2px}
.script{display:none}
.ready .script{display:block}
.ready .fields.script,.ready .buttons.script{display:flex}
footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:1rem}
@media print{.sideways{display:none}main{max-width:none;padding:0}.panel .script{display:none!important}.chart,.answer,tr,.scroll{break-inside:avoid}.scroll{overflow:visible}h2{break-after:avoid}}
`;
