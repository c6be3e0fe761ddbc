/** A sound as a WAV of 16 bits: words are bursts of tone, with silence between them. */
export function wav(words: readonly number[], pause = 0.5, rate = 16_000): Buffer {
  const samples: number[] = [];
  const put = (secs: number, level: number) => {
    for (let at = 0; at < secs * rate; at += 1) {
      const wave = Math.sin((2 * Math.PI * 220 * at) / rate) * (1 + Math.sin(at / 900)) * 0.5;
      samples.push(Math.round(wave * level * 32_000));
    }
  };
  for (const secs of words) {
    put(secs, 0.6);
    put(pause, 0);
  }
  const data = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, at) => data.writeInt16LE(sample, at * 2));
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}
