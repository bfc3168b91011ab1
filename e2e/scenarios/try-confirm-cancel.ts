// Orders that are agreed about by TCC: all hold first, one after the other; then all confirm, or all cancel.
import { agreedUnder } from '../stage/under.ts';

export default [
  agreedUnder('tcc', {
    position: 11,
    name: 'try-confirm-cancel',
    sentence:
      'Orders under TCC: all hold and it is confirmed; one has no money, and what inventory holds for it is given back.',
  }),
];
