//! "upbeat": strummed guitars, claps, a bouncing bass and a marimba hook; sunny and busy.

use std::ops::Range;

use super::{strokes, swells_into};
use crate::composition::{
    DrumSound, Feel, Harmony, Key, Note, Outcome, Part, Piece, Role, Voicing, bass_line, beat,
    comp, melody, sustain,
};
use crate::sound::{Echo, Instrument, Mastering, Room, Strip};

const TEMPO_BPM: f64 = 118.0;

const INTRO: Range<usize> = 0..4;
const VERSE: Range<usize> = 4..12;
const CHORUS: Range<usize> = 12..20;
const BREAK: Range<usize> = 20..24;
const FINALE: Range<usize> = 24..35;
const ENDING: Range<usize> = 35..36;

const CHORDS: [&str; 6] = [
    "G | Em7 | Cadd9 | D",
    "G | D/F# | Em7 | Cadd9 | G | Bm7 | Cadd9 | D7sus4 D",
    "C | D | G/B | Em7 | C | D | Em7 D/F# | G",
    "Em7 | Cadd9 | G/B | D",
    "C | D | G/B | Em7 | C | D | Em7 D/F# | G",
    "Cadd9 | D | Em7 | D7sus4 D",
];

/// The hook and its answer.
const HOOK: &str = "6 . 6 . 5 - 6 . | 7 . 6 . 5 - . . | 5 . 5 . 3 - 5 . | 6 - - . . . . .";
const ANSWER: &str = "6 . 6 . 5 - 6 . | 7 . 1' . 2' - . . | 3' - 2' . 2' . 7 . | 1' - - . . . . .";

/// Claps, and the snare that ends every fourth bar with a fill.
const BACK_BEAT: &str = ". x . x";
const BACK_BEAT_AND_FILL: &str = ". x . x | . x . x | . x . x | . . . . x . . . . . o . x . x o";

pub(crate) fn compose() -> Outcome<Piece> {
    let key = Key::parse("G major")?;
    let harmony = Harmony::parse(&CHORDS)?;
    let mut parts = guitars(&harmony)?;
    parts.extend(hooks(&key)?);
    parts.extend(keys_and_strings(&harmony)?);
    parts.push(bass(&harmony, &key)?);
    parts.extend(drums()?);
    Ok(Piece {
        name: "upbeat",
        title: "Upbeat",
        key,
        tempo_bpm: TEMPO_BPM,
        harmony,
        feel: Feel {
            timing_millis: 8.0,
            velocity_spread: 7.0,
            swing: 0.08,
        },
        parts,
        mastering: Mastering {
            room: Room {
                decay_secs: 1.1,
                damping_hz: 6000.0,
                predelay_millis: 12.0,
                below_dry_db: 14.0,
            },
            echo: Echo {
                beats: 0.75,
                feedback: 0.25,
            },
            speech_dip_db: 2.0,
            air_db: 1.0,
            tape: None,
        },
    })
}

fn guitars(harmony: &Harmony) -> Outcome<Vec<Part>> {
    let open = Voicing {
        low: 55,
        high: 74,
        voices: 5,
    };
    let small = Voicing {
        low: 64,
        high: 81,
        voices: 4,
    };
    let steel = |bars, rhythm, velocity| comp(harmony, open, bars, rhythm, velocity);
    let nylon = |bars, rhythm, velocity| comp(harmony, small, bars, rhythm, velocity);
    let strum = "D - d u . u d u";
    let chops = ". . d . . . d u";
    Ok(vec![
        Part::new(
            "steel guitar",
            Role::Accompaniment,
            Instrument::STEEL_GUITAR,
            Strip::at(-23.0)
                .pan(-0.4)
                .highpass(160.0)
                .lowpass(9000.0)
                .room(0.4)
                .pump(1.5),
            [
                steel(INTRO, strum, 74.0)?,
                steel(VERSE, strum, 72.0)?,
                steel(CHORUS, strum, 80.0)?,
                steel(BREAK, "D - - - - - - -", 70.0)?,
                steel(FINALE, strum, 82.0)?,
                steel(ENDING, "D - d u D . . .", 80.0)?,
            ],
        ),
        Part::new(
            "nylon guitar",
            Role::Accompaniment,
            Instrument::NYLON_GUITAR,
            Strip::at(-24.5)
                .pan(0.4)
                .highpass(220.0)
                .lowpass(8000.0)
                .room(0.4)
                .pump(1.0),
            [
                nylon(2..4, chops, 70.0)?,
                nylon(VERSE, chops, 74.0)?,
                nylon(CHORUS, ". u d u . u d u", 74.0)?,
                nylon(BREAK, "1 2 3 4 3 2 3 2", 76.0)?,
                nylon(FINALE, ". u d u . u d u", 78.0)?,
                nylon(ENDING, ". u d u D . . .", 78.0)?,
            ],
        ),
    ])
}

