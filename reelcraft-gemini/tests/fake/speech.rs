//! What is spoken, and with which flaws.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reelcraft_core::voiceover::Pcm;
use reelcraft_gemini::testing::{Answer, FakeGemini, Route, SoundFlaw};
use reelcraft_local::voice::LocalVoice;
use serde_json::{Value, json};

use crate::bodies::{speech, speech_of, with, without};
use crate::caller::{Caller, Said, parts};

const OLD_MODEL: &str = "gemini-2.5-flash-preview-tts";

/// Label and bytes of a part.
fn sound_of(part: &Value) -> (String, Vec<u8>) {
    let blob = &part["inlineData"];
    let bytes = STANDARD.decode(blob["data"].as_str().unwrap()).unwrap();
    (blob["mimeType"].as_str().unwrap().to_owned(), bytes)
}

fn wav_of(said: &Said) -> Pcm {
    let (label, bytes) = sound_of(&parts(said)[0]);
    assert_eq!(label, "audio/wav");
    Pcm::from_wav(&bytes).unwrap()
}

/// The silences inside a sound that last longer than a tenth of a second, in seconds.
fn pauses(sound: &Pcm) -> Vec<f64> {
    let rate = f64::from(sound.sample_rate_hz);
    let mut pauses = Vec::new();
    let mut silent = 0;
    for sample in &sound.samples {
        if sample.abs() < 1e-4 {
            silent += 1;
        } else {
            if f64::from(silent) / rate > 0.1 {
                pauses.push(f64::from(silent) / rate);
            }
            silent = 0;
        }
    }
    pauses
}

#[tokio::test]
async fn speech_is_a_wav_file_with_pauses_between_lines() {
    let caller = Caller::new().await;
    let said = caller
        .speak(&speech_of(
            "One line.\nAnother line.\n<long pause>The last <laugh>line.",
        ))
        .await;
    let sound = wav_of(&said);
    assert_eq!(sound.sample_rate_hz, 24_000);
    let pauses = pauses(&sound);
    assert_eq!(pauses.len(), 2, "{pauses:?}");
    assert!((pauses[0] - 0.35).abs() < 0.02, "{pauses:?}");
    assert!((pauses[1] - 1.2).abs() < 0.02, "{pauses:?}");
    let letters = "One line.Another line.The last line.".len() as f64;
    let expected = letters / 14.0 + 0.35 + 1.2;
    assert!(
        (sound.secs() - expected).abs() < 0.2,
        "{} {expected}",
        sound.secs()
    );
    let tokens = said.1["usageMetadata"]["candidatesTokensDetails"][0].clone();
    assert_eq!(tokens["modality"], "AUDIO");
    assert_eq!(tokens["tokenCount"], (sound.secs() * 32.0).ceil() as u64);
}

#[tokio::test]
async fn older_models_send_samples_without_header() {
    let caller = Caller::with(FakeGemini::builder().revive(OLD_MODEL)).await;
    let plain = without(speech(), "/contents/0/parts/0/speechMetadata");
    let said = caller.generate(OLD_MODEL, &plain).await;
    let (label, bytes) = sound_of(&parts(&said)[0]);
    assert_eq!(label, "audio/L16;codec=pcm;rate=24000");
    assert_eq!(
        bytes.len() / 2,
        wav_of(&caller.speak(&plain).await).samples.len()
    );
    assert_eq!(caller.generate(OLD_MODEL, &speech()).await.0, 400);
    let format = json!({"audio": {"mimeType": "AUDIO_L16"}});
    let said = caller
        .speak(&with(speech(), "/generationConfig/responseFormat", format))
        .await;
    assert_eq!(
        sound_of(&parts(&said)[0]).0,
        "audio/l16; rate=24000; channels=1"
    );
}

#[tokio::test]
async fn voices_differ_and_parts_are_lines() {
    let caller = Caller::new().await;
    let kore = wav_of(&caller.speak(&speech()).await);
    let voice = "/generationConfig/speechConfig/voiceConfig/voice";
    let puck = wav_of(&caller.speak(&with(speech(), voice, json!("Puck"))).await);
    assert_ne!(kore, puck);
    let two = json!([{"text": "One line."}, {"text": "Another line."}]);
    let sound = wav_of(
        &caller
            .speak(&with(speech(), "/contents/0/parts", two))
            .await,
    );
    assert_eq!(pauses(&sound).len(), 1);
}

#[tokio::test]
async fn the_local_voice_can_be_behind_the_server() {
    let caller = Caller::with(FakeGemini::builder().tts(LocalVoice::new())).await;
    let sound = wav_of(&caller.speak(&speech()).await);
    assert_eq!(sound.sample_rate_hz, 24_000);
    assert!((1.5..8.0).contains(&sound.secs()), "{}", sound.secs());
    assert!(sound.heard_span().secs() > 1.0);
}

#[tokio::test]
async fn flaws_are_as_ordered() {
    let caller = Caller::new().await;
    let speak = async |flaw: SoundFlaw| {
        caller
            .fake
            .script_answers(Route::Speech, [Answer::sound(flaw)]);
        parts(&caller.speak(&speech()).await)
    };
    let fine = wav_of(&caller.speak(&speech()).await);
    let count = fine.samples.len();
    let wav = |parts: &[Value]| Pcm::from_wav(&sound_of(&parts[0]).1).unwrap();

    assert_eq!(sound_of(&speak(SoundFlaw::HeaderOnly).await[0]).1.len(), 44);
    let silence = wav(&speak(SoundFlaw::Silence).await);
    assert_eq!(silence.samples, vec![0.0; count]);
    assert_eq!(
        wav(&speak(SoundFlaw::ThreeTimes).await).samples.len(),
        3 * count
    );
    assert_eq!(wav(&speak(SoundFlaw::ExtraChunks).await), fine);
    let odd = sound_of(&speak(SoundFlaw::OddChunk).await[0]).1;
    let plain = sound_of(&parts(&caller.speak(&speech()).await)[0]).1;
    assert_eq!(odd.len(), plain.len() + 16);
    assert_eq!(odd[60..], plain[44..]);
    for length in [0, u32::MAX] {
        let parts = speak(SoundFlaw::WavLength(length)).await;
        assert_eq!(sound_of(&parts[0]).1[40..44], length.to_le_bytes());
        assert_eq!(wav(&parts), fine);
    }
    let two = speak(SoundFlaw::TwoParts).await;
    assert_eq!(two.len(), 2);
    let lengths = two
        .iter()
        .map(|part| Pcm::from_wav(&sound_of(part).1).unwrap().samples.len());
    assert_eq!(lengths.sum::<usize>(), count);
    assert!(speak(SoundFlaw::TextOnly).await[0]["text"].is_string());
    for (label, bytes) in [
        ("audio/L16;codec=pcm;rate=24000", count * 2),
        ("audio/l16; Rate=48000; channels=1", count * 4),
        ("audio/pcm", count * 2),
    ] {
        let parts = speak(SoundFlaw::Headerless(label.to_owned())).await;
        let (said, sound) = sound_of(&parts[0]);
        assert_eq!((said.as_str(), sound.len()), (label, bytes));
    }
}
