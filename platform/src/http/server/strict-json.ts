// JSON as this system accepts it: valid UTF-8, no key twice, no key that reaches a prototype, no deep nesting.
import { Problem } from '../routes/problem.ts';

// One string with the colon that makes it a key, or one bracket. An unfinished string runs to the end, so that every
// character is looked at once only.
const TOKEN = /"(?:[^"\\]|\\[^])*(?:"(\s*:)?|\\?$)|[{}[\]]/g;
const LONE_SURROGATE = /\p{Surrogate}/u;
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads a JSON document from its bytes.
 * @throws Problem 400, code INVALID_JSON, if it is none or if it is one that different readers may understand differently.
 */
export const parseStrictJson = (bytes: Uint8Array, maxDepth: number): unknown => {
  const text = decode(bytes);
  checkStructure(text, maxDepth);
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('The body is no valid JSON.');
  }
};

const decode = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalid('The body is no valid UTF-8.');
  }
};

/** Brackets need not match here: `JSON.parse` sees to that afterwards. */
const checkStructure = (text: string, maxDepth: number): void => {
  const keysOfOpen: Set<string>[] = [];
  for (const [token, colon] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      keysOfOpen.push(new Set());
      if (keysOfOpen.length > maxDepth) throw invalid(`The body is nested deeper than ${maxDepth} levels.`);
    } else if (token === '}' || token === ']') keysOfOpen.pop();
    else checkString(token, colon, keysOfOpen.at(-1));
  }
};

const checkString = (token: string, colon: string | undefined, keys: Set<string> | undefined): void => {
  const value = unquote(colon === undefined ? token : token.slice(0, -colon.length));
  if (LONE_SURROGATE.test(value))
    throw invalid('The body has half a character (a lone surrogate) in a string.');
  if (colon === undefined) return;
  if (FORBIDDEN.has(value)) throw invalid(`The key "${value}" is not allowed.`, value);
  if (keys?.has(value)) throw invalid(`The key "${value.slice(0, 64)}" appears twice in one object.`, value);
  keys?.add(value);
};

const unquote = (literal: string): string => {
  try {
    return JSON.parse(literal) as string;
  } catch {
    throw invalid('The body is no valid JSON.');
  }
};

const invalid = (message: string, field = 'body'): Problem =>
  new Problem(400, 'INVALID_JSON', message, { errors: [{ in: 'body', field: field.slice(0, 64), message }] });
