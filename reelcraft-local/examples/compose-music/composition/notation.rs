//! The text notation that rhythms, bass lines and melodies are written in.
//!
//! A bar is a row of tokens parted by spaces, all equally long; `|` parts bars. `-` lengthens the token before it,
//! `.` is a rest, and what any other token means is up to the instrument that reads it.

use std::ops::Range;

use super::{BEATS_PER_BAR, Outcome};

/// One token with its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step<'text> {
    /// First beat.
    pub(crate) start: f64,
    /// Length in beats.
    pub(crate) beats: f64,
    /// What is written there.
    pub(crate) symbol: &'text str,
}

/// A parsed text, one or more bars long.
#[derive(Debug)]
pub(crate) struct Pattern<'text> {
    bars: usize,
    steps: Vec<Step<'text>>,
}

impl<'text> Pattern<'text> {
    /// Reads the notation.
    pub(crate) fn parse(text: &'text str) -> Outcome<Self> {
        let mut steps: Vec<Step<'text>> = Vec::new();
        let mut bars = 0;
        let mut sounding = false;
        for bar in text.split('|') {
            let tokens: Vec<&str> = bar.split_whitespace().collect();
            if tokens.is_empty() {
                return Err(format!("bar {} of \"{text}\" is empty", bars + 1).into());
            }
            let beats = BEATS_PER_BAR / tokens.len() as f64;
            for (index, symbol) in tokens.into_iter().enumerate() {
                let start = bars as f64 * BEATS_PER_BAR + index as f64 * beats;
                match (symbol, steps.last_mut()) {
                    (".", _) => sounding = false,
                    ("-", Some(last)) if sounding => last.beats += beats,
                    ("-", _) => return Err(format!("\"-\" lengthens nothing in \"{text}\"").into()),
                    _ => {
                        steps.push(Step {
                            start,
                            beats,
                            symbol,
                        });
                        sounding = true;
                    }
                }
            }
            bars += 1;
        }
        Ok(Self { bars, steps })
    }

    /// How many bars the text has.
    pub(crate) fn bars(&self) -> usize {
        self.bars
    }

    /// Lays the pattern over a range of bars, again and again, cut off at the end of the range.
    pub(crate) fn over(&self, bars: Range<usize>) -> Vec<Step<'text>> {
        let end = bars.end as f64 * BEATS_PER_BAR;
        let mut placed = Vec::new();
        for first_bar in bars.step_by(self.bars.max(1)) {
            let offset = first_bar as f64 * BEATS_PER_BAR;
            placed.extend(self.steps.iter().map(|step| Step {
                start: step.start + offset,
                ..step.clone()
            }));
        }
        placed.retain(|step| step.start < end - 1e-6);
        for step in &mut placed {
            step.beats = step.beats.min(end - step.start);
        }
        placed
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn tokens_share_the_bar_and_holds_cross_it() {
        let pattern = Pattern::parse("a - . b | - -").unwrap();
        let places: Vec<_> = pattern
            .over(0..3)
            .iter()
            .map(|step| (step.start, step.beats))
            .collect();
        assert_eq!(pattern.bars(), 2);
        assert_eq!(places, [(0.0, 2.0), (3.0, 5.0), (8.0, 2.0), (11.0, 1.0)]);
    }

    #[test]
    fn a_hold_needs_a_note() {
        assert!(Pattern::parse("- a").is_err() && Pattern::parse("a . -").is_err());
        assert!(Pattern::parse("a | | b").is_err());
    }
}
