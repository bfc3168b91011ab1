// HTML and SVG as values: text becomes markup at one place only, and is escaped there.

/** What may stand in a document as it is. Only `markup` makes it. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Text and numbers are escaped; markup stays as it is; a list is put together without anything between. */
export type Content = string | number | Markup | undefined | readonly Content[];

/**
 * A piece of a document: markup`<p title="${name}">${name}</p>`. A value stands between tags or in an attribute with
 * double quotes, nowhere else.
 */
export const markup = (parts: TemplateStringsArray, ...contents: readonly Content[]): Markup =>
  new Markup(parts.map((part, n) => `${part}${textOf(contents[n])}`).join(''));

const textOf = (content: Content): string => {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  return typeof content === 'object' ? content.map(textOf).join('') : escaped(String(content));
};

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe between tags and in quoted attributes; what XML cannot have at all is shown as U+FFFD. */
export const escaped = (text: string): string =>
  text
    .toWellFormed()
    // eslint-disable-next-line no-control-regex -- control characters are not allowed in XML
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
