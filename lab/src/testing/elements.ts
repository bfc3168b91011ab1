// A strict reader of HTML and SVG for tests: every tag closed in its order, every attribute quoted, every entity known.

export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Of the element and all in it, entities decoded. */
  text: string;
  readonly parents: readonly Element[];
}

/** They have no end tag in HTML. */
const VOID = new Set(['meta', 'link', 'br', 'hr', 'img', 'input']);
const TOKEN =
  /<!doctype html>|<\?xml [^?]*\?>|<!--.*?-->|<style>[^<]*<\/style>|<(\/?)([a-zA-Z][\w-]*)((?:\s[^<>]*)?)>|[^<]+|</gs;
const ATTRIBUTE = /\s+([\w:-]+)="([^"<]*)"/y;

/** @throws Error where the text is not well formed. */
export const elementsOf = (text: string): readonly Element[] => {
  const all: Element[] = [];
  const open: Element[] = [];
  for (const [token, end, name, rest = ''] of text.matchAll(TOKEN)) {
    if (name === undefined) takeText(token, open);
    else if (end === '/') close(name, open);
    else all.push(opened(name, rest, open));
  }
  if (open.length > 0) throw new Error(`<${open.map(({ name }) => name).join('> <')}> is not closed`);
  return all;
};

/** Comments and sheets have no text. */
const takeText = (token: string, open: readonly Element[]): void => {
  if (token === '<') throw new Error(`a < that begins no tag, in ${open.at(-1)?.name ?? 'the document'}`);
  if (token.startsWith('<')) return;
  for (const element of open) element.text += decoded(token);
};

const close = (name: string, open: Element[]): void => {
  const last = open.pop();
  if (last?.name !== name) throw new Error(`</${name}> closes <${last?.name ?? 'nothing'}>`);
};

const opened = (name: string, rest: string, open: Element[]): Element => {
  const element = { name, attributes: attributesOf(rest), text: '', parents: [...open] };
  if (!rest.endsWith('/') && !VOID.has(name)) open.push(element);
  return element;
};

const attributesOf = (rest: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  const text = rest.replace(/\s*\/?$/, '');
  ATTRIBUTE.lastIndex = 0;
  let at = 0;
  for (let match = ATTRIBUTE.exec(text); match; match = ATTRIBUTE.exec(text)) {
    const [, name = '', value = ''] = match;
    if (found.has(name)) throw new Error(`${name} stands twice in ${text}`);
    found.set(name, decoded(value));
    at = ATTRIBUTE.lastIndex;
  }
  if (at < text.length) throw new Error(`no attribute in quotes: ${text.slice(at)}`);
  return found;
};

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

const decoded = (text: string): string =>
  text.replaceAll(/&[^;\s]*;?/g, (entity) => {
    const character = entities[entity];
    if (character === undefined) throw new Error(`${entity} is no entity that is written here`);
    return character;
  });
