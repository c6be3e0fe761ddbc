//! Bad pictures are found before anything is composed.

use reelcraft_core::project::{FrameSize, Motion};
use reelcraft_core::{Control, ErrorKind};
use reelcraft_render::YuvFrame;

use crate::world::{World, clip, compositor, frame, timeline};

const SIZE: FrameSize = FrameSize::new(128, 224);

#[test]
fn all_bad_pictures_are_reported_at_once() {
    let world = World::new();
    let good = world.picture("good.png", (50, 60), |x, y| [x as u8, y as u8, 0]);
    let playlist = world.path("playlist.jpg");
    std::fs::write(&playlist, "#EXTM3U\n").unwrap();
    let cut = world.path("cut.png");
    let whole = std::fs::read(&good).unwrap();
    std::fs::write(&cut, &whole[..whole.len() / 2]).unwrap();
    let missing = world.path("missing.png");
    let paths = [&good, &playlist, &good, &cut, &missing];
    let clips = paths
        .iter()
        .map(|path| clip(path, 10, Motion::ZoomIn))
        .collect();
    let compositor = compositor(timeline(SIZE, clips, &[], 0));
    let control = Control::default();

    let error = compositor
        .check_pictures(&[0, 1, 2, 3, 4], &control)
        .unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Media);
    let text = error.to_string();
    for name in [
        "playlist.jpg",
        "cut.png",
        "missing.png",
        "scene 2",
        "scene 4",
        "scene 5",
    ] {
        assert!(text.contains(name), "{text}");
    }
    assert!(!text.contains("good.png"), "{text}");
    let fields: Vec<&str> = error
        .problems()
        .iter()
        .map(|problem| problem.field.as_str())
        .collect();
    assert_eq!(
        fields,
        ["scene[2].image", "scene[4].image", "scene[5].image"]
    );

    // One alone keeps its own kind, hint and cause.
    let error = compositor.check_pictures(&[0, 4], &control).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("missing.png"));
    let error = compositor.check_pictures(&[1], &control).unwrap_err();
    assert!(error.hint_text().is_some());

    // What is not asked for is not looked at.
    compositor.check_pictures(&[0, 2], &control).unwrap();
    frame(&compositor, 25);
    let mut into = YuvFrame::black(SIZE);
    assert_eq!(
        *compositor.compose(15, &mut into).unwrap_err().kind(),
        ErrorKind::Media
    );
}

#[test]
fn a_checked_picture_is_not_read_again_soon() {
    let world = World::new();
    let path = world.picture("p.png", (50, 60), |x, y| [x as u8, y as u8, 0]);
    let compositor = compositor(timeline(SIZE, vec![clip(&path, 10, Motion::None)], &[], 0));
    compositor
        .check_pictures(&[0], &Control::default())
        .unwrap();
    std::fs::remove_file(&path).unwrap();
    frame(&compositor, 3);
}

#[test]
fn a_cancelled_check_ends() {
    let world = World::new();
    let path = world.picture("p.png", (50, 60), |x, y| [x as u8, y as u8, 0]);
    let compositor = compositor(timeline(SIZE, vec![clip(&path, 10, Motion::None)], &[], 0));
    let control = Control::default();
    control.cancel();
    let error = compositor.check_pictures(&[0], &control).unwrap_err();
    assert!(error.is_cancelled());
}
