//! How a word springs in.

/// How long it takes, in seconds.
const SECS: f64 = 0.2;
/// Size at the first moment.
const FROM: f64 = 0.62;
/// How fast it swings to and fro, in radians over [`SECS`], and how fast that dies down.
const SWING: f64 = 4.7;
const DAMPING: f64 = 3.0;

/// Whether a word that appeared so many seconds ago is at rest.
pub(super) fn is_at_rest(secs: f64) -> bool {
    secs >= SECS
}

/// The size of a word, as a multiple of its own, so many seconds after it appeared: a damped
/// spring that overshoots a little and is at rest after 0.2 seconds.
pub(super) fn size_after(secs: f64) -> f64 {
    if is_at_rest(secs) {
        return 1.0;
    }
    let way = secs.max(0.0) / SECS;
    // What is left of the swing at the end is taken away evenly, so that it ends at rest.
    let swing = |way: f64| (-DAMPING * way).exp() * (SWING * way).cos();
    1.0 - (1.0 - FROM) * (swing(way) - way * swing(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_small_overshoots_a_little_and_comes_to_rest() {
        assert!((size_after(0.0) - FROM).abs() < 1e-9);
        let sizes: Vec<f64> = (0..100)
            .map(|step| size_after(f64::from(step) * 0.002))
            .collect();
        let most = sizes.iter().copied().fold(0.0, f64::max);
        assert!((1.01..1.12).contains(&most), "{most}");
        for pair in sizes.windows(2) {
            assert!((pair[1] - pair[0]).abs() < 0.03, "no jump");
        }
        assert!((size_after(SECS - 1e-6) - 1.0).abs() < 0.001);
        assert!((size_after(7.0) - 1.0).abs() < f64::EPSILON);
    }
}
