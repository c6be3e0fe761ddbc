//! "dramatic": a low pulse, a ticking clock, nervous strings and heavy drums; suspense and news.

use std::ops::Range;

use super::{strokes, swells_into};
use crate::composition::{
    DrumSound, Feel, Harmony, Key, Note, Outcome, Part, Piece, Role, Voicing, bass_line, beat,
    comp, melody, pedal, sustain,
};
use crate::sound::{Echo, Instrument, Mastering, Room, Strip};

const TEMPO_BPM: f64 = 128.0;

const INTRO: Range<usize> = 0..4;
const BUILD: Range<usize> = 4..12;
const FULL: Range<usize> = 12..20;
const BREAK: Range<usize> = 20..28;
const FINALE: Range<usize> = 28..39;
const ENDING: Range<usize> = 39..40;

const CHORDS: [&str; 6] = [
    "Cm | Cm | Abmaj7 | Abmaj7",
    "Cm | Cm/Bb | Abmaj7 | G7sus4 G | Cm | Eb/Bb | Fm9 | G7sus4 G",
    "Cm | Ab | Eb | Bb | Cm | Ab | Fm | G",
    "Abmaj7 | Abmaj7 | Eb/G | Eb/G | Fm9 | Fm9 | G7sus4 | G",
    "Cm | Ab | Eb | Bb | Cm | Ab | Fm | G",
    "Ab | Bb | Fm | G",
];

/// The horns' motif of three notes and its turns; the piano's lonely line in the break.
const MOTIF: &str = "1 - - - 2 - 3 - | 3 - - - - - . . | 5 - - - 4 - 3 - | 2 - - - - - . . | \
     1 - - - 2 - 3 - | 6 - - - 5 - 3 - | 4 - - - - - 3 - | 2 - - - #7, - - -";
const LONELY: &str = "5 - - - 3 - - - | . . 1 - 3 - - - | 7 - - - 5 - - - | . . 3 - 5 - - - | \
     6 - - - 5 - - - | . . 4 - 6 - - - | 5 - - - 4 - - - | 2 - - - #7, - - -";

const NERVOUS: &str = "1 2 3 2 1 2 3 2 1 2 3 2 1 2 3 2";
const NERVOUS_ACCENTS: &str = "1 1 3 1 1 2 1 1 3 1 1 2 1 1 3 2";

pub(crate) fn compose() -> Outcome<Piece> {
    let key = Key::parse("C minor")?;
    let harmony = Harmony::parse(&CHORDS)?;
    let mut parts = pulse(&harmony, &key)?;
    parts.extend(strings_and_horns(&harmony, &key)?);
    parts.extend(pianos(&harmony, &key)?);
    parts.extend(drums()?);
    Ok(Piece {
        name: "dramatic",
        title: "Dramatic",
        key,
        tempo_bpm: TEMPO_BPM,
        harmony,
        feel: Feel {
            timing_millis: 6.0,
            velocity_spread: 6.0,
            swing: 0.0,
        },
        parts,
        mastering: Mastering {
            room: Room {
                decay_secs: 2.0,
                damping_hz: 4200.0,
                predelay_millis: 18.0,
                below_dry_db: 11.0,
            },
            echo: Echo {
                beats: 0.75,
                feedback: 0.4,
            },
            speech_dip_db: 2.0,
            air_db: 2.5,
            tape: None,
        },
    })
}

fn pulse(harmony: &Harmony, key: &Key) -> Outcome<Vec<Part>> {
    let line = |bars, line, velocity| bass_line(key, harmony, 31, bars, line, velocity);
    Ok(vec![
        Part::new(
            "pulse",
            Role::Accompaniment,
            Instrument::SYNTH_BASS,
            Strip::at(-23.5)
                .highpass(42.0)
                .lowpass(800.0)
                .pump(3.0)
                .fade(&[(0.0, -2.0), (4.0, 0.0)]),
            [
                line(INTRO, "R r r r R r r r", 84.0)?,
                line(BUILD, "R r r r R r r r", 90.0)?,
                line(FULL, "R r r r R r r R", 98.0)?,
                line(24..28, "R r r r R r r r", 74.0)?,
                line(FINALE, "R r r r R r r R", 100.0)?,
                line(ENDING, "R r r R . . . .", 98.0)?,
            ],
        ),
        Part::new(
            "low strings",
            Role::Accompaniment,
            Instrument::STRINGS,
            Strip::at(-24.5)
                .highpass(50.0)
                .lowpass(2600.0)
                .room(0.3)
                .pump(1.5),
            [
                line(8..12, "R - - - - - - -", 80.0)?,
                line(FULL, "R - - R - - R -", 94.0)?,
                line(BREAK, "R - - - - - - -", 66.0)?,
                line(FINALE, "R - - R - - R -", 98.0)?,
                line(ENDING, "R - - R . . . .", 96.0)?,
            ],
        ),
    ])
}

