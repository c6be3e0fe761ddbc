//! Captions on the timeline, files of them, and edited files back in the project.

use std::fs;

use reelcraft_core::captions::{CaptionFormat, write_captions};
use reelcraft_core::project::{CaptionStyle, Format};
use reelcraft_core::{Control, Work};

use crate::world::World;

const WORDS: &str = "[reel]\nlanguage = \"en\"\n[music]\ntrack = \"none\"\n[captions]\nstyle = \"word\"\n\
    [[scene]]\nline = \"Rivers carry salt to the sea.\"\n[[scene]]\nline = \"Slowly, grain by \
    grain.\"\n";

/// The frames of a page, first and after the last, and its words with their first frames.
type Page = (u64, u64, Vec<(String, u64)>);

/// The pages of the timeline.
fn pages(world: &World) -> Vec<Page> {
    let timeline = world.timeline();
    let pages = timeline["captions"]["pages"].as_array().unwrap().iter();
    pages
        .map(|page| {
            let words = page["words"].as_array().unwrap().iter();
            let words = words.map(|word| {
                let text = word["text"].as_str().unwrap().to_owned();
                (text, word["start"].as_u64().unwrap())
            });
            let frame = |name: &str| page["frames"][name].as_u64().unwrap();
            (frame("start"), frame("end"), words.collect())
        })
        .collect()
}

async fn srt(world: &World) -> String {
    let control = Control::default();
    let plan = world
        .studio
        .captions(&world.file(), &control)
        .await
        .unwrap();
    let size = world.project().reel.format.size();
    write_captions(&plan.captions, CaptionFormat::Srt, &plan.sheet, size)
}

async fn import(world: &World, text: &str) -> Vec<usize> {
    let control = Control::default();
    let file = world.file();
    let imported = world.studio.import_captions(&file, text, &control);
    imported.await.unwrap()
}

#[tokio::test]
async fn captions_are_seen_while_their_line_is_spoken() {
    let world = World::new(WORDS);
    world.make().await.unwrap();
    let timeline = world.timeline();
    let lines = timeline["voice"]["lines"].as_array().unwrap();
    let frame = |line: usize, end: &str| (lines[line][end].as_f64().unwrap() * 30.0).round() as u64;
    let pages = pages(&world);
    assert_eq!(pages.first().unwrap().0, frame(0, "start"));
    assert_eq!(pages.last().unwrap().1, frame(1, "end"));
    let words: Vec<&str> = pages
        .iter()
        .flat_map(|page| &page.2)
        .map(|word| word.0.as_str())
        .collect();
    assert_eq!(
        words.join(" "),
        "Rivers carry salt to the sea. Slowly, grain by grain."
    );
    let starts: Vec<u64> = pages
        .iter()
        .flat_map(|page| &page.2)
        .map(|word| word.1)
        .collect();
    assert!(starts.is_sorted(), "{starts:?}");
    let in_gap = |frame: u64| pages.iter().all(|page| !(page.0..page.1).contains(&frame));
    assert!(in_gap(frame(0, "end")) && in_gap(frame(1, "start") - 1));
}

#[tokio::test]
async fn files_of_captions_lie_beside_the_video() {
    let world = World::new(WORDS);
    world.make().await.unwrap();
    let written = fs::read_to_string(world.path("sea.srt")).unwrap();
    assert_eq!(written, srt(&world).await);
    assert!(written.contains("Rivers carry"), "{written}");
    assert!(
        fs::read_to_string(world.path("sea.vtt"))
            .unwrap()
            .starts_with("WEBVTT\n")
    );
    assert!(
        fs::read_to_string(world.path("sea.ass"))
            .unwrap()
            .contains("\nDialogue: ")
    );
    // Also where none are drawn; and what the person has changed stays.
    world.replace("style = \"word\"", "style = \"none\"");
    fs::write(world.path("sea.srt"), "my own").unwrap();
    let warnings = world.warnings(&Work::default()).await;
    assert_eq!(
        warnings,
        [
            "sea.srt is not as it was made, and stays as it is; `reelcraft captions FILE --import \
          sea.srt` takes it over"
        ]
    );
    assert_eq!(fs::read_to_string(world.path("sea.srt")).unwrap(), "my own");
    assert!(world.timeline()["captions"].is_null());
    assert_eq!(world.project().captions.style, CaptionStyle::None);
}

