//! A server that answers as Gemini does, with the local providers behind it, to try everything
//! without a key:
//!
//! ```text
//! cargo run -p reelcraft-gemini --features testing --example fake_gemini -- \
//!     --port 8790 --key test-key --image-delay 2 --fail 0.3
//! ```
#![allow(clippy::print_stderr, reason = "an example for the terminal")]

use std::time::Duration;

use reelcraft_core::{Error, Result};
use reelcraft_gemini::testing::{FakeGemini, RecordedRequest};
use reelcraft_local::card::LocalImages;
use reelcraft_local::script::{LocalScript, guess_language};
use reelcraft_local::voice::LocalVoice;

const USAGE: &str = "\
usage: fake_gemini [OPTIONS]

  --port N           listen on 127.0.0.1:N                          [8790]
  --key TEXT         the only key that is accepted                  [test-key]
  --image-delay N    let every picture take N seconds longer        [0]
  --fail N           let this share of calls fail, 0 to 1           [0]
  --seed N           choose which calls fail, and how               [1]";

/// What the arguments say.
struct Options {
    port: u16,
    key: String,
    image_delay: Duration,
    fail: f64,
    seed: u64,
}

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let run = async { serve(read_options(std::env::args().skip(1))?).await };
    match run.await {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", error.chain());
            if let Some(hint) = error.hint_text() {
                eprintln!("{hint}");
            }
            std::process::ExitCode::FAILURE
        }
    }
}

async fn serve(options: Options) -> Result<()> {
    let mut builder = FakeGemini::builder()
        .script(LocalScript::new())
        .images(LocalImages::new())
        .guess_language(guess_language)
        .key(&options.key)
        .port(options.port)
        .image_delay(options.image_delay)
        .fail_at_random(options.fail, options.seed)
        .on_answer(log);
    let voice = LocalVoice::new();
    match voice.check().await {
        Ok(_) => builder = builder.tts(voice),
        Err(error) => eprintln!("speech will be tones only: {error}"),
    }
    let fake = builder.start().await?;
    eprintln!(
        "answering at {}; stop with Ctrl-C. In another terminal:",
        fake.base_url()
    );
    eprintln!();
    eprintln!(
        "    GEMINI_API_KEY={} GEMINI_BASE_URL={} reelcraft make sea.toml",
        options.key,
        fake.base_url()
    );
    eprintln!();
    std::future::pending().await
}

/// Writes one line for a call: when it came, what it was for, what it got.
fn log(request: &RecordedRequest) {
    let kind = request.route.map_or_else(
        || "?".to_owned(),
        |route| format!("{route:?}").to_lowercase(),
    );
    let Some(answer) = &request.answer else {
        return;
    };
    eprintln!(
        "{kind:<7} {} {} -> {} ({} KiB, {} ms{})",
        request.method,
        request.path,
        answer.summary,
        answer.body_bytes.div_ceil(1024),
        answer.made.duration_since(request.arrived).as_millis(),
        if answer.billed { ", billed" } else { "" },
    );
}

fn read_options(mut arguments: impl Iterator<Item = String>) -> Result<Options> {
    let mut options = Options {
        port: 8790,
        key: "test-key".to_owned(),
        image_delay: Duration::ZERO,
        fail: 0.0,
        seed: 1,
    };
    while let Some(name) = arguments.next() {
        let wrong = || Error::invalid_input(format!("wrong argument {name}")).hint(USAGE);
        let value = arguments.next().ok_or_else(wrong)?;
        let number = |low: f64, high: f64| {
            let number: f64 = value.parse().map_err(|_| wrong())?;
            if (low..=high).contains(&number) {
                Ok(number)
            } else {
                Err(wrong())
            }
        };
        match name.as_str() {
            "--port" => options.port = value.parse().map_err(|_| wrong())?,
            "--key" => options.key.clone_from(&value),
            "--image-delay" => {
                options.image_delay = Duration::from_secs_f64(number(0.0, 3600.0)?);
            }
            "--fail" => options.fail = number(0.0, 1.0)?,
            "--seed" => options.seed = value.parse().map_err(|_| wrong())?,
            _ => return Err(wrong()),
        }
    }
    Ok(options)
}
