//! The channel strip of one part.

use super::audio::{SAMPLE_RATE, Stereo, from_db};
use super::filter::Filter;

/// Settings of one part's channel of the mixer.
#[derive(Debug, Clone)]
pub(crate) struct Strip {
    /// Loudness the part is brought to before it is mixed, in LUFS.
    pub(crate) level_lufs: f64,
    /// Place between the speakers: −1 left, 1 right.
    pub(crate) pan: f64,
    /// How much of the instrument's own stereo is kept: 0 none, 1 all.
    pub(crate) width: f64,
    /// Corner of the high-pass, in Hz; 0 for none.
    pub(crate) highpass_hz: f64,
    /// Corner of the low-pass, in Hz; `None` for none.
    pub(crate) lowpass_hz: Option<f64>,
    /// Share that goes into the room, 0–1.
    pub(crate) room: f64,
    /// Share that goes into the echo, 0–1.
    pub(crate) echo: f64,
    /// How far the part ducks under the kick, in decibels.
    pub(crate) pump_db: f64,
    /// Level over time: bar and decibels, in order, with straight lines between; empty for none.
    pub(crate) fade: &'static [(f64, f64)],
    /// Tells whether the part's notes make the others duck.
    pub(crate) leads_pump: bool,
}

impl Strip {
    /// A strip in the middle at a loudness in LUFS, with nothing else switched on.
    pub(crate) fn at(level_lufs: f64) -> Self {
        Self {
            level_lufs,
            pan: 0.0,
            width: 1.0,
            highpass_hz: 0.0,
            lowpass_hz: None,
            room: 0.0,
            echo: 0.0,
            pump_db: 0.0,
            fade: &[],
            leads_pump: false,
        }
    }

    /// Places it between the speakers.
    pub(crate) fn pan(self, pan: f64) -> Self {
        Self { pan, ..self }
    }

    /// Narrows the instrument's own stereo.
    pub(crate) fn width(self, width: f64) -> Self {
        Self { width, ..self }
    }

    /// Keeps only what is above a frequency.
    pub(crate) fn highpass(self, highpass_hz: f64) -> Self {
        Self {
            highpass_hz,
            ..self
        }
    }

    /// Keeps only what is below a frequency.
    pub(crate) fn lowpass(self, lowpass_hz: f64) -> Self {
        Self {
            lowpass_hz: Some(lowpass_hz),
            ..self
        }
    }

    /// Sends a share into the room.
    pub(crate) fn room(self, room: f64) -> Self {
        Self { room, ..self }
    }

    /// Sends a share into the echo.
    pub(crate) fn echo(self, echo: f64) -> Self {
        Self { echo, ..self }
    }

    /// Ducks under the kick.
    pub(crate) fn pump(self, pump_db: f64) -> Self {
        Self { pump_db, ..self }
    }

    /// Changes the level over time.
    pub(crate) fn fade(self, fade: &'static [(f64, f64)]) -> Self {
        Self { fade, ..self }
    }

    /// Makes the others duck.
    pub(crate) fn leading_pump(self) -> Self {
        Self {
            leads_pump: true,
            ..self
        }
    }

    /// Applies the fade to a part that has not been folded into a loop yet.
    pub(crate) fn apply_fade(&self, sound: &mut Stereo, bar_secs: f64) {
        if self.fade.is_empty() {
            return;
        }
        let bars_per_frame = 1.0 / (bar_secs * f64::from(SAMPLE_RATE));
        let mut frame = 0_usize;
        sound.map(|left, right| {
            let factor = from_db(level_at(self.fade, frame as f64 * bars_per_frame)) as f32;
            frame += 1;
            (left * factor, right * factor)
        });
    }

    /// Applies filters and balance to a looped part.
    pub(crate) fn shape(&self, sound: Stereo) -> Stereo {
        let mut filters = Vec::new();
        if self.highpass_hz > 0.0 {
            filters.push(Filter::highpass(self.highpass_hz));
        }
        filters.extend(self.lowpass_hz.map(Filter::lowpass));
        let mut shaped =
            sound.in_loop(|twice| filters.iter().for_each(|filter| filter.apply(twice)));
        let (left_factor, right_factor) = ((1.0 - self.pan).min(1.0), (1.0 + self.pan).min(1.0));
        // What is taken from one side is partly kept as a share on the other, so that stereo samples lose nothing.
        shaped.map(|left, right| {
            let (left_factor, right_factor) = (left_factor as f32, right_factor as f32);
            let (middle, side) = (
                f32::midpoint(left, right),
                (left - right) / 2.0 * self.width as f32,
            );
            let (left, right) = (middle + side, middle - side);
            (
                left * left_factor + right * (1.0 - right_factor) * 0.6,
                right * right_factor + left * (1.0 - left_factor) * 0.6,
            )
        });
        shaped
    }
}

/// Level in decibels at a bar, from a row of points.
fn level_at(points: &[(f64, f64)], bar: f64) -> f64 {
    let after = points.partition_point(|(at, _)| *at <= bar);
    match (
        after.checked_sub(1).and_then(|index| points.get(index)),
        points.get(after),
    ) {
        (Some((from, start)), Some((to, end))) => {
            start + (end - start) * (bar - from) / (to - from)
        }
        (Some((_, level)), None) | (None, Some((_, level))) => *level,
        (None, None) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::level_at;

    #[test]
    fn levels_lie_on_lines_between_the_points() {
        let points = [(2.0, -10.0), (4.0, 0.0)];
        for (bar, level) in [(0.0, -10.0), (3.0, -5.0), (4.0, 0.0), (9.0, 0.0)] {
            assert!((level_at(&points, bar) - level).abs() < 1e-9);
        }
    }
}
