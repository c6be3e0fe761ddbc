//! From a topic to a video: `cargo run --release --example topic_to_video -- "Why the sea is salty"`
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example for the terminal"
)]

use reelcraft_core::project::ProjectFile;
use reelcraft_core::{Control, Event, Project, Result, Studio};
use reelcraft_local::{card::LocalImages, music, script::LocalScript, voice::LocalVoice};
use reelcraft_render::{FfmpegRenderer, RenderOptions};

#[tokio::main]
async fn main() -> Result<()> {
    let topic = std::env::args()
        .nth(1)
        .unwrap_or("Why the sea is salty".to_owned());
    let folder = std::env::temp_dir().join(format!("reelcraft-{}", std::process::id()));
    let renderer = FfmpegRenderer::new(RenderOptions::default());
    let studio = Studio::new(
        LocalScript::new(),
        LocalImages::new(),
        LocalVoice::new(),
        renderer,
    )
    .with_music(music::unpack(&folder.join("music"))?);
    let project = Project::from_topic(topic, "en".parse()?);
    let file = ProjectFile::create(folder.join("reel.toml"), &project)?;
    let control = Control::new(|event: Event| {
        if let Event::StageFinished { stage, secs } = event {
            eprintln!("{stage}: {secs:.1} s");
        }
    });
    // Another task may call `control.clone().cancel()` at any time.
    let outcome = studio.make(&file, &control).await?;
    println!("{:?}", outcome.video.map(|video| video.path));
    Ok(())
}
