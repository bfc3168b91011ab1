import { expect } from 'chai';
import { participants } from '@saga-lab/contracts/services';
import type { Arrow } from './arrow.ts';
import { arrowPieces } from './arrows.ts';
import { drawn, layoutFor } from './lanes.ts';

const plain = { paint: (_token: unknown, text: string) => text };

const longestName = Object.values(participants)
  .flatMap(({ commands, events }) => [...Object.keys(commands), ...Object.keys(events)])
  .reduce((longest, name) => (name.length > longest.length ? name : longest));

describe('An arrow', () => {
  for (const room of [80, 120])
    it(`keeps its label between its lanes in ${room} columns, and leaves out marks for which there is no room`, () => {
      const layout = layoutFor(room);
      const arrow: Arrow = {
        label: longestName,
        shape: 'reply',
        from: 'order-service',
        to: 'saga-orchestrator',
        late: true,
        again: true,
      };
      const pieces = arrowPieces(arrow, layout);
      const { 'saga-orchestrator': left, 'order-service': right } = layout.columns;
      for (const { at, text } of pieces) {
        expect(at).to.be.at.least(left);
        expect(at + text.length - 1).to.be.at.most(right);
      }
      expect(drawn(pieces, { ...layout, ...plain })).to.include(`(${longestName})`);
    });
});
