//! What it costs that a unit of the script is heard in some frames of a recording, in nats: the
//! negative logarithm of how probable that is.

use super::features::{HOP_SECS, Heard, SPEECH_OVER_BACKGROUND_DB};
use super::sounds::{Gap, Unit};
use super::spelling::Class;

/// Hops of measurement in one frame of the alignment.
pub(super) const FRAME_HOPS: usize = 4;
/// Length of a frame of the alignment, in seconds.
pub(super) const FRAME_SECS: f64 = HOP_SECS * FRAME_HOPS as f64;

/// How many kinds of cost a frame has: the classes, and silence.
const COST_COUNT: usize = 8;

/// What the frames of a recording cost each kind of unit, added up from the first frame on.
pub(super) struct Costs {
    /// One entry more than there are frames.
    sums: [Vec<f32>; COST_COUNT],
    /// Speech in the frames before, in frames.
    speech: Vec<f32>,
}

/// Which frames a unit was found in, end exclusive; a unit that is not heard is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    pub(super) start: usize,
    pub(super) end: usize,
}

fn kind_of(class: Class) -> usize {
    match class {
        Class::Vowel => 0,
        Class::Sonorant => 1,
        Class::Stop => 2,
        Class::Sibilant => 3,
        Class::VoicedSibilant => 4,
        Class::Fricative => 5,
        Class::Other => 6,
    }
}

const SILENCE: usize = 7;

fn logistic(value: f64) -> f64 {
    1.0 / (1.0 + (-value).exp())
}

/// What a frame costs each kind, in nats: how improbable it is that a unit of that kind sounds
/// like it. The weights were set by hand and not fitted to a voice; what they reach is measured by
/// reelcraft-local/tests/alignment.rs.
fn frame_costs(heard: Heard) -> ([f64; COST_COUNT], f64) {
    let speech = logistic((heard.over_background_db - SPEECH_OVER_BACKGROUND_DB) / 1.5);
    let silent = 1.0 - speech;
    let sharp = speech * logistic((heard.sharpness_db + 5.0) / 2.5);
    let loud = logistic((heard.loudness_db + 14.0) / 3.0);
    let costs = [
        2.0 * silent + 1.6 * sharp + 0.6 * (1.0 - loud),
        1.5 * silent + 1.2 * sharp + 0.2 * (1.0 - loud),
        0.6 * loud + 0.4 * sharp,
        2.0 * (1.0 - sharp),
        1.2 * silent + 0.5 * (1.0 - sharp),
        0.3 * silent + 0.3 * sharp + 0.5 * loud,
        0.5 * silent,
        2.5 * speech,
    ];
    (costs, speech)
}

impl Costs {
    /// Measures the frames.
    pub(super) fn of(heard: &[Heard]) -> Self {
        let mut sums: [Vec<f32>; COST_COUNT] = std::array::from_fn(|_| vec![0.0]);
        let mut speech_sum = vec![0.0];
        let (mut totals, mut speech_total) = ([0.0; COST_COUNT], 0.0);
        for hops in heard.chunks(FRAME_HOPS) {
            let share = 1.0 / hops.len() as f64;
            for hop in hops {
                let (costs, speech) = frame_costs(*hop);
                for (total, cost) in totals.iter_mut().zip(costs) {
                    *total += cost * share;
                }
                speech_total += speech * share;
            }
            for (sum, total) in sums.iter_mut().zip(totals) {
                sum.push(total as f32);
            }
            speech_sum.push(speech_total as f32);
        }
        Self {
            sums,
            speech: speech_sum,
        }
    }

    /// The same of the recording from its end to its start.
    pub(super) fn reversed(&self) -> Self {
        let reverse = |sums: &Vec<f32>| {
            let total = sums.last().copied().unwrap_or(0.0);
            sums.iter().rev().map(|sum| total - sum).collect()
        };
        Self {
            sums: self.sums.each_ref().map(reverse),
            speech: reverse(&self.speech),
        }
    }

    /// How many frames there are.
    pub(super) fn frames(&self) -> usize {
        self.speech.len() - 1
    }

    /// How much speech lies between two frames, in frames.
    pub(super) fn speech_between(&self, place: Place) -> f64 {
        difference(&self.speech, place)
    }

    /// What a unit costs where it was found, lengths left out.
    pub(super) fn cost_of(&self, unit: &Unit, place: Place) -> f64 {
        difference(self.sums_of(unit), place)
    }

    pub(super) fn sums_of(&self, unit: &Unit) -> &[f32] {
        let kind = match unit {
            Unit::Sound(class, _) => kind_of(*class),
            Unit::Gap(_) => SILENCE,
        };
        self.sums.get(kind).map_or(&[], Vec::as_slice)
    }

    /// The first frame before which lies this much speech.
    pub(super) fn frame_after_speech(&self, frames: f64) -> usize {
        self.speech.partition_point(|sum| f64::from(*sum) < frames)
    }
}

fn difference(sums: &[f32], place: Place) -> f64 {
    match (sums.get(place.start), sums.get(place.end)) {
        (Some(start), Some(end)) => f64::from(end - start),
        _ => 0.0,
    }
}

/// What the length of a unit costs.
pub(super) struct LengthCost {
    /// For each number of frames from 0 on.
    pub(super) short: Vec<f32>,
    /// For each frame more; `None` where it cannot be longer.
    pub(super) longer: Option<f32>,
}

impl LengthCost {
    /// The cost of a number of frames; `None` where it cannot be as long.
    pub(super) fn of(&self, frames: usize) -> Option<f32> {
        let short = self.short.get(frames).copied();
        short.or_else(|| {
            let more = (frames + 1).checked_sub(self.short.len())?;
            Some(self.short.last()? + self.longer? * more as f32)
        })
    }
}

/// How much a sound's length in nats costs: the logarithm of lengths deviates by about 0.5.
const LENGTH_WEIGHT: f64 = 2.0;
/// A sound that is left out counts as this part of a frame.
const SKIPPED_FRAMES: f64 = 0.4;
/// No sound lasts longer than this, in frames: 0.6 s.
const LONGEST_SOUND: usize = 30;

pub(super) fn length_cost(unit: &Unit, frames_per_sec: f64) -> LengthCost {
    match unit {
        Unit::Sound(_, secs) => {
            let usual = (secs * frames_per_sec).max(0.2);
            let longest = ((usual * 4.0).ceil() as usize).clamp(3, LONGEST_SOUND);
            let cost = |frames: usize| {
                let ratio = (frames as f64).max(SKIPPED_FRAMES) / usual;
                (LENGTH_WEIGHT * ratio.ln().powi(2)) as f32
            };
            LengthCost {
                short: (0..=longest).map(cost).collect(),
                longer: None,
            }
        }
        // By the number of frames: none, one, …; then each one more.
        Unit::Gap(gap) => {
            let (short, longer): (&[f32], f32) = match gap {
                Gap::Word => (&[0.0, 5.0, 5.0], 0.15),
                Gap::Phrase => (&[1.5, 1.5, 1.0, 0.5], 0.02),
                Gap::Sentence => (&[4.0, 3.0, 2.0, 1.0, 0.5], 0.01),
                Gap::Line => (&[8.0, 6.0, 4.0, 1.5, 0.0], 0.0),
                Gap::Edge => (&[0.0], 0.0),
            };
            LengthCost {
                short: short.to_vec(),
                longer: Some(longer),
            }
        }
    }
}
