//! Project files: each file in `projects/valid` is read and written back unchanged, each one in
//! `projects/invalid` gives all its mistakes. Adding a file adds a test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test that cannot go on fails"
)]

use std::fs;
use std::path::Path;

use reelcraft_core::project::{Edit, ProjectFile, ProjectStore, SceneRef};
use reelcraft_core::{ErrorKind, Language, Project, Scene};

#[test]
fn valid_projects_are_read() {
    insta::glob!("projects/valid/*.toml", |path| {
        let file = ProjectFile::open(path).unwrap();
        let project = file
            .load()
            .unwrap_or_else(|error| panic!("{error}: {:?}", error.problems()));
        insta::assert_json_snapshot!(project);
        let document = serde_json::to_value(&project).unwrap();
        assert_eq!(
            Project::from_json(&document).unwrap(),
            project,
            "JSON is the same project"
        );
        let again = Project::from_toml(&toml::to_string(&project).unwrap()).unwrap();
        assert_eq!(again, project, "TOML is the same project");
    });
}

#[test]
fn invalid_projects_tell_all_their_mistakes() {
    insta::glob!("projects/invalid/*.toml", |path| {
        let error = ProjectFile::open(path).unwrap().load().unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidInput);
        let mut text = format!(
            "{}\n",
            error
                .to_string()
                .replace(&path.display().to_string(), "FILE")
        );
        for problem in error.problems() {
            text.push_str(&format!("  {problem}\n"));
        }
        if let Some(hint) = error.hint_text() {
            text.push_str(&format!("  hint: {hint}\n"));
        }
        insta::assert_snapshot!(text);
    });
}

const COMMENTED: &str = "\
# A reel about the sea. Keep it short!
[reel]
topic    = \"The sea\"      # aligned
language = \"en\"

# who speaks
[voice]
speed = 1.0 # not faster

[[scene]]            # the hook
# my favourite
line   = \"Rivers carry salt.\"   # a line
motion = \"zoom-in\"

[[scene]]
line = \"The sun takes the water.\"
image = 'old.jpg'    # replaced later
# the end
";

fn edited(text: &str, edits: &[Edit]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sea.toml");
    fs::write(&path, text).unwrap();
    let file = ProjectFile::open(&path).unwrap();
    for edit in edits {
        file.save(edit).unwrap();
    }
    file.load().unwrap();
    fs::read_to_string(&path).unwrap()
}

fn scene(index: usize, line: &str) -> SceneRef {
    SceneRef {
        index,
        line: line.to_owned(),
    }
}

fn prompt(scene: SceneRef, text: &str) -> Edit {
    Edit::Prompt {
        scene,
        was: None,
        prompt: text.to_owned(),
    }
}

fn image(scene: SceneRef, was: Option<&str>, image: &str) -> Edit {
    Edit::Image {
        scene,
        was: was.map(Into::into),
        image: image.into(),
    }
}

fn voice(file: &str) -> Edit {
    Edit::Voice {
        was: None,
        file: file.into(),
    }
}