fn hooks(key: &Key) -> Outcome<Vec<Part>> {
    let hook = |octave, louder: f64| -> Outcome<[Vec<Note>; 4]> {
        Ok([
            melody(key, octave, 12, HOOK, 76.0 + louder)?,
            melody(key, octave, 16, ANSWER, 78.0 + louder)?,
            melody(key, octave, 24, HOOK, 80.0 + louder)?,
            melody(key, octave, 28, ANSWER, 82.0 + louder)?,
        ])
    };
    Ok(vec![
        Part::new(
            "marimba hook",
            Role::Melody,
            Instrument::MARIMBA,
            Strip::at(-23.5)
                .pan(0.1)
                .highpass(200.0)
                .room(0.5)
                .echo(0.12),
            hook(4, 0.0)?,
        ),
        Part::new(
            "bell hook",
            Role::Melody,
            Instrument::GLOCKENSPIEL,
            Strip::at(-33.0)
                .pan(-0.15)
                .highpass(500.0)
                .lowpass(9000.0)
                .room(0.6),
            hook(5, -10.0)?,
        ),
    ])
}

fn keys_and_strings(harmony: &Harmony) -> Outcome<Vec<Part>> {
    let plucks = Voicing {
        low: 62,
        high: 79,
        voices: 3,
    };
    let pizzicato = |bars, velocity| {
        comp(
            harmony,
            plucks,
            bars,
            "1 . 3 . . 2 . 3 . . 2 . 3 . . .",
            velocity,
        )
    };
    let piano = Voicing {
        low: 55,
        high: 74,
        voices: 4,
    };
    let stabs = |bars, velocity| comp(harmony, piano, bars, "x - . x - . x .", velocity);
    Ok(vec![
        Part::new(
            "pizzicato",
            Role::Accompaniment,
            Instrument::PIZZICATO,
            Strip::at(-27.5).pan(-0.2).highpass(200.0).room(0.6),
            [
                pizzicato(VERSE, 78.0)?,
                pizzicato(BREAK, 72.0)?,
                pizzicato(32..35, 82.0)?,
            ],
        ),
        Part::new(
            "piano",
            Role::Accompaniment,
            Instrument::GRAND_PIANO,
            Strip::at(-25.0)
                .width(0.7)
                .highpass(180.0)
                .lowpass(8000.0)
                .room(0.4)
                .pump(1.5),
            [
                stabs(8..12, 68.0)?,
                stabs(CHORUS, 76.0)?,
                stabs(FINALE, 80.0)?,
            ],
        ),
        Part::new(
            "strings",
            Role::Accompaniment,
            Instrument::STRINGS,
            Strip::at(-29.0)
                .highpass(250.0)
                .lowpass(6000.0)
                .room(0.7)
                .pump(2.5),
            [
                sustain(
                    harmony,
                    Voicing {
                        low: 62,
                        high: 81,
                        voices: 3,
                    },
                    CHORUS,
                    70.0,
                )?,
                sustain(
                    harmony,
                    Voicing {
                        low: 62,
                        high: 81,
                        voices: 3,
                    },
                    FINALE,
                    78.0,
                )?,
            ],
        ),
    ])
}

