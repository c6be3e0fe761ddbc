//! "calm": felt-like piano, electric piano, harp and soft strings without a beat; restful and warm.

use std::ops::Range;

use crate::composition::{
    DrumSound, Feel, Harmony, Key, Outcome, Part, Piece, Role, Voicing, bass_line, beat, comp,
    melody, pedal, sustain,
};
use crate::sound::{Echo, Instrument, Mastering, Room, Strip};

const INTRO: Range<usize> = 0..4;
const FIRST: Range<usize> = 4..12;
const BRIDGE: Range<usize> = 12..16;
const SECOND: Range<usize> = 16..23;
const ENDING: Range<usize> = 23..24;

const CHORDS: [&str; 4] = [
    "Fmaj9 | Bbmaj9 | Fmaj9 | Bbmaj9 C9sus4",
    "Fmaj9 | C/E | Dm9 | Bbmaj7 | Fmaj7/A | Bbmaj9 | Gm9 | C9sus4",
    "Dm9 | Am7 | Bbmaj9 | C9sus4",
    "Fmaj9 | C/E | Dm9 | Bbmaj7 | Fmaj7/A | Bbmaj9 | Gm9 | C9sus4",
];

/// A question, its repeat a little higher, and the way home.
const TUNE: &str = ". . 5 - 3 - - - | 2 - - - - - . . | . . 3 - 5 - - - | 6 - - - - - . . | \
     . . 5 - 6 - 5 - | 3 - - - 2 - . . | . . 2 - 4 - 3 - | 2 - - - - - - .";
const BRIDGE_TUNE: &str = "1' - - - - - 7 - | 5 - - - - - . . | 6 - - - 5 - 3 - | 2 - - - - - - .";

pub(crate) fn compose() -> Outcome<Piece> {
    let key = Key::parse("F major")?;
    let harmony = Harmony::parse(&CHORDS)?;
    let mut parts = keys(&harmony)?;
    parts.extend(tunes(&key)?);
    parts.extend(background(&harmony, &key)?);
    Ok(Piece {
        name: "calm",
        title: "Calm",
        key,
        tempo_bpm: 72.0,
        harmony,
        feel: Feel {
            timing_millis: 16.0,
            velocity_spread: 6.0,
            swing: 0.0,
        },
        parts,
        mastering: Mastering {
            room: Room {
                decay_secs: 3.2,
                damping_hz: 3800.0,
                predelay_millis: 30.0,
                below_dry_db: 9.0,
            },
            echo: Echo {
                beats: 1.5,
                feedback: 0.3,
            },
            speech_dip_db: 1.5,
            air_db: 2.0,
            tape: None,
        },
    })
}

fn keys(harmony: &Harmony) -> Outcome<Vec<Part>> {
    let hand = Voicing {
        low: 53,
        high: 74,
        voices: 4,
    };
    let felt =
        |bars, rhythm, velocity| pedal(harmony, comp(harmony, hand, bars, rhythm, velocity)?);
    let chords = |bars, velocity| {
        comp(
            harmony,
            Voicing {
                low: 53,
                high: 69,
                voices: 4,
            },
            bars,
            "d - - - - - - -",
            velocity,
        )
    };
    let strings = Voicing {
        low: 60,
        high: 84,
        voices: 4,
    };
    let harp = |bars, velocity| {
        pedal(
            harmony,
            comp(
                harmony,
                strings,
                bars,
                "1 2 3 4 3 . . . | . . . . 2 3 4 .",
                velocity,
            )?,
        )
    };
    Ok(vec![
        Part::new(
            "felt piano",
            Role::Accompaniment,
            Instrument::GRAND_PIANO,
            Strip::at(-20.5)
                .width(0.6)
                .highpass(90.0)
                .lowpass(3200.0)
                .room(0.5),
            [
                felt(INTRO, "1 2 3 4 . 3 2 .", 58.0)?,
                felt(FIRST, "1 2 3 4 3 2 4 3", 58.0)?,
                felt(BRIDGE, "1 - - 3 - - 4 -", 56.0)?,
                felt(SECOND, "1 2 3 4 3 2 4 3", 62.0)?,
                felt(ENDING, "1 2 3 4 . . . .", 56.0)?,
            ],
        ),
        Part::new(
            "electric piano",
            Role::Accompaniment,
            Instrument::ELECTRIC_PIANO,
            Strip::at(-25.0)
                .pan(-0.15)
                .highpass(120.0)
                .lowpass(3200.0)
                .room(0.5),
            [
                chords(FIRST, 60.0)?,
                chords(BRIDGE, 66.0)?,
                chords(16..24, 62.0)?,
            ],
        ),
        Part::new(
            "harp",
            Role::Accompaniment,
            Instrument::HARP,
            Strip::at(-28.0)
                .pan(0.35)
                .highpass(200.0)
                .lowpass(6000.0)
                .room(0.9)
                .echo(0.25),
            [harp(INTRO, 56.0)?, harp(BRIDGE, 64.0)?, harp(16..24, 60.0)?],
        ),
    ])
}

