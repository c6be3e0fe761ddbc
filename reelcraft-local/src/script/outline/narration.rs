//! Choosing and ordering the patterns for a topic.

use reelcraft_core::{Digest, Language};

use super::kind::Kind;
use super::patterns::{ByTone, Items, Outline, Section};
use super::tone::Tone;
use super::topic::Topic;
use super::{english, russian, uzbek};
use crate::script::uzbek_letters::to_cyrillic;
use crate::script::writing_language::WritingLanguage;

/// Where the topic goes in a pattern.
const PLACE: &str = "{topic}";
/// An opening that gets longer than this is not taken.
const LONGEST_OPENING_CHARS: usize = 95;

/// What an outline is written for.
#[derive(Debug, Clone, Copy)]
pub(in crate::script) struct Wanted<'a> {
    /// What it is about.
    pub(in crate::script) topic: &'a str,
    pub(in crate::script) writing: WritingLanguage,
    pub(in crate::script) language: &'a Language,
    pub(in crate::script) scene_count: usize,
    pub(in crate::script) tone: Option<&'a str>,
    /// Which of the possible outlines, 0 first.
    pub(in crate::script) variant: u32,
}

/// Writes `scene_count` lines about a topic; `None` when there is no letter or digit in it.
pub(in crate::script) fn write_outline(wanted: Wanted<'_>) -> Option<Vec<String>> {
    let Wanted {
        writing,
        scene_count,
        ..
    } = wanted;
    let topic = Topic::read(wanted.topic, writing)?;
    let tone = wanted.tone.map_or(Tone::Neutral, Tone::read);
    let variant = (wanted.variant > 0).then(|| wanted.variant.to_string());
    let digest = Digest::builder("outline-1")
        .field(wanted.language.to_string())
        .field(&topic.text)
        .field(format!("{tone:?}"));
    // The first one is digested without a number.
    let digest = match variant {
        Some(variant) => digest.field(variant),
        None => digest,
    };
    let mut choice = Choice::new(&digest.finish());
    let patterns = match writing {
        WritingLanguage::English => &english::PATTERNS,
        WritingLanguage::Russian => &russian::PATTERNS,
        WritingLanguage::UzbekLatin | WritingLanguage::UzbekCyrillic => &uzbek::PATTERNS,
    };
    let kind = match topic.kind {
        Kind::Subject => &patterns.subject,
        Kind::Reason | Kind::Inquiry => &patterns.question,
        Kind::HowTo => &patterns.how_to,
        Kind::List(_) => &patterns.list,
    };
    let mut lines = vec![opening(&topic, &kind.openings, tone, writing, &mut choice)];
    let closing = choice.one_of(tone.of(&patterns.closings)).to_owned();
    let body_count = scene_count.saturating_sub(2);
    let body = match topic.kind {
        Kind::List(count) => list_body(count, body_count, kind, &patterns.items, &mut choice),
        Kind::Inquiry => section_lines(patterns.inquiry_sections, body_count, &mut choice).concat(),
        _ => section_lines(kind.sections, body_count, &mut choice).concat(),
    };
    lines.extend(body.iter().map(|line| in_letters_of(writing, line)));
    if scene_count > 1 {
        lines.push(in_letters_of(writing, &closing));
    }
    Some(lines)
}

fn in_letters_of(writing: WritingLanguage, line: &str) -> String {
    if writing == WritingLanguage::UzbekCyrillic {
        to_cyrillic(line)
    } else {
        line.to_owned()
    }
}

