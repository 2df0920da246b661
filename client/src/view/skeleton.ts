/** The page of the counterexample view, which its script fills: in a webview, and in a frame of the playground. */

export interface WebviewPage {
  /** from where its style may come */
  readonly source: string;
  /** of the one script that may run */
  readonly nonce: string;
  readonly style: string;
  readonly script: string;
}

/** Nothing else may run in it, and it asks nothing of the network. */
export function webviewPage({ source, nonce, style, script }: WebviewPage): string {
  const policy = ["default-src 'none'", `style-src ${source}`, `script-src 'nonce-${nonce}'`, 'img-src data:'];
  return viewPage({ policy, styles: [style], scripts: [`nonce="${nonce}" src="${script}"`] });
}

export interface ViewPage {
  /** of its content: all that it may load */
  readonly policy: readonly string[];
  /** addresses */
  readonly styles: readonly string[];
  /** attributes of each, in the order in which they run */
  readonly scripts: readonly string[];
}

export function viewPage({ policy, styles, scripts }: ViewPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${styles.map((style) => `<link rel="stylesheet" href="${style}">`).join('\n')}
<title>Counterexample</title>
</head>
<body>
${SKELETON}
${scripts.map((script) => `<script ${script}></script>`).join('\n')}
</body>
</html>
`;
}

function icon(path: string): string {
  return `<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path fill="currentColor" d="${path}"/></svg>`;
}

/** What the script of the view fills. */
const SKELETON = `<main>
<header id="head">
<div class="top">
<h1 id="title">Counterexample</h1>
<span class="saves">
<button type="button" id="save-svg" title="Save the diagram as SVG">SVG</button>
<button type="button" id="save-png" title="Save the diagram as PNG">PNG</button>
<button type="button" id="save-html" title="Save the run as a page that needs nothing else">HTML</button>
<button type="button" id="save-scenario" title="Write the run up to this step into the file as a scenario">Scenario</button>
</span>
</div>
<p id="note" role="status"></p>
<p id="claim"></p>
<div class="choices">
<label id="runs-label" hidden>Run <select id="runs"></select></label>
<label id="subjects-label" hidden>Against <select id="subjects"></select></label>
<label id="tick-label" hidden title="How long a tick is in the log; without it only the order of events counts">Tick <input type="text" id="tick" size="8" placeholder="100ms"></label>
<label id="others-label" hidden>Compare with <select id="others"></select></label>
<button type="button" id="leave" hidden>Back to the run of the verdict</button>
</div>
<details id="told" open><summary>The story</summary><p id="story"></p><div id="needs"></div><ul id="log" aria-label="What is not explained" hidden></ul></details>
<details id="assumed-part"><summary>What is assumed</summary><div id="assumed"></div></details>
</header>
<div id="bar" role="toolbar" aria-label="Walk along the run">
<button type="button" id="first" title="First (Home)" aria-label="First step">${icon('M3 3h2v10H3zM13 3v10L6 8z')}</button>
<button type="button" id="back" title="Back (Left, Up)" aria-label="Step back">${icon('M12 3v10L4 8z')}</button>
<button type="button" id="next" title="Forward (Right, Down)" aria-label="Step forward">${icon('M4 3v10l8-5z')}</button>
<button type="button" id="last" title="Last (End)" aria-label="Last step">${icon('M11 3h2v10h-2zM3 3v10l7-5z')}</button>
<input type="range" id="slider" min="0" max="0" value="0" aria-label="Step">
<span id="at"></span>
<span class="zoom" role="group" aria-label="Zoom">
<button type="button" id="zoom-out" title="Smaller (-)" aria-label="Smaller">−</button>
<button type="button" id="zoom-one" title="As large as the text (0)">100 %</button>
<button type="button" id="zoom-in" title="Larger (+, or the wheel with Ctrl)" aria-label="Larger">+</button>
<button type="button" id="zoom-fit" title="All of the run (F)" aria-pressed="false">Fit</button>
</span>
</div>
<p id="now" aria-live="polite" aria-atomic="true"></p>
<div id="panes">
<div id="diagrams">
<section id="run" class="diagram" aria-label="The run" tabindex="0"><div class="drawn"><div class="lanes" aria-hidden="true"></div><div class="picture" aria-hidden="true"></div><ol id="steps" class="steps" aria-label="Steps"></ol></div></section>
<section id="twin" class="diagram" aria-label="The other run" tabindex="0" hidden><p id="twin-now"></p><div class="drawn"><div class="lanes" aria-hidden="true"></div><div class="picture" aria-hidden="true"></div><ol class="steps" aria-label="Steps of the other run"></ol></div></section>
</div>
<section id="compared" aria-label="The run compared" tabindex="0" hidden></section>
<section id="state" aria-label="The state at this step" tabindex="0">
<details id="what-if"><summary id="what-if-title" title="What can come next (W)">What if</summary>
<p id="options-say" role="status"></p>
<ul id="options" aria-label="What can come next"></ul>
<ul id="held" aria-label="What cannot"></ul>
<div id="waiting" hidden><h2>Cannot come next</h2>
<ul id="guarded" aria-label="Cannot come next"></ul>
<details id="others-wait"><summary>Waits for a message or a timer</summary><ul id="awaited" aria-label="Waits for a message or a timer"></ul></details>
</div>
<details id="elsewhere" hidden><summary>Begin elsewhere</summary>
<p id="starts-say"></p>
<ul id="starts" aria-label="Other initial states"></ul>
</details>
</details>
<div class="choices"><label>Show <input type="search" id="filter" placeholder="variable or node"></label><label><input type="checkbox" id="changed-only"> changed only</label></div>
<h2>In flight</h2>
<ul id="in-flight"></ul>
<div id="tables"></div>
<div id="twin-state" hidden><h2 id="twin-title"></h2><div id="twin-tables"></div></div>
</section>
</div>
</main>`;
