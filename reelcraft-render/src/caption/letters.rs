//! Which letters are seen, and which are coloured pictures.

/// Letters that must be seen; not what only shapes others.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "as filters give it")]
pub(super) fn is_drawn(letter: &char) -> bool {
    !letter.is_whitespace()
        && !letter.is_control()
        && !matches!(u32::from(*letter),
            0xAD | 0x034F | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
            | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF
            | 0xE0000..=0xE0FFF)
}

/// Whether a cluster is shown as a coloured picture.
pub(super) fn is_emoji(cluster: &str) -> bool {
    let is_picture = |letter: char| {
        matches!(u32::from(letter), 0x1F000..=0x1FAFF | 0x231A..=0x231B | 0x23E9..=0x23F3
            | 0x2614..=0x2615 | 0x2648..=0x2653 | 0x26A1 | 0x26BD..=0x26BE | 0x26C4..=0x26C5
            | 0x26CE | 0x26D4 | 0x26EA | 0x26F2..=0x26F5 | 0x26FA | 0x26FD | 0x2705
            | 0x270A..=0x270B | 0x2728 | 0x274C | 0x274E | 0x2753..=0x2757 | 0x2795..=0x2797
            | 0x27B0 | 0x2B50 | 0x2B55)
    };
    cluster.contains(['\u{FE0F}', '\u{20E3}']) || cluster.chars().any(is_picture)
}
