/** Text in lines of at most `width` characters, broken at `gap`; a longer piece has a line of its own. */
export const wrapped = (text: string, width: number, gap = ' '): readonly string[] => {
  const lines: string[] = [];
  for (const piece of text.split(gap)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + gap.length + piece.length <= width)
      lines[lines.length - 1] = `${last}${gap}${piece}`;
    else lines.push(piece);
  }
  return lines;
};
