//! The TOML file a project lives in: read as a whole, changed in place.

use std::fs;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, Table};

use super::file_edit::{apply, make_table};
use super::node::{Node, Value as NodeValue};
use super::text::ProjectText;
use super::{Edit, Position, Project, ProjectStore};
use crate::{AtomicFile, Error, IoContext, Result};

/// A project in a TOML file. Changes keep the person's comments, order and line ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectFile {
    path: PathBuf,
    folder: PathBuf,
    name: String,
}

impl ProjectFile {
    /// Opens an existing file; it is not read yet.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self> {
        let path = path.into();
        let metadata = fs::metadata(&path).io_context("open", &path)?;
        if !metadata.is_file() {
            return Err(
                Error::invalid_input(format!("{} is not a file", path.display()))
                    .hint("name a project file, for example sea.toml"),
            );
        }
        Self::at(path)
    }

    /// Makes a new file from a project; an existing one is an error and stays as it is.
    pub fn create(path: impl Into<PathBuf>, project: &Project) -> Result<Self> {
        let file = Self::at(path.into())?;
        if file.path.exists() {
            return Err(
                Error::invalid_input(format!("{} already exists", file.path.display()))
                    .hint("choose another name, or remove it first"),
            );
        }
        AtomicFile::write(&file.path, new_text(project)?.as_bytes())?;
        Ok(file)
    }

    fn at(path: PathBuf) -> Result<Self> {
        // Generated files lie in NAME.assets: two projects must not share a name.
        if path.extension().is_none_or(|extension| extension != "toml") {
            return Err(
                Error::invalid_input(format!("{} does not end in .toml", path.display()))
                    .hint("a project is a TOML file: name it NAME.toml"),
            );
        }
        let name = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .ok_or_else(|| Error::invalid_input(format!("{} names no file", path.display())))?;
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        Ok(Self { path, folder, name })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Finds where a field is written, for example `scene[3].image`; `None` where it is not.
    pub fn position_of(&self, field: &str) -> Option<Position> {
        let text = self.read_text().ok()?.text;
        let (root, _) = Node::from_toml(&text);
        let mut node = &root;
        for part in field.split('.') {
            let (name, number) = match part.split_once('[') {
                Some((name, number)) => (name, number.trim_end_matches(']').parse::<usize>().ok()),
                None => (part, None),
            };
            let NodeValue::Table(entries) = &node.value else {
                return None;
            };
            node = entries
                .iter()
                .find(|(key, _)| key.name == name)
                .map(|(_, node)| node)?;
            if let Some(number) = number {
                let NodeValue::List(items) = &node.value else {
                    return None;
                };
                node = items.get(number.checked_sub(1)?)?;
            }
        }
        let span = node.span.clone()?;
        Some(Position::of_offset(&text, span.start))
    }

    fn read_text(&self) -> Result<ProjectText> {
        let bytes = fs::read(&self.path).io_context("read", &self.path)?;
        ProjectText::decode(bytes).map_err(|error| error.context(self.path.display()))
    }
}

impl ProjectStore for ProjectFile {
    fn load(&self) -> Result<Project> {
        let text = self.read_text()?;
        Project::from_toml(&text.text).map_err(|error| error.context(self.path.display()))
    }

    fn save(&self, edit: &Edit) -> Result<bool> {
        let text = self.read_text()?;
        let mut project =
            Project::from_toml(&text.text).map_err(|error| error.context(self.path.display()))?;
        let had_scenes = !project.scenes.is_empty();
        if !edit.apply(&mut project) {
            return Ok(false);
        }
        let mut document: DocumentMut = text.text.parse().map_err(|error| {
            Error::invalid_input(format!("{} is no TOML any more", self.path.display()))
                .because(error)
        })?;
        if had_scenes && matches!(edit, Edit::Script { .. } | Edit::Line { .. }) {
            self.keep_version(&text)?;
        }
        apply(edit, &mut document);
        let changed = document.to_string();
        // What is written is what was meant, or nothing is written.
        if Project::from_toml(&changed).ok().as_ref() != Some(&project) {
            return Err(Error::invalid_input(format!(
                "{} is written in a way that cannot be changed in place",
                self.path.display()
            ))
            .hint("write each scene as a table of its own, under [[scene]]"));
        }
        if changed != text.text {
            AtomicFile::write(&self.path, &text.encode(&changed))?;
        }
        Ok(true)
    }

    fn folder(&self) -> &Path {
        &self.folder
    }

    fn assets_folder(&self) -> PathBuf {
        self.folder.join(format!("{}.assets", self.name))
    }

    fn default_output(&self) -> PathBuf {
        self.path.with_extension("mp4")
    }

    fn project_file(&self) -> Option<&Path> {
        Some(&self.path)
    }
}

impl ProjectFile {
    /// Keeps a copy of the file before a new script or line replaces the person's words.
    fn keep_version(&self, text: &ProjectText) -> Result<()> {
        let bytes = text.encode(&text.text);
        let name = format!("{}.toml", crate::Digest::of_bytes(&bytes));
        let target = self.assets_folder().join("versions").join(name);
        if target.exists() {
            return Ok(());
        }
        AtomicFile::write(&target, &bytes)
    }
}

/// Writes a new project: what the person gave, and nothing that is a default anyway.
fn new_text(project: &Project) -> Result<String> {
    let failed = |error| Error::internal("cannot write the project").because(error);
    let mut document: DocumentMut = toml_edit::ser::to_document(project).map_err(failed)?;
    let defaults: DocumentMut = toml_edit::ser::to_document(&Project::default()).map_err(failed)?;
    let scene_defaults = toml_edit::ser::to_document(&super::Scene::default()).map_err(failed)?;
    for (name, item) in document.iter_mut() {
        make_table(item);
        if let (Some(table), Some(default)) = (
            item.as_table_mut(),
            defaults.get(&name).and_then(Item::as_table_like),
        ) {
            table.retain(|key, value| {
                key == "language"
                    || default.get(key).map(Item::to_string) != Some(value.to_string())
            });
        }
        if let Some(scenes) = item.as_array_of_tables_mut() {
            for scene in scenes.iter_mut() {
                scene.retain(|key, value| {
                    key == "line"
                        || scene_defaults.get(key).map(Item::to_string) != Some(value.to_string())
                });
            }
        }
    }
    let empty: Vec<String> = document
        .iter()
        .filter(|(_, item)| item.as_table().is_some_and(Table::is_empty))
        .map(|(name, _)| name.to_owned())
        .collect();
    for name in empty {
        document.remove(&name);
    }
    for (at, (_, table)) in document.iter_mut().enumerate() {
        if let (Some(table), true) = (table.as_table_mut(), at > 0) {
            table.decor_mut().set_prefix("\n");
        }
        if let Some(scenes) = table.as_array_of_tables_mut() {
            for scene in scenes.iter_mut() {
                scene.decor_mut().set_prefix("\n");
            }
        }
    }
    Ok(document.to_string())
}
