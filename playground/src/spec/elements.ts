/** Elements of the page, made as those of the counterexample view are: text becomes text nodes only. */
export { byId, element } from '../../../client/webview/elements.ts';
