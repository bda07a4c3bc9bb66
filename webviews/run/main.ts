/** The Run page's entry: joins the page to VS Code and to the browser. */
import '@vscode/codicons/dist/codicon.css';
import './run.css';
import type { FromPage, PageState, ToPage } from './contract';
import { createPage } from './page';
import type { Host } from '../shared/vscode';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element with the id root');

// The one place where the types of the messages are taken on trust: both ends are built from the same contract.
const host = acquireVsCodeApi() as Host<FromPage, PageState>;
const page = createPage(root, host, {
  now: Date.now,
  // A hidden page gets no frames; drawing then would be in vain anyway.
  nextFrame: (draw) => void requestAnimationFrame(draw),
  later: (action, milliseconds) => void setTimeout(action, milliseconds),
});
window.addEventListener('message', (event: MessageEvent<ToPage>) => page.receive(event.data));
