//! `reelcraft check`: all mistakes of project files.

use std::collections::BTreeSet;
use std::path::Path;

use reelcraft_core::pipeline::Work;
use reelcraft_core::project::{Problem, ProjectFile, ProjectStore as _};
use reelcraft_core::voiceover::reading_secs;
use reelcraft_core::{Error, Project, Result};
use reelcraft_render::RenderOptions;

use crate::arguments::CheckArguments;
use crate::exit;
use crate::output::{Output, shown};
use crate::providers::Providers;

pub(crate) async fn check(arguments: &CheckArguments, providers: &Providers, output: Output) -> u8 {
    let mut code = exit::DONE;
    for path in &arguments.files {
        match check_one(path, providers).await {
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
                    "event": "checked", "project": shown(path), "scenes": scenes, "secs": secs,
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

async fn check_one(path: &Path, providers: &Providers) -> Result<Project> {
    let file = ProjectFile::open(path)?;
    let project = file.load()?;
    let studio = providers.studio(&project, RenderOptions::default(), &BTreeSet::new())?;
    let mut problems = match project.scenes.len() {
        0 => Vec::new(),
        _ => studio.forecast(&file, &Work::default())?.problems,
    };
    for (index, scene) in project.scenes.iter().enumerate() {
        let image = scene.image.iter().map(|image| file.folder().join(image));
        for image in image.filter(|image| image.is_file()) {
            if let Err(error) = studio.renderer.inspect_picture(&image).await {
                problems.push(Problem {
                    field: format!("scene[{}].image", index + 1),
                    position: None,
                    message: error.chain(),
                    hint: error.hint_text().map(str::to_owned),
                });
            }
        }
    }
    for problem in &mut problems {
        problem.position = file.position_of(&problem.field);
    }
    problems.sort_by_key(|problem| problem.position);
    match problems.len() {
        0 => Ok(project),
        1 => Err(Error::invalid("a file cannot be used", problems)),
        count => Err(Error::invalid(
            format!("{count} files cannot be used"),
            problems,
        )),
    }
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
