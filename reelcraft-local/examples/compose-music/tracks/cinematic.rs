//! "cinematic": a string ostinato, horns with a broad theme, choir, drums of an orchestra; grand.

use std::ops::Range;

use super::{strokes, swells_into};
use crate::composition::{
    DrumSound, Feel, Harmony, Key, Note, Outcome, Part, Piece, Role, Voicing, bass_line, beat,
    comp, melody, pedal, sustain,
};
use crate::sound::{Echo, Instrument, Mastering, Room, Strip};

const TEMPO_BPM: f64 = 96.0;

const INTRO: Range<usize> = 0..4;
const BUILD: Range<usize> = 4..12;
const FULL: Range<usize> = 12..20;
const BREAK: Range<usize> = 20..24;
const FINALE: Range<usize> = 24..31;
const ENDING: Range<usize> = 31..32;

const CHORDS: [&str; 5] = [
    "Dm | Dm | Bb | C",
    "Dm | Bb | F | C | Gm | Bb | F/A | A7sus4 A",
    "Dm | Bb | F | C/E | Gm | Dm/F | Bb | A7sus4 A",
    "Bb | F/A | Gm | A7sus4 A",
    "Dm | Bb | F | C/E | Gm | Dm/F | Bb | A7sus4 A",
];

/// The horns' theme, and the long notes the violins lay over it the second time.
const THEME: &str = "1 - - - - - 2 - | 3 - - - - - 4 - | 5 - - - - - 3 - | 2 - - - - - . . | \
     4 - - - - - 5 - | 3 - - - 2 - 1 - | 1 - - - 7, - 6, - | 5, - - - #7, - . .";
const DESCANT: &str =
    "5 - - - | 6 - - - | 7 - - - | 7 - - - | 6 - - - | 5 - - - | 3 - 4 - | 2 - - .";
const BREAK_TUNE: &str =
    "3 - - - - - 1 - | 5, - - - - - . . | 6, - - - 1 - 2 - | 2 - - - #7, - . .";

const OSTINATO: &str = "3 1 2 1 3 1 2 1";
const OSTINATO_FAST: &str = "3 1 1 2 1 1 3 1 3 1 1 2 1 1 2 2";

pub(crate) fn compose() -> Outcome<Piece> {
    let key = Key::parse("D minor")?;
    let harmony = Harmony::parse(&CHORDS)?;
    let mut parts = strings(&harmony, &key)?;
    parts.extend(themes(&harmony, &key)?);
    parts.extend(percussion(&harmony, &key)?);
    Ok(Piece {
        name: "cinematic",
        title: "Cinematic",
        key,
        tempo_bpm: TEMPO_BPM,
        harmony,
        feel: Feel {
            timing_millis: 11.0,
            velocity_spread: 6.0,
            swing: 0.0,
        },
        parts,
        mastering: Mastering {
            room: Room {
                decay_secs: 2.8,
                damping_hz: 4600.0,
                predelay_millis: 28.0,
                below_dry_db: 9.0,
            },
            echo: Echo {
                beats: 0.75,
                feedback: 0.2,
            },
            speech_dip_db: 2.0,
            air_db: 3.0,
            tape: None,
        },
    })
}

