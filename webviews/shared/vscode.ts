/** What VS Code gives a page, typed for its contract. https://code.visualstudio.com/api/extension-guides/webview */
export interface Host<Sent, Kept> {
  postMessage(message: Sent): void;
  /** What the page kept last; undefined for a new one. */
  getState(): Kept | undefined;
  setState(state: Kept): void;
}

declare global {
  /** There in every webview; may be called once. */
  function acquireVsCodeApi(): Host<unknown, unknown>;
}
