//! Compressor and limiter of the finish.
#![expect(
    clippy::indexing_slicing,
    reason = "windows are indexed below the length they were cut to"
)]

use std::collections::VecDeque;

use super::audio::{SAMPLE_RATE, Stereo, from_db, to_db};

/// Holds the louder passages down gently, both planes together (feed-forward, soft knee).
pub(crate) fn compress(sound: &mut Stereo, threshold_db: f64, ratio: f64) {
    const KNEE_DB: f64 = 8.0;
    let coefficient = |secs: f64| (-1.0 / (secs * f64::from(SAMPLE_RATE))).exp();
    let (attack, release, detector) = (coefficient(0.025), coefficient(0.25), coefficient(0.01));
    let (mut power, mut reduction_db) = (0.0_f64, 0.0_f64);
    sound.map(|left, right| {
        let now = f64::from(left * left + right * right);
        power = now + (power - now) * detector;
        let over_db = to_db(power.sqrt()) - threshold_db;
        let wanted_db = (1.0 - 1.0 / ratio)
            * if over_db <= -KNEE_DB / 2.0 {
                0.0
            } else if over_db < KNEE_DB / 2.0 {
                (over_db + KNEE_DB / 2.0).powi(2) / (2.0 * KNEE_DB)
            } else {
                over_db
            };
        let speed = if wanted_db > reduction_db {
            attack
        } else {
            release
        };
        reduction_db = wanted_db + (reduction_db - wanted_db) * speed;
        let factor = from_db(-reduction_db) as f32;
        (left * factor, right * factor)
    });
}

/// Keeps every sample below a ceiling, looking ahead so that the level glides down before a peak.
pub(crate) fn limit(sound: &mut Stereo, ceiling_db: f64) {
    let ahead = (0.004 * f64::from(SAMPLE_RATE)) as usize;
    let release = 1.0 - (-1.0 / (0.12 * f64::from(SAMPLE_RATE))).exp();
    let ceiling = from_db(ceiling_db);
    let needed: Vec<f64> = sound
        .left
        .iter()
        .zip(&sound.right)
        .map(|(left, right)| (ceiling / f64::from(left.abs().max(right.abs())).max(1e-9)).min(1.0))
        .collect();

    // The lowest factor needed from each frame up to `ahead` frames later.
    let mut lowest = vec![1.0; needed.len()];
    let mut window: VecDeque<usize> = VecDeque::new();
    for frame in (0..needed.len()).rev() {
        while window
            .back()
            .is_some_and(|later| needed[*later] >= needed[frame])
        {
            window.pop_back();
        }
        window.push_back(frame);
        while window.front().is_some_and(|later| *later > frame + ahead) {
            window.pop_front();
        }
        lowest[frame] = window.front().map_or(1.0, |later| needed[*later]);
    }

    // Down at once and up slowly; the mean over the look-ahead then rounds the way down.
    let mut held = 1.0;
    for factor in &mut lowest {
        held = f64::min(*factor, held + (1.0 - held) * release);
        *factor = held;
    }
    let mut sum = ahead as f64;
    let mut frame = 0_usize;
    sound.map(|left, right| {
        let leaving = frame
            .checked_sub(ahead)
            .map_or(1.0, |earlier| lowest[earlier]);
        sum += lowest[frame] - leaving;
        frame += 1;
        let factor = (sum / ahead as f64) as f32;
        (left * factor, right * factor)
    });
}

#[cfg(test)]
mod tests {
    use super::{SAMPLE_RATE, Stereo, compress, limit};

    fn burst(level: f32) -> Stereo {
        let wave: Vec<f32> = (0..SAMPLE_RATE)
            .map(|frame| if frame < 20_000 { 0.1 } else { level } * (frame as f32 * 0.05).sin())
            .collect();
        Stereo {
            left: wave.clone(),
            right: wave,
        }
    }

    #[test]
    fn no_sample_passes_the_ceiling_and_quiet_ones_stay() {
        let mut sound = burst(1.5);
        limit(&mut sound, -6.0);
        assert!(sound.left.iter().all(|sample| sample.abs() <= 0.502));
        assert!((sound.left[10_000] - burst(1.5).left[10_000]).abs() < 1e-4);
    }

    #[test]
    fn loud_passages_are_held_down() {
        let mut sound = burst(1.0);
        compress(&mut sound, -12.0, 2.0);
        let peak = sound
            .left
            .iter()
            .skip(40_000)
            .fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
        assert!((0.3..0.8).contains(&peak));
    }
}
