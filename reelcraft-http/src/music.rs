//! The bundled tracks, with addresses.

use std::collections::BTreeMap;

use reelcraft_core::{Control, Digest, IoContext as _, Result};
use reelcraft_render::audio::sound_shape;

use crate::assets::{AssetPath, Assets, Facts, Shelf};
use crate::data_folder::DataFolder;
use crate::database::During as _;
use crate::engine::Engine;

/// What the tracks sound like.
const MOODS: [(&str, &str); 6] = [
    ("inspirational", "hopeful, growing"),
    ("upbeat", "happy, quick"),
    ("calm", "quiet, warm"),
    ("cinematic", "wide, solemn"),
    ("lofi", "relaxed, soft beat"),
    ("dramatic", "tense, dark"),
];

/// A bundled track.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Track {
    pub(crate) name: String,
    pub(crate) mood: String,
    pub(crate) path: AssetPath,
    /// Seconds until it begins again.
    pub(crate) secs: f64,
}

/// The bundled tracks, with addresses.
#[derive(Debug, Clone)]
pub(crate) struct Music(pub(crate) Vec<Track>);

impl Music {
    /// Puts the tracks of the engine on the music shelf; those that are there are kept.
    pub(crate) async fn put_out(
        engine: &dyn Engine,
        assets: &Assets,
        folder: &DataFolder,
    ) -> Result<Self> {
        let shelf = folder.assets().join(Shelf::Music.name());
        std::fs::create_dir_all(&shelf).io_context("create the folder", &shelf)?;
        let files: BTreeMap<_, _> = engine.music()?;
        let mut tracks = Vec::new();
        for (name, file) in files {
            let path: AssetPath = format!("/music/{name}.mp3").parse()?;
            let target = assets.file(&path);
            let bytes = std::fs::read(&file).io_context("read", &file)?;
            if std::fs::read(&target).ok().as_ref() != Some(&bytes) {
                reelcraft_core::AtomicFile::write(&target, &bytes)?;
            }
            let secs = match assets
                .find(&path)
                .await
                .ok()
                .and_then(|asset| asset.facts.secs)
            {
                Some(secs) => secs,
                None => {
                    let control = Control::default();
                    let shape =
                        tokio::task::spawn_blocking(move || sound_shape(&target, 1, &control));
                    shape.await.during("read a track")??.secs
                }
            };
            let facts = Facts {
                label: Some(format!("{name}.mp3")),
                secs: Some(secs),
                digest: Some(Digest::of_bytes(&bytes)),
                ..Facts::default()
            };
            assets.note(&path, bytes.len() as u64, &facts).await?;
            let mood = MOODS.iter().find(|(known, _)| *known == name);
            tracks.push(Track {
                mood: mood.map_or(String::new(), |(_, mood)| (*mood).to_owned()),
                name,
                path,
                secs,
            });
        }
        let place = |name: &str| MOODS.iter().position(|(known, _)| *known == name);
        tracks.sort_by_key(|track| place(&track.name).unwrap_or(MOODS.len()));
        Ok(Self(tracks))
    }
}
