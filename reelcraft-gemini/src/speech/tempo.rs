//! Faster and slower speech at the same pitch.

use std::num::{NonZeroU16, NonZeroU32};

use reelcraft_core::voiceover::Pcm;
use reelcraft_core::{Error, Result};

/// Nobody hears a smaller difference.
const SAME: f64 = 0.005;
/// The silence before and after a sound, in seconds, that keeps its first and last moments from
/// being faded: a window of the method and what it searches around it.
const MARGIN_SECS: f64 = 0.08;

/// The sound with its length divided by `speed`, at the same pitch (waveform similarity overlap
/// and add). It takes time: about a hundredth of the sound's length.
pub(super) fn at_speed(sound: Pcm, speed: f64) -> Result<Pcm> {
    let Some(rate) = NonZeroU32::new(sound.sample_rate_hz) else {
        return Ok(sound);
    };
    if (speed - 1.0).abs() < SAME || sound.samples.is_empty() {
        return Ok(sound);
    }
    let margin = (MARGIN_SECS * f64::from(rate.get())) as usize;
    let after = (margin as f64 * speed.max(1.0) * 2.0) as usize;
    let mut samples = vec![0.0; margin];
    samples.extend_from_slice(&sound.samples);
    samples.resize(samples.len() + after, 0.0);
    let changed = wsola::stretch(&samples, rate, NonZeroU16::MIN, speed as f32)
        .map_err(|error| Error::internal("the speech cannot be made faster").because(error))?;
    let begin = (margin as f64 / speed).round() as usize;
    let length = (sound.samples.len() as f64 / speed).round() as usize;
    let mut samples: Vec<f32> = changed.into_iter().skip(begin).take(length).collect();
    samples.resize(length, 0.0);
    Ok(Pcm { samples, ..sound })
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use super::*;

    const RATE_HZ: u32 = 24_000;

    fn tone(hz: f64, secs: f64) -> Pcm {
        let samples = (0..(secs * f64::from(RATE_HZ)) as usize)
            .map(|i| ((i as f64 / f64::from(RATE_HZ) * hz * TAU).sin() * 0.5) as f32)
            .collect();
        Pcm {
            samples,
            sample_rate_hz: RATE_HZ,
        }
    }

    /// The frequency of a tone: how often it rises through zero.
    fn frequency(sound: &Pcm) -> f64 {
        let rises = sound
            .samples
            .windows(2)
            .filter(|pair| pair[0] <= 0.0 && pair[1] > 0.0);
        rises.count() as f64 / sound.secs()
    }

    fn level(samples: &[f32]) -> f64 {
        let power: f64 = samples.iter().map(|s| f64::from(*s).powi(2)).sum();
        (power / samples.len() as f64).sqrt()
    }

    #[test]
    fn a_tone_keeps_its_pitch_and_loudness() {
        for speed in [0.5, 0.8, 1.25, 1.6, 2.0] {
            for hz in [110.0, 220.0, 700.0] {
                let sound = at_speed(tone(hz, 3.0), speed).unwrap();
                let secs = sound.secs() * speed / 3.0;
                assert!((0.98..=1.02).contains(&secs), "{speed}: {secs}");
                let pitch = frequency(&sound) / hz;
                assert!((0.98..=1.02).contains(&pitch), "{speed}, {hz} Hz: {pitch}");
                // Nowhere does it fade: also not at both ends.
                for part in sound.samples.chunks(1200).filter(|part| part.len() == 1200) {
                    let level = level(part);
                    assert!((0.25..=0.4).contains(&level), "{speed}, {hz} Hz: {level}");
                }
            }
        }
    }

    #[test]
    fn pauses_stay_where_they_are_in_the_words() {
        let mut sound = tone(200.0, 1.0);
        sound.samples.extend(vec![0.0; RATE_HZ as usize / 2]);
        sound.samples.extend(tone(200.0, 1.0).samples);
        let fast = at_speed(sound, 1.6).unwrap();
        let at = |secs: f64| &fast.samples[fast.index_at(secs - 0.02)..fast.index_at(secs + 0.02)];
        assert!(level(at(1.25 / 1.6)) < 0.01, "the middle of the pause");
        assert!(level(at(0.9 / 1.6)) > 0.3, "just before it");
        assert!(level(at(1.0)) > 0.3, "just after it");
    }

    #[test]
    fn its_own_pace_is_left_as_it_is() {
        let sound = tone(200.0, 0.1);
        assert_eq!(at_speed(sound.clone(), 1.0).unwrap(), sound);
        assert_eq!(at_speed(Pcm::default(), 2.0).unwrap(), Pcm::default());
        // Shorter than the windows of the method.
        assert_eq!(at_speed(tone(200.0, 0.005), 2.0).unwrap().samples.len(), 60);
    }
}
