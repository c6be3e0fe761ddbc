//! What is heard from moment to moment: how far over the background, how loud, how sharp.

use crate::voiceover::Pcm;

/// The step of the measurement. Six of them are a frame of video at 30 frames a second.
pub(super) const HOP_SECS: f64 = 0.005;
/// Hops averaged into one value: two periods of a low voice, so that the gaps between the pulses
/// of the voice are no pauses.
const SMOOTH_HOPS: usize = 4;
/// The background is judged this far to both sides, in seconds.
const BACKGROUND_REACH_SECS: f64 = 5.0;
/// The part of the time that is quieter than the background's level. Among lines with pauses of
/// 80 ms that much is silent.
const BACKGROUND_PART: f64 = 0.03;
/// Sound this far below the level of speech is silence, as for [`Pcm::heard_span`]: with
/// [`SPEECH_OVER_BACKGROUND_DB`] it makes −46 dB.
const LOWEST_BACKGROUND_DB: f64 = -52.0;
/// Sound further than this over the background is speech. Smoothed noise stays 2 to 4 dB over
/// its own 3 percent level.
pub(super) const SPEECH_OVER_BACKGROUND_DB: f64 = 6.5;
/// Samples are clipped here, so that no square overflows.
const MOST_AMPLITUDE: f64 = 16.0;
/// Below this mean square all is silence: the peak of 1e-4 of [`Pcm::heard_span`], as a power.
const LEAST_POWER: f64 = 1e-9;

/// What is heard in a hop, or in the mean of several.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[expect(clippy::struct_field_names, reason = "the unit")]
pub(super) struct Heard {
    /// Decibels over the background, in the band where it is furthest.
    pub(super) over_background_db: f64,
    /// Decibels over the loud parts of the speech around; 0 or less, as a rule.
    pub(super) loudness_db: f64,
    /// Power above 3 kHz over that below, in decibels, freed of the background.
    pub(super) sharpness_db: f64,
}

/// A sound of a lower rate is no speech that can be told apart, in hertz.
const LEAST_RATE_HZ: u32 = 2000;

/// What is heard in each hop of a sound; `None` when there is nothing to tell apart in it.
pub(super) fn listen(audio: &Pcm) -> Option<Vec<Heard>> {
    if audio.sample_rate_hz < LEAST_RATE_HZ {
        return None;
    }
    let [all, low, high] = band_powers(audio).map(|powers| smoothed(&powers));
    let loud = level_of(&all, 0.95);
    if loud < LEAST_POWER {
        return None;
    }
    let least = loud * from_db(LOWEST_BACKGROUND_DB);
    let background = |powers: &[f64]| local_levels(powers, BACKGROUND_PART, least);
    let backgrounds = [background(&all), background(&low), background(&high)];
    let local_loud = local_levels(&all, 0.9, loud * from_db(-20.0));
    let [all_background, low_background, high_background] = &backgrounds;
    let all = all.iter().zip(all_background);
    let low = low.iter().zip(low_background);
    let high = high.iter().zip(high_background);
    let bands = all.zip(low).zip(high).zip(&local_loud);
    Some(
        bands
            .map(|(((all, low), high), loud)| heard(all, low, high, *loud))
            .collect(),
    )
}

/// Each band is a power and that of its background.
fn heard(all: (&f64, &f64), low: (&f64, &f64), high: (&f64, &f64), loud: f64) -> Heard {
    let over = |(power, background): (&f64, &f64)| power / background;
    let above = |(power, background): (&f64, &f64)| (power - background).max(background * 0.05);
    let high_above = above(high);
    Heard {
        over_background_db: to_db(over(all).max(over(low)).max(over(high))),
        loudness_db: to_db(above(all) / loud),
        sharpness_db: to_db(high_above / (above(all) - high_above).max(above(all) * 0.01)),
    }
}

fn to_db(power_ratio: f64) -> f64 {
    10.0 * power_ratio.max(1e-12).log10()
}

fn from_db(db: f64) -> f64 {
    10f64.powf(db / 10.0)
}

