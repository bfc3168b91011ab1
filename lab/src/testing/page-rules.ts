// What every report has to keep, whatever it says: checked on its text, as a browser would read it.
import { expect } from 'chai';
import type { Element } from './elements.ts';
import { elementsOf } from './elements.ts';

/** What a browser would fetch by itself, or run. */
const FETCHING = new Set([
  'script',
  'iframe',
  'object',
  'embed',
  'img',
  'image',
  'use',
  'video',
  'audio',
  'source',
]);
const INTERACTIVE = new Set(['a', 'summary', 'button', 'input', 'select', 'textarea']);

export const expectGoodPage = (text: string): void => {
  const elements = elementsOf(text);
  for (const element of elements) {
    expect(FETCHING.has(element.name), `<${element.name}> in a report`).to.equal(false);
    for (const [name, value] of element.attributes) {
      expect(name, `a script in ${element.name}`).not.to.match(/^on/i);
      if (name === 'href' || name === 'src') expectInside(element, value);
    }
  }
  expect(text, 'a sheet that fetches').not.to.match(/@import|url\(/i);
  expectNames(elements);
  expectLinksThatLead(elements);
};

/** To a place in the page, to a file beside it, or to nothing at all. */
const expectInside = ({ name }: Element, value: string): void => {
  if (name === 'link') expect(value).to.equal('data:,');
  else expect(value, `a link in <${name}>`).to.match(/^(#[\w-]+|[\w.%-]+)$/);
};

export const nameOf = ({ attributes, text }: Element): string =>
  (attributes.get('aria-label') ?? text).trim();

/** Every mark is named by a sentence, and whatever can be reached with the keyboard has a name. */
const expectNames = (elements: readonly Element[]): void => {
  for (const element of elements) {
    const { name, attributes } = element;
    if (attributes.get('role') === 'img') expect(nameOf(element), `<${name}>`).to.match(/^\S.*\S[.?!]$/s);
    if (INTERACTIVE.has(name) || attributes.has('tabindex'))
      expect(nameOf(element), `the name of <${name}>`).not.to.equal('');
    if (name === 'svg') expect(isNamedOrHidden(element), 'an <svg> without a name').to.equal(true);
  }
};

const isNamedOrHidden = ({ attributes }: Element): boolean =>
  attributes.has('aria-label') || attributes.get('aria-hidden') === 'true';

/** Every id once, and every link to one that is there. */
const expectLinksThatLead = (elements: readonly Element[]): void => {
  const ids = elements.flatMap(({ attributes }) => attributes.get('id') ?? []);
  expect(ids).to.deep.equal([...new Set(ids)]);
  const pointed = elements.flatMap(({ attributes }) => [
    ...(attributes.get('href')?.startsWith('#') ? [attributes.get('href')?.slice(1) ?? ''] : []),
    ...(attributes.get('aria-labelledby') ?? '').split(' ').filter((id) => id !== ''),
  ]);
  expect(ids).to.include.members([...new Set(pointed)]);
};
