/** In the frame of the counterexample view: what its script expects of VS Code, and which messages reach it. */
export {};

declare global {
  interface Window {
    acquireVsCodeApi: () => { postMessage(message: unknown): void; getState(): undefined; setState(state: unknown): void };
  }
}

window.acquireVsCodeApi = () => ({
  postMessage: (message) => window.parent.postMessage(message, location.origin),
  getState: () => undefined,
  setState: () => {},
});
// Of nobody but the page around it.
window.addEventListener(
  'message',
  (event) => {
    if (event.source !== window.parent || event.origin !== location.origin) event.stopImmediatePropagation();
  },
  { capture: true },
);
