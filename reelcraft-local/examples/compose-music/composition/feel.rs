//! The small deviations of a human player.

use super::{BEATS_PER_BAR, Note, Piece, Random};

/// How loosely a piece is played.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Feel {
    /// Largest deviation of a note's start, in milliseconds.
    pub(crate) timing_millis: f64,
    /// Largest deviation of a note's velocity.
    pub(crate) velocity_spread: f64,
    /// Delay of every second sixteenth, as a part of a sixteenth: 0 is straight, 0.33 a triplet feel.
    pub(crate) swing: f64,
}

/// The notes of one part of a piece as a player would play them: in order, with swing, metrical accents and deviations.
pub(crate) fn humanised(piece: &Piece, part_name: &str, notes: &[Note]) -> Vec<Note> {
    let mut random = Random::from_name(&format!("{}/{part_name}", piece.name));
    let beat_millis = piece.secs(1.0) * 1000.0;
    let mut played = notes.to_vec();
    played.sort_by(|one, other| {
        one.start
            .total_cmp(&other.start)
            .then(one.pitch.cmp(&other.pitch))
    });
    for note in &mut played {
        let end = swung(note.end(), piece.feel.swing);
        let start = swung(note.start, piece.feel.swing);
        note.velocity +=
            metrical_accent(note.start) + random.around_zero() * piece.feel.velocity_spread;
        note.velocity = note.velocity.clamp(1.0, 127.0);
        note.start =
            (start + random.around_zero() * piece.feel.timing_millis / beat_millis).max(0.0);
        note.beats = (end - note.start).max(0.02);
    }
    played.sort_by(|one, other| one.start.total_cmp(&other.start));
    played
}

/// Moves a beat position by the swing of the sixteenth it lies in.
fn swung(beat: f64, swing: f64) -> f64 {
    let sixteenths = beat * 4.0;
    let pair = (sixteenths / 2.0 + 1e-9).floor() * 2.0;
    let within = (sixteenths - pair).max(0.0);
    let moved = if within < 1.0 {
        within * (1.0 + swing)
    } else {
        1.0 + swing + (within - 1.0) * (1.0 - swing)
    };
    (pair + moved) / 4.0
}

/// How much louder a note is for its place in the bar.
fn metrical_accent(beat: f64) -> f64 {
    let place = beat.rem_euclid(BEATS_PER_BAR);
    let is_multiple_of = |grid: f64| (place / grid - (place / grid).round()).abs() < 0.02;
    if is_multiple_of(4.0) {
        6.0
    } else if is_multiple_of(2.0) {
        3.0
    } else if is_multiple_of(1.0) {
        1.0
    } else if is_multiple_of(0.5) {
        -3.0
    } else {
        -6.0
    }
}

#[cfg(test)]
mod tests {
    use super::{metrical_accent, swung};

    #[test]
    fn swing_delays_every_second_sixteenth_only() {
        assert!((swung(1.0, 0.3) - 1.0).abs() < 1e-6);
        assert!((swung(1.5, 0.3) - 1.5).abs() < 1e-6);
        assert!((swung(1.25, 0.3) - 1.325).abs() < 1e-6);
        assert!((swung(1.75, 0.0) - 1.75).abs() < 1e-6);
    }

    #[test]
    fn the_first_beat_is_the_strongest() {
        let accents: Vec<f64> = [4.0, 2.0, 1.0, 0.5, 0.25]
            .iter()
            .map(|beat| metrical_accent(*beat))
            .collect();
        assert!(
            accents
                .iter()
                .zip(accents.iter().skip(1))
                .all(|(one, next)| one > next)
        );
    }
}
