// What the driver of the floor and its four processes say to each other.
import type { Counts } from './worker.ts';

export type ToProcess =
  | {
      readonly say: 'connect';
      readonly service: string;
      readonly mongoUrl: string;
      readonly brokerUrl: string;
    }
  | { readonly say: 'begin'; readonly sagas: readonly string[] }
  | { readonly say: 'count' };

export type FromProcess =
  | { readonly say: 'ready' }
  | { readonly say: 'counted'; readonly counts: Counts }
  | { readonly say: 'failed'; readonly why: string };