fn strings_and_horns(harmony: &Harmony, key: &Key) -> Outcome<Vec<Part>> {
    let middle = Voicing {
        low: 55,
        high: 72,
        voices: 3,
    };
    let short = |bars, rhythm, velocity| comp(harmony, middle, bars, rhythm, velocity);
    let high = Voicing {
        low: 62,
        high: 82,
        voices: 3,
    };
    let tremolo = |bars, velocity| sustain(harmony, high, bars, velocity);
    Ok(vec![
        Part::new(
            "pizzicato",
            Role::Accompaniment,
            Instrument::PIZZICATO,
            Strip::at(-25.0)
                .pan(0.3)
                .highpass(160.0)
                .lowpass(6000.0)
                .room(0.4)
                .echo(0.1),
            [
                short(INTRO, "1 . 2 . 3 . 2 .", 80.0)?,
                short(BUILD, "1 2 3 2 1 2 3 2", 84.0)?,
                short(FULL, "1 2 3 2 1 2 3 2", 90.0)?,
                short(FINALE, "1 2 3 2 1 2 3 2", 94.0)?,
                short(ENDING, "1 2 3 1 . . . .", 90.0)?,
            ],
        ),
        Part::new(
            "short strings",
            Role::Accompaniment,
            Instrument::STRINGS,
            Strip::at(-24.5)
                .pan(-0.3)
                .highpass(220.0)
                .lowpass(9000.0)
                .room(0.4),
            [
                short(8..12, NERVOUS, 80.0)?,
                short(FULL, NERVOUS_ACCENTS, 94.0)?,
                short(FINALE, NERVOUS_ACCENTS, 100.0)?,
                short(ENDING, "1 1 3 1 1 2 3 . . . . . . . . .", 96.0)?,
            ],
        ),
        Part::new(
            "tremolo",
            Role::Accompaniment,
            Instrument::TREMOLO_STRINGS,
            Strip::at(-28.0)
                .highpass(250.0)
                .lowpass(5500.0)
                .room(0.7)
                .fade(&[
                    (4.0, -16.0),
                    (12.0, 0.0),
                    (20.0, 0.0),
                    (20.5, -8.0),
                    (28.0, 1.0),
                    (39.0, 1.0),
                    (39.5, -8.0),
                    (40.0, -18.0),
                ]),
            [tremolo(4..20, 84.0)?, tremolo(24..40, 88.0)?],
        ),
        Part::new(
            "horns",
            Role::Melody,
            Instrument::FRENCH_HORNS,
            Strip::at(-24.0).highpass(90.0).lowpass(4200.0).room(0.7),
            [
                melody(key, 3, 12, MOTIF, 90.0)?,
                melody(key, 3, 28, MOTIF, 98.0)?,
            ],
        ),
    ])
}

fn pianos(harmony: &Harmony, key: &Key) -> Outcome<Vec<Part>> {
    let hits = |octave_low, velocity| -> Outcome<Vec<Note>> {
        let line = "R - - - - - - - | . . . . . . . .";
        let mut notes = bass_line(key, harmony, octave_low, INTRO, line, velocity)?;
        notes.extend(bass_line(
            key,
            harmony,
            octave_low,
            BUILD,
            line,
            velocity + 6.0,
        )?);
        notes.extend(bass_line(
            key,
            harmony,
            octave_low,
            FULL,
            "R - - - - - - -",
            velocity + 10.0,
        )?);
        notes.extend(bass_line(key, harmony, octave_low, BREAK, line, velocity)?);
        notes.extend(bass_line(
            key,
            harmony,
            octave_low,
            FINALE,
            "R - - - - - - -",
            velocity + 12.0,
        )?);
        pedal(harmony, notes)
    };
    let hand = Voicing {
        low: 55,
        high: 70,
        voices: 3,
    };
    Ok(vec![
        Part::new(
            "piano hits",
            Role::Accompaniment,
            Instrument::GRAND_PIANO,
            Strip::at(-26.0)
                .width(0.5)
                .highpass(50.0)
                .lowpass(6000.0)
                .room(0.5),
            [hits(24, 84.0)?, hits(36, 84.0)?],
        ),
        Part::new(
            "piano chords",
            Role::Accompaniment,
            Instrument::GRAND_PIANO,
            Strip::at(-28.0)
                .width(0.6)
                .pan(-0.15)
                .highpass(150.0)
                .lowpass(4500.0)
                .room(0.7)
                .echo(0.2),
            [pedal(
                harmony,
                comp(harmony, hand, BREAK, "x . . . . . . .", 62.0)?,
            )?],
        ),
        Part::new(
            "piano tune",
            Role::Melody,
            Instrument::GRAND_PIANO,
            Strip::at(-23.5)
                .width(0.6)
                .pan(0.1)
                .highpass(200.0)
                .lowpass(6000.0)
                .room(0.8)
                .echo(0.35),
            [melody(key, 4, 20, LONELY, 76.0)?],
        ),
    ])
}

