//! What a project file may hold: one table of fields, from which files are checked.

use super::{
    CaptionLook, CaptionPosition, CaptionStyle, Fit, Motion, Project, Reel, TransitionEffect,
    VoiceProvider, WatermarkPosition,
};
use crate::FrameRate;
use crate::provider::SpeechUnit;

/// A table of a project file.
pub(super) struct Table {
    /// Its name in brackets.
    pub(super) name: &'static str,
    /// What may stand in it.
    pub(super) fields: &'static [Field],
}

/// A field of a table.
pub(super) struct Field {
    /// The key.
    pub(super) name: &'static str,
    /// What its value may be.
    pub(super) kind: Kind,
}

/// What a value may be.
pub(super) enum Kind {
    /// A text of at most so many characters.
    Text(usize),
    /// A BCP 47 tag.
    Language,
    /// A format name or size.
    Format,
    /// One of some names.
    Choice(&'static str, &'static [&'static str]),
    /// A bundled track, a path, or `none`.
    Track,
    /// A path of the person's own files.
    Path,
    /// A number from the first to the second limit.
    Number(f64, f64),
    /// A number over 0 up to the limit.
    Positive(f64),
    /// A whole number from the first to the second limit.
    Integer(i64, i64),
    /// `true` or `false`.
    Flag,
    /// `[x, y]`, each 0 to 1.
    Point,
    /// `#rrggbb` or `#rrggbbaa`.
    Color,
    /// A family of fonts, or the path of a font file.
    Font,
    /// A list of `{ start, end, text }`, in order and without overlap.
    Cues,
}

const fn field(name: &'static str, kind: Kind) -> Field {
    Field { name, kind }
}

/// The longest duration of a scene, in seconds.
const MAX_SCENE_SECS: f64 = 600.0;

/// The tables that stand once.
pub(super) const TABLES: &[Table] = &[
    Table {
        name: "reel",
        fields: &[
            field("topic", Kind::Text(100_000)),
            field("language", Kind::Language),
            field("format", Kind::Format),
            field(
                "fps",
                Kind::Number(FrameRate::LIMITS.0, FrameRate::LIMITS.1),
            ),
            field("scenes", Kind::Integer(1, Reel::MAX_GENERATED as i64)),
            field("length", Kind::Number(5.0, 600.0)),
            field("tone", Kind::Text(200)),
            field("style", Kind::Text(1000)),
            field("reference", Kind::Path),
        ],
    },
    Table {
        name: "voice",
        fields: &[
            field(
                "provider",
                Kind::Choice("voice provider", VoiceProvider::NAMES),
            ),
            field("name", Kind::Text(100)),
            field("style", Kind::Text(200)),
            field("speed", Kind::Number(0.5, 2.0)),
            field("unit", Kind::Choice("unit of speech", SpeechUnit::NAMES)),
            field("file", Kind::Path),
            field("trim", Kind::Flag),
            field("gate", Kind::Flag),
        ],
    },
    Table {
        name: "music",
        fields: &[
            field("track", Kind::Track),
            field("volume", Kind::Number(0.0, 1.0)),
            field("ducking", Kind::Flag),
            field("ducking_depth", Kind::Number(0.0, 30.0)),
            field("ducking_release", Kind::Number(0.1, 5.0)),
            field("fade_in", Kind::Number(0.0, 30.0)),
            field("fade_out", Kind::Number(0.0, 30.0)),
            field("start", Kind::Number(0.0, 36_000.0)),
        ],
    },
    Table {
        name: "captions",
        fields: &[
            field("style", Kind::Choice("caption style", CaptionStyle::NAMES)),
            field(
                "position",
                Kind::Choice("caption position", CaptionPosition::NAMES),
            ),
            field("look", Kind::Choice("caption look", CaptionLook::NAMES)),
            field("height", Kind::Number(0.0, 100.0)),
            field("font", Kind::Font),
            field("size", Kind::Number(0.5, 2.0)),
            field("weight", Kind::Integer(100, 900)),
            field("color", Kind::Color),
            field("highlight", Kind::Color),
            field("outline", Kind::Number(0.0, 30.0)),
            field("outline_color", Kind::Color),
            field("shadow", Kind::Number(0.0, 1.0)),
            field("box", Kind::Color),
            field("upper_case", Kind::Flag),
            field("max_lines", Kind::Integer(1, 4)),
            field("words", Kind::Integer(1, 3)),
        ],
    },
    Table {
        name: "watermark",
        fields: &[
            field("image", Kind::Path),
            field(
                "position",
                Kind::Choice("watermark position", WatermarkPosition::NAMES),
            ),
            field("opacity", Kind::Number(0.0, 1.0)),
            field("size", Kind::Number(1.0, 100.0)),
        ],
    },
    Table {
        name: "cover",
        fields: &[
            field("image", Kind::Path),
            field("at", Kind::Number(0.0, 36_000.0)),
        ],
    },
    Table {
        name: "transition",
        fields: &[
            field(
                "effect",
                Kind::Choice("transition", TransitionEffect::NAMES),
            ),
            field("duration", Kind::Number(0.0, 5.0)),
        ],
    },
];

/// The table that stands once for each scene.
pub(super) const SCENE: Table = Table {
    name: "scene",
    fields: &[
        field("line", Kind::Text(1000)),
        field("prompt", Kind::Text(5000)),
        field("image", Kind::Path),
        field("duration", Kind::Positive(MAX_SCENE_SECS)),
        field("motion", Kind::Choice("motion", Motion::NAMES)),
        field("strength", Kind::Number(0.0, 1.0)),
        field("fit", Kind::Choice("fit", Fit::NAMES)),
        field("focus", Kind::Point),
        field(
            "transition",
            Kind::Choice("transition", TransitionEffect::NAMES),
        ),
        field("voice", Kind::Path),
        field("card", Kind::Text(500)),
        field("background", Kind::Color),
        field("captions", Kind::Cues),
        field("locked", Kind::Flag),
    ],
};

/// The most scenes of a project.
pub(super) const MAX_SCENES: usize = Project::MAX_SCENES;
