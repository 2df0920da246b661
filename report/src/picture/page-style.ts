/** Of the space-time diagram, by the custom properties --paper, --ink, --faint, --line, --bad, --warn and --message. */
export const DIAGRAM_STYLE = `
svg.run { display: block; max-width: none; } svg text { font-size: 12px; fill: var(--ink); } svg .name { text-anchor: middle; font-weight: 600; } svg .number, svg .time, svg .note, svg .forever { font-size: 10px; fill: var(--faint); } svg .number, svg .time, svg .forever { text-anchor: end; } svg .number.right { text-anchor: start; }
svg .lane { stroke: var(--faint); stroke-width: 1.5; } svg .lane.down { stroke-dasharray: 2 5; } svg .lane.liar { stroke: var(--bad); }
svg .tick { stroke: var(--line); stroke-dasharray: 2 3; } svg .cut { stroke: var(--bad); stroke-dasharray: 6 4; } svg .pause { fill: var(--warn); opacity: .55; }
svg .loop { fill: none; stroke: var(--faint); stroke-dasharray: 5 4; }
svg .letter { stroke: var(--message); stroke-width: 1.6; fill: none; } svg .letter.open { stroke-dasharray: 4 4; } svg .letter.lost, svg .letter.missed, svg .letter.bad, svg .cross { stroke: var(--bad); } svg .cross { stroke-width: 2.5; }
svg polygon.head { fill: var(--message); stroke: none; } svg polygon.bad { fill: var(--bad); } svg .ghost { fill: none; stroke: var(--warn); stroke-width: 1.5; } svg .ghosts { stroke: var(--warn); stroke-dasharray: 1 4; } svg .quorum { fill: none; stroke: var(--ink); stroke-width: 1.5; } svg .step { fill: var(--ink); } svg .step.bad { fill: var(--bad); }
svg .forever, svg .note { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; } svg .aside { font-size: 10px; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; } svg .aside.bad { fill: var(--bad); } svg .message { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; fill: var(--message); font-size: 11px; } svg .message.left { text-anchor: end; }
`.trim();

/** Those properties of a light page. */
const LIGHT =
  '--paper: #fff; --ink: #1f2328; --faint: #57606a; --line: #d0d7de; --good: #116329; --bad: #b3202a; --warn: #7d4e00; --message: #0550ae; --tint: #fff1f1;';

/** Of a picture that stands alone. */
export const PICTURE_STYLE = `svg { ${LIGHT} background: var(--paper); } svg text { font-family: ui-monospace, Menlo, Consolas, monospace; }\n${DIAGRAM_STYLE}`;

/** How the page looks. Contrasts are at least 4.5 to 1 in both schemes. */
export const STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { --paper: #14181d; --ink: #e6e9ec; --faint: #9aa4af; --line: #39414a; --good: #56d364; --bad: #ff8a80; --warn: #e3b341; --message: #79b8ff; --tint: #2a1a1c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 90rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); } h3 { font-size: 1rem; margin: 1.2rem 0 .2rem; } h4 { font-size: 1rem; margin: 1rem 0 .2rem; }
p { margin: .3rem 0; } code, table.steps, svg text { font-family: ui-monospace, Menlo, Consolas, monospace; } code { font-size: .9em; }
.faint { color: var(--faint); font-size: .9rem; } .story { max-width: 75ch; }
.summary span { margin-right: 1rem; font-weight: 600; }
.expected .mark, span.expected { color: var(--good); } .unexpected .mark, span.unexpected, p.unexpected { color: var(--bad); } .known .mark, span.known, .undecided .mark, span.undecided, p.undecided { color: var(--warn); } .unchecked .mark, span.unchecked { color: var(--faint); }
article { border-left: 4px solid var(--bad); padding: .1rem 0 .6rem .8rem; margin: 1rem 0; } article.undecided { border-color: var(--warn); }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid var(--line); font-weight: normal; } thead th { color: var(--faint); }
table.steps { font-size: .82rem; } table.steps :is(.step, .time, .node, th) { white-space: nowrap; } tr.bad td { color: var(--bad); } tr.forever td { font-weight: 600; }
table.verdicts th { width: 30%; } .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.both { display: grid; grid-template-columns: minmax(0, max-content) minmax(20rem, 1fr); gap: 1.5rem; align-items: start; margin: .6rem 0; }
.scroll { overflow-x: auto; } .scroll:focus-visible, summary:focus-visible { outline: 2px solid var(--message); outline-offset: 2px; }
summary { cursor: pointer; color: var(--message); }
${DIAGRAM_STYLE}
@media (max-width: 60rem) { .both { grid-template-columns: minmax(0, 1fr); } table.verdicts th { width: 40%; } }
@media (max-width: 40rem) { table.steps thead { display: none; } table.steps tr { display: block; padding: .25rem 0; border-bottom: 1px solid var(--line); } table.steps td { display: inline; border: 0; } table.steps :is(.what, .changed) { display: block; } table.steps .changed:not(:empty)::before { content: '\\2192  '; } }
@media print { body { max-width: none; font-size: 10pt; } .both { grid-template-columns: minmax(0, 1fr); } svg.run { max-width: 100%; height: auto; } article, tr { break-inside: avoid; } details::details-content { content-visibility: visible; block-size: auto; } }
`.trim();
