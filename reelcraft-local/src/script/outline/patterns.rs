//! What the outlines of a language are made of.

/// The patterns of one language.
///
/// `{topic}` stands where the topic needs no case, article or agreement. Everything else is true
/// of any topic: a pattern asks, promises a look, or says how to look, and never states a fact.
pub(super) struct Patterns {
    /// A thing, person, place, event or idea.
    pub subject: Outline,
    /// A question for a reason: why, how it works.
    pub question: Outline,
    /// Any other question: who, what, where, whether; it opens like one for a reason.
    pub inquiry_sections: &'static [Section],
    /// The way to do something.
    pub how_to: Outline,
    /// A number of things.
    pub list: Outline,
    /// The parts of a list between its sections.
    pub items: Items,
    /// Last lines.
    pub closings: ByTone,
}

/// Patterns for one kind of topic.
pub(super) struct Outline {
    /// First lines, with the topic.
    pub openings: ByTone,
    /// The parts of the narration in order. Lines of a part stand for each other: short scripts
    /// use one of them, long ones all.
    pub sections: &'static [Section],
}

/// One part of a narration.
pub(super) struct Section {
    /// Parts of small rank are used first when lines are few.
    pub rank: u8,
    /// Its lines; any number of them may follow each other in any rotation.
    pub lines: &'static [&'static str],
}

/// Lines for the manners that a person can ask for.
pub(super) struct ByTone {
    /// Nothing special.
    pub neutral: &'static [&'static str],
    /// Light and joking.
    pub playful: &'static [&'static str],
    /// Calm and factual.
    pub serious: &'static [&'static str],
}

/// The parts of a list.
pub(super) struct Items {
    /// "First", "second", … up to the tenth.
    pub ordinals: &'static [&'static str; 10],
    /// What is said of the first item, after the ordinal number and a colon.
    pub first_descriptions: &'static [&'static str],
    /// The same for the others, in any rotation.
    pub descriptions: &'static [&'static str; 9],
    /// The item at the end of the list.
    pub last: &'static [&'static str],
    /// What may be said after an item.
    pub remarks: &'static [&'static str],
    /// Said before the items when only the first of them follow.
    pub partly: &'static [&'static str],
}
