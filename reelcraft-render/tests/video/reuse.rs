//! Segments are found again, and bad ones never shown.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use reelcraft_core::FrameRate;
use reelcraft_core::timeline::Timeline;

use super::support::{Rig, decode, timeline, warnings};

fn four_scenes(pictures: [&str; 4]) -> Timeline {
    timeline(FrameRate::whole(30), &[60, 150, 60, 60], 15, &pictures)
}

#[test]
fn the_frames_do_not_depend_on_threads_or_on_what_was_reused() {
    let timeline = four_scenes(["a", "b", "c", "d"]);
    let one = Rig {
        workers: 1,
        ..Rig::new()
    };
    let (video, cold) = one.render(&timeline, "one.mp4");
    let frames = decode(&video);
    assert_eq!(cold.reused, 0);

    let eight = Rig {
        workers: 8,
        ..Rig::new()
    };
    let (video, _) = eight.render(&timeline, "eight.mp4");
    assert!(decode(&video) == frames, "8 threads");

    let (video, warm) = one.render(&timeline, "warm.mp4");
    assert_eq!(warm.reused, one.plan(&timeline).len());
    assert!(decode(&video) == frames, "all reused");

    for (number, entry) in one.stored().iter().enumerate() {
        if number % 2 == 0 {
            fs::remove_file(entry).unwrap();
        }
    }
    let (video, half) = one.render(&timeline, "half.mp4");
    assert!(half.reused > 0 && half.reused < warm.reused);
    assert!(decode(&video) == frames, "half reused");
    assert_eq!(warnings(&video), "");

    let again = Rig {
        reuse: false,
        ..one
    };
    let (video, fresh) = again.render(&timeline, "fresh.mp4");
    assert_eq!(fresh.reused, 0);
    assert!(decode(&video) == frames, "encoded again");
}

#[test]
fn one_changed_picture_costs_its_body_and_its_two_transitions() {
    let rig = Rig::new();
    let before = four_scenes(["a", "b", "c", "d"]);
    rig.render(&before, "before.mp4");
    let total = rig.plan(&before).len();
    let (_, report) = rig.render(&four_scenes(["a", "b", "C", "d"]), "changed.mp4");
    assert_eq!(total - report.reused, 3);
    // Scenes that changed places: their bodies stay, all transitions are new. The first and the
    // last scene are seen for longer than those between.
    let (_, report) = rig.render(
        &timeline(
            FrameRate::whole(30),
            &[60, 60, 150, 60],
            15,
            &["a", "c", "b", "d"],
        ),
        "moved.mp4",
    );
    assert_eq!(total - report.reused, 3);
}

#[test]
fn the_same_scene_twice_is_encoded_once() {
    let rig = Rig::new();
    let timeline = timeline(
        FrameRate::whole(30),
        &[30; 5],
        0,
        &["a", "b", "a", "b", "a"],
    );
    let (video, report) = rig.render(&timeline, "twice.mp4");
    assert_eq!(report.reused, 0);
    assert_eq!(rig.stored().len(), 2);
    let frames = decode(&video);
    assert_eq!(frames.len(), 150);
    assert!(frames[0..30] == frames[60..90]);
}

fn flip(path: &Path) {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(path)
        .unwrap();
    let middle = file.metadata().unwrap().len() / 2;
    let mut byte = [0];
    file.read_exact_at(&mut byte, middle).unwrap();
    file.write_all_at(&[byte[0] ^ 1], middle).unwrap();
}

fn shorten(path: &Path) {
    let file = OpenOptions::new().write(true).open(path).unwrap();
    let length = file.metadata().unwrap().len();
    file.set_len(length * 2 / 3).unwrap();
}

fn delete(path: &Path) {
    fs::remove_file(path).unwrap();
}

fn empty(path: &Path) {
    fs::write(path, "").unwrap();
}

#[test]
fn damaged_entries_are_encoded_again_even_when_it_happens_during_the_render() {
    let timeline = four_scenes(["a", "b", "c", "d"]);
    let rig = Rig::new();
    let (video, _) = rig.render(&timeline, "whole.mp4");
    let frames = decode(&video);
    for (name, damage) in [
        ("flip", flip as fn(&Path)),
        ("shorten", shorten),
        ("delete", delete),
        ("empty", empty),
    ] {
        let entries = rig.stored();
        damage(&entries[1]);
        let (video, report) = rig.render(&timeline, "before.mp4");
        assert_eq!(entries.len() - report.reused, 1, "{name}");
        assert!(decode(&video) == frames, "{name} before the render");

        let (video, report) = rig.render_with(&timeline, "during.mp4", None, || {
            entries.iter().step_by(2).for_each(|entry| damage(entry));
        });
        assert_eq!(report.reused, entries.len(), "{name}");
        assert!(decode(&video) == frames, "{name} during the render");
        assert_eq!(rig.stored(), entries, "{name}");
    }
}

#[test]
fn two_renders_at_once_share_a_store() {
    let timeline = four_scenes(["a", "b", "c", "d"]);
    let rig = Rig::new();
    std::thread::scope(|scope| {
        for name in ["left.mp4", "right.mp4", "third.mp4"] {
            let (rig, timeline) = (&rig, &timeline);
            scope.spawn(move || rig.render(timeline, name));
        }
    });
    let frames = decode(&rig.folder.path().join("left.mp4"));
    assert_eq!(frames.len() as u64, timeline.length);
    for name in ["right.mp4", "third.mp4"] {
        assert!(decode(&rig.folder.path().join(name)) == frames, "{name}");
    }
    assert_eq!(rig.stored().len(), rig.plan(&timeline).len());
}
