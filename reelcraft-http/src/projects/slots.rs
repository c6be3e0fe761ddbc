//! The fields of a project that name files.

use std::path::Path;

use reelcraft_core::project::is_font_file;
use reelcraft_core::{Error, Problem, Result};
use serde_json::Value;

use crate::assets::{AssetPath, Assets};

/// A field of a project that names a file, as a JSON pointer into its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) pointer: String,
    pub(super) holds: Holds,
}

/// What the file of a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Picture,
    Sound,
    /// A sound, or the name of a bundled track.
    Music,
    /// A font, or the name of a family of fonts.
    Font,
}

/// The fields that stand once. Whatever field of a project names a file must be here, or among
/// those of scenes: the engine reads the paths that it finds there.
const FIELDS: [(&str, Holds); 6] = [
    ("/reel/reference", Holds::Picture),
    ("/voice/file", Holds::Sound),
    ("/music/track", Holds::Music),
    ("/captions/font", Holds::Font),
    ("/watermark/image", Holds::Picture),
    ("/cover/image", Holds::Picture),
];

/// The fields that each scene has.
const SCENE_FIELDS: [(&str, Holds); 2] = [("image", Holds::Picture), ("voice", Holds::Sound)];

impl Slot {
    /// The fields of a document that name files, with what stands in them.
    pub(super) fn all(document: &Value) -> Vec<(Self, String)> {
        let scenes = document
            .get("scene")
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        let of_scenes = (0..scenes).flat_map(|index| {
            SCENE_FIELDS.map(|(field, holds)| (format!("/scene/{index}/{field}"), holds))
        });
        let fields = FIELDS
            .iter()
            .map(|(pointer, holds)| ((*pointer).to_owned(), *holds));
        fields
            .chain(of_scenes)
            .filter_map(|(pointer, holds)| {
                let text = document.pointer(&pointer)?.as_str()?.to_owned();
                let is_name = match holds {
                    Holds::Music => !text.contains(['/', '\\', '.']),
                    Holds::Font => !is_font_file(&text),
                    Holds::Picture | Holds::Sound => false,
                };
                (!is_name).then_some((Self { pointer, holds }, text))
            })
            .collect()
    }

    pub(super) fn set(&self, document: &mut Value, file: &Path) {
        if let Some(value) = document.pointer_mut(&self.pointer) {
            *value = Value::String(file.to_string_lossy().into_owned());
        }
    }

    pub(super) fn clear(&self, document: &mut Value) {
        if let Some(value) = document.pointer_mut(&self.pointer) {
            *value = Value::Null;
        }
    }

    /// Finds the file of an address that a person wrote here.
    pub(super) async fn find(&self, assets: &Assets, text: &str) -> Result<AssetPath> {
        let path: AssetPath = text.parse()?;
        let (is_right, what) = match self.holds {
            Holds::Picture => (path.is_picture(), "picture"),
            Holds::Sound | Holds::Music => (path.is_sound(), "sound"),
            Holds::Font => (path.is_font(), "font"),
        };
        if !is_right {
            return Err(Error::invalid_input(format!("{path} is no {what}")));
        }
        // It is needed now: it stays for the next days.
        assets.touch(&path).await?;
        Ok(path)
    }
}

/// The addresses that are wrong.
#[derive(Default)]
pub(super) struct Mistakes(Vec<Problem>);

impl Mistakes {
    pub(super) fn add(&mut self, slot: &Slot, error: &Error) {
        let parts = slot.pointer.split('/').skip(1);
        let mut field = String::new();
        for part in parts {
            match part.parse::<usize>() {
                Ok(index) => field.push_str(&format!("[{}]", index + 1)),
                Err(_) if field.is_empty() => field.push_str(part),
                Err(_) => field.push_str(&format!(".{part}")),
            }
        }
        self.0.push(Problem {
            field,
            position: None,
            message: error.to_string(),
            hint: error.hint_text().map(str::to_owned),
        });
    }

    pub(super) fn finish(self) -> Result<()> {
        let message = match self.0.as_slice() {
            [] => return Ok(()),
            [only] => only.message.clone(),
            several => format!("{} files cannot be used", several.len()),
        };
        Err(Error::invalid(message, self.0))
    }
}