/// Key at which the drum sounds a C; its keys are about half a semitone apart.
const TAIKO_ON_C: u8 = 51;

fn drums() -> Outcome<Vec<Part>> {
    let deep = |bars, rhythm, velocity| -> Outcome<Vec<Note>> {
        let strokes = beat(DrumSound::LowTom, bars, rhythm, velocity)?;
        Ok(strokes
            .into_iter()
            .map(|note| Note {
                pitch: TAIKO_ON_C,
                beats: 2.0,
                ..note
            })
            .collect())
    };
    let tick = |bars, velocity| beat(DrumSound::SideStick, bars, "x o o o x o o o", velocity);
    let kick = |bars, rhythm, velocity| beat(DrumSound::Kick, bars, rhythm, velocity);
    let snare = |bars, rhythm, velocity| beat(DrumSound::Snare, bars, rhythm, velocity);
    let half_time = "X . . . . . . x . . . . x . . . | X . . . . . x . . . x . . . . .";
    Ok(vec![
        Part::new(
            "taiko",
            Role::Percussion,
            Instrument::TAIKO,
            Strip::at(-25.0).highpass(60.0).lowpass(6000.0).room(0.6),
            [
                deep(0..4, "X . . . | . . . .", 80.0)?,
                deep(BUILD, "X . . . . . . . | . . . . . . x x", 80.0)?,
                deep(FULL, "X . . x . . x . . . x . . x x .", 86.0)?,
                deep(20..21, "X . . .", 90.0)?,
                deep(27..28, ". . . . o . o . x . x . x x X X", 86.0)?,
                deep(FINALE, "X . . x . . x . . . x . . x x .", 92.0)?,
                deep(ENDING, "X . . . . . X . . . . . . . . .", 94.0)?,
            ],
        ),
        Part::new(
            "kick",
            Role::Percussion,
            Instrument::ROOM_KIT,
            Strip::at(-23.5).lowpass(5000.0).leading_pump(),
            [
                kick(8..12, "x . . . x . . .", 84.0)?,
                kick(FULL, half_time, 98.0)?,
                kick(FINALE, half_time, 102.0)?,
                kick(ENDING, "X . . x . . . .", 100.0)?,
            ],
        ),
        Part::new(
            "snare",
            Role::Percussion,
            Instrument::ROOM_KIT,
            Strip::at(-26.0).highpass(130.0).lowpass(8000.0).room(0.8),
            [
                snare(11..12, ". . . . . . . . o o o o x x x x", 76.0)?,
                snare(FULL, ". . x .", 92.0)?,
                snare(
                    FINALE,
                    ". . x . | . . x . | . . x . | . . . . . . . . x . . . . . x x",
                    96.0,
                )?,
            ],
        ),
        Part::new(
            "clock",
            Role::Percussion,
            Instrument::STANDARD_KIT,
            Strip::at(-33.0)
                .pan(0.25)
                .highpass(900.0)
                .lowpass(7000.0)
                .room(0.4)
                .echo(0.1),
            [
                tick(INTRO, 74.0)?,
                tick(BUILD, 78.0)?,
                tick(BREAK, 64.0)?,
                tick(28..40, 72.0)?,
            ],
        ),
        Part::new(
            "crash",
            Role::Percussion,
            Instrument::ROOM_KIT,
            Strip::at(-32.0).highpass(500.0).lowpass(10_000.0).room(0.5),
            [strokes(&[12, 20], 49, 88.0), strokes(&[28, 36], 49, 96.0)],
        ),
        Part::new(
            "swell",
            Role::Percussion,
            Instrument::REVERSE_CYMBAL,
            Strip::at(-31.0).highpass(600.0).lowpass(9000.0).room(0.4),
            [swells_into(&[12, 28], TEMPO_BPM, 96.0)],
        ),
    ])
}
