//! Finding when each line is spoken in a recording of all of them.
//!
//! The letters of the lines tell a row of broad phonetic classes: vowels are loud, an s is
//! sharp, a t is a short silence. Pauses may be heard between words, are likely at commas and
//! nearly certain between lines. Dynamic programming lays that row over the recording
//! (`path.rs`), so that what is heard, the usual lengths of the sounds and the pauses decide
//! together. The start of a line is then the first sound after the pause that was found.

mod costs;
mod features;
mod numbers;
mod path;
mod sounds;
mod spans;
mod spelling;
mod words;

use costs::{Costs, FRAME_SECS, Place};
use path::{cheapest_path, rival_margins};
use sounds::{Gap, Unit, sounds_of};
use spelling::Class;
pub use words::{align_words, spread_words};

use super::Pcm;
use crate::{Language, LineSpan};

/// When the lines of a script are spoken in a recording.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Alignment {
    /// One entry a line; `None` for a line without a letter or digit, and for all where the
    /// sound is too short to give each line 0.05 s. Spans are inside the sound, ascending, not
    /// overlapping and no shorter than 0.05 s.
    pub spans: Vec<Option<LineSpan>>,
    /// The indexes of spoken lines whose start or end is uncertain, ascending. Their spans, where
    /// there are any, are the best guess.
    pub unsure: Vec<usize>,
}

/// Finds when each line is spoken in a sound in which all of them are spoken in order.
///
/// The sound may be of any rate and level, with steady noise in its background. A start is where
/// the first sound of the line is heard, as [`Pcm::heard_span`] means it.
pub fn align_lines(audio: &Pcm, lines: &[String], language: &Language) -> Alignment {
    let spoken: Vec<(usize, Vec<Unit>)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.chars().any(char::is_alphanumeric))
        .map(|(index, line)| (index, sounds_of(line, language)))
        .collect();
    let found = match features::listen(audio) {
        Some(heard) => {
            let script = Script::new(spoken.iter().map(|(_, units)| units.as_slice()));
            let matched = script.match_with(&heard);
            spans::spans(&script, &matched, &heard, audio.secs())
        }
        None => spans::guessed(spoken.len(), audio.secs()),
    };
    let mut alignment = Alignment {
        spans: vec![None; lines.len()],
        unsure: Vec::new(),
    };
    for ((index, _), line) in spoken.iter().zip(found) {
        if let Some(span) = alignment.spans.get_mut(*index) {
            *span = line.span;
        }
        if !line.is_sure {
            alignment.unsure.push(*index);
        }
    }
    alignment
}

/// A start this far from where it was found is another one.
const RIVAL_SECS: f64 = 0.3;

/// All units of a script, and which of them are of which line.
struct Script {
    units: Vec<Unit>,
    /// One entry a spoken line.
    lines: Vec<std::ops::Range<usize>>,
}

/// How a script was found in a recording.
struct Match {
    costs: Costs,
    /// One entry a unit.
    places: Vec<Place>,
    /// How much worse, in nats, each line would fit were it to start elsewhere.
    margins: Vec<f32>,
    /// The length of sounds over their usual length.
    rate: f64,
}

impl Script {
    fn new<'a>(lines: impl Iterator<Item = &'a [Unit]>) -> Self {
        let mut script = Self {
            units: vec![Unit::Gap(Gap::Edge)],
            lines: Vec::new(),
        };
        for line in lines {
            if !script.lines.is_empty() {
                script.units.push(Unit::Gap(Gap::Line));
            }
            let first = script.units.len();
            script.units.extend_from_slice(line);
            if line.is_empty() {
                script.units.push(Unit::Sound(Class::Other, 0.1));
            }
            script.lines.push(first..script.units.len());
        }
        script.units.push(Unit::Gap(Gap::Edge));
        script
    }

    /// How long a line usually takes without its pauses, in seconds.
    fn usual_secs(&self, line: &std::ops::Range<usize>) -> f64 {
        let units = self.units.get(line.clone()).unwrap_or_default();
        units
            .iter()
            .map(|unit| match unit {
                Unit::Sound(_, secs) => *secs,
                Unit::Gap(_) => 0.0,
            })
            .sum()
    }

    /// Finds the units in a recording, whatever the rate of its speech.
    fn match_with(&self, heard: &[features::Heard]) -> Match {
        let costs = Costs::of(heard);
        let usual: f64 = self.lines.iter().map(|line| self.usual_secs(line)).sum();
        let all = Place {
            start: 0,
            end: costs.frames(),
        };
        let rate = costs.speech_between(all) * FRAME_SECS / usual.max(0.01);
        let rate = rate.clamp(0.1, 10.0);
        let path = cheapest_path(&self.units, &costs, rate);
        let starts: Vec<usize> = self.lines.iter().map(|line| line.start).collect();
        let distance = (RIVAL_SECS / FRAME_SECS) as usize;
        let margins = rival_margins(&self.units, &costs, rate, &path, &starts, distance);
        Match {
            costs,
            places: path.places,
            margins,
            rate,
        }
    }
}

#[cfg(test)]
mod tests;
