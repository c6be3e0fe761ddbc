//! The shape of a sound, to be drawn.

use reelcraft_core::voiceover::Pcm;

/// The peaks of a sound: the loudest sample of each of `points` equal parts, 0 to 1.
pub(crate) fn peaks(sound: &Pcm, points: usize) -> Vec<f32> {
    let (count, points) = (sound.samples.len(), points.max(1));
    let part = |number: usize| {
        let range = number * count / points..(number + 1) * count / points;
        let samples = sound.samples.get(range).unwrap_or_default();
        let peak = samples
            .iter()
            .fold(0.0f32, |peak, sample| peak.max(sample.abs()));
        (peak.min(1.0) * 1000.0).round() / 1000.0
    };
    (0..points.min(count.max(1))).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_has_its_loudest_sample() {
        let sound = Pcm {
            samples: vec![0.0, 0.1, -0.5, 0.2, 2.0, 0.0],
            sample_rate_hz: 8000,
        };
        assert_eq!(peaks(&sound, 3), [0.1, 0.5, 1.0]);
        assert_eq!(peaks(&Pcm::default(), 3), [0.0]);
    }
}
