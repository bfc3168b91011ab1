// How a run is reported: one line for each action, and one for each result.

export interface Reporter {
  readonly reportAction: (sentence: string) => void;
  readonly reportResult: (sentence: string) => void;
}

export const reporterTo = (write: (line: string) => void): Reporter => ({
  reportAction: (sentence) => {
    write(`  > ${sentence}`);
  },
  reportResult: (sentence) => {
    write(`  < ${sentence}`);
  },
});
