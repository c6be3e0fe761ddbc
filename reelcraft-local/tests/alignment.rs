//! Finding lines in generated speech whose line times are known.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do"
)]

mod alignment_scripts;

use std::collections::BTreeMap;

use alignment_scripts::SCRIPTS;
use reelcraft_core::provider::{SpeechRequest, Tts};
use reelcraft_core::voiceover::{Alignment, Pauses, Pcm, SpokenLine, align_lines, join_lines};
use reelcraft_core::{Control, LineSpan};
use reelcraft_local::voice::LocalVoice;

/// A recording whose line times are known.
#[derive(Clone)]
struct Recording {
    audio: Pcm,
    spans: Vec<LineSpan>,
}

fn owned(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// Speaks each line alone.
async fn spoken(lines: &[&str], language: &str, speed: f64, voice: Option<&str>) -> Vec<Pcm> {
    let request = SpeechRequest {
        lines: owned(lines),
        language: language.parse().unwrap(),
        voice: voice.map(str::to_owned),
        style: None,
        speed,
    };
    let speech = LocalVoice::new()
        .speak(&request, &Control::default())
        .await
        .unwrap()
        .value;
    let spans = speech.lines.unwrap();
    spans
        .into_iter()
        .map(|span| speech.audio.part(span))
        .collect()
}

fn joined(lines: &[Pcm], pause_secs: f64) -> Recording {
    let lines: Vec<SpokenLine> = lines
        .iter()
        .map(|audio| SpokenLine {
            audio: Some(audio.clone()),
            scene_secs: None,
        })
        .collect();
    let pauses = Pauses {
        between: pause_secs,
        ..Pauses::STANDARD
    };
    let voiceover = join_lines(&lines, pauses).unwrap();
    Recording {
        audio: voiceover.audio,
        spans: voiceover.lines.into_iter().flatten().collect(),
    }
}

/// Noise that is the same every time.
struct Noise(u64);

impl Noise {
    /// From −1 to 1 (Knuth's MMIX generator).
    fn uniform(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }

    fn white(&mut self, count: usize) -> Vec<f64> {
        (0..count)
            .map(|_| (0..4).map(|_| self.uniform()).sum())
            .collect()
    }

    /// White noise through Paul Kellet's economy filter: power falls by 3 dB an octave.
    fn pink(&mut self, count: usize) -> Vec<f64> {
        let mut state = [0.0; 3];
        let white = self.white(count);
        white
            .into_iter()
            .map(|white| {
                state[0] = 0.99765 * state[0] + white * 0.099_046;
                state[1] = 0.963 * state[1] + white * 0.296_516_4;
                state[2] = 0.57 * state[2] + white * 1.052_691_3;
                state.iter().sum::<f64>() + white * 0.1848
            })
            .collect()
    }
}

fn power(samples: impl Iterator<Item = f64> + Clone) -> f64 {
    samples.clone().map(|s| s * s).sum::<f64>() / samples.count().max(1) as f64
}

/// Adds a background at a ratio of speech to noise.
fn with_background(recording: &Recording, noise: &[f64], ratio_db: f64) -> Recording {
    let speech = recording.spans.iter().flat_map(|span| {
        recording
            .audio
            .part(*span)
            .samples
            .into_iter()
            .map(f64::from)
            .collect::<Vec<_>>()
    });
    let wanted = power(speech) / 10f64.powf(ratio_db / 10.0);
    let gain = (wanted / power(noise.iter().copied())).sqrt();
    let mut noisy = recording.clone();
    for (sample, noise) in noisy.audio.samples.iter_mut().zip(noise.iter().cycle()) {
        *sample += (noise * gain) as f32;
    }
    noisy
}

#[derive(Default)]
struct Errors {
    secs: Vec<f64>,
    unsure: usize,
}

impl Errors {
    fn add(&mut self, alignment: &Alignment, recording: &Recording) {
        for (found, truth) in alignment.spans.iter().zip(&recording.spans) {
            self.secs.push(found.unwrap().start - truth.start);
        }
        self.unsure += alignment.unsure.len();
    }

    /// The part within 0.15 s, and the worst, in seconds.
    fn figures(&self) -> (f64, f64) {
        let near = self.secs.iter().filter(|secs| secs.abs() <= 0.15).count();
        let worst = self
            .secs
            .iter()
            .fold(0.0f64, |worst, secs| worst.max(secs.abs()));
        (near as f64 / self.secs.len() as f64, worst)
    }

    fn report(&self, name: &str) {
        let (near, worst) = self.figures();
        let mut sorted: Vec<f64> = self.secs.iter().map(|secs| secs.abs()).collect();
        sorted.sort_by(f64::total_cmp);
        println!(
            "{name:28} {:4} lines, {:5.1} % within 0.15 s, median {:.3} s, worst {worst:.3} s, {} unsure",
            self.secs.len(),
            near * 100.0,
            sorted[sorted.len() / 2],
            self.unsure,
        );
    }
}

/// A recording with a background that is the same every time.
fn with_named_background(recording: &Recording, name: &str) -> Recording {
    let count = recording.audio.samples.len();
    match name {
        "white" => with_background(recording, &Noise(1).white(count), 20.0),
        "pink" => with_background(recording, &Noise(2).pink(count), 20.0),
        _ => recording.clone(),
    }
}

#[tokio::test]
async fn lines_are_found_in_three_languages_at_three_speeds_with_and_without_noise() {
    let mut sets: BTreeMap<String, Errors> = BTreeMap::new();
    for (language, lines) in SCRIPTS {
        for speed in [0.8, 1.0, 1.3] {
            let sounds = spoken(lines, language, speed, None).await;
            for (pause, background) in [0.4, 0.08]
                .into_iter()
                .flat_map(|pause| ["no", "white", "pink"].map(|noise| (pause, noise)))
            {
                let recording = with_named_background(&joined(&sounds, pause), background);
                let alignment = align(&recording.audio, lines, language);
                let name = format!("{language}, {} ms, {background} noise", pause * 1000.0);
                sets.entry(name).or_default().add(&alignment, &recording);
            }
        }
    }
    for (name, errors) in &sets {
        errors.report(name);
        let (near, worst) = errors.figures();
        assert!(near >= 0.95 && worst <= 0.5, "{name}: {near} {worst}");
        assert!(
            errors.unsure * 5 <= errors.secs.len(),
            "{name}: {}",
            errors.unsure
        );
    }
}

#[tokio::test]
async fn lines_of_other_voices_are_found() {
    for (language, voice) in [("uz", "m3"), ("en", "en-gb+m1"), ("ru", "f5")] {
        for pause in [0.2, 0.08] {
            let mut errors = Errors::default();
            for (_, lines) in SCRIPTS.iter().filter(|(of, _)| *of == language) {
                let recording = joined(&spoken(lines, language, 1.1, Some(voice)).await, pause);
                errors.add(&align(&recording.audio, lines, language), &recording);
            }
            errors.report(&format!("{language}, {voice}, {} ms", pause * 1000.0));
            let (near, worst) = errors.figures();
            assert!(near >= 0.9 && worst <= 0.5, "{language}: {near} {worst}");
        }
    }
}

#[tokio::test]
async fn level_hum_and_rate_make_no_difference() {
    for language in ["uz", "en", "ru"] {
        let (lines, sounds) = example(language).await;
        let uneven: Vec<Pcm> = sounds
            .iter()
            .enumerate()
            .map(|(index, sound)| changed(sound, |_, s| if index % 3 == 1 { s * 0.2 } else { s }))
            .collect();
        let plain = joined(&sounds, 0.4);
        let variant = |audio: Pcm| Recording {
            audio,
            spans: plain.spans.clone(),
        };
        let hum = |at: f64| 0.05 * (at * 314.16).sin() + 0.02 * (at * 628.32).sin();
        let half: Vec<f32> = plain
            .audio
            .samples
            .chunks(2)
            .map(|two| two[0] / 2.0 + two[two.len() - 1] / 2.0)
            .collect();
        let half = Pcm {
            samples: half,
            sample_rate_hz: plain.audio.sample_rate_hz / 2,
        };
        let double = plain.audio.samples.iter().flat_map(|s| [*s, *s]).collect();
        let double = Pcm {
            samples: double,
            sample_rate_hz: plain.audio.sample_rate_hz * 2,
        };
        for (name, recording) in [
            (
                "a hundredth of the level",
                variant(changed(&plain.audio, |_, s| s * 0.01)),
            ),
            ("every third line 14 dB quieter", joined(&uneven, 0.4)),
            ("hum", variant(changed(&plain.audio, |at, s| s + hum(at)))),
            ("half the rate", variant(half)),
            ("twice the rate", variant(double)),
        ] {
            let mut errors = Errors::default();
            errors.add(&align(&recording.audio, &lines, language), &recording);
            errors.report(&format!("{language}, {name}"));
            assert!(errors.figures().1 <= 0.15);
        }
    }
}

/// Changes each sample by its time in seconds.
fn changed(audio: &Pcm, change: impl Fn(f64, f64) -> f64) -> Pcm {
    let rate = f64::from(audio.sample_rate_hz);
    let samples = audio.samples.iter().enumerate();
    Pcm {
        samples: samples
            .map(|(index, s)| change(index as f64 / rate, f64::from(*s)) as f32)
            .collect(),
        sample_rate_hz: audio.sample_rate_hz,
    }
}

/// The lines of a script, and each spoken.
async fn example(language: &str) -> (Vec<&'static str>, Vec<Pcm>) {
    let (_, lines) = SCRIPTS.iter().find(|(of, _)| *of == language).unwrap();
    (lines.to_vec(), spoken(lines, language, 1.0, None).await)
}

fn align(audio: &Pcm, lines: &[&str], language: &str) -> Alignment {
    align_lines(audio, &owned(lines), &language.parse().unwrap())
}

/// Swelling noise and chords, as of music.
fn music_like(secs: f64) -> Pcm {
    let rate = 22_050;
    let noise = Noise(3).pink((secs * f64::from(rate)) as usize);
    let samples = noise.into_iter().enumerate().map(|(index, noise)| {
        let at = index as f64 / f64::from(rate);
        let swell = 0.6 + 0.4 * (at * 2.1).sin();
        let beat = (-6.0 * (at * 2.0).fract()).exp();
        let root = [220.0, 174.6, 261.6, 196.0][(at / 2.0) as usize % 4];
        let chord: f64 = [1.0, 1.26, 1.5, 2.0]
            .map(|n: f64| (at * root * n * std::f64::consts::TAU).sin())
            .iter()
            .sum();
        (0.08 * swell * chord + 0.05 * beat * noise) as f32
    });
    Pcm {
        samples: samples.collect(),
        sample_rate_hz: rate,
    }
}

#[tokio::test]
async fn what_is_no_speech_of_the_lines_is_uncertain() {
    for language in ["uz", "en", "ru"] {
        let (lines, sounds) = example(language).await;
        let secs = joined(&sounds, 0.4).audio.secs();
        let count = (secs * 22_050.0) as usize;
        let noise = |samples: Vec<f64>| Pcm {
            samples: samples.into_iter().map(|s| (s * 0.1) as f32).collect(),
            sample_rate_hz: 22_050,
        };
        for (name, audio) in [
            ("music", music_like(secs)),
            ("white noise", noise(Noise(4).white(count))),
            ("pink noise", noise(Noise(5).pink(count))),
        ] {
            let unsure = align(&audio, &lines, language).unsure.len();
            let said = format!("{language}, {name}: {unsure} of {} unsure", lines.len());
            assert!(unsure * 10 >= lines.len() * 9, "{said}");
        }
    }
}

#[tokio::test]
async fn a_recording_without_pauses_is_uncertain() {
    for language in ["uz", "en", "ru"] {
        let (lines, sounds) = example(language).await;
        let recording = joined(&sounds, -0.04);
        let alignment = align(&recording.audio, &lines, language);
        assert!(alignment.unsure.len() >= 3, "{language}: {alignment:?}");
        let found = alignment.spans.iter().zip(&recording.spans).enumerate();
        for (index, (found, truth)) in found {
            let error = found.unwrap().start - truth.start;
            let is_told = alignment.unsure.contains(&index);
            assert!(
                is_told || error.abs() <= 0.5,
                "{language}, {index}: {error}"
            );
        }
    }
}

#[tokio::test]
async fn lines_around_a_missing_or_additional_one_are_uncertain() {
    let (mut cases, mut told) = (0, 0);
    for language in ["uz", "en", "ru"] {
        let (lines, sounds) = example(language).await;
        for (pause, at) in [0.4, 0.08]
            .into_iter()
            .flat_map(|pause| [2, 4, 6, 8].map(|at| (pause, at)))
        {
            let (mut fewer_sounds, mut fewer_lines) = (sounds.clone(), lines.clone());
            fewer_sounds.remove(at);
            fewer_lines.remove(at);
            let missing = align(&joined(&fewer_sounds, pause).audio, &lines, language);
            let additional = align(&joined(&sounds, pause).audio, &fewer_lines, language);
            let is_near = |index: &usize| (at - 1..=at + 1).contains(index);
            for (name, unsure) in [
                ("missing", missing.unsure),
                ("additional", additional.unsure),
            ] {
                cases += 1;
                if unsure.iter().any(is_near) {
                    told += 1;
                } else {
                    println!("{language}, {pause} s, line {at} {name}: {unsure:?} unsure");
                }
            }
        }
    }
    println!("of {cases} recordings with a line too few or too many {told} are told");
    assert!(told * 10 >= cases * 9, "{told} of {cases}");
}

#[tokio::test]
async fn a_recording_of_far_other_length_is_uncertain() {
    for language in ["uz", "en", "ru"] {
        let (lines, sounds) = example(language).await;
        let few = align(&joined(&sounds[..2], 0.4).audio, &lines, language);
        let all = joined(&sounds, 0.4).audio;
        let many = align(&all, &lines[..2], language);
        assert_eq!(few.unsure.len(), lines.len(), "{language}: too short");
        assert_eq!(many.unsure.len(), 2, "{language}: too long");
    }
}

#[tokio::test]
async fn sixty_lines_in_five_minutes_are_found() {
    let scripts = SCRIPTS.iter().filter(|(of, _)| *of == "en");
    let lines: Vec<&str> = scripts
        .flat_map(|(_, lines)| lines.iter().copied())
        .collect();
    let lines = [lines.clone(), lines].concat();
    let sounds = spoken(&lines, "en", 0.7, None).await;
    let recording = joined(&sounds, 0.25);
    let start = std::time::Instant::now();
    let alignment = align(&recording.audio, &lines, "en");
    println!(
        "{} lines in {:.0} s of {} Hz: {:?}",
        lines.len(),
        recording.audio.secs(),
        recording.audio.sample_rate_hz,
        start.elapsed()
    );
    let mut errors = Errors::default();
    errors.add(&alignment, &recording);
    errors.report("en, 60 lines");
    assert!(errors.figures().1 <= 0.15);
}
