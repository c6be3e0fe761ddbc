//! Files of captions, as FFmpeg reads them.

use std::process::Command;

use reelcraft_core::captions::{CaptionFormat, read_subrip, write_captions};
use reelcraft_core::project::{CaptionStyle, Captions, Project, Scene};
use reelcraft_core::timeline::plan_captions;

/// A project whose captions hold all that files could trip over.
fn project() -> Project {
    let lines = [
        "Rain is a little sour, and slowly it eats the rock.",
        "Oʻzbekiston: 5 < 7 & \"tirnoq\" {qavs} \\ chiziq → oʻng",
        "مياه البحر مالحة",
        "海水为什么是咸的？因为河流。",
    ];
    Project {
        captions: Captions {
            style: CaptionStyle::Word,
            ..Captions::default()
        },
        scenes: lines
            .map(|line| Scene {
                duration: Some(3.0),
                ..Scene::from_line(line)
            })
            .into(),
        ..Project::default()
    }
}

#[test]
fn every_format_is_read_with_the_same_times_and_words() {
    let project = project();
    let plan = plan_captions(&project, None);
    let size = project.reel.format.size();
    let folder = tempfile::tempdir().unwrap();
    for format in CaptionFormat::ALL {
        let path = folder.path().join(format!("captions.{format}"));
        let text = write_captions(&plan.captions, *format, &plan.sheet, size);
        std::fs::write(&path, text).unwrap();
        let output = Command::new("ffmpeg")
            .args(["-v", "error", "-i"])
            .arg(&path)
            .args(["-f", "srt", "-c:s", "text", "-"])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.status.success() && told.is_empty(),
            "{format}: {told}"
        );
        let read = read_subrip(&String::from_utf8(output.stdout).unwrap()).unwrap();
        assert_eq!(read.len(), plan.captions.len(), "{format}");
        for (read, caption) in read.iter().zip(&plan.captions) {
            // ASS counts hundredths of a second.
            for (read, own) in [
                (read.span.start, caption.span.start),
                (read.span.end, caption.span.end),
            ] {
                assert!((read - own).abs() < 0.0101, "{format}: {read} {own}");
            }
            let letters = |text: &str| {
                let letters = text.replace('\u{29F5}', "\\");
                letters
                    .chars()
                    .filter(|letter| letter.is_alphanumeric())
                    .collect::<String>()
            };
            assert_eq!(letters(&read.text), letters(&caption.text), "{format}");
        }
    }
}