#[tokio::test]
async fn an_edited_file_goes_round_without_losing_times_or_text() {
    let world = World::new(WORDS);
    world.make().await.unwrap();
    let before = srt(&world).await;
    assert_eq!(
        import(&world, &before).await,
        Vec::<usize>::new(),
        "nothing was edited"
    );
    assert!(!world.text().contains("captions = ["));

    let edited = "1\n00:00:00,313 --> 00:00:01,717\nRivers\ncarry SALT\n\n\
        2\n00:00:01,750 --> 00:00:02,951\nto the sea!\n\n\
        3\n00:00:03,777 --> 00:00:05,001\n{\\an8}<i>Slowly…</i>\n\n";
    assert_eq!(import(&world, edited).await, [0, 1]);
    let after = srt(&world).await;
    assert_eq!(after, edited.replace("{\\an8}<i>", "").replace("</i>", ""));
    // The comment and the order of the file are as they were, and it is imported only once.
    assert_eq!(import(&world, &after).await, [0, 1]);
    world.make().await.unwrap();
    let first = &pages(&world)[0];
    assert_eq!((first.0, first.1), (9, 52), "0.313 s to 1.717 s");

    assert_eq!(import(&world, &before).await, Vec::<usize>::new());
    assert!(!world.text().contains("captions = ["), "{}", world.text());
}

#[tokio::test]
async fn a_caption_that_was_taken_out_is_not_seen() {
    let world = World::new(WORDS);
    world.make().await.unwrap();
    let all = srt(&world).await;
    let first = all.split("\n\n").next().unwrap();
    let changed = import(&world, first).await;
    assert_eq!(changed.last(), Some(&1));
    let left = srt(&world).await;
    assert!(
        left.contains("Rivers") && !left.contains("Slowly"),
        "{left}"
    );
}

#[tokio::test]
async fn a_new_line_has_new_captions() {
    let world = World::new(WORDS);
    world.make().await.unwrap();
    import(&world, "1\n00:00:00,300 --> 00:00:01,700\nMine\n").await;
    assert!(world.text().contains("Mine"));
    let work = Work {
        scenes: Some([1].into()),
        force: [reelcraft_core::Stage::Script].into(),
        ..Work::only([reelcraft_core::Stage::Script])
    };
    world.run(&work).await.unwrap();
    assert!(!world.text().contains("Mine"), "{}", world.text());
}

#[tokio::test]
async fn several_formats_are_rendered_in_one_run() {
    let world = World::new(WORDS);
    let work = Work {
        formats: ["reel", "square", "landscape", "720x900", "square"]
            .map(|name| name.parse::<Format>().unwrap())
            .into(),
        ..Work::default()
    };
    let outcome = world.run(&work).await.unwrap();
    let videos = outcome.video.iter().chain(&outcome.more_videos);
    let names: Vec<String> = videos
        .map(|video| {
            video
                .path
                .file_name()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let expected = [
        "sea.mp4",
        "sea-square.mp4",
        "sea-landscape.mp4",
        "sea-720x900.mp4",
    ];
    assert_eq!(names, expected);
    for (name, size) in expected
        .iter()
        .zip([(1080, 1920), (1080, 1080), (1920, 1080), (720, 900)])
    {
        let text = fs::read(world.path(name)).unwrap();
        let timeline: serde_json::Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(timeline["size"]["width"], size.0);
        assert_eq!(timeline["size"]["height"], size.1);
        assert!(world.path(name).with_extension("srt").exists());
    }
    // Nothing is spoken or drawn twice for it.
    let calls = world.log.calls();
    assert_eq!(
        calls
            .iter()
            .filter(|call| call.starts_with("speak"))
            .count(),
        2
    );
}
