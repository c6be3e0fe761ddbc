/** A colour as the service writes it, `#rrggbb` or `#rrggbbaa`, taken apart. */
export interface Colour {
  /** `#rrggbb`, as the field of a browser has it. */
  rgb: string;
  /** 0 is invisible, 1 hides what is behind. */
  opacity: number;
}

export function colourOf(text: string): Colour {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text);
  const digits = short ? [1, 2, 3].map((at) => short[at]?.repeat(2)).join('') : text.slice(1);
  const alpha = digits.slice(6, 8);
  return {
    rgb: `#${digits.slice(0, 6).toLowerCase().padEnd(6, '0')}`,
    opacity: alpha ? parseInt(alpha, 16) / 255 : 1,
  };
}

export function written({ rgb, opacity }: Colour): string {
  const alpha = Math.round(Math.max(0, Math.min(1, opacity)) * 255);
  return alpha === 255 ? rgb : `${rgb}${alpha.toString(16).padStart(2, '0')}`;
}
