//! `reelcraft check`: all mistakes of project files.

use std::path::Path;

use reelcraft_core::project::{MusicSource, Problem, ProjectFile, ProjectStore};
use reelcraft_core::voiceover::reading_secs;
use reelcraft_core::{Error, Project, Result};

use crate::arguments::CheckArguments;
use crate::exit;
use crate::output::Output;

pub(crate) fn check(arguments: &CheckArguments, output: Output) -> u8 {
    let mut code = exit::DONE;
    for path in &arguments.files {
        match check_one(path) {
            Ok(project) => {
                let scenes = project.scenes.len();
                let secs = expected_secs(&project);
                output.good(&match scenes {
                    0 => format!(
                        "{}: good, the script is still to be written",
                        path.display()
                    ),
                    1 => format!("{}: good, 1 scene, about {secs:.0} s", path.display()),
                    _ => format!(
                        "{}: good, {scenes} scenes, about {secs:.0} s",
                        path.display()
                    ),
                });
                output.json(&serde_json::json!({
                    "event": "checked", "project": path, "scenes": scenes, "secs": secs,
                }));
            }
            Err(error) => {
                output.error(&error, Some(path));
                code = code.max(exit::code_of(&error));
            }
        }
    }
    code
}

fn check_one(path: &Path) -> Result<Project> {
    let file = ProjectFile::open(path)?;
    let project = file.load()?;
    let mut problems = Vec::new();
    let mut missing = |field: String, named: &Path| {
        if !file.folder().join(named).is_file() {
            problems.push(Problem {
                field,
                position: None,
                message: format!("there is no file {}", named.display()),
                hint: None,
            });
        }
    };
    for (index, scene) in project.scenes.iter().enumerate() {
        if let Some(image) = &scene.image {
            missing(format!("scene[{}].image", index + 1), image);
        }
    }
    if let Some(voice) = &project.voice.file {
        missing("voice.file".to_owned(), voice);
    }
    if let MusicSource::File(track) = project.music.source() {
        missing("music.track".to_owned(), &track);
    }
    if problems.is_empty() {
        return Ok(project);
    }
    let message = match problems.len() {
        1 => "a file is missing".to_owned(),
        count => format!("{count} files are missing"),
    };
    Err(Error::invalid(message, problems)
        .hint("put them there, or remove the fields to have them made"))
}

/// How long the video will be about, in seconds.
fn expected_secs(project: &Project) -> f64 {
    let scenes = project.scenes.iter();
    scenes
        .map(|scene| {
            let language = &project.reel.language;
            scene
                .duration
                .unwrap_or_else(|| reading_secs(&scene.line, language) / project.voice.speed)
        })
        .sum()
}
