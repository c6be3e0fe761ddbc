//! The chords of a piece in time.

use super::chord::Chord;
use super::{BEATS_PER_BAR, Outcome};

/// One chord and the beats it lasts for.
#[derive(Debug, Clone)]
pub(crate) struct ChordSpan {
    /// First beat, counted from the beginning of the piece.
    pub(crate) start: f64,
    /// Beat at which the next chord begins.
    pub(crate) end: f64,
    /// The chord.
    pub(crate) chord: Chord,
}

/// All chords of a piece, without gaps.
#[derive(Debug, Clone)]
pub(crate) struct Harmony {
    spans: Vec<ChordSpan>,
    bars: usize,
}

impl Harmony {
    /// Reads bars of chord symbols: `|` parts bars, and several chords in a bar share it evenly.
    pub(crate) fn parse(sections: &[&str]) -> Outcome<Self> {
        let mut spans = Vec::new();
        let mut bars = 0;
        for bar in sections.iter().flat_map(|section| section.split('|')) {
            let symbols: Vec<&str> = bar.split_whitespace().collect();
            if symbols.is_empty() {
                return Err(format!("bar {} has no chord", bars + 1).into());
            }
            let beats = BEATS_PER_BAR / symbols.len() as f64;
            for (index, symbol) in symbols.iter().enumerate() {
                let start = bars as f64 * BEATS_PER_BAR + index as f64 * beats;
                spans.push(ChordSpan {
                    start,
                    end: start + beats,
                    chord: Chord::parse(symbol)?,
                });
            }
            bars += 1;
        }
        Ok(Self { spans, bars })
    }

    /// How many bars there are.
    pub(crate) fn bars(&self) -> usize {
        self.bars
    }

    /// All chords in order.
    pub(crate) fn spans(&self) -> &[ChordSpan] {
        &self.spans
    }

    /// The index of the chord that sounds at a beat; the harmony goes round for beats past its end.
    pub(crate) fn index_at(&self, beat: f64) -> usize {
        let beat = beat.rem_euclid(self.bars as f64 * BEATS_PER_BAR) + 1e-6;
        self.spans
            .partition_point(|span| span.start <= beat)
            .saturating_sub(1)
    }

    /// The chord that sounds at a beat.
    pub(crate) fn at(&self, beat: f64) -> Outcome<&ChordSpan> {
        self.spans
            .get(self.index_at(beat))
            .ok_or_else(|| format!("no chord at beat {beat}").into())
    }
}

#[cfg(test)]
mod tests {
    use super::Harmony;

    #[test]
    fn chords_share_a_bar_and_go_round() {
        let harmony = Harmony::parse(&["C | F G", "Am"]).unwrap();
        assert_eq!(harmony.bars(), 3);
        let basses: Vec<u8> = [0.0, 3.9, 4.0, 6.0, 8.0, 12.0]
            .iter()
            .map(|beat| harmony.at(*beat).unwrap().chord.bass)
            .collect();
        assert_eq!(basses, [0, 0, 5, 7, 9, 0]);
        assert!(Harmony::parse(&["C | | F"]).is_err());
    }
}