/// The first line: one of the openings that stays short enough, else the topic alone.
fn opening(
    topic: &Topic,
    openings: &ByTone,
    tone: Tone,
    writing: WritingLanguage,
    choice: &mut Choice,
) -> String {
    let filled = |pattern: &&'static str| {
        let (before, after) = pattern.split_once(PLACE)?;
        let line = [
            in_letters_of(writing, before),
            topic.text.clone(),
            in_letters_of(writing, after),
        ]
        .concat();
        (line.chars().count() <= LONGEST_OPENING_CHARS).then_some(line)
    };
    let fitting: Vec<String> = if topic.is_short() {
        tone.of(openings).iter().filter_map(filled).collect()
    } else {
        Vec::new()
    };
    let at = choice.below(fitting.len().max(1));
    fitting.get(at).cloned().unwrap_or_else(|| {
        if topic.text.ends_with(['?', '.', '…']) {
            topic.text.clone()
        } else {
            format!("{}.", topic.text)
        }
    })
}

/// Takes `count` lines from the sections, the important ones first, and gives them section by
/// section in the order of the narration.
fn section_lines(sections: &[Section], count: usize, choice: &mut Choice) -> Vec<Vec<String>> {
    /// Sections of rank 3 to 8 trade places among short scripts, so that two topics differ.
    const FREE_RANKS: std::ops::RangeInclusive<u8> = 3..=8;
    let mut by_rank: Vec<(u8, usize)> = sections
        .iter()
        .enumerate()
        .map(|(at, section)| {
            let free = FREE_RANKS.contains(&section.rank);
            let rank = if free {
                FREE_RANKS.start() + choice.below(6) as u8
            } else {
                section.rank
            };
            (rank, at)
        })
        .collect();
    by_rank.sort_unstable();
    let mut wanted = vec![0usize; sections.len()];
    let mut left = count;
    while left > 0 {
        let before = left;
        for (_, at) in &by_rank {
            let (Some(wanted), Some(section)) = (wanted.get_mut(*at), sections.get(*at)) else {
                continue;
            };
            if left > 0 && *wanted < section.lines.len() {
                *wanted += 1;
                left -= 1;
            }
        }
        if left == before {
            break;
        }
    }
    sections
        .iter()
        .zip(wanted)
        .map(|(section, wanted)| {
            let start = choice.below(section.lines.len().max(1));
            let lines = section.lines.iter().cycle().skip(start).take(wanted);
            lines.map(|line| (*line).to_owned()).collect()
        })
        .collect()
}

/// The lines of a list between opening and closing: an introduction, the items with remarks as
/// far as there is room, then general sections.
fn list_body(
    promised: usize,
    count: usize,
    outline: &Outline,
    items: &Items,
    choice: &mut Choice,
) -> Vec<String> {
    let nameable = promised.min(items.ordinals.len());
    let is_partial = promised > items.ordinals.len() || count < promised;
    let has_partly = is_partial && count >= 2;
    let named = nameable.min(count - usize::from(has_partly).min(count));
    let spare = count - named - usize::from(has_partly);
    let has_introduction = spare > 0;
    let remarks = named.min(spare - usize::from(has_introduction));
    let general = section_lines(outline.sections, spare - remarks, choice);

    let mut lines = Vec::with_capacity(count);
    let mut general = general.into_iter();
    lines.extend(general.next().unwrap_or_default());
    if has_partly {
        lines.push(choice.one_of(items.partly).to_owned());
    }
    let first_description = choice.one_of(items.first_descriptions);
    let next_description = choice.below(items.descriptions.len());
    let first_remark = choice.below(items.remarks.len());
    let others = items.descriptions.iter().cycle().skip(next_description);
    let descriptions = std::iter::once(&first_description).chain(others);
    let mut remark = items.remarks.iter().cycle().skip(first_remark);
    for (at, (ordinal, description)) in items
        .ordinals
        .iter()
        .zip(descriptions)
        .take(named)
        .enumerate()
    {
        if at + 1 == promised && named > 1 {
            lines.push(choice.one_of(items.last).to_owned());
        } else {
            lines.push(format!("{ordinal}: {description}"));
        }
        // Spread evenly: the quotient steps up `remarks` times over all items.
        if (at + 1) * remarks / named > at * remarks / named {
            lines.extend(remark.next().map(|line| (*line).to_owned()));
        }
    }
    lines.extend(general.flatten());
    lines
}

