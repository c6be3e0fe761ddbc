//! Speech that is none, or not what was asked for.

use std::io::Cursor;

use reelcraft_core::ErrorKind;
use reelcraft_core::provider::{SpeechRequest, Tts as _};
use reelcraft_core::voiceover::Pcm;
use serde_json::{Value, json};

use super::answers::{Answer, broken, ends, file, good_speech, hum, says, speech_usage, spoken};
use super::world::{Answers, listening, speech, two_lines_spoken};
use crate::GeminiVoice;
use crate::settings::GeminiSettings;

fn wav(bytes: &[u8]) -> Answer {
    file("audio/wav", bytes, &speech_usage(100))
}

fn pcm16(sound: &Pcm) -> Vec<u8> {
    let samples = sound.samples.iter();
    samples
        .flat_map(|sample| ((sample * 32_767.0) as i16).to_le_bytes())
        .collect()
}

#[tokio::test(start_paused = true)]
async fn speech_is_often_empty_so_it_is_asked_for_three_times_more() {
    let header_only = Pcm {
        samples: Vec::new(),
        sample_rate_hz: 24_000,
    };
    let header_only = header_only.to_wav().unwrap();
    assert_eq!(header_only.len(), 44);
    for empty in [
        ends("OTHER"),
        wav(&header_only),
        spoken(&hum(0.0, 0.0, 5.0)),
        spoken(&hum(1.0, 0.2, 3.0)),
        says("I can only read a text aloud."),
    ] {
        let found = speech(vec![
            empty.clone(),
            empty.clone(),
            empty.clone(),
            good_speech(),
        ])
        .await;
        assert_eq!(found.usage().calls, 4);
        found.assert_waited(7.0, 3);
        let failed = speech(vec![empty; 4]).await;
        assert_eq!(failed.kind(), ErrorKind::Unavailable);
        assert_eq!(failed.usage().calls, 4, "{}", failed.error());
        assert!(
            failed.error().to_string().contains("empty"),
            "{}",
            failed.error()
        );
    }
}

