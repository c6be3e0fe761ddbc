//! The contract of speech, as the engine checks it of every provider.

use reelcraft_core::testing::check_tts;
use reelcraft_local::voice::LocalVoice;

#[tokio::test]
async fn the_local_voice_keeps_the_contract() {
    for (language, lines) in [
        (
            "uz",
            [
                "Nega dengiz suvi shoʻr?",
                "Daryolar tuz olib keladi.",
                "1961-yilda.",
            ],
        ),
        (
            "uz-Cyrl",
            [
                "Нега денгиз суви шўр?",
                "Дарёлар туз олиб келади.",
                "1961 йилда.",
            ],
        ),
        (
            "en",
            ["Why is the sea salty?", "Rivers carry salt.", "Since 1961."],
        ),
        (
            "ru",
            ["Почему море солёное?", "Реки несут соль.", "С XIX века."],
        ),
    ] {
        check_tts(&LocalVoice::new(), &language.parse().unwrap(), &lines).await;
    }
}
