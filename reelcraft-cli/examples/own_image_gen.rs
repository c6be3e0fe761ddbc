//! A picture provider of one's own: `cargo run --release --example own_image_gen`
#![allow(clippy::print_stdout, reason = "an example for the terminal")]

use std::io::Cursor;

use reelcraft_core::project::ProjectFile;
use reelcraft_core::provider::{
    Generated, ImageGen, ImageRequest, Origin, PictureFile, PictureType,
};
use reelcraft_core::{Control, Error, Project, Result, Scene, Studio};
use reelcraft_local::{script::LocalScript, voice::LocalVoice};
use reelcraft_render::{FfmpegRenderer, RenderOptions};

/// Draws a gradient whose colours depend on the prompt.
struct Gradients;

#[async_trait::async_trait]
impl ImageGen for Gradients {
    fn name(&self) -> &'static str {
        "gradients"
    }

    fn concurrency(&self) -> usize {
        2
    }

    async fn draw(
        &self,
        request: &ImageRequest,
        control: &Control,
    ) -> Result<Generated<PictureFile>> {
        control.check()?;
        if request.prompt.trim().is_empty() {
            return Err(Error::invalid_input("the prompt is empty"));
        }
        let seed = request
            .prompt
            .bytes()
            .fold(request.variant as u8, u8::wrapping_add);
        let (width, height) = (request.size.width, request.size.height);
        let picture = image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([seed, (x * 255 / width) as u8, (y * 255 / height) as u8])
        });
        let mut bytes = Cursor::new(Vec::new());
        let written = picture.write_to(&mut bytes, image::ImageFormat::Jpeg);
        written.map_err(|error| Error::internal("cannot write a JPEG").because(error))?;
        let value = PictureFile {
            bytes: bytes.into_inner(),
            picture_type: PictureType::Jpeg,
        };
        let origin = Origin {
            provider: "gradients".into(),
            model: "1".into(),
            ..Origin::default()
        };
        Ok(Generated { value, origin })
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let folder = std::env::temp_dir().join(format!("reelcraft-{}", std::process::id()));
    let renderer = FfmpegRenderer::new(RenderOptions::default());
    let studio = Studio::new(LocalScript::new(), Gradients, LocalVoice::new(), renderer);
    let mut project = Project::default();
    project.music.track = "none".into();
    project.scenes = vec![
        Scene::from_line("A sunrise."),
        Scene::from_line("And a sunset."),
    ];
    let file = ProjectFile::create(folder.join("sky.toml"), &project)?;
    let outcome = studio.make(&file, &Control::default()).await?;
    println!("{:?}", outcome.video.map(|video| video.path));
    Ok(())
}
