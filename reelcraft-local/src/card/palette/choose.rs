//! Chooses the palette of a card.

use super::mood::{MOODS, Treatment, treatments};
use super::palettes::{ALL, Palette};
use crate::card::illustration::WordFinder;
use crate::card::seed::Seed;

/// What the first, second and third palette of a mood count.
const PLACE_WEIGHTS: [f32; 3] = [1.0, 0.75, 0.55];

/// How far chance may move a palette, so that cards about the same thing differ.
const CHANCE: f32 = 0.5;

/// Chooses a palette by the moods of the words, else by chance; another variant gives another one.
pub(crate) fn choose(prompt: &str, style: Option<&str>, variant: u32, seed: &Seed) -> Palette {
    let prompt = WordFinder::new(prompt);
    let style = WordFinder::new(style.unwrap_or(""));
    let treatments = treatments(&style);
    let has = |treatment| treatments.contains(&treatment);

    let mut seed = seed.branch("palette");
    let mut ranked: Vec<(f32, &Palette)> = ALL
        .iter()
        .map(|palette| {
            let mut score = seed.unit() * CHANCE;
            for (names, words) in MOODS {
                let hits = prompt.count(words).min(2) as f32 + 2.0 * style.count(words) as f32;
                let place = names.iter().position(|name| *name == palette.name);
                let weight = place.and_then(|place| PLACE_WEIGHTS.get(place)).copied();
                score += hits * weight.unwrap_or(0.0);
            }
            (score, palette)
        })
        .filter(
            |(_, palette)| match (has(Treatment::Dark), has(Treatment::Light)) {
                (true, false) => palette.is_dark,
                (false, true) => !palette.is_dark,
                _ => !has(Treatment::Soft) || !palette.is_dark,
            },
        )
        .collect();
    ranked.sort_by(|(a, _), (b, _)| b.total_cmp(a));

    let index = variant as usize % ranked.len().max(1);
    let [first, ..] = &ALL;
    let palette = ranked.get(index).map_or(first, |(_, palette)| *palette);
    let palette = if has(Treatment::Soft) {
        palette.softened()
    } else {
        palette.clone()
    };
    if has(Treatment::Monochrome) {
        palette.monochrome()
    } else {
        palette
    }
}

#[cfg(test)]
mod tests {
    use reelcraft_core::Digest;

    use super::*;

    fn chosen(prompt: &str, style: Option<&str>, variant: u32) -> Palette {
        choose(
            prompt,
            style,
            variant,
            &Seed::new(&Digest::of_bytes(prompt.as_bytes())),
        )
    }

    #[test]
    fn moods_choose_in_three_languages() {
        for (prompt, names) in [
            (
                "The night sky is full of stars",
                ["night", "graphite", "samarkand"],
            ),
            (
                "Tunda yulduzlar porlaydi",
                ["night", "graphite", "samarkand"],
            ),
            ("Ночью видны звёзды", ["night", "graphite", "samarkand"]),
            ("Dengiz va okean suvlari", ["ocean", "deep", "samarkand"]),
            ("Морская вода и океан", ["ocean", "deep", "samarkand"]),
            ("Trees of the forest", ["forest", "meadow", "mint"]),
        ] {
            let palette = chosen(prompt, None, 0);
            assert!(names.contains(&palette.name), "{prompt}: {}", palette.name);
        }
    }

    #[test]
    fn the_style_decides_light_and_dark() {
        for prompt in ["a", "b", "c", "d", "e", "f"] {
            assert!(chosen(prompt, Some("night, dark"), 0).is_dark);
            assert!(chosen(prompt, Some("тёмный"), 1).is_dark);
            assert!(!chosen(prompt, Some("bright"), 0).is_dark);
            assert!(!chosen(prompt, Some("soft watercolour"), 0).is_dark);
            assert!(!chosen(prompt, Some("pastel ranglar"), 3).is_dark);
        }
    }

    #[test]
    fn variants_change_the_palette() {
        for variant in 0..5 {
            let palette = chosen("sea", None, variant);
            assert_ne!(palette.name, chosen("sea", None, variant + 1).name);
        }
    }
}