/// The mean square of each hop: of all above 150 Hz, from there to 900 Hz, and above 3 kHz.
fn band_powers(audio: &Pcm) -> [Vec<f64>; 3] {
    let rate = f64::from(audio.sample_rate_hz);
    let hop = (rate * HOP_SECS).max(1.0);
    let mut hum = Biquad::high_pass(150.0, rate);
    let mut vowels = Biquad::low_pass(900.0, rate);
    let mut hiss = Biquad::high_pass(3000.0, rate);
    let mut powers: [Vec<f64>; 3] = Default::default();
    let mut sums = [0.0; 3];
    let (mut end, mut count) = (hop, 0.0);
    for (index, sample) in audio.samples.iter().enumerate() {
        let sample = f64::from(*sample);
        let sample = if sample.is_finite() { sample } else { 0.0 };
        let all = hum.filter(sample.clamp(-MOST_AMPLITUDE, MOST_AMPLITUDE));
        let bands = [all, vowels.filter(all), hiss.filter(all)];
        for (sum, value) in sums.iter_mut().zip(bands) {
            *sum += value * value;
        }
        count += 1.0;
        if (index + 1) as f64 >= end {
            for (powers, sum) in powers.iter_mut().zip(&mut sums) {
                powers.push(*sum / count);
                *sum = 0.0;
            }
            end += hop;
            count = 0.0;
        }
    }
    powers
}

/// The mean around each hop.
fn smoothed(powers: &[f64]) -> Vec<f64> {
    let before = SMOOTH_HOPS / 2;
    (0..powers.len())
        .map(|at| {
            let range = at.saturating_sub(before)..(at + SMOOTH_HOPS - before).min(powers.len());
            let part = powers.get(range).unwrap_or_default();
            part.iter().sum::<f64>() / part.len().max(1) as f64
        })
        .collect()
}

/// The level that a part of the values stays below.
fn level_of(powers: &[f64], part: f64) -> f64 {
    let mut sorted = powers.to_vec();
    let at = (powers.len() as f64 * part) as usize;
    let at = at.min(powers.len().saturating_sub(1));
    if sorted.is_empty() {
        return 0.0;
    }
    *sorted.select_nth_unstable_by(at, f64::total_cmp).1
}

/// For each hop the level that a part of the hops around it stays below, at least `least`.
fn local_levels(powers: &[f64], part: f64, least: f64) -> Vec<f64> {
    let step = (1.0 / HOP_SECS) as usize;
    let reach = (BACKGROUND_REACH_SECS / HOP_SECS) as usize;
    let anchors: Vec<f64> = (0..=powers.len() / step)
        .map(|second| {
            let middle = second * step;
            let range = middle.saturating_sub(reach)..(middle + reach).min(powers.len());
            level_of(powers.get(range).unwrap_or_default(), part).max(least)
        })
        .collect();
    let anchor = |at: usize| {
        anchors
            .get(at.min(anchors.len() - 1))
            .copied()
            .unwrap_or(least)
    };
    (0..powers.len())
        .map(|at| {
            let way = (at % step) as f64 / step as f64;
            anchor(at / step).powf(1.0 - way) * anchor(at / step + 1).powf(way)
        })
        .collect()
}

/// A filter of the second order with Butterworth response, after R. Bristow-Johnson, "Cookbook
/// formulae for audio equalizer biquad filter coefficients".
struct Biquad {
    b: [f64; 3],
    a: [f64; 2],
    state: [f64; 2],
}

impl Biquad {
    fn low_pass(hz: f64, rate_hz: f64) -> Self {
        let (cos, alpha) = Self::angle(hz, rate_hz);
        let side = (1.0 - cos) / 2.0;
        Self::normalised([side, 1.0 - cos, side], cos, alpha)
    }

    fn high_pass(hz: f64, rate_hz: f64) -> Self {
        let (cos, alpha) = Self::angle(hz, rate_hz);
        let side = f64::midpoint(1.0, cos);
        Self::normalised([side, -1.0 - cos, side], cos, alpha)
    }

    fn angle(hz: f64, rate_hz: f64) -> (f64, f64) {
        let hz = hz.min(rate_hz * 0.4);
        let (sin, cos) = (std::f64::consts::TAU * hz / rate_hz.max(1.0)).sin_cos();
        (cos, sin / std::f64::consts::SQRT_2)
    }

    fn normalised(b: [f64; 3], cos: f64, alpha: f64) -> Self {
        let a0 = 1.0 + alpha;
        Self {
            b: b.map(|b| b / a0),
            a: [-2.0 * cos / a0, (1.0 - alpha) / a0],
            state: [0.0; 2],
        }
    }

    /// Transposed direct form II.
    fn filter(&mut self, x: f64) -> f64 {
        let [b0, b1, b2] = self.b;
        let [a1, a2] = self.a;
        let [s1, s2] = self.state;
        let y = b0 * x + s1;
        self.state = [b1 * x - a1 * y + s2, b2 * x - a2 * y];
        y
    }
}
