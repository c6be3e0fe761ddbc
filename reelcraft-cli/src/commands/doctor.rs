//! `reelcraft doctor`: what works on this machine, and what to install.

use reelcraft_core::project::Format;
use reelcraft_core::provider::Quality;
use reelcraft_core::{Error, FrameRate, Result};
use reelcraft_gemini::ModelState;
use reelcraft_local::voice::LocalVoice;
use reelcraft_render::video::{Encoder, EncoderSettings};
use serde_json::json;

use crate::output::Output;
use crate::providers::{Providers, cache_folder, settings_file};

pub(crate) async fn doctor(providers: &Providers, output: Output) -> Result<()> {
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
    let is_gemini = matches!(providers.gemini(), Ok(Some(_)));
    let used = |local: &str| {
        if is_gemini {
            format!("Gemini; without a key {local}")
        } else {
            local.to_owned()
        }
    };
    report("script", Ok(used("local, in uz, uz-Cyrl, en and ru")));
    report("pictures", Ok(used("local, illustrated cards")));
    let voice = LocalVoice::new().check().await;
    report(
        "voice",
        voice.map(|version| used(&format!("local, espeak-ng {version}"))),
    );
    report("encoder", check_encoder());
    report("cache", check_cache());
    report("gemini", check_gemini(providers).await);
    match failed.as_slice() {
        [] => Ok(()),
        names => Err(
            Error::unavailable(format!("not working: {}", names.join(", ")))
                .hint("what to do is said above, under each of them"),
        ),
    }
}

/// Asks Gemini for the models of the settings.
async fn check_gemini(providers: &Providers) -> Result<String> {
    let Some(gemini) = providers.gemini()? else {
        return Ok(if providers.is_local() {
            "not used, as --provider local says".to_owned()
        } else {
            "no key is set: the local providers are used".to_owned()
        });
    };
    let models = gemini.check_models().await?;
    let gone: Vec<String> = models
        .iter()
        .filter(|model| !model.exists)
        .map(told_gone)
        .collect();
    if gone.is_empty() {
        let names: Vec<&str> = models.iter().map(|model| model.model.as_str()).collect();
        return Ok(format!("the key works, with {}", names.join(", ")));
    }
    let settings = settings_file()?;
    Err(Error::unavailable(gone.join("; "))
        .hint(format!("choose other models in {}", settings.display())))
}

fn told_gone(state: &ModelState) -> String {
    let ModelState { model, retired, .. } = state;
    match retired {
        Some(retired) => format!(
            "{model} was shut down on {}, choose {} instead",
            retired.since, retired.instead
        ),
        None => format!("the key has no model {model}"),
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
