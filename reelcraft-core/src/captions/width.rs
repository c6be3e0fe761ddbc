//! How wide a text is, about, before any font is known.

use unicode_segmentation::UnicodeSegmentation as _;

/// The width of a text in ems of a heavy sans-serif: a little more than most fonts need, so that
/// what is planned with it fits.
pub(crate) fn width_em(text: &str) -> f64 {
    text.graphemes(true).map(cluster_em).sum()
}

fn cluster_em(cluster: &str) -> f64 {
    let Some(first) = cluster.chars().next() else {
        return 0.0;
    };
    match u32::from(first) {
        0x20 | 0xA0 => 0.28,
        0x21 | 0x27 | 0x2C | 0x2E | 0x3A | 0x3B | 0x60 | 0x7C | 0x2018..=0x201A | 0x2BB | 0x2BC => {
            0.32
        }
        // Ideographs, syllables, full-width forms and pictures.
        0x1100..=0x115F
        | 0x2600..=0x27BF
        | 0x2E80..=0x9FFF
        | 0xA960..=0xA97F
        | 0xAC00..=0xD7AF
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE4F
        | 0xFF00..=0xFF60
        | 0x1F000..=0x1FBFF
        | 0x20000..=0x3FFFF => 1.05,
        // Devanagari and its sisters: a cluster may hold several letters.
        0x0900..=0x0DFF => 0.45 + 0.25 * cluster.chars().count() as f64,
        _ if matches!(
            first,
            'm' | 'w'
                | 'M'
                | 'W'
                | 'ш'
                | 'щ'
                | 'ж'
                | 'ю'
                | 'Ш'
                | 'Щ'
                | 'Ж'
                | 'Ю'
                | 'м'
                | 'М'
                | '@'
                | '—'
        ) =>
        {
            0.95
        }
        _ if first.is_uppercase() => 0.74,
        _ if matches!(
            first,
            'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | '(' | ')' | '-'
        ) =>
        {
            0.4
        }
        _ => 0.62,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_count_once() {
        assert!((width_em("👨‍👩‍👧‍👦") - 1.05).abs() < 1e-9);
        assert!((width_em("é") - width_em("e\u{301}")).abs() < 1e-9);
        assert!(width_em("咸") > width_em("a"));
        assert!(width_em("क्ष") < 2.0);
    }
}
