// What cannot be decided again: nobody can say what an operator would have asked for.

/** Its message is a sentence for people. */
export class Unknowable extends Error {
  override readonly name = 'Unknowable';
}
