//! What holds for any sound and any lines.

use proptest::prelude::*;

use super::*;

/// The contract of [`Tts`](crate::provider::Tts) for spans, and that doubt is told.
fn check(alignment: &Alignment, lines: &[String], audio: &Pcm) {
    assert_eq!(alignment.spans.len(), lines.len());
    let mut before = 0.0;
    for (index, (span, line)) in alignment.spans.iter().zip(lines).enumerate() {
        let is_spoken = line.chars().any(char::is_alphanumeric);
        let is_unsure = alignment.unsure.contains(&index);
        match span {
            Some(span) => {
                assert!(is_spoken);
                assert!(span.start >= before, "{:?}", alignment.spans);
                assert!(span.secs() >= 0.05, "{:?}", alignment.spans);
                before = span.end;
            }
            None => assert_eq!(is_spoken, is_unsure),
        }
    }
    assert!(before <= audio.secs() + 1e-9);
    assert!(alignment.unsure.windows(2).all(|pair| pair[0] < pair[1]));
}

fn align(samples: Vec<f32>, sample_rate_hz: u32, lines: &[String], language: &str) -> Alignment {
    let audio = Pcm {
        samples,
        sample_rate_hz,
    };
    let alignment = align_lines(&audio, lines, &language.parse().unwrap());
    check(&alignment, lines, &audio);
    alignment
}

fn owned(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// A voice-like hum of 8 kHz, one tenth of a second a letter, and its pauses of 0.4 s.
fn hum(lines: &[String]) -> (Vec<f32>, Vec<LineSpan>) {
    let (mut samples, mut spans) = (vec![0.0; 2400], Vec::new());
    for line in lines {
        let start = samples.len() as f64 / 8000.0;
        let count = line.chars().count() * 800;
        samples.extend((0..count).map(|i| (i as f32 * 0.3).sin() * 0.4));
        let end = samples.len() as f64 / 8000.0;
        spans.push(LineSpan { start, end });
        samples.extend(vec![0.0; 3200]);
    }
    (samples, spans)
}

#[test]
fn starts_and_ends_are_where_the_sound_is() {
    let lines = owned(&[
        "One line.",
        "…",
        "Another line, which is longer.",
        "And the last one.",
    ]);
    let spoken: Vec<String> = [0, 2, 3].map(|index| lines[index].clone()).to_vec();
    let (samples, truth) = hum(&spoken);
    let found = align(samples, 8000, &lines, "en");
    assert_eq!(found.spans[1], None);
    for (found, truth) in found.spans.iter().flatten().zip(truth) {
        assert!(
            (found.start - truth.start).abs() < 0.02,
            "{found:?} {truth:?}"
        );
        assert!((found.end - truth.end).abs() < 0.02, "{found:?} {truth:?}");
    }
}

#[test]
fn a_sound_without_speech_is_divided_and_unsure() {
    let lines = owned(&["One line.", "Another."]);
    for samples in [
        vec![0.0; 8000],
        vec![f32::NAN; 8000],
        vec![0.5; 8000],
        vec![1e-6; 8000],
    ] {
        let found = align(samples, 8000, &lines, "en");
        assert_eq!(found.unsure, [0, 1]);
        assert_eq!(found.spans.iter().flatten().count(), 2);
    }
}

#[test]
fn a_sound_that_is_too_short_has_no_spans() {
    for count in [0, 1, 100, 700] {
        let found = align(vec![0.1; count], 8000, &owned(&["One.", "Two."]), "en");
        assert_eq!(found.spans, [None, None]);
        assert_eq!(found.unsure, [0, 1]);
    }
    let nothing = align(vec![0.1; 8000], 8000, &[], "en");
    assert_eq!(nothing, Alignment::default());
}

fn sound() -> impl Strategy<Value = Vec<f32>> {
    let piece = (0u8..7, 0usize..9000, any::<u32>()).prop_map(|(kind, count, seed)| {
        let mut state = u64::from(seed) | 1;
        let mut random = move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 40) as f32 / (1u64 << 23) as f32 - 1.0
        };
        (0..count)
            .map(|i| match kind {
                0 => 0.0,
                1 => (i as f32 * 0.2).sin() * 0.3,
                2 => random(),
                3 => random() * 1e-3,
                4 => f32::NAN,
                5 => f32::INFINITY,
                _ => random() * f32::MAX,
            })
            .collect::<Vec<f32>>()
    });
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn script() -> impl Strategy<Value = Vec<String>> {
    let line = prop_oneof![
        "[A-Za-z ,.!?—0-9]{0,80}",
        "[а-яё ,.?0-9%-]{0,60}",
        "\\PC{0,40}",
        Just("Oʻzbekistonda 1 000 000 choy — bu koʻp!".to_owned()),
        Just("…".to_owned()),
    ];
    prop::collection::vec(line, 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_contract_holds_for_any_input(
        samples in sound(),
        rate in prop_oneof![Just(0u32), Just(1), Just(100), 8000u32..48001],
        lines in script(),
        language in prop::sample::select(vec!["uz", "uz-Cyrl", "en", "ru", "zh", "ar", "tlh"]),
    ) {
        align(samples, rate, &lines, language);
    }
}
