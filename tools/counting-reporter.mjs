// Mocha's spec reporter that also leaves its counts in the file COUNTS_FILE, so that several runs can be summed up.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

const { EVENT_RUN_END } = Mocha.Runner.constants;

export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(EVENT_RUN_END, () => {
      const { passes: passed, failures: failed } = runner.stats;
      writeFileSync(process.env.COUNTS_FILE, JSON.stringify({ passed, failed }));
    });
  }
}
