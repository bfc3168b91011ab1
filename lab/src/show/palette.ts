// The colours of the lab, one token per meaning; text is always ink. In a terminal the nearest of its own colours.

export const tokens = ['command', 'event', 'ok', 'compensation', 'fail', 'wait'] as const;
export type Token = (typeof tokens)[number];

export interface Theme {
  readonly token: Readonly<Record<Token, string>>;
  readonly surfaces: readonly string[];
  readonly ink: string;
}

export const light: Theme = {
  token: {
    command: '#1745F7',
    event: '#AC870F',
    ok: '#1E9F65',
    compensation: '#7C1699',
    fail: '#791703',
    wait: '#20242C',
  },
  surfaces: ['#FFFFFF', '#F4F6F8'],
  ink: '#20242C',
};

export const dark: Theme = {
  token: {
    command: '#D4E9F6',
    event: '#F8B528',
    ok: '#17FD9B',
    compensation: '#EB23F3',
    fail: '#D5342B',
    wait: '#627086',
  },
  surfaces: ['#0F1216', '#181D23'],
  ink: '#E6EAF0',
};

/**
 * How far two colours (`#RRGGBB`) are apart in brightness, 1 to 21.
 * Source: WCAG 2.2, definitions of relative luminance and contrast ratio.
 */
export const contrast = (one: string, other: string): number => {
  const [brighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (brighter + 0.05) / (darker + 0.05);
};

const luminance = (colour: string): number => {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(parseInt(colour.slice(at, at + 2), 16) / 255)) as [
    number,
    number,
    number,
  ];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const linear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