fn bass(harmony: &Harmony, key: &Key) -> Outcome<Part> {
    let line = |bars, line, velocity| bass_line(key, harmony, 31, bars, line, velocity);
    Ok(Part::new(
        "bass",
        Role::Accompaniment,
        Instrument::FINGERED_BASS,
        Strip::at(-22.0).highpass(38.0).lowpass(2600.0).pump(2.0),
        [
            line(VERSE, "R - . R . 5 R .", 80.0)?,
            line(CHORUS, "R . R 5 . R 8 a", 84.0)?,
            line(BREAK, "R - - - . . R a", 74.0)?,
            line(FINALE, "R . R 5 . R 8 a", 86.0)?,
            line(ENDING, "R . R 5 R . . a", 82.0)?,
        ],
    ))
}

fn drums() -> Outcome<Vec<Part>> {
    let kit = |name, strip, passages: [Vec<Note>; 4]| {
        Part::new(
            name,
            Role::Percussion,
            Instrument::ROOM_KIT,
            strip,
            passages,
        )
    };
    let kick = |bars, rhythm, velocity| beat(DrumSound::Kick, bars, rhythm, velocity);
    let clap = |bars, rhythm, velocity| beat(DrumSound::Clap, bars, rhythm, velocity);
    let snare = |bars, rhythm, velocity| beat(DrumSound::Snare, bars, rhythm, velocity);
    let tambourine = |bars, velocity| {
        beat(
            DrumSound::Tambourine,
            bars,
            "o o x o o o x o o o x o o o x o",
            velocity,
        )
    };
    let hat = |bars, rhythm, velocity| beat(DrumSound::ClosedHat, bars, rhythm, velocity);
    Ok(vec![
        kit(
            "kick",
            Strip::at(-23.0).lowpass(7000.0).leading_pump(),
            [
                kick(INTRO, "x . . . x . . .", 84.0)?,
                kick(VERSE, "x . . x x . . .", 90.0)?,
                kick(CHORUS, "x x x x", 96.0)?,
                kick(24..36, "x x x x | x x x x | x x x x | x x x .", 98.0)?,
            ],
        ),
        kit(
            "clap",
            Strip::at(-25.5)
                .pan(0.08)
                .highpass(350.0)
                .lowpass(9000.0)
                .room(0.6),
            [
                clap(INTRO, BACK_BEAT, 78.0)?,
                clap(VERSE, BACK_BEAT, 84.0)?,
                clap(CHORUS, BACK_BEAT, 92.0)?,
                clap(22..36, BACK_BEAT, 92.0)?,
            ],
        ),
        kit(
            "snare",
            Strip::at(-28.0).highpass(150.0).lowpass(9000.0).room(0.4),
            [
                snare(8..12, BACK_BEAT_AND_FILL, 66.0)?,
                snare(CHORUS, BACK_BEAT_AND_FILL, 76.0)?,
                snare(23..24, "o . o . o . o . x . x . X X X X", 74.0)?,
                snare(24..36, BACK_BEAT_AND_FILL, 80.0)?,
            ],
        ),
        kit(
            "tambourine",
            Strip::at(-34.0)
                .pan(-0.3)
                .highpass(2500.0)
                .lowpass(13_000.0)
                .room(0.2),
            [
                tambourine(2..4, 70.0)?,
                tambourine(VERSE, 74.0)?,
                tambourine(CHORUS, 82.0)?,
                tambourine(24..36, 84.0)?,
            ],
        ),
        kit(
            "hat",
            Strip::at(-34.0)
                .width(0.0)
                .pan(0.3)
                .highpass(3500.0)
                .lowpass(12_000.0),
            [
                hat(8..12, "x o x o x o x o", 70.0)?,
                hat(CHORUS, "o x o x o x o x", 80.0)?,
                hat(BREAK, "x . x . x . x .", 64.0)?,
                hat(FINALE, "o x o x o x o x", 84.0)?,
            ],
        ),
        Part::new(
            "crash",
            Role::Percussion,
            Instrument::ROOM_KIT,
            Strip::at(-32.0).highpass(600.0).lowpass(11_000.0).room(0.4),
            [strokes(&[4], 49, 66.0), strokes(&[12, 24, 32], 49, 86.0)],
        ),
        Part::new(
            "swell",
            Role::Percussion,
            Instrument::REVERSE_CYMBAL,
            Strip::at(-33.0).highpass(800.0).lowpass(10_000.0).room(0.3),
            [swells_into(&[12, 24], TEMPO_BPM, 90.0)],
        ),
    ])
}
