//! "inspirational": broken piano chords, muted guitar, warm strings, a beat that lifts; hopeful and open.

use std::ops::Range;

use super::{strokes, swells_into};
use crate::composition::{
    DrumSound, Feel, Harmony, Key, Note, Outcome, Part, Piece, Role, Voicing, bass_line, beat,
    comp, melody, pedal, sustain,
};
use crate::sound::{Echo, Instrument, Mastering, Room, Strip};

const TEMPO_BPM: f64 = 108.0;

const INTRO: Range<usize> = 0..4;
const VERSE: Range<usize> = 4..12;
const FULL: Range<usize> = 12..20;
const BREAK: Range<usize> = 20..24;
const FINALE: Range<usize> = 24..31;
const ENDING: Range<usize> = 31..32;

const CHORDS: [&str; 5] = [
    "Dadd9 | A/C# | Bm7 | Gmaj7",
    "Dadd9 | A/C# | Bm7 | Gmaj7 | D/F# | Gmaj7 | Em7 | Asus4 A",
    "Dadd9 | A/C# | Bm7 | Gmaj7 | D/F# | Gmaj7 | Em7 | Asus4 A",
    "Bm7 | Gmaj7 | D/F# | Asus4 A",
    "Dadd9 | A/C# | Bm7 | Gmaj7 | Em7 | D/F# | Gmaj7 | Asus4 A",
];

/// Two phrases that begin alike (A A'), then an answer that climbs higher (B).
const TUNE_A: &str = "3 - - - - - 5 - | 2 - - - - - . . | 1 - - - - - 2 - | 6, - - - - - . .";
const TUNE_A2: &str = "3 - - - 5 - 6 - | 5 - - - 3 - . . | 2 - - - 1 - 2 - | 1 - - - 7, - . .";
const TUNE_B: &str = "5 - - - 6 - 5 - | 3 - - - 2 - . . | 1 - - - 2 - 3 - | 5 - - - - - . .";
const TUNE_B2: &str = "4 - - - 3 - 2 - | 3 - - - 5 - . . | 6 - - - 5 - 3 - | 2 - - - - - - -";

const BROKEN: &str = "1 3 2 4 3 2 4 3";
const BROKEN_FULL: &str = "13 4 2 4 13 4 2 4";

pub(crate) fn compose() -> Outcome<Piece> {
    let key = Key::parse("D major")?;
    let harmony = Harmony::parse(&CHORDS)?;
    let mut parts = keys(&harmony, &key)?;
    parts.extend(strings_and_guitar(&harmony)?);
    parts.extend(tune(&key)?);
    parts.extend(rhythm_section(&harmony, &key)?);
    Ok(Piece {
        name: "inspirational",
        title: "Inspirational",
        key,
        tempo_bpm: TEMPO_BPM,
        harmony,
        feel: Feel {
            timing_millis: 9.0,
            velocity_spread: 6.0,
            swing: 0.0,
        },
        parts,
        mastering: Mastering {
            room: Room {
                decay_secs: 2.4,
                damping_hz: 5200.0,
                predelay_millis: 22.0,
                below_dry_db: 11.0,
            },
            echo: Echo {
                beats: 0.75,
                feedback: 0.36,
            },
            speech_dip_db: 2.0,
            air_db: 1.5,
            tape: None,
        },
    })
}