#[test]
fn edits_keep_comments_and_order() {
    let edits = [
        prompt(scene(0, "Rivers carry salt."), "A \"river\" at dawn"),
        image(
            scene(0, "Rivers carry salt."),
            None,
            "sea.assets/images/1.jpg",
        ),
        image(
            scene(1, "The sun takes the water."),
            Some("old.jpg"),
            "sea.assets/images/2.jpg",
        ),
        voice("sea.assets/voice/3.wav"),
    ];
    insta::assert_snapshot!(edited(COMMENTED, &edits), @r#"
    # A reel about the sea. Keep it short!
    [reel]
    topic    = "The sea"      # aligned
    language = "en"

    # who speaks
    [voice]
    speed = 1.0 # not faster
    file = "sea.assets/voice/3.wav"

    [[scene]]            # the hook
    # my favourite
    line   = "Rivers carry salt."   # a line
    motion = "zoom-in"
    prompt = 'A "river" at dawn'
    image = "sea.assets/images/1.jpg"

    [[scene]]
    line = "The sun takes the water."
    image = "sea.assets/images/2.jpg"    # replaced later
    # the end
    "#);
}

#[test]
fn a_script_is_added_at_the_end() {
    let text = "[reel]\ntopic = \"Tea\"\n\n[music]\ntrack = \"calm\"   # soft\n";
    let edit = Edit::Script {
        was: Vec::new(),
        lines: vec!["Oʻzbek choyi.".to_owned(), "Tea is warm.".to_owned()],
    };
    insta::assert_snapshot!(edited(text, &[edit]), @r#"
    [reel]
    topic = "Tea"

    [music]
    track = "calm"   # soft

    [[scene]]
    line = "Oʻzbek choyi."

    [[scene]]
    line = "Tea is warm."
    "#);
}

#[test]
fn line_ends_and_marks_are_kept() {
    let text = format!("\u{feff}{}", COMMENTED.replace('\n', "\r\n"));
    let edit = voice("v.wav");
    let after = edited(&text, &[edit]);
    assert!(after.starts_with("\u{feff}# A reel"));
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
    assert_eq!(after.replace("file = \"v.wav\"\r\n", ""), text);
}

#[test]
fn scenes_written_in_one_line_are_edited_too() {
    let text = "scene = [{ line = \"One.\" }, { line = \"Two.\", motion = \"none\" }]\n";
    let edit = prompt(scene(1, "Two."), "A pair");
    let after = edited(text, &[edit]);
    let project = Project::from_toml(&after).unwrap();
    assert_eq!(project.scenes[1].prompt.as_deref(), Some("A pair"));
    assert_eq!(project.scenes[0].prompt, None);
}

#[test]
fn an_edit_of_a_scene_that_is_gone_changes_nothing() {
    let edit = prompt(scene(0, "Never written."), "x");
    assert_eq!(edited(COMMENTED, &[edit]), COMMENTED);
}

#[test]
fn a_new_file_holds_what_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("choy.toml");
    let language: Language = "uz".parse().unwrap();
    let mut project = Project::from_topic("Nega choy issiq?", language);
    project.reel.scenes = Some(5);
    project.scenes.push(Scene::from_line("Choy issiq."));
    let file = ProjectFile::create(&path, &project).unwrap();
    assert_eq!(file.load().unwrap(), project);
    insta::assert_snapshot!(fs::read_to_string(&path).unwrap(), @r#"
    [reel]
    topic = "Nega choy issiq?"
    language = "uz"
    scenes = 5

    [captions]
    style = "word"

    [[scene]]
    line = "Choy issiq."
    "#);
    let error = ProjectFile::create(&path, &project).unwrap_err();
    assert!(error.to_string().ends_with("already exists"));
}

#[test]
fn json_gives_all_mistakes_with_their_fields() {
    let document = serde_json::json!({
        "reel": { "topic": "Tea", "fps": 0, "language": "english!", "tone": null },
        "scene": [{ "line": "One", "motion": "spin" }, { "line": 5 }],
    });
    let error = Project::from_json(&document).unwrap_err();
    let fields: Vec<&str> = error
        .problems()
        .iter()
        .map(|problem| problem.field.as_str())
        .collect();
    assert_eq!(
        fields,
        [
            "reel.fps",
            "reel.language",
            "scene[1].motion",
            "scene[2].line"
        ]
    );
}

#[test]
fn a_folder_is_no_project() {
    let error = ProjectFile::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidInput);
    let error = ProjectFile::open("no/such/file.toml").unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::NotFound);
}

#[test]
fn too_many_scenes_are_refused() {
    let text = "[[scene]]\nline = \"x\"\n".repeat(501);
    let error = Project::from_toml(&text).unwrap_err();
    assert_eq!(
        error.problems()[0].to_string(),
        "line 1001, column 1: scene: 501 scenes are more than 500"
    );
}
