//! The one place where it is decided which provider is used.

use std::path::PathBuf;

use directories::ProjectDirs;
use reelcraft_core::project::VoiceProvider;
use reelcraft_core::{Error, Project, Result, Studio};
use reelcraft_local::card::LocalImages;
use reelcraft_local::music;
use reelcraft_local::script::LocalScript;
use reelcraft_local::voice::LocalVoice;
use reelcraft_render::{FfmpegRenderer, RenderOptions};

/// The folder of everything that can be made again: segments, unpacked music.
pub(crate) fn cache_folder() -> Result<PathBuf> {
    ProjectDirs::from("", "", "reelcraft")
        .map(|folders| folders.cache_dir().to_owned())
        .ok_or_else(|| {
            Error::unavailable("there is no folder for caches").hint("set HOME or XDG_CACHE_HOME")
        })
}

/// Makes the studio for a project.
pub(crate) fn studio(project: &Project, renderer: RenderOptions) -> Result<Studio> {
    if project.voice.provider == VoiceProvider::Gemini {
        return Err(Error::unavailable(
            "voice.provider is `gemini`, which this version does not have",
        )
        .hint("write provider = \"local\" under [voice]"));
    }
    let tracks = music::unpack(&cache_folder()?.join("music"))?;
    let studio = Studio::new(
        LocalScript::new(),
        LocalImages::new(),
        LocalVoice::new(),
        FfmpegRenderer::new(renderer),
    );
    Ok(studio.with_music(tracks))
}