fn keys(harmony: &Harmony, key: &Key) -> Outcome<Vec<Part>> {
    let hand = Voicing {
        low: 57,
        high: 76,
        voices: 4,
    };
    let broken =
        |bars, rhythm, velocity| pedal(harmony, comp(harmony, hand, bars, rhythm, velocity)?);
    let low = |bars, line, velocity| -> Outcome<Vec<Note>> {
        pedal(harmony, bass_line(key, harmony, 38, bars, line, velocity)?)
    };
    Ok(vec![
        Part::new(
            "piano",
            Role::Accompaniment,
            Instrument::GRAND_PIANO,
            Strip::at(-20.5)
                .width(0.65)
                .highpass(90.0)
                .lowpass(9000.0)
                .room(0.5)
                .echo(0.06),
            [
                broken(INTRO, BROKEN, 70.0)?,
                broken(VERSE, BROKEN, 72.0)?,
                broken(FULL, BROKEN_FULL, 78.0)?,
                broken(BREAK, "1 . 2 . 3 . 4 .", 66.0)?,
                broken(FINALE, BROKEN_FULL, 82.0)?,
                broken(ENDING, "13 4 2 4 1 . . .", 74.0)?,
            ],
        ),
        Part::new(
            "piano left hand",
            Role::Accompaniment,
            Instrument::GRAND_PIANO,
            Strip::at(-25.0).width(0.4).lowpass(4000.0).room(0.3),
            [
                low(INTRO, "R - - - 5 - - -", 66.0)?,
                low(VERSE, "R - - - 5 - - -", 66.0)?,
                low(FULL, "R - - 5 - - 8 -", 72.0)?,
                low(BREAK, "R - - - - - - -", 62.0)?,
                low(FINALE, "R - - 5 - - 8 -", 76.0)?,
                low(ENDING, "R - - - R - - -", 70.0)?,
            ],
        ),
    ])
}

fn strings_and_guitar(harmony: &Harmony) -> Outcome<Vec<Part>> {
    let wide = Voicing {
        low: 50,
        high: 74,
        voices: 4,
    };
    let plucked = Voicing {
        low: 62,
        high: 79,
        voices: 3,
    };
    let guitar = |bars, velocity| comp(harmony, plucked, bars, "1 2 3 2 1 3 2 3", velocity);
    Ok(vec![
        Part::new(
            "pad",
            Role::Accompaniment,
            Instrument::WARM_PAD,
            Strip::at(-27.0)
                .highpass(140.0)
                .lowpass(3000.0)
                .room(0.5)
                .pump(2.0)
                .fade(&[(0.0, -2.0), (4.0, 0.0), (31.0, 0.0), (32.0, -5.0)]),
            [sustain(harmony, wide, 0..32, 76.0)?],
        ),
        Part::new(
            "strings",
            Role::Accompaniment,
            Instrument::SLOW_STRINGS,
            Strip::at(-24.5)
                .highpass(150.0)
                .lowpass(6000.0)
                .room(0.8)
                .pump(1.5)
                .fade(&[
                    (8.0, -14.0),
                    (12.0, -2.0),
                    (19.0, 0.0),
                    (20.0, -6.0),
                    (24.0, -1.0),
                    (31.0, 1.0),
                    (32.0, -9.0),
                ]),
            [sustain(
                harmony,
                Voicing {
                    low: 57,
                    high: 81,
                    voices: 4,
                },
                8..32,
                84.0,
            )?],
        ),
        Part::new(
            "guitar",
            Role::Accompaniment,
            Instrument::MUTED_GUITAR,
            Strip::at(-27.0)
                .pan(0.35)
                .highpass(200.0)
                .lowpass(5000.0)
                .room(0.3)
                .echo(0.35),
            [
                guitar(VERSE, 66.0)?,
                guitar(FULL, 74.0)?,
                guitar(FINALE, 78.0)?,
            ],
        ),
    ])
}

fn tune(key: &Key) -> Outcome<Vec<Part>> {
    let passages = |octave, louder| -> Outcome<[Vec<Note>; 4]> {
        Ok([
            melody(key, octave, 12, TUNE_A, 72.0 + louder)?,
            melody(key, octave, 16, TUNE_A2, 74.0 + louder)?,
            melody(key, octave, 24, TUNE_B, 78.0 + louder)?,
            melody(key, octave, 28, TUNE_B2, 80.0 + louder)?,
        ])
    };
    Ok(vec![
        Part::new(
            "tune piano",
            Role::Melody,
            Instrument::GRAND_PIANO,
            Strip::at(-24.0)
                .width(0.6)
                .pan(-0.12)
                .highpass(200.0)
                .lowpass(7000.0)
                .room(0.7)
                .echo(0.25),
            passages(4, 0.0)?,
        ),
        Part::new(
            "tune bells",
            Role::Melody,
            Instrument::CELESTA,
            Strip::at(-31.0)
                .pan(0.2)
                .highpass(400.0)
                .room(0.8)
                .echo(0.3),
            passages(5, -8.0)?,
        ),
    ])
}

