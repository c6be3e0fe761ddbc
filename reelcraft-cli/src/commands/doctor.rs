//! `reelcraft doctor`: what works on this machine, and what to install.

use reelcraft_core::project::Format;
use reelcraft_core::provider::Quality;
use reelcraft_core::{Error, FrameRate, Result};
use reelcraft_local::voice::LocalVoice;
use reelcraft_render::video::{Encoder, EncoderSettings};
use serde_json::json;

use crate::output::Output;
use crate::providers::cache_folder;

pub(crate) async fn doctor(output: Output) -> Result<()> {
    let mut failed = Vec::new();
    let mut report = |name: &str, result: Result<String>| match result {
        Ok(text) => {
            output.good(&format!("{name:<10} {text}"));
            output.json(&json!({ "check": name, "works": true, "detail": text }));
        }
        Err(error) => {
            failed.push(name.to_owned());
            output.bad(&format!("{name:<10} {}", error.chain()));
            if let Some(hint) = error.hint_text() {
                output.hint(hint);
            }
            output.json(&json!({
                "check": name, "works": false,
                "detail": error.chain(), "hint": error.hint_text(),
            }));
        }
    };
    report("script", Ok("local, in uz, uz-Cyrl, en and ru".to_owned()));
    report("pictures", Ok("local, illustrated cards".to_owned()));
    let voice = LocalVoice::new().check().await;
    report(
        "voice",
        voice.map(|version| format!("local, espeak-ng {version}")),
    );
    report("encoder", check_encoder());
    report("cache", check_cache());
    let has_key = ["GEMINI_API_KEY", "GOOGLE_API_KEY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|key| !key.is_empty()));
    if has_key {
        output.warning("a Gemini key is set, but this version has local providers only");
    }
    match failed.as_slice() {
        [] => Ok(()),
        names => Err(
            Error::unavailable(format!("not working: {}", names.join(", ")))
                .hint("install what is missing; `reelcraft doctor` says what"),
        ),
    }
}

/// Encodes one frame as a render would.
fn check_encoder() -> Result<String> {
    let size = Format::default().size();
    let settings = EncoderSettings::x264(Quality::default(), size, FrameRate::default());
    let encoder = Encoder::try_out(settings)?;
    Ok(format!("{}, {size}", encoder.settings().codec))
}

fn check_cache() -> Result<String> {
    let folder = cache_folder()?;
    let probe = folder.join("probe");
    reelcraft_core::AtomicFile::create(&probe)
        .map_err(|error| error.hint("set XDG_CACHE_HOME to a folder that can be written"))?;
    Ok(folder.display().to_string())
}
