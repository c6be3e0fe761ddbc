//! A person's own recording, made ready to be a voiceover.

use super::Pcm;

/// Samples that are judged together: 10 ms.
const HOP_SECS: f64 = 0.01;
/// What is this much louder than the background, in decibels, is speech …
const OVER_BACKGROUND_DB: f64 = 8.0;
/// … unless it is this far below the speech; and what is less far below is speech always.
const BELOW_SPEECH_DB: (f64, f64) = (40.0, 12.0);
/// A sound that is shorter, in hops, is a click.
const LEAST_HOPS: usize = 3;
/// What is left before the first and after the last sound, in seconds.
const MARGINS_SECS: (f64, f64) = (0.08, 0.2);
/// How far the gate lowers what is no speech, in decibels.
const GATE_DB: f64 = -18.0;
/// How long the gate stays open after speech, and how long it takes to close, in seconds.
const GATE_HOLD_SECS: f64 = 0.2;
const GATE_CLOSE_SECS: f64 = 0.15;

/// What of a recording is speech.
#[expect(clippy::struct_field_names, reason = "the unit")]
struct Heard {
    /// Mean squares of hops, in decibels.
    levels_db: Vec<f64>,
    threshold_db: f64,
    speech_db: f64,
}

impl Heard {
    /// `None` where nothing is heard.
    fn of(audio: &Pcm) -> Option<Self> {
        let hop = ((f64::from(audio.sample_rate_hz) * HOP_SECS) as usize).max(1);
        let power = |samples: &[f32]| {
            let squares = samples.iter().map(|sample| f64::from(*sample).powi(2));
            squares.sum::<f64>() / samples.len() as f64
        };
        let levels_db: Vec<f64> = audio
            .samples
            .chunks(hop)
            .map(|samples| 10.0 * power(samples).max(1e-12).log10())
            .collect();
        let mut sorted = levels_db.clone();
        sorted.sort_by(f64::total_cmp);
        let part = |part: f64| sorted.get((sorted.len() as f64 * part) as usize).copied();
        let (background, speech_db) = (part(0.1)?, part(0.95)?);
        let (least, most) = BELOW_SPEECH_DB;
        let threshold_db = (background + OVER_BACKGROUND_DB)
            .max(speech_db - least)
            .min(speech_db - most);
        (speech_db > -80.0).then_some(Self {
            levels_db,
            threshold_db,
            speech_db,
        })
    }

    fn is_speech(&self, hop: usize) -> bool {
        let level = self.levels_db.get(hop);
        level.is_some_and(|level| *level > self.threshold_db)
    }

    /// The first and the last hop of speech.
    fn ends(&self) -> Option<(usize, usize)> {
        let is_sound = |hop: usize| (hop..hop + LEAST_HOPS).all(|hop| self.is_speech(hop));
        let mut hops = 0..self.levels_db.len();
        let first = hops.find(|hop| is_sound(*hop))?;
        let last = (first..self.levels_db.len())
            .rev()
            .find(|hop| is_sound(*hop));
        Some((first, last.unwrap_or(first) + LEAST_HOPS - 1))
    }
}

impl Pcm {
    /// Takes away what is before the first and after the last speech, whatever noise it is, but
    /// for a breath; `None` where nothing is heard at all.
    #[must_use]
    pub fn trimmed_to_speech(&self) -> Option<Self> {
        let heard = Heard::of(self)?;
        let (first, last) = heard.ends()?;
        let (before, after) = MARGINS_SECS;
        let span = crate::LineSpan {
            start: first as f64 * HOP_SECS - before,
            end: (last + 1) as f64 * HOP_SECS + after,
        };
        Some(self.part(span))
    }

    /// Makes softer what is no speech, such as the noise of a room between sentences.
    #[must_use]
    pub fn gated(mut self) -> Self {
        let Some(heard) = Heard::of(&self) else {
            return self;
        };
        let hop = ((f64::from(self.sample_rate_hz) * HOP_SECS) as usize).max(1);
        let hold = (GATE_HOLD_SECS / HOP_SECS) as usize;
        let step = GATE_DB / (GATE_CLOSE_SECS / HOP_SECS);
        let mut gain_db = GATE_DB;
        let mut since_speech = usize::MAX;
        let mut last = 10f64.powf(gain_db / 20.0);
        for (index, samples) in self.samples.chunks_mut(hop).enumerate() {
            // It opens one hop before the speech begins.
            if heard.is_speech(index) || heard.is_speech(index + 1) {
                since_speech = 0;
            } else {
                since_speech = since_speech.saturating_add(1);
            }
            gain_db = match since_speech {
                0 => 0.0,
                since if since <= hold => gain_db,
                _ => (gain_db + step).max(GATE_DB),
            };
            let gain = 10f64.powf(gain_db / 20.0);
            let count = samples.len() as f64;
            for (at, sample) in samples.iter_mut().enumerate() {
                let way = at as f64 / count;
                *sample = (f64::from(*sample) * (last + (gain - last) * way)) as f32;
            }
            last = gain;
        }
        self
    }