fn strings(harmony: &Harmony, key: &Key) -> Outcome<Vec<Part>> {
    let violas = Voicing {
        low: 57,
        high: 74,
        voices: 3,
    };
    let short = |bars, rhythm, velocity| comp(harmony, violas, bars, rhythm, velocity);
    let low = |bars, line, velocity| bass_line(key, harmony, 38, bars, line, velocity);
    let wide = Voicing {
        low: 55,
        high: 79,
        voices: 4,
    };
    Ok(vec![
        Part::new(
            "ostinato",
            Role::Accompaniment,
            Instrument::STRINGS,
            Strip::at(-23.5)
                .pan(-0.2)
                .highpass(180.0)
                .lowpass(9000.0)
                .room(0.4),
            [
                short(INTRO, OSTINATO, 84.0)?,
                short(BUILD, OSTINATO, 88.0)?,
                short(FULL, OSTINATO_FAST, 94.0)?,
                short(FINALE, OSTINATO_FAST, 100.0)?,
                short(ENDING, "3 1 2 1 3 . . .", 92.0)?,
            ],
        ),
        Part::new(
            "pizzicato",
            Role::Accompaniment,
            Instrument::PIZZICATO,
            Strip::at(-25.0)
                .pan(0.2)
                .highpass(150.0)
                .lowpass(6000.0)
                .room(0.5),
            [
                short(INTRO, OSTINATO, 80.0)?,
                short(BUILD, OSTINATO, 84.0)?,
                short(FULL, OSTINATO, 88.0)?,
                short(FINALE, OSTINATO, 92.0)?,
                short(ENDING, "3 1 2 1 3 . . .", 84.0)?,
            ],
        ),
        Part::new(
            "low strings",
            Role::Accompaniment,
            Instrument::STRINGS,
            Strip::at(-22.5)
                .pan(0.15)
                .highpass(45.0)
                .lowpass(3000.0)
                .room(0.4),
            [
                low(INTRO, "R - - -", 74.0)?,
                low(BUILD, "R - - - R - - R", 84.0)?,
                low(FULL, "R - R R R - R R", 96.0)?,
                low(BREAK, "R - - -", 70.0)?,
                low(FINALE, "R - R R R - R R", 100.0)?,
                low(ENDING, "R - R R R - . .", 92.0)?,
            ],
        ),
        Part::new(
            "high strings",
            Role::Accompaniment,
            Instrument::SLOW_STRINGS,
            Strip::at(-24.5)
                .highpass(200.0)
                .lowpass(8000.0)
                .room(0.7)
                .fade(&[
                    (4.0, -14.0),
                    (12.0, -1.0),
                    (20.0, 0.0),
                    (20.5, -7.0),
                    (24.0, -1.0),
                    (31.0, 1.0),
                    (32.0, -12.0),
                ]),
            [sustain(harmony, wide, 4..32, 88.0)?],
        ),
    ])
}

fn themes(harmony: &Harmony, key: &Key) -> Outcome<Vec<Part>> {
    let choir = Voicing {
        low: 53,
        high: 74,
        voices: 4,
    };
    let piano = Voicing {
        low: 53,
        high: 74,
        voices: 4,
    };
    let theme = || -> Outcome<[Vec<Note>; 2]> {
        Ok([
            melody(key, 3, 12, THEME, 88.0)?,
            melody(key, 3, 24, THEME, 98.0)?,
        ])
    };
    Ok(vec![
        Part::new(
            "horns",
            Role::Melody,
            Instrument::FRENCH_HORNS,
            Strip::at(-22.5)
                .pan(-0.15)
                .highpass(90.0)
                .lowpass(4500.0)
                .room(0.8),
            theme()?,
        ),
        Part::new(
            "cellos",
            Role::Melody,
            Instrument::STRINGS,
            Strip::at(-26.0)
                .pan(0.2)
                .highpass(90.0)
                .lowpass(4500.0)
                .room(0.7),
            theme()?,
        ),
        Part::new(
            "violins",
            Role::Melody,
            Instrument::STRINGS,
            Strip::at(-26.5)
                .pan(-0.25)
                .highpass(300.0)
                .lowpass(6500.0)
                .room(0.9),
            [melody(key, 4, 24, DESCANT, 92.0)?],
        ),
        Part::new(
            "choir",
            Role::Accompaniment,
            Instrument::CHOIR,
            Strip::at(-26.5)
                .highpass(180.0)
                .lowpass(5500.0)
                .room(0.9)
                .fade(&[(31.0, 0.0), (32.0, -12.0)]),
            [
                sustain(harmony, choir, 16..20, 84.0)?,
                sustain(harmony, choir, BREAK, 74.0)?,
                sustain(harmony, choir, 24..32, 94.0)?,
            ],
        ),
        Part::new(
            "piano",
            Role::Accompaniment,
            Instrument::GRAND_PIANO,
            Strip::at(-25.5)
                .width(0.7)
                .highpass(100.0)
                .lowpass(6000.0)
                .room(0.8)
                .echo(0.15),
            [
                pedal(
                    harmony,
                    comp(harmony, piano, INTRO, "1 . . . 3 . . .", 66.0)?,
                )?,
                pedal(
                    harmony,
                    comp(harmony, piano, BREAK, "1 2 3 4 3 2 3 4", 64.0)?,
                )?,
            ],
        ),
        Part::new(
            "piano tune",
            Role::Melody,
            Instrument::GRAND_PIANO,
            Strip::at(-24.0)
                .width(0.6)
                .highpass(150.0)
                .lowpass(6500.0)
                .room(0.9)
                .echo(0.2),
            [melody(key, 5, 20, BREAK_TUNE, 74.0)?],
        ),
    ])
}

