//! "lofi": electric piano with jazz chords, a lazy swung beat, upright bass, tape and dust; cosy.

use std::ops::Range;

use crate::composition::{
    DrumSound, Feel, Harmony, Key, Note, Outcome, Part, Piece, Role, Voicing, bass_line, beat,
    comp, melody, pedal, sustain,
};
use crate::sound::{Echo, Instrument, Mastering, Room, Strip, Tape};

const INTRO: Range<usize> = 0..2;
const FIRST: Range<usize> = 2..10;
const BREAK: Range<usize> = 10..14;
const SECOND: Range<usize> = 14..22;
const OUTRO: Range<usize> = 22..24;

const CHORDS: [&str; 7] = [
    "Bbmaj9 | C9sus4",
    "Bbmaj9 | Am7 D7b9 | Gm9 | C13",
    "Bbmaj9 | Am7 D7b9 | Gm9 | C9sus4 C13",
    "Dm9 | Am7 | Bbmaj9 | C9sus4",
    "Bbmaj9 | Am7 D7b9 | Gm9 | C13",
    "Bbmaj9 | Am7 D7b9 | Gm9 | C9sus4 C13",
    "Bbmaj9 | C9sus4",
];

/// Short answers to the chords, with room between.
const TUNE: &str = ". . . . 5 - 6 - | 5 - 3 - - - . . | . . . . 6 - 1' - | 6 - 5 - - - . .";
const TUNE_2: &str = ". . . . 6 - 5 - | 3 - 5 - 3 - . . | . . 2 - 4 - 3 - | 2 - - - 6, - - -";

pub(crate) fn compose() -> Outcome<Piece> {
    let key = Key::parse("F major")?;
    let harmony = Harmony::parse(&CHORDS)?;
    let mut parts = chords_and_bass(&harmony, &key)?;
    parts.extend(tunes(&harmony, &key)?);
    parts.extend(drums()?);
    Ok(Piece {
        name: "lofi",
        title: "Lo-fi",
        key,
        tempo_bpm: 78.0,
        harmony,
        feel: Feel {
            timing_millis: 14.0,
            velocity_spread: 8.0,
            swing: 0.26,
        },
        parts,
        mastering: Mastering {
            room: Room {
                decay_secs: 1.4,
                damping_hz: 3500.0,
                predelay_millis: 15.0,
                below_dry_db: 13.0,
            },
            echo: Echo {
                beats: 0.75,
                feedback: 0.32,
            },
            speech_dip_db: 1.0,
            air_db: -1.0,
            tape: Some(Tape {
                wobble_cents: 8.0,
                lowpass_hz: 7500.0,
                hiss_db: -37.0,
                crackles_per_sec: 6.0,
            }),
        },
    })
}

fn chords_and_bass(harmony: &Harmony, key: &Key) -> Outcome<Vec<Part>> {
    let hand = Voicing {
        low: 53,
        high: 72,
        voices: 4,
    };
    let rhodes = |bars, rhythm, velocity| comp(harmony, hand, bars, rhythm, velocity);
    let groove = "d - - - - - - o - - x - - - - .";
    let groove_2 = "d - - - - - x - - - - x - - - .";
    let bass = |bars, line, velocity| bass_line(key, harmony, 33, bars, line, velocity);
    let line = "R - - - - - - . . r R - - - 5 - | R - - - - . . r R - - - - - a -";
    Ok(vec![
        Part::new(
            "electric piano",
            Role::Accompaniment,
            Instrument::ELECTRIC_PIANO,
            Strip::at(-20.0)
                .highpass(110.0)
                .lowpass(3600.0)
                .room(0.4)
                .pump(2.5),
            [
                rhodes(INTRO, groove_2, 70.0)?,
                rhodes(FIRST, groove, 70.0)?,
                rhodes(BREAK, "d - - - - - - - - - o - - - - -", 68.0)?,
                rhodes(SECOND, groove_2, 72.0)?,
                rhodes(OUTRO, "d - - - - - x - - - x - - - - -", 68.0)?,
            ],
        ),
        Part::new(
            "bass",
            Role::Accompaniment,
            Instrument::ACOUSTIC_BASS,
            Strip::at(-20.5).highpass(38.0).lowpass(1400.0).pump(1.5),
            [
                bass(FIRST, line, 80.0)?,
                bass(BREAK, "R - - - - - - -", 72.0)?,
                bass(SECOND, line, 82.0)?,
                bass(OUTRO, "R - - - - - - -", 74.0)?,
            ],
        ),
        Part::new(
            "pad",
            Role::Accompaniment,
            Instrument::WARM_PAD,
            Strip::at(-28.0)
                .highpass(200.0)
                .lowpass(1800.0)
                .room(0.5)
                .pump(3.0),
            [sustain(
                harmony,
                Voicing {
                    low: 58,
                    high: 77,
                    voices: 4,
                },
                0..24,
                70.0,
            )?],
        ),
    ])
}

