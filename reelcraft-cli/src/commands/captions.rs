//! `reelcraft captions`: captions out of a project, and back into it.

use std::collections::BTreeSet;
use std::path::Path;

use reelcraft_core::captions::write_captions;
use reelcraft_core::pipeline::Ledger;
use reelcraft_core::project::{ProjectFile, ProjectStore as _};
use reelcraft_core::{AtomicFile, Control, Error, Event, IoContext as _, Result};
use reelcraft_render::RenderOptions;
use serde_json::json;

use crate::arguments::CaptionsArguments;
use crate::output::{Output, shown};
use crate::providers::Providers;

/// The most bytes of a file of captions that are read.
const MOST_BYTES: u64 = 4 << 20;

pub(crate) async fn captions(
    arguments: CaptionsArguments,
    providers: &Providers,
    output: Output,
) -> Result<()> {
    let file = ProjectFile::open(&arguments.file)?;
    let project = file.load()?;
    let studio = providers.studio(&project, RenderOptions::default(), &BTreeSet::new())?;
    let control = Control::new(move |event: Event| {
        if let Event::Warning { message } = event {
            output.warning(&message);
        }
    });
    if let Some(edited) = &arguments.import {
        let text = read_text(edited)?;
        let changed = studio.import_captions(&file, &text, &control).await?;
        let numbers: Vec<usize> = changed.iter().map(|index| index + 1).collect();
        output.json(&json!({
            "event": "imported", "project": shown(&arguments.file), "scenes": numbers,
        }));
        output.good(&match numbers.len() {
            0 => "the captions are those of the lines".to_owned(),
            1 => format!("scene {} has captions of your own", listed(&numbers)),
            _ => format!("scenes {} have captions of your own", listed(&numbers)),
        });
        return Ok(());
    }
    let plan = studio.captions(&file, &control).await?;
    let format = arguments.format.unwrap_or_else(|| {
        let extension = arguments.output.as_deref().and_then(Path::extension);
        let known = extension.and_then(|extension| extension.to_str()?.parse().ok());
        known.unwrap_or_default()
    });
    let size = project.reel.format.size();
    let text = write_captions(&plan.captions, format, &plan.sheet, size);
    match &arguments.output {
        Some(path) => {
            if !arguments.force {
                check_target(path, &file)?;
            }
            AtomicFile::write(path, text.as_bytes())?;
            output.good(&format!(
                "{} has {} captions",
                path.display(),
                plan.captions.len()
            ));
            output.path(path);
        }
        None => Output::data(text.trim_end()),
    }
    Ok(())
}

/// Refuses to write over what this project did not make.
fn check_target(path: &Path, project: &ProjectFile) -> Result<()> {
    let ledger = Ledger::peek(project.folder(), &project.assets_folder())?;
    if ledger.may_replace(path) {
        return Ok(());
    }
    let message = format!(
        "{} is there already, and this project did not make it as it is",
        path.display()
    );
    Err(Error::invalid_input(message)
        .hint("name another file, move that one away, or write over it with --force"))
}

fn read_text(path: &Path) -> Result<String> {
    let length = std::fs::metadata(path).io_context("open", path)?.len();
    if length > MOST_BYTES {
        return Err(Error::invalid_input(format!(
            "{} is too long for a file of captions",
            path.display()
        )));
    }
    let bytes = std::fs::read(path).io_context("read", path)?;
    String::from_utf8(bytes).map_err(|_| {
        Error::invalid_input(format!("{} is not UTF-8", path.display()))
            .hint("save the file again with the encoding UTF-8")
    })
}

/// Numbers in words: `1, 2, 5`.
fn listed(numbers: &[usize]) -> String {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    numbers.join(", ")
}
