// Cheap hashes for a simulation: the same everywhere, spread well, and of no use against an adversary.
import type { Ids } from '@saga-lab/platform/runtime/ports';

/** Murmur3's finish: every bit of the input reaches every bit of the result. */
const finish = (hash: number): number => {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/** 32 bits of a text, by the way of FNV-1a. */
export const hashOf = (seed: number, text: string): number => {
  let h = seed ^ 0x811c9dc5;
  for (let n = 0; n < text.length; n += 1) h = Math.imul(h ^ text.charCodeAt(n), 0x01000193);
  return finish(h);
};

/** 32 bits of two numbers. */
export const mixed = (a: number, b: number): number =>
  finish(Math.imul(a ^ 0x9e3779b9, 0x85ebca77) + (b | 0));

const hexOf = (hash: number): string => hash.toString(16).padStart(8, '0');

/** 16 hex digits: two lanes with multipliers of their own, so that what collides in one does not in the other. */
const hex16 = (seed: number, text: string): string => {
  let a = seed ^ 0xdeadbeef;
  let b = seed ^ 0x41c6ce57;
  for (let n = 0; n < text.length; n += 1) {
    const code = text.charCodeAt(n);
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x5f356495);
  }
  return hexOf(finish(a ^ (b >>> 15))) + hexOf(finish(b ^ (a >>> 13)));
};

const textOf = (content: string | Uint8Array): string =>
  typeof content === 'string' ? content : new TextDecoder('latin1').decode(content);

/** Hashes that all processes share; without tokens and chance, which each process has of its own. */
export const sharedHashes: Pick<Ids, 'hash' | 'digest'> = {
  hash: (...parts) => hex16(0, parts.map((part) => `${part.length}:${part}`).join('')),
  digest: (content) => {
    const text = textOf(content);
    return [1, 2, 3, 4].map((lane) => hex16(lane, text)).join('');
  },
};

/** A number in [0, 1) for 32 bits. */
export const fraction = (hash: number): number => hash / 4_294_967_296;