fn tunes(harmony: &Harmony, key: &Key) -> Outcome<Vec<Part>> {
    let strings = Voicing {
        low: 60,
        high: 79,
        voices: 4,
    };
    let broken =
        |bars, rhythm, velocity| pedal(harmony, comp(harmony, strings, bars, rhythm, velocity)?);
    Ok(vec![
        Part::new(
            "vibraphone",
            Role::Melody,
            Instrument::VIBRAPHONE,
            Strip::at(-25.0)
                .pan(0.2)
                .highpass(250.0)
                .lowpass(4200.0)
                .room(0.6)
                .echo(0.3),
            [
                melody(key, 4, 2, TUNE, 66.0)?,
                melody(key, 4, 6, TUNE_2, 66.0)?,
                melody(key, 4, 14, TUNE, 70.0)?,
                melody(key, 4, 18, TUNE_2, 70.0)?,
            ],
        ),
        Part::new(
            "guitar",
            Role::Accompaniment,
            Instrument::NYLON_GUITAR,
            Strip::at(-26.5)
                .pan(-0.3)
                .highpass(200.0)
                .lowpass(4000.0)
                .room(0.5)
                .echo(0.15),
            [
                broken(INTRO, ". . 1 2 3 . 4 .", 62.0)?,
                broken(BREAK, "1 . 3 2 . 4 . 3", 68.0)?,
                broken(SECOND, ". . . 1 . 2 3 .", 62.0)?,
                broken(OUTRO, ". . 4 3 2 . 1 .", 62.0)?,
            ],
        ),
    ])
}

fn drums() -> Outcome<Vec<Part>> {
    let kit = |name, instrument, strip: Strip, passages: [Vec<Note>; 3]| {
        Part::new(name, Role::Percussion, instrument, strip, passages)
    };
    let kick = |bars, velocity| {
        beat(
            DrumSound::SoftKick,
            bars,
            "X . . . . . . x . . x . . . . . | X . . . . . . x . o x . . . x .",
            velocity,
        )
    };
    let snare = |bars, velocity| {
        beat(
            DrumSound::Snare,
            bars,
            ". . . . x . . . . . . . x . . o | . . . . x . . o . . . . x . o .",
            velocity,
        )
    };
    let stick = |bars, velocity| beat(DrumSound::SideStick, bars, ". x . x", velocity);
    let hat = |bars, velocity| {
        beat(
            DrumSound::ClosedHat,
            bars,
            "x . x . x . x o x . x . x o x . | x . x o x . x . x . x . x . x x",
            velocity,
        )
    };
    Ok(vec![
        kit(
            "kick",
            Instrument::STANDARD_KIT,
            Strip::at(-21.5).lowpass(2500.0).leading_pump(),
            [
                kick(FIRST, 84.0)?,
                beat(
                    DrumSound::SoftKick,
                    12..14,
                    "X . . . . . . . . . x . . . . .",
                    76.0,
                )?,
                kick(SECOND, 88.0)?,
            ],
        ),
        kit(
            "snare",
            Instrument::BRUSH_KIT,
            Strip::at(-24.5).highpass(140.0).lowpass(5000.0).room(0.4),
            [
                snare(FIRST, 76.0)?,
                beat(
                    DrumSound::Snare,
                    13..14,
                    ". . . . . . . . . . . . x . o o",
                    66.0,
                )?,
                snare(SECOND, 80.0)?,
            ],
        ),
        kit(
            "stick",
            Instrument::STANDARD_KIT,
            Strip::at(-30.0)
                .pan(0.1)
                .highpass(300.0)
                .lowpass(6000.0)
                .room(0.5),
            [
                stick(FIRST, 74.0)?,
                stick(12..14, 66.0)?,
                stick(SECOND, 76.0)?,
            ],
        ),
        kit(
            "hat",
            Instrument::STANDARD_KIT,
            Strip::at(-32.0)
                .width(0.0)
                .pan(-0.2)
                .highpass(2500.0)
                .lowpass(8000.0)
                .room(0.1),
            [
                hat(FIRST, 66.0)?,
                beat(DrumSound::ClosedHat, 12..14, "x . x . x . x .", 56.0)?,
                hat(SECOND, 70.0)?,
            ],
        ),
    ])
}
