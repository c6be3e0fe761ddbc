//! A project as one ZIP file, with its pictures and sounds.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;

use reelcraft_core::project::ProjectFile;
use reelcraft_core::{Control, Error, IoContext as _, Project, Result};
use tempfile::TempPath;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::database::During as _;

/// The project itself.
const PROJECT: &str = "project.toml";
/// The most files of an archive.
const MOST_FILES: usize = 2000;

/// Writes a project as TOML; `scratch` is a folder for what is needed meanwhile.
pub(crate) fn to_toml(project: &Project, scratch: &Path) -> Result<String> {
    let folder = tempfile::tempdir_in(scratch).during("make a folder for a moment")?;
    let file = ProjectFile::create(folder.path().join(PROJECT), project)?;
    std::fs::read_to_string(file.path()).io_context("read", file.path())
}

/// About how many bytes a packed project takes.
pub(crate) fn bytes_of(project: &Project, folder: &Path) -> Result<u64> {
    let names = super::addresses::files_of(project)?.into_iter();
    let sizes = names.filter_map(|name| std::fs::metadata(folder.join(name)).ok());
    Ok(sizes.map(|metadata| metadata.len()).sum::<u64>() + 1_000_000)
}

/// Packs a project and the files in its folder that it names, into a file without a name in
/// `scratch`.
pub(crate) fn pack(
    project: &Project,
    folder: &Path,
    scratch: &Path,
    control: &Control,
) -> Result<File> {
    let file = tempfile::tempfile_in(scratch).during("make a file for a moment")?;
    let mut archive = ZipWriter::new(file);
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    archive
        .start_file(PROJECT, packed)
        .during("pack a project")?;
    archive
        .write_all(to_toml(project, scratch)?.as_bytes())
        .during("pack a project")?;
    for name in super::addresses::files_of(project)? {
        control.check()?;
        let path = folder.join(&name);
        // What is lost is missing in the archive, too.
        let Ok(mut source) = File::open(&path) else {
            continue;
        };
        archive.start_file(name, stored).during("pack a project")?;
        std::io::copy(&mut source, &mut archive).io_context("pack", &path)?;
    }
    let mut file = archive.finish().during("pack a project")?;
    std::io::Seek::rewind(&mut file).during("pack a project")?;
    Ok(file)
}

/// What is in an archive.
pub(crate) struct Unpacked {
    /// The project; its paths are names of `files`.
    pub(crate) project: Project,
    /// The files that the project names, by those names. Nothing is known of them yet.
    pub(crate) files: BTreeMap<String, TempPath>,
}

/// Unpacks the files that a project in an archive names, each under a name of our own; all others
/// are left in it. `most` bounds their bytes, in all.
pub(crate) fn unpack(archive: &Path, folder: &Path, most: u64) -> Result<Unpacked> {
    let broken =
        |error| Error::invalid_input("this is no ZIP file that can be read").because(error);
    let file = File::open(archive).io_context("open", archive)?;
    let mut archive = ZipArchive::new(file).map_err(broken)?;
    if archive.len() > MOST_FILES {
        let count = archive.len();
        return Err(Error::invalid_input(format!(
            "{count} files are more than {MOST_FILES}"
        )));
    }
    let mut text = String::new();
    archive
        .by_name(PROJECT)
        .map_err(|_| Error::invalid_input(format!("there is no {PROJECT} in the ZIP file")))?
        .take(2_000_000)
        .read_to_string(&mut text)
        .map_err(|error| {
            Error::invalid_input(format!("{PROJECT} cannot be read")).because(error)
        })?;
    let project = Project::from_toml(&text)?;
    let mut files = BTreeMap::new();
    let mut left = most;
    for name in super::addresses::files_of(&project)? {
        // A name that is not there is told when the project is taken in.
        let Ok(mut entry) = archive.by_name(&name) else {
            continue;
        };
        let (mut target, path) = tempfile::Builder::new()
            .prefix("incoming-")
            .tempfile_in(folder)
            .io_context("create a file in", folder)?
            .into_parts();
        let written = std::io::copy(&mut (&mut entry).take(left + 1), &mut target)
            .map_err(|error| Error::invalid_input(format!("`{name}` is damaged")).because(error))?;
        if written > left {
            return Err(Error::invalid_input(format!(
                "the files in the ZIP file are larger than {} MB",
                most / 1_000_000
            )));
        }
        left -= written;
        files.insert(name, path);
    }
    Ok(Unpacked { project, files })
}