fn rhythm_section(harmony: &Harmony, key: &Key) -> Outcome<Vec<Part>> {
    let kit = |name, strip, passages: [Vec<Note>; 3]| {
        Part::new(
            name,
            Role::Percussion,
            Instrument::STANDARD_KIT,
            strip,
            passages,
        )
    };
    let bass = |bars, line, velocity| bass_line(key, harmony, 33, bars, line, velocity);
    let kick = |bars, rhythm, velocity| beat(DrumSound::Kick, bars, rhythm, velocity);
    let snare = |bars, rhythm, velocity| beat(DrumSound::Snare, bars, rhythm, velocity);
    let hat = |bars, velocity| beat(DrumSound::ClosedHat, bars, "x o x o x o x o", velocity);
    let shaker = |bars, velocity| {
        beat(
            DrumSound::Maracas,
            bars,
            "o o x o o o x o o o x o o o x o",
            velocity,
        )
    };
    let full_kick = "x . . . . . x . x . x . . . . .";
    Ok(vec![
        Part::new(
            "bass",
            Role::Accompaniment,
            Instrument::FINGERED_BASS,
            Strip::at(-22.5).highpass(35.0).lowpass(2200.0).pump(1.5),
            [
                bass(8..12, "R - - - - - - -", 74.0)?,
                bass(FULL, "R - - R R - 5 a", 80.0)?,
                bass(22..24, "R - - - - - - -", 70.0)?,
                bass(FINALE, "R - - R R - 5 a", 84.0)?,
                bass(ENDING, "R - - - R - . .", 76.0)?,
            ],
        ),
        kit(
            "kick",
            Strip::at(-23.0).lowpass(6000.0).leading_pump(),
            [
                kick(8..12, "x . . . x . . .", 84.0)?,
                kick(FULL, full_kick, 94.0)?,
                kick(24..32, full_kick, 98.0)?,
            ],
        ),
        kit(
            "snare",
            Strip::at(-25.5).highpass(120.0).lowpass(9000.0).room(0.5),
            [
                snare(
                    FULL,
                    ". x . x | . x . x | . x . x | . . . . x . . . . . o . x . x o",
                    78.0,
                )?,
                snare(23..24, ". . . . . . . . o . o . x . x x", 74.0)?,
                snare(FINALE, ". x . x", 84.0)?,
            ],
        ),
        kit(
            "hat",
            Strip::at(-34.0)
                .width(0.0)
                .pan(0.25)
                .highpass(3000.0)
                .lowpass(12_000.0)
                .room(0.15),
            [hat(8..12, 64.0)?, hat(FULL, 74.0)?, hat(FINALE, 78.0)?],
        ),
        kit(
            "shaker",
            Strip::at(-36.0).pan(-0.35).highpass(2500.0).room(0.2),
            [
                shaker(VERSE, 76.0)?,
                shaker(FULL, 84.0)?,
                shaker(FINALE, 88.0)?,
            ],
        ),
        kit(
            "cymbals",
            Strip::at(-31.0).highpass(500.0).lowpass(11_000.0).room(0.5),
            [
                strokes(&[12], 49, 82.0),
                strokes(&[24], 49, 92.0),
                strokes(&[28], 49, 70.0),
            ],
        ),
        Part::new(
            "swell",
            Role::Percussion,
            Instrument::REVERSE_CYMBAL,
            Strip::at(-33.0).highpass(600.0).lowpass(9000.0).room(0.4),
            [swells_into(&[12, 24], TEMPO_BPM, 90.0)],
        ),
    ])
}