#[tokio::test(start_paused = true)]
async fn speech_of_a_wrong_length_says_so() {
    // The lines take two and a half seconds or three.
    for secs in [0.5, 14.0] {
        let wrong = spoken(&hum(0.0, secs, 0.0));
        let failed = speech(vec![wrong.clone(); 3]).await;
        assert_eq!(failed.kind(), ErrorKind::Unavailable);
        let told = failed.error().to_string();
        assert!(told.contains(&format!("lasts {secs:.1} s")), "{told}");
        assert!(!told.contains("empty"), "{told}");
        failed.assert_waited(0.0, 0);
        let found = speech(vec![wrong.clone(), wrong, good_speech()]).await;
        assert_eq!(found.usage().calls, 3);
    }
    for secs in [1.2, 7.5] {
        let slow = spoken(&hum(0.0, secs, 0.0));
        assert_eq!(
            speech(vec![slow]).await.usage().calls,
            1,
            "{secs} s will do"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn silence_around_the_speech_is_left_away() {
    let outcome = speech(vec![spoken(&hum(2.0, 3.5, 90.0))]).await;
    assert!(
        (outcome.sound_secs - 3.9).abs() < 0.05,
        "{}",
        outcome.sound_secs
    );
    let outcome = speech(vec![spoken(&hum(0.1, 3.5, 0.0))]).await;
    assert!(
        (outcome.sound_secs - 3.6).abs() < 0.05,
        "{}",
        outcome.sound_secs
    );
}

#[tokio::test(start_paused = true)]
async fn sound_is_read_in_all_its_shapes() {
    let sound = hum(0.0, 3.5, 0.0);
    let whole = sound.to_wav().unwrap();
    let mut chunk_before = whole[..12].to_vec();
    chunk_before.extend(b"LIST\x04\0\0\0abcd");
    chunk_before.extend(&whole[12..]);
    let mut streamed = whole.clone();
    streamed[40..44].copy_from_slice(&u32::MAX.to_le_bytes());
    let samples = pcm16(&sound);
    let usage = speech_usage(100);
    for answer in [
        wav(&whole),
        wav(&chunk_before),
        wav(&streamed),
        file("audio/L16;codec=pcm;rate=24000", &samples, &usage),
        file("audio/l16; rate=24000; channels=1", &samples, &usage),
        file("audio/wav", &samples, &usage),
    ] {
        let outcome = speech(vec![answer]).await;
        assert_eq!(outcome.usage().calls, 1);
        assert!(
            (outcome.sound_secs - 3.5).abs() < 0.05,
            "{}",
            outcome.sound_secs
        );
    }
    let halves = [&samples[..84_000], &samples[84_000..]].map(|half| {
        let data = crate::base64::encode(half);
        json!({ "inlineData": { "mimeType": "audio/L16;rate=24000", "data": data } })
    });
    let both = json!({ "candidates": [{ "content": { "parts": halves } }] });
    let outcome = speech(vec![super::answers::reply(200, &both)]).await;
    assert!(
        (outcome.sound_secs - 3.5).abs() < 0.05,
        "{}",
        outcome.sound_secs
    );
}

#[tokio::test(start_paused = true)]
async fn sound_that_cannot_be_read_is_asked_for_again() {
    let mut cut = Cursor::new(hum(0.0, 3.5, 0.0).to_wav().unwrap());
    cut.get_mut().truncate(30);
    let broken_wav = wav(cut.get_ref());
    let found = speech(vec![broken_wav.clone(), broken(), good_speech()]).await;
    assert_eq!(found.usage().calls, 3);
    assert_eq!(
        found.usage().media_tokens,
        212,
        "what was of no use is paid for"
    );
}

async fn sent(request: &SpeechRequest, settings: GeminiSettings) -> (Value, Vec<String>) {
    let answers = Answers::new(vec![good_speech()]);
    let voice = GeminiVoice::new(answers.gemini_with(settings));
    let (control, warnings) = listening();
    voice.speak(request, &control).await.unwrap();
    let warnings = warnings.lock().unwrap().clone();
    (answers.last_body(), warnings)
}

#[tokio::test(start_paused = true)]
async fn the_manner_is_that_of_the_settings_and_of_the_request() {
    let part = |body: &Value| body["contents"][0]["parts"][0].clone();
    let with = |style: Option<&str>| GeminiSettings {
        voice_style: style.map(str::to_owned),
        ..GeminiSettings::default()
    };
    let request = |style: &str| SpeechRequest {
        style: Some(style.to_owned()),
        speed: 1.4,
        ..two_lines_spoken()
    };
    for (settings, asked, style) in [
        (None, "calm,\n<laugh> warm", json!("calm, warm")),
        (Some("old man"), "calm", json!("old man, calm")),
        (Some("calm"), "calm", json!("calm")),
        (None, " \u{202E} ", Value::Null),
    ] {
        let (body, _) = sent(&request(asked), with(settings)).await;
        let part = part(&body);
        assert_eq!(part["speechMetadata"]["style"], style, "{part}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_voice_that_nobody_has_is_told_and_replaced() {
    let request = |voice: &str| SpeechRequest {
        voice: Some(voice.to_owned()),
        ..two_lines_spoken()
    };
    let voice =
        |body: &Value| body["generationConfig"]["speechConfig"]["voiceConfig"]["voice"].clone();
    let (body, warnings) = sent(&request("Dilnoza"), GeminiSettings::default()).await;
    assert_eq!(voice(&body), "Kore");
    assert_eq!(warnings, ["gemini has no voice `Dilnoza`, Kore speaks"]);
    for (asked, name) in [("sulafat", "Sulafat"), ("voice_ab1", "voice_ab1")] {
        let (body, warnings) = sent(&request(asked), GeminiSettings::default()).await;
        assert_eq!(voice(&body), name);
        assert_eq!(warnings, [""; 0]);
    }
}

#[tokio::test(start_paused = true)]
async fn the_language_is_named_where_the_settings_say_so() {
    let code = |body: &Value| body["generationConfig"]["speechConfig"]["languageCode"].clone();
    let request = |tag: &str| SpeechRequest {
        language: tag.parse().unwrap(),
        ..two_lines_spoken()
    };
    let named = GeminiSettings {
        send_language: true,
        ..GeminiSettings::default()
    };
    for (tag, wanted) in [("uz-Cyrl", "uz-UZ"), ("ru", "ru-RU"), ("en-GB", "en-GB")] {
        let (body, _) = sent(&request(tag), named.clone()).await;
        assert_eq!(code(&body), wanted);
        let (body, _) = sent(&request(tag), GeminiSettings::default()).await;
        assert_eq!(code(&body), Value::Null);
    }
}

#[tokio::test(start_paused = true)]
async fn languages_and_speeds_that_cannot_be_are_refused_before_paying() {
    let answers = Answers::new(Vec::new());
    let (control, _) = listening();
    let refused = async |settings: GeminiSettings, request: SpeechRequest| {
        let voice = GeminiVoice::new(answers.gemini_with(settings));
        voice.speak(&request, &control).await.unwrap_err()
    };
    let klingon = SpeechRequest {
        language: "tlh".parse().unwrap(),
        ..two_lines_spoken()
    };
    let error = refused(GeminiSettings::default(), klingon.clone()).await;
    assert_eq!(*error.kind(), ErrorKind::InvalidInput);
    assert!(error.to_string().contains("tlh"), "{error}");
    for speed in [0.0, 0.4, 2.1, f64::NAN, f64::INFINITY] {
        let request = SpeechRequest {
            speed,
            ..two_lines_spoken()
        };
        let error = refused(GeminiSettings::default(), request).await;
        assert_eq!(*error.kind(), ErrorKind::InvalidInput, "{speed}");
    }
    assert_eq!(answers.calls(), 0);
    let more = GeminiSettings {
        more_languages: vec!["tlh".parse().unwrap()],
        ..GeminiSettings::default()
    };
    let (body, _) = sent(&klingon, more).await;
    assert!(body["contents"].is_array());
}

#[tokio::test(start_paused = true)]
async fn another_speed_is_made_of_the_own_pace() {
    let secs = async |speed: f64| {
        let answers = Answers::new(vec![spoken(&hum(0.2, 3.5, 0.2))]);
        let voice = GeminiVoice::new(answers.gemini());
        let request = SpeechRequest {
            speed,
            ..two_lines_spoken()
        };
        let (control, _) = listening();
        let spoken = voice.speak(&request, &control).await.unwrap();
        spoken.value.audio.secs()
    };
    let own = secs(1.0).await;
    for speed in [0.5, 0.8, 1.6, 2.0] {
        let ratio = own / secs(speed).await / speed;
        assert!((0.98..=1.02).contains(&ratio), "{speed}: {ratio}");
    }
}
