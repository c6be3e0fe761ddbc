//! Ducking under the kick.

use super::audio::{SAMPLE_RATE, Stereo, from_db};

/// Seconds in which the level goes down before a kick.
const ATTACK_SECS: f64 = 0.008;

/// How far down the level is at every frame of a loop, from 0 (not at all) to 1, for kicks at the given seconds.
pub(crate) fn pump_shape(kick_secs: &[f64], release_secs: f64, frames: usize) -> Vec<f32> {
    let loop_secs = frames as f64 / f64::from(SAMPLE_RATE);
    let mut kicks = kick_secs.to_vec();
    kicks.sort_by(f64::total_cmp);
    let (Some(first), Some(last)) = (kicks.first().copied(), kicks.last().copied()) else {
        return vec![0.0; frames];
    };
    kicks.insert(0, last - loop_secs);
    kicks.push(first + loop_secs);
    let mut upcoming = kicks.into_iter().peekable();
    let mut previous = f64::NEG_INFINITY;
    (0..frames)
        .map(|frame| {
            let now = frame as f64 / f64::from(SAMPLE_RATE);
            while let Some(kick) = upcoming.next_if(|kick| *kick <= now) {
                previous = kick;
            }
            let recovered = ((now - previous) / release_secs).clamp(0.0, 1.0);
            let release = 1.0 - recovered * recovered * (3.0 - 2.0 * recovered);
            let until = upcoming.peek().map_or(f64::INFINITY, |kick| kick - now);
            let attack = (1.0 - until / ATTACK_SECS).clamp(0.0, 1.0);
            release.max(attack) as f32
        })
        .collect()
}

/// Lowers a sound by up to `depth_db` as the shape says.
pub(crate) fn pump(sound: &mut Stereo, shape: &[f32], depth_db: f64) {
    let mut shape = shape.iter();
    sound.map(|left, right| {
        let factor = from_db(-depth_db * f64::from(*shape.next().unwrap_or(&0.0))) as f32;
        (left * factor, right * factor)
    });
}

#[cfg(test)]
mod tests {
    use super::pump_shape;

    #[test]
    fn the_level_is_down_at_the_kick_and_back_up_after_it() {
        let shape = pump_shape(&[0.5], 0.25, 44_100);
        assert!(shape[22_050] > 0.99 && shape[21_000] < 0.01 && shape[34_000] < 0.01);
        assert!(shape.iter().all(|value| (0.0..=1.0).contains(value)));
    }
}
