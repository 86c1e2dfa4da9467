"""The look of a report: one style sheet, light or dark like the reader's system. Loads nothing."""

from __future__ import annotations

STYLE = """
:root {
  color-scheme: light dark;
  --paper: #faf9f6; --card: #ffffff; --ink: #1c1b1a; --soft: #5d5a55; --line: #dedad2; --faint: #efece5;
  --accent: #1f6f6b; --accent-soft: #1f6f6b40; --bad: #a8321f; --bad-soft: #a8321f1f; --warn: #8a5a00; --good: #2f6b2a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #161719; --card: #1f2124; --ink: #ecebe8; --soft: #a9a69f; --line: #383b40; --faint: #292c30;
    --accent: #62c3bc; --accent-soft: #62c3bc4d; --bad: #ff8d78; --bad-soft: #ff8d7826; --warn: #e3b15a;
    --good: #8fce86;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic UI", sans-serif;
}
header, main, footer { max-width: 1120px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 40px; }
footer { padding: 24px 24px 56px; color: var(--soft); font-size: 14px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 6px; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 21px; margin: 44px 0 12px; }
h3 { font-size: 17px; margin: 28px 0 10px; }
p { margin: 0 0 12px; max-width: 75ch; }
.soft { color: var(--soft); }
.note { border-left: 4px solid var(--warn); padding: 8px 14px; background: var(--faint); border-radius: 0 8px 8px 0; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; margin: 16px 0 0; padding: 0; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 14px; margin: 26px 0 8px; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 14px 16px 12px; }
.tile dt { color: var(--soft); font-size: 14px; }
.tile dd { margin: 0; }
.tile .big { font-size: 31px; font-weight: 650; line-height: 1.25; font-variant-numeric: tabular-nums; }
.tile .under { font-size: 13px; color: var(--soft); font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
table { border-collapse: collapse; width: 100%; font-size: 15px; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: 10px 14px; color: var(--soft); font-size: 14px; }
th, td { padding: 7px 10px; text-align: left; border-top: 1px solid var(--line); vertical-align: middle; }
th:first-child { padding-left: 14px; }
thead th { font-size: 13px; color: var(--soft); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 600; overflow-wrap: break-word; min-width: 108px; }
td.number, th.number { text-align: right; }
td.number { white-space: nowrap; }
td.meaning { color: var(--soft); font-size: 14px; min-width: 220px; }
td small { color: var(--soft); font-size: 12.5px; white-space: nowrap; display: block; }
svg.interval { width: 132px; height: 17px; display: block; }
.tile svg.interval { width: 100%; height: 16px; margin: 4px 0 2px; }
svg .track { fill: var(--line); } svg .span { fill: var(--accent-soft); } svg .dot { fill: var(--accent); }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(320px, 520px)); gap: 14px; }
.plots figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 14px; }
figcaption { font-size: 14px; color: var(--soft); }
svg.plot { width: 100%; height: auto; display: block; max-width: 520px; }
svg.plot text { fill: var(--soft); font-size: 12px; } svg.plot .axis { fill: var(--ink); font-size: 12.5px; }
svg.plot .grid { stroke: var(--line); stroke-width: 1; } svg.plot .ideal { stroke: var(--soft); stroke-width: 1.5; }
svg.plot .whisker { stroke: var(--accent); stroke-width: 2; opacity: .55; }
svg.plot .curve { fill: none; stroke: var(--accent); stroke-width: 2; } svg.plot .area { fill: var(--accent-soft); }
.failures {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(340px, 1fr)); gap: 14px; padding: 0; list-style: none;
}
.failure { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 14px; min-width: 0; }
.failure h4 { margin: 0 0 10px; font-size: 15px; overflow-wrap: anywhere; }
.failure h4 { display: flex; gap: 8px; align-items: baseline; }
.failure h4 .name { flex: 1; min-width: 0; }
.failure h4 .which { font-weight: 400; color: var(--soft); }
.trio { display: grid; grid-template-columns: repeat(3, 1fr); gap: 10px; }
.trio figure, .whole figure { margin: 0; min-width: 0; }
.trio img, .whole img, .none { width: 100%; aspect-ratio: 59 / 86; border-radius: 6px; background: var(--faint); }
.trio img, .whole img { height: auto; object-fit: contain; display: block; }
.none { display: grid; place-items: center; text-align: center; padding: 8px; font-size: 13px; color: var(--soft); }
.none { border: 1px dashed var(--line); }
.failure figcaption { font-size: 13px; line-height: 1.35; margin-top: 6px; overflow-wrap: anywhere; }
.failure figcaption b { display: block; font-size: 12px; color: var(--soft); font-weight: 600; }
.failure figcaption .key { display: block; font-size: 12px; color: var(--soft); }
.whole { display: grid; grid-template-columns: 2fr 1fr; gap: 10px; align-items: start; }
.whole svg { width: 100%; height: auto; display: block; border-radius: 6px; background: var(--faint); }
.whole polygon { fill: none; stroke: #ffd400; stroke-width: 3; stroke-dasharray: 8 5; paint-order: stroke; }
.badge { font-size: 12px; font-weight: 650; padding: 1px 9px; border-radius: 99px; white-space: nowrap; }
.badge { background: var(--faint); color: var(--soft); }
.badge.bad { background: var(--bad-soft); color: var(--bad); }
ol.matches { margin: 10px 0 0; padding: 0; list-style: none; font-size: 13px; }
ol.matches li { display: grid; grid-template-columns: 2.9em auto 1fr; gap: 10px; padding: 1px 0; }
ol.matches .score { text-align: right; white-space: nowrap; color: var(--soft); font-variant-numeric: tabular-nums; }
ol.matches .right { font-weight: 650; color: var(--good); }
details { margin: 8px 0; } summary { cursor: pointer; color: var(--accent); }
@media print { nav { display: none; } .failure, .tile, .plots figure { break-inside: avoid; } }
@media (max-width: 560px) {
  header, main, footer { padding-left: 14px; padding-right: 14px; }
  .failures, .plots { grid-template-columns: minmax(0, 1fr); }
}
""".strip()