fn tunes(key: &Key) -> Outcome<Vec<Part>> {
    Ok(vec![
        Part::new(
            "tune piano",
            Role::Melody,
            Instrument::GRAND_PIANO,
            Strip::at(-23.5)
                .width(0.6)
                .pan(0.1)
                .highpass(200.0)
                .lowpass(4500.0)
                .room(0.9)
                .echo(0.2),
            [
                melody(key, 4, 4, TUNE, 64.0)?,
                melody(key, 4, 16, TUNE, 68.0)?,
            ],
        ),
        Part::new(
            "tune vibraphone",
            Role::Melody,
            Instrument::VIBRAPHONE,
            Strip::at(-27.0)
                .pan(-0.25)
                .highpass(200.0)
                .lowpass(5000.0)
                .room(0.9)
                .echo(0.2),
            [melody(key, 4, 12, BRIDGE_TUNE, 66.0)?],
        ),
    ])
}

fn background(harmony: &Harmony, key: &Key) -> Outcome<Vec<Part>> {
    let shaker = "o . x . o . x .";
    Ok(vec![
        Part::new(
            "pad",
            Role::Accompaniment,
            Instrument::WARM_PAD,
            Strip::at(-25.0)
                .highpass(130.0)
                .lowpass(2200.0)
                .room(0.6)
                .fade(&[
                    (0.0, -5.0),
                    (4.0, 0.0),
                    (12.0, 0.0),
                    (16.0, 1.0),
                    (22.0, 0.0),
                    (24.0, -5.0),
                ]),
            [sustain(
                harmony,
                Voicing {
                    low: 53,
                    high: 72,
                    voices: 4,
                },
                0..24,
                72.0,
            )?],
        ),
        Part::new(
            "strings",
            Role::Accompaniment,
            Instrument::SLOW_STRINGS,
            Strip::at(-27.5)
                .highpass(200.0)
                .lowpass(4500.0)
                .room(0.9)
                .fade(&[
                    (8.0, -12.0),
                    (12.0, -2.0),
                    (16.0, -4.0),
                    (20.0, 0.0),
                    (22.0, 0.0),
                    (24.0, -10.0),
                ]),
            [sustain(
                harmony,
                Voicing {
                    low: 60,
                    high: 79,
                    voices: 3,
                },
                8..24,
                74.0,
            )?],
        ),
        Part::new(
            "bass",
            Role::Accompaniment,
            Instrument::ACOUSTIC_BASS,
            Strip::at(-24.0).highpass(40.0).lowpass(1200.0).room(0.1),
            [
                bass_line(key, harmony, 33, 2..4, "R - - -", 60.0)?,
                bass_line(
                    key,
                    harmony,
                    33,
                    FIRST,
                    "R - - - - - 5 - | R - - - - - - a",
                    66.0,
                )?,
                bass_line(key, harmony, 33, BRIDGE, "R - - - - - - -", 64.0)?,
                bass_line(
                    key,
                    harmony,
                    33,
                    16..24,
                    "R - - - - - 5 - | R - - - - - - a",
                    70.0,
                )?,
            ],
        ),
        Part::new(
            "shaker",
            Role::Percussion,
            Instrument::BRUSH_KIT,
            Strip::at(-39.0)
                .pan(0.3)
                .highpass(2500.0)
                .lowpass(9000.0)
                .room(0.4),
            [
                beat(DrumSound::Cabasa, 8..12, shaker, 60.0)?,
                beat(DrumSound::Cabasa, SECOND, shaker, 66.0)?,
            ],
        ),
    ])
}
