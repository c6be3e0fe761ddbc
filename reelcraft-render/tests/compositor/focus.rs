//! The focus point of a picture stays in the frame, whatever the format.

use reelcraft_core::project::{Focus, Format, FrameSize, Motion};
use reelcraft_render::compositor::CameraPlan;

use crate::world::{World, clip, timeline};

#[test]
fn the_focus_point_is_seen_in_every_format() {
    let world = World::new();
    let file = world.picture("ground.png", (64, 64), |_, _| [70, 96, 118]);
    for (name, size) in Format::NAMED {
        for picture in [(4000, 2000), (1200, 3000), (900, 900)] {
            let picture = FrameSize::new(picture.0, picture.1);
            for (x, y) in [(0.05, 0.1), (0.5, 0.5), (0.95, 0.9), (0.2, 0.95)] {
                for motion in [Motion::None, Motion::ZoomIn, Motion::ZoomOut] {
                    let mut clip = clip(&file, 60, motion);
                    clip.focus = Focus { x, y };
                    let plan = timeline(size, vec![clip.clone()], &[], 0);
                    let camera = CameraPlan::new(&plan, &clip, picture);
                    let (at_x, at_y) = camera.layout.focus_on_canvas(picture, clip.focus);
                    for frame in [0, 20, 40, 59] {
                        let view = camera.view(frame);
                        let place = format!("{name} {picture} {x} {y} {motion} {frame}");
                        assert!(at_x >= view.left - 1.0, "{place}");
                        assert!(at_x <= view.left + view.width + 1.0, "{place}");
                        assert!(at_y >= view.top - 1.0, "{place}");
                        assert!(at_y <= view.top + view.height + 1.0, "{place}");
                    }
                }
            }
        }
    }
}