/// Key at which the drum sounds a D; its keys are about half a semitone apart.
const TAIKO_ON_D: u8 = 55;

fn percussion(harmony: &Harmony, key: &Key) -> Outcome<Vec<Part>> {
    let taiko = |bars, rhythm, velocity| -> Outcome<Vec<Note>> {
        let strokes = beat(DrumSound::LowTom, bars, rhythm, velocity)?;
        Ok(strokes
            .into_iter()
            .map(|note| Note {
                pitch: TAIKO_ON_D,
                beats: 2.0,
                ..note
            })
            .collect())
    };
    let timpani = |bars, line, velocity| bass_line(key, harmony, 38, bars, line, velocity);
    Ok(vec![
        Part::new(
            "taiko",
            Role::Percussion,
            Instrument::TAIKO,
            Strip::at(-24.5).highpass(65.0).lowpass(6000.0).room(0.6),
            [
                taiko(0..1, "x . . .", 72.0)?,
                taiko(8..12, "X . . . . . x . x . . . x . x .", 74.0)?,
                taiko(FULL, "X . . x . . x . X . . . x . x .", 84.0)?,
                taiko(23..24, ". . . . . . . . o . o o x x X X", 90.0)?,
                taiko(FINALE, "X . o x . o x . X . o x . x x x", 88.0)?,
                taiko(ENDING, "X . . . . . . . X . . . . . . .", 84.0)?,
            ],
        ),
        Part::new(
            "timpani",
            Role::Accompaniment,
            Instrument::TIMPANI,
            Strip::at(-25.0).highpass(40.0).room(0.6),
            [
                timpani(BUILD, "R . . . . . . .", 80.0)?,
                timpani(11..12, ". . . . . . . . r r R R R R R R", 66.0)?,
                timpani(FULL, "R . . . . . R R", 92.0)?,
                timpani(FINALE, "R . . R . . R R", 98.0)?,
                timpani(ENDING, "R . . . R . . .", 92.0)?,
            ],
        ),
        Part::new(
            "snare",
            Role::Percussion,
            Instrument::ORCHESTRA_KIT,
            Strip::at(-31.0)
                .pan(-0.1)
                .highpass(180.0)
                .lowpass(9000.0)
                .room(0.8),
            [
                beat(
                    DrumSound::Snare,
                    16..20,
                    "x . o o x . o o x . o o x o x o",
                    66.0,
                )?,
                beat(
                    DrumSound::Snare,
                    FINALE,
                    "x . o o x . o o x . o o x o x o",
                    74.0,
                )?,
            ],
        ),
        Part::new(
            "cymbals",
            Role::Percussion,
            Instrument::ORCHESTRA_KIT,
            Strip::at(-30.0).highpass(400.0).lowpass(10_000.0).room(0.6),
            [strokes(&[12, 16], 57, 84.0), strokes(&[24, 28], 57, 94.0)],
        ),
        Part::new(
            "bass drum",
            Role::Percussion,
            Instrument::ORCHESTRA_KIT,
            Strip::at(-26.0).highpass(35.0).lowpass(3000.0).room(0.6),
            [
                strokes(&[4, 8], 35, 84.0),
                strokes(&[12, 16, 20, 24, 28], 35, 104.0),
            ],
        ),
        Part::new(
            "swell",
            Role::Percussion,
            Instrument::REVERSE_CYMBAL,
            Strip::at(-31.0).highpass(500.0).lowpass(9000.0).room(0.5),
            [swells_into(&[12, 24], TEMPO_BPM, 96.0)],
        ),
    ])
}