/// A sequence of choices that depends on a digest alone (`SplitMix64`, Steele et al. 2014).
struct Choice(u64);

impl Choice {
    fn new(digest: &Digest) -> Self {
        let half = digest.as_str().get(..16).unwrap_or_default();
        Self(u64::from_str_radix(half, 16).unwrap_or(0))
    }

    /// A number from 0 to `bound` − 1; `bound` is at least 1.
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }

    fn one_of(&mut self, lines: &[&'static str]) -> &'static str {
        let at = self.below(lines.len().max(1));
        lines.get(at).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All patterns of a language.
    fn all() -> [(&'static str, &'static super::super::patterns::Patterns); 3] {
        [
            ("en", &english::PATTERNS),
            ("ru", &russian::PATTERNS),
            ("uz", &uzbek::PATTERNS),
        ]
    }

    #[test]
    fn every_line_can_be_spoken_in_a_scene() {
        for (language, patterns) in all() {
            let outlines = [
                &patterns.subject,
                &patterns.question,
                &patterns.how_to,
                &patterns.list,
            ];
            let lines = outlines
                .iter()
                .flat_map(|outline| outline.sections)
                .flat_map(|section| section.lines)
                .chain(patterns.closings.neutral)
                .chain(patterns.closings.playful)
                .chain(patterns.closings.serious)
                .chain(patterns.items.last)
                .chain(patterns.items.remarks)
                .chain(patterns.items.partly);
            for line in lines {
                let length = line.chars().count();
                assert!((22..=85).contains(&length), "{language}: {length} {line}");
                assert!(line.split_whitespace().count() <= 16, "{language}: {line}");
                assert!(line.ends_with(['.', '?', '!']), "{line}");
                assert!(
                    !line.contains(['{', '}', '\'', '‘', '’']) || language == "en",
                    "{line}"
                );
            }
        }
    }

    #[test]
    fn every_kind_has_lines_for_sixty_scenes_without_repetition() {
        for (language, patterns) in all() {
            for sections in [
                patterns.subject.sections,
                patterns.question.sections,
                patterns.inquiry_sections,
                patterns.how_to.sections,
            ] {
                let mut lines: Vec<_> = sections.iter().flat_map(|section| section.lines).collect();
                let count = lines.len();
                lines.sort_unstable();
                lines.dedup();
                assert_eq!(count, lines.len(), "{language}");
                assert!(count >= 58, "{language}: {count}");
            }
        }
    }

    #[test]
    fn lists_end_with_a_wrap_up_of_their_own() {
        for (language, patterns) in all() {
            let lines = |sections: &'static [Section]| {
                let lines = sections.iter().flat_map(|section| section.lines);
                lines.copied().collect::<Vec<_>>()
            };
            let others = [
                patterns.subject.sections,
                patterns.question.sections,
                patterns.inquiry_sections,
                patterns.how_to.sections,
            ]
            .map(lines)
            .concat();
            let wrap_up = patterns.list.sections.last().unwrap().lines;
            assert!(
                wrap_up.iter().all(|line| !others.contains(line)),
                "{language}: {wrap_up:?}"
            );
            // Only questions ask for a guess that a wrap-up can come back to.
            let about_the_guess = patterns.question.sections.last().unwrap().lines[0];
            assert!(
                !lines(patterns.list.sections).contains(&about_the_guess),
                "{language}"
            );
        }
    }

    #[test]
    fn every_opening_has_one_place_for_the_topic() {
        for (_, patterns) in all() {
            for outline in [
                &patterns.subject,
                &patterns.question,
                &patterns.how_to,
                &patterns.list,
            ] {
                let openings = &outline.openings;
                for line in [openings.neutral, openings.playful, openings.serious].concat() {
                    assert_eq!(line.matches(PLACE).count(), 1, "{line}");
                    assert!(line.chars().count() <= 80, "{line}");
                }
            }
        }
    }
}
