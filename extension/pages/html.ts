/** The page's shell. Pure. */
export interface Shell {
  readonly title: string;
  /** What `webview.cspSource` says. */
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
  readonly nonce: string;
  /** BCP 47. */
  readonly language: string;
  /** Translations of the page's texts, by English text. */
  readonly translations: { readonly [text: string]: string };
}

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** No script but ours, no network, nothing inline but data. */
export function contentSecurityPolicy(cspSource: string, nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data:`,
  ].join('; ');
}

export function pageHtml(shell: Shell): string {
  const policy = contentSecurityPolicy(shell.cspSource, shell.nonce);
  // Inside a script element only "<" could end it.
  const translations = JSON.stringify(shell.translations).replaceAll('<', '\\u003c');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(shell.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<title>${escapeHtml(shell.title)}</title>
<link rel="stylesheet" href="${escapeHtml(shell.style)}">
</head>
<body>
<div id="root"></div>
<script type="application/json" id="l10n">${translations}</script>
<script nonce="${shell.nonce}" src="${escapeHtml(shell.script)}"></script>
</body>
</html>
`;
}
