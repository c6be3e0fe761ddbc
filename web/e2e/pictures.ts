import { deflateSync } from 'node:zlib';
import type { Page } from '@playwright/test';

const crcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = (crcTable[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return Buffer.concat([length, body, sum]);
}

function pngOf(width: number, height: number, row: (y: number) => Buffer, level: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Array.from({ length: height }, (_, y) => Buffer.concat([Buffer.from([0]), row(y)]));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A picture of one colour, as a PNG. */
export function png(width: number, height: number, colour: [number, number, number]): Buffer {
  const row = Buffer.alloc(width * 3, Buffer.from(colour));
  return pngOf(width, height, () => row, 6);
}

/** A picture that is as large as a file as it is in memory, so that sending it takes its time. */
export function noise(width: number, height: number): Buffer {
  let seed = 1;
  const row = () =>
    Buffer.from(
      Array.from({ length: width * 3 }, () => {
        seed = (seed * 1103515245 + 12345) & 0x7fffffff;
        return (seed >>> 16) & 255;
      }),
    );
  return pngOf(width, height, row, 0);
}

/**
 * A photo as a phone makes it, held upright: 40 megapixels that lie on their side, with the note
 * (EXIF orientation 6) that they are to be turned. Turned, the upper half is red, the lower blue.
 */
export async function phonePhoto(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(7296, 5472);
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#d02020';
    context.fillRect(0, 0, 3648, 5472);
    context.fillStyle = '#2040d0';
    context.fillRect(3648, 0, 3648, 5472);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
    const reader = new FileReader();
    return new Promise<string>((resolve) => {
      reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
      reader.readAsDataURL(blob);
    });
  });
  const jpeg = Buffer.from(base64, 'base64');
  const tiff = Buffer.from([
    ...Buffer.from('MM', 'latin1'),
    ...[0, 42, 0, 0, 0, 8], // big-endian, the first directory at 8
    ...[0, 1], // one entry:
    ...[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0], // orientation, a short: 6
    ...[0, 0, 0, 0],
  ]);
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const marker = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), marker, exif, jpeg.subarray(2)]);
}
