//! Stereo sound in memory.

/// Sample frames per second of everything that is rendered.
pub(crate) const SAMPLE_RATE: u32 = 44_100;

/// Stereo sound: two planes of equal length at [`SAMPLE_RATE`], full scale ±1.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stereo {
    /// Left plane.
    pub(crate) left: Vec<f32>,
    /// Right plane.
    pub(crate) right: Vec<f32>,
}

impl Stereo {
    /// Makes silence.
    pub(crate) fn silence(frames: usize) -> Self {
        Self {
            left: vec![0.0; frames],
            right: vec![0.0; frames],
        }
    }

    /// Number of sample frames.
    pub(crate) fn frames(&self) -> usize {
        self.left.len()
    }

    /// Both planes.
    pub(crate) fn planes_mut(&mut self) -> [&mut Vec<f32>; 2] {
        [&mut self.left, &mut self.right]
    }

    /// Replaces every frame, in order, by what the function makes of it.
    pub(crate) fn map(&mut self, mut change: impl FnMut(f32, f32) -> (f32, f32)) {
        for (left, right) in self.left.iter_mut().zip(&mut self.right) {
            (*left, *right) = change(*left, *right);
        }
    }

    /// Multiplies by a factor.
    pub(crate) fn scale(&mut self, factor: f64) {
        self.map(|left, right| (left * factor as f32, right * factor as f32));
    }

    /// Adds another sound, multiplied by a factor, from the first frame on.
    pub(crate) fn add(&mut self, other: &Self, factor: f64) {
        let add = |to: &mut [f32], from: &[f32]| {
            for (sum, sample) in to.iter_mut().zip(from) {
                *sum += sample * factor as f32;
            }
        };
        add(&mut self.left, &other.left);
        add(&mut self.right, &other.right);
    }

    /// Cuts to a loop: what lies past `frames` is laid over the beginning.
    pub(crate) fn fold(mut self, frames: usize) -> Self {
        for plane in self.planes_mut() {
            let tail = plane.split_off(frames.min(plane.len()));
            for lap in tail.chunks(frames.max(1)) {
                for (sum, sample) in plane.iter_mut().zip(lap) {
                    *sum += sample;
                }
            }
        }
        self
    }

    /// Lets a loop begin some frames later in its round, so that everything in it is heard that much earlier.
    pub(crate) fn rotate(&mut self, frames: usize) {
        for plane in self.planes_mut() {
            let shift = frames % plane.len().max(1);
            plane.rotate_left(shift);
        }
    }

    /// Runs an effect over the loop played twice and keeps the second time, in which its memory has settled, so that
    /// end and beginning still fit together.
    pub(crate) fn in_loop(self, effect: impl FnOnce(&mut Self)) -> Self {
        let frames = self.frames();
        let mut twice = self;
        for plane in twice.planes_mut() {
            plane.extend_from_within(..);
        }
        effect(&mut twice);
        let second_time = |plane: &mut Vec<f32>| plane.split_off(frames);
        Self {
            left: second_time(&mut twice.left),
            right: second_time(&mut twice.right),
        }
    }
}

/// Amplitude factor of a level in decibels.
pub(crate) fn from_db(level_db: f64) -> f64 {
    10.0_f64.powf(level_db / 20.0)
}

/// Level in decibels of an amplitude factor.
pub(crate) fn to_db(factor: f64) -> f64 {
    20.0 * factor.max(1e-12).log10()
}

#[cfg(test)]
mod tests {
    use super::Stereo;

    #[test]
    fn the_tail_is_folded_over_the_beginning() {
        let ramp = vec![1.0, 2.0, 3.0, 4.0, 5.0];
        let folded = Stereo {
            left: ramp.clone(),
            right: ramp,
        }
        .fold(2);
        assert_eq!(folded.left, [9.0, 6.0]);
    }

    #[test]
    fn an_effect_with_memory_enters_the_loop_settled() {
        let impulse = Stereo {
            left: vec![0.0, 0.0, 1.0],
            right: vec![0.0; 3],
        };
        let mut last = 0.0;
        let smeared = impulse.in_loop(|sound| {
            sound.map(|left, right| {
                last = left + last * 0.5;
                (last, right)
            });
        });
        assert_eq!(smeared.left, [0.5, 0.25, 1.125]);
    }
}
