//! The shapes that pictures can have.

use reelcraft_core::project::FrameSize;

/// Width, height and name.
const SHAPES: [(f64, f64, &str); 14] = [
    (1.0, 1.0, "1:1"),
    (1.0, 4.0, "1:4"),
    (4.0, 1.0, "4:1"),
    (1.0, 8.0, "1:8"),
    (8.0, 1.0, "8:1"),
    (2.0, 3.0, "2:3"),
    (3.0, 2.0, "3:2"),
    (3.0, 4.0, "3:4"),
    (4.0, 3.0, "4:3"),
    (4.0, 5.0, "4:5"),
    (5.0, 4.0, "5:4"),
    (9.0, 16.0, "9:16"),
    (16.0, 9.0, "16:9"),
    (21.0, 9.0, "21:9"),
];

/// How much wider or taller a picture may be than it shall be: 20 %.
const NEAR: std::ops::RangeInclusive<f64> = 0.8..=1.25;

/// The shape nearest to a size.
pub(super) fn shape(size: FrameSize) -> &'static str {
    let wanted = size.aspect().ln();
    let distance = |(width, height, _): &(f64, f64, &str)| ((width / height).ln() - wanted).abs();
    SHAPES
        .iter()
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))
        .map_or("9:16", |(_, _, name)| name)
}

/// Whether two sizes have about the same shape.
pub(super) fn is_like(size: FrameSize, wanted: FrameSize) -> bool {
    NEAR.contains(&(size.aspect() / wanted.aspect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_shape_is_asked_for() {
        for (width, height, name) in [
            (1080, 1920, "9:16"),
            (1080, 1350, "4:5"),
            (1080, 1080, "1:1"),
            (1920, 1080, "16:9"),
            (1000, 1010, "1:1"),
            (500, 2000, "1:4"),
            (4000, 500, "8:1"),
        ] {
            assert_eq!(shape(FrameSize::new(width, height)), name);
        }
    }

    #[test]
    fn shapes_may_differ_a_little() {
        let reel = FrameSize::new(1080, 1920);
        assert!(is_like(FrameSize::new(768, 1376), reel));
        assert!(is_like(FrameSize::new(4, 6), reel));
        assert!(!is_like(FrameSize::new(3, 4), reel));
        assert!(!is_like(FrameSize::new(1376, 768), reel));
    }
}
