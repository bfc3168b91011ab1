// Chance and hashes where there is no Node: in a simulator and in a page. The hashes are those of `node-ids.ts`.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, randomBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Ids } from '../runtime/ports.ts';

const digest = (content: string | Uint8Array): string =>
  bytesToHex(sha256(typeof content === 'string' ? utf8ToBytes(content) : content));

export const webIds: Ids = {
  hash: (...parts) => digest(JSON.stringify(parts)).slice(0, 16),
  digest,
  unique: () => bytesToHex(randomBytes(16)),
  random: () => Math.random(),
};
