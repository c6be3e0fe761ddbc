//! Placing chord tones so that each voice moves as little as it can.

use super::chord::Chord;
use super::{Harmony, Outcome};

/// The room and the number of voices that an instrument has for chords.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Voicing {
    /// Lowest MIDI pitch.
    pub(crate) low: u8,
    /// Highest MIDI pitch.
    pub(crate) high: u8,
    /// How many notes sound together.
    pub(crate) voices: usize,
}

impl Voicing {
    /// Chooses one voicing, lowest note first, for every chord of the harmony.
    pub(crate) fn lead(self, harmony: &Harmony) -> Outcome<Vec<Vec<u8>>> {
        let mut chosen: Vec<Vec<u8>> = Vec::new();
        for span in harmony.spans() {
            let before = chosen.last().map(Vec::as_slice);
            let next = self.best(&span.chord, before).ok_or_else(|| {
                format!(
                    "no voicing of {} voices between {} and {}",
                    self.voices, self.low, self.high
                )
            })?;
            chosen.push(next);
        }
        Ok(chosen)
    }

    fn best(self, chord: &Chord, before: Option<&[u8]>) -> Option<Vec<u8>> {
        let pitches: Vec<u8> = (self.low..=self.high)
            .filter(|pitch| chord.tones.contains(&(pitch % 12)))
            .collect();
        let mut candidates = Vec::new();
        choose(&pitches, self.voices, &mut Vec::new(), &mut candidates);
        candidates
            .into_iter()
            .map(|candidate| (self.cost(&candidate, chord, before), candidate))
            .min_by_key(|(cost, _)| *cost)
            .map(|(_, candidate)| candidate)
    }

    /// Weighs a voicing: movement counts most, then missing colour, bad spacing and distance from the middle.
    fn cost(self, voicing: &[u8], chord: &Chord, before: Option<&[u8]>) -> i32 {
        let sounds = |class: &&u8| !voicing.iter().any(|pitch| pitch % 12 == **class);
        let missing_essential = chord.essential.iter().filter(sounds).count() as i32;
        let missing = chord.tones.iter().filter(sounds).count() as i32;
        let spacing: i32 = voicing
            .iter()
            .zip(voicing.iter().skip(1))
            .map(|(lower, upper)| match (upper - lower, *lower) {
                (0..=3, 0..=51) | (0..=2, 52..=55) => 14,
                (1, _) => 6,
                (10.., _) => 8,
                _ => 0,
            })
            .sum();
        let sum = voicing.iter().map(|pitch| i32::from(*pitch)).sum::<i32>();
        let middle = i32::from(self.low) + i32::from(self.high);
        let off_centre = (2 * sum / voicing.len().max(1) as i32 - middle).abs();
        let movement = before.map_or(0, |before| {
            let steps = before
                .iter()
                .zip(voicing)
                .map(|(from, to)| i32::from(from.abs_diff(*to)));
            let top_leap = before
                .last()
                .zip(voicing.last())
                .map_or(0, |(from, to)| from.abs_diff(*to));
            4 * steps.sum::<i32>() + 3 * i32::from(top_leap.saturating_sub(4))
        });
        movement + 60 * missing_essential + 10 * missing + 4 * spacing + 2 * off_centre
    }
}

/// Collects every rising selection of `count` pitches.
fn choose(pitches: &[u8], count: usize, taken: &mut Vec<u8>, found: &mut Vec<Vec<u8>>) {
    if count == 0 {
        found.push(taken.clone());
        return;
    }
    let mut rest = pitches;
    while let Some((first, after)) = rest.split_first() {
        taken.push(*first);
        choose(after, count - 1, taken, found);
        taken.pop();
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::{Harmony, Voicing};

    #[test]
    fn voices_move_by_small_steps_and_keep_the_thirds() {
        let harmony = Harmony::parse(&["C | Am7 | Fmaj7 | G7 | C"]).unwrap();
        let voicings = Voicing {
            low: 55,
            high: 76,
            voices: 4,
        }
        .lead(&harmony)
        .unwrap();
        for (span, voicing) in harmony.spans().iter().zip(&voicings) {
            for class in &span.chord.essential {
                assert!(voicing.iter().any(|pitch| pitch % 12 == *class));
            }
        }
        for (from, to) in voicings.iter().zip(voicings.iter().skip(1)) {
            let movement: u32 = from
                .iter()
                .zip(to)
                .map(|(a, b)| u32::from(a.abs_diff(*b)))
                .sum();
            assert!(movement <= 8, "{from:?} to {to:?}");
        }
    }
}
