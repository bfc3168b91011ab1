// A table of a document that is written by the code.

export const table = (heading: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [
    '<!-- prettier-ignore -->',
    ...[heading, heading.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
