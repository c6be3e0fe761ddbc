//! Draws one illustrated card, to look at it and to measure it.
//!
//! ```text
//! cargo run --release -p reelcraft-local --example draw-card -- "Rivers carry salt" card.jpg \
//!     --size 1080x1920 --language en --variant 0 --style "night"
//! ```

use std::process::ExitCode;
use std::time::Instant;

use reelcraft_core::project::FrameSize;
use reelcraft_core::provider::{ImageGen, ImageRequest};
use reelcraft_core::{Control, Error, IoContext, Language, Result};
use reelcraft_local::card::LocalImages;

const USAGE: &str = "usage: draw-card PROMPT OUT [--size WxH] [--language xx] [--variant n] [--style text] [--repeat n]";

#[expect(clippy::print_stderr, reason = "a tool for people")]
fn main() -> ExitCode {
    match run(std::env::args().skip(1).collect()) {
        Ok(millis) => {
            eprintln!("{millis:.1} ms");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}\n{}", error.chain(), error.hint_text().unwrap_or(USAGE));
            ExitCode::from(2)
        }
    }
}

/// Draws as the arguments say; gives the milliseconds of the fastest drawing.
fn run(arguments: Vec<String>) -> Result<f64> {
    let usage = || Error::invalid_input("the arguments are wrong").hint(USAGE);
    let mut arguments = arguments.into_iter();
    let (prompt, out) = arguments.next().zip(arguments.next()).ok_or_else(usage)?;
    let mut request = ImageRequest {
        prompt,
        style: None,
        language: Language::default(),
        size: FrameSize::new(1080, 1920),
        variant: 0,
        reference: None,
    };
    let mut repeat = 1_u32;
    while let Some((option, value)) = arguments.next().zip(arguments.next()) {
        match option.as_str() {
            "--size" => {
                let (width, height) = value.split_once('x').ok_or_else(usage)?;
                let side = |text: &str| text.parse().map_err(|_| usage());
                request.size = FrameSize::new(side(width)?, side(height)?);
            }
            "--language" => request.language = value.parse()?,
            "--variant" => request.variant = value.parse().map_err(|_| usage())?,
            "--style" => request.style = Some(value),
            "--repeat" => repeat = value.parse().map_err(|_| usage())?,
            _ => return Err(usage()),
        }
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| Error::internal("cannot start the runtime").because(error))?;
    let mut fastest = f64::INFINITY;
    for _ in 0..repeat.max(1) {
        let start = Instant::now();
        let card = runtime.block_on(LocalImages::new().draw(&request, &Control::default()))?;
        fastest = fastest.min(start.elapsed().as_secs_f64() * 1000.0);
        let path = std::path::Path::new(&out);
        std::fs::write(path, card.value.bytes).io_context("write", path)?;
    }
    Ok(fastest)
}
