"""Draws pictures with the statistics of photographs, for measuring encoders.

The amplitude of natural scenes falls with the spatial frequency (Field, Relations between the
statistics of natural images and the response properties of cortical cells, 1987); a few hard
edges and fine noise, as of a sensor, are added.

usage: natural_pictures.py FOLDER COUNT
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 1242, 2208


def field(random, slope):
    """Noise whose amplitude falls as frequency^-slope, from 0 to 1."""
    y, x = np.meshgrid(np.fft.fftfreq(HEIGHT), np.fft.rfftfreq(WIDTH), indexing="ij")
    frequency = np.maximum(np.hypot(x, y), 1 / HEIGHT)
    phase = np.exp(2j * np.pi * random.random(frequency.shape))
    values = np.fft.irfft2(frequency**-slope * phase, s=(HEIGHT, WIDTH))
    low, high = np.percentile(values, [0.5, 99.5])
    return np.clip((values - low) / (high - low), 0, 1)


def picture(seed):
    random = np.random.default_rng(seed)
    rows = np.arange(HEIGHT)[:, None] / HEIGHT
    light = field(random, 1.15)
    # A ridge divides a smooth sky from rough ground.
    ridge = 0.35 + 0.2 * (field(random, 1.6)[:1] - 0.5)
    sky = 0.75 - 0.3 * rows + 0.12 * field(random, 1.8)
    ground = 0.15 + 0.6 * light
    value = np.where(rows < ridge, sky, ground)
    tint = [0.9 + 0.2 * field(random, 1.7) for _ in range(3)]
    noise = random.normal(0, 0.008, (HEIGHT, WIDTH, 3))
    colour = np.stack([value * t for t in tint], axis=-1) + noise
    return Image.fromarray((np.clip(colour, 0, 1) * 255).astype(np.uint8))


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(int(sys.argv[2])):
        picture(number).save(folder / f"natural-{number}.jpg", quality=93)


if __name__ == "__main__":
    main()