    /// How loud its speech is, in decibels of full scale; `None` where nothing is heard.
    pub fn speech_level_db(&self) -> Option<f64> {
        Heard::of(self).map(|heard| heard.speech_db)
    }

    /// Makes it louder or softer; what would be over full scale makes all of it softer.
    #[must_use]
    pub fn with_gain_db(mut self, gain_db: f64) -> Self {
        let gain = 10f64.powf(gain_db / 20.0) as f32;
        let peak = self
            .samples
            .iter()
            .fold(0.0f32, |peak, s| peak.max(s.abs()));
        let gain = gain.min(0.98 / peak.max(1e-6));
        for sample in &mut self.samples {
            *sample *= gain;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: u32 = 16_000;

    /// Two seconds of noise, speech from 0.6 to 1.4 s, with clicks.
    fn recording(noise: f32, speech: f32) -> Pcm {
        let mut state = 1u32;
        let samples = (0..2 * RATE).map(|i| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let hiss = (state >> 8) as f32 / 8_388_608.0 - 1.0;
            let secs = f64::from(i) / f64::from(RATE);
            let voice = if (0.6..1.4).contains(&secs) {
                (i as f32 * 0.2).sin()
            } else {
                0.0
            };
            let click = if i == RATE / 10 || i == 19 * RATE / 10 {
                0.8
            } else {
                0.0
            };
            hiss * noise + voice * speech + click
        });
        Pcm {
            samples: samples.collect(),
            sample_rate_hz: RATE,
        }
    }

    #[test]
    fn silence_noise_and_clicks_around_the_speech_go() {
        for (noise, speech) in [(0.0, 0.5), (0.01, 0.5), (0.03, 0.3), (0.0001, 0.01)] {
            let trimmed = recording(noise, speech).trimmed_to_speech().unwrap();
            let expected = 0.8 + MARGINS_SECS.0 + MARGINS_SECS.1;
            assert!(
                (trimmed.secs() - expected).abs() < 0.04,
                "{noise}: {}",
                trimmed.secs()
            );
        }
    }

    #[test]
    fn where_nothing_is_heard_nothing_is_left() {
        let silence = Pcm {
            samples: vec![0.0; 16_000],
            sample_rate_hz: RATE,
        };
        assert_eq!(silence.trimmed_to_speech(), None);
        assert_eq!(Pcm::default().trimmed_to_speech(), None);
    }

    #[test]
    fn the_gate_lowers_noise_and_leaves_speech() {
        let noisy = recording(0.01, 0.5);
        let gated = noisy.clone().gated();
        let level = |audio: &Pcm, from: f64, to: f64| {
            let range = audio.index_at(from)..audio.index_at(to);
            let squares = audio.samples[range].iter().map(|s| f64::from(*s).powi(2));
            10.0 * squares.sum::<f64>().log10()
        };
        let lowered = level(&noisy, 0.48, 0.57) - level(&gated, 0.48, 0.57);
        assert!((lowered + GATE_DB).abs() < 0.5, "{lowered}");
        for (from, to) in [(0.6, 1.4), (1.4, 1.5)] {
            let lowered = level(&noisy, from, to) - level(&gated, from, to);
            assert!(lowered.abs() < 0.2, "{from}: {lowered}");
        }
    }

    #[test]
    fn levels_are_matched_without_clipping() {
        let soft = recording(0.0, 0.02);
        let target = recording(0.0, 0.4).speech_level_db().unwrap();
        let gain = target - soft.speech_level_db().unwrap();
        assert!((gain - 26.0).abs() < 0.5, "{gain}");
        let louder = recording(0.0, 0.5).with_gain_db(30.0);
        assert!(louder.samples.iter().all(|sample| sample.abs() < 1.0));
    }
}
