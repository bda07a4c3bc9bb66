/** Where the page of a rule is on the web. */
const PAGES = 'https://github.com/flowdeck/flowdeck/blob/main/docs/rules';

export function ruleAddress(code: string): string {
  return `${PAGES}/${code}.md`;
}
