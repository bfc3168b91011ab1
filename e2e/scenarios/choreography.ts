// Orders about which nobody coordinates: each service does its part when it hears of another's, and one listens to all of them.
import { agreedUnder } from '../stage/under.ts';

export default [
  agreedUnder('choreo', {
    position: 10,
    name: 'choreography',
    sentence:
      'Orders under choreography: one goes from service to service and is approved; one has no money and is rejected, and its pieces come back.',
  }),
];
