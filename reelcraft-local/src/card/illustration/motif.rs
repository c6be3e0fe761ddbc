//! What a card shows when its text names nothing that can be shown.

/// Sets that go with any topic, the main illustration first.
pub(crate) const MOTIFS: [[&str; 4]; 10] = [
    ["💡", "✨", "📝", "🧩"],
    ["🌍", "🧭", "✨", "🎈"],
    ["📖", "✨", "🕯", "🪶"],
    ["🧭", "🗺", "⭐", "🏔"],
    ["🔭", "⭐", "🪐", "✨"],
    ["🎈", "☁", "✨", "🌈"],
    ["🌿", "🦋", "🌼", "✨"],
    ["🎨", "✨", "🖌", "🌈"],
    ["🏔", "☁", "🌲", "🦅"],
    ["⛵", "🌊", "☁", "⭐"],
];
