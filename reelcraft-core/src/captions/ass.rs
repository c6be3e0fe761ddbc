//! Captions with their look, as Advanced `SubStation` Alpha.

use super::files::clock;
use super::{Caption, CaptionFont, CaptionPlace, CaptionSheet, SafeArea, TimedWord};
use crate::project::{CaptionStyle, Color, FrameSize};

/// The family of the font that is built in.
const BUNDLED_FAMILY: &str = "Montserrat";
/// From this weight on letters are bold.
const BOLD: u16 = 600;

/// Writes a whole file. Letters are measured in pixels of the frame.
pub(super) fn ass(captions: &[Caption], sheet: &CaptionSheet, size: FrameSize) -> String {
    let mut file = format!(
        "[Script Info]\nScriptType: v4.00+\nWrapStyle: 0\nScaledBorderAndShadow: yes\n\
         YCbCr Matrix: TV.709\nPlayResX: {}\nPlayResY: {}\n\n\
         [V4+ Styles]\n\
         Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, \
         BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, \
         BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding\n\
         {}\n\n\
         [Events]\n\
         Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n",
        size.width,
        size.height,
        style(sheet, size)
    );
    for caption in captions {
        let text = match caption.pages.as_slice() {
            [page] if sheet.style == CaptionStyle::Word => {
                sung(&page.words, caption.span.start, sheet)
            }
            _ => caption
                .text
                .lines()
                .map(|row| escaped(&sheet.shown(row.trim())))
                .filter(|row| !row.is_empty())
                .collect::<Vec<_>>()
                .join("\\N"),
        };
        file.push_str(&format!(
            "Dialogue: 0,{},{},Caption,,0,0,0,,{text}\n",
            stamp(caption.span.start),
            stamp(caption.span.end)
        ));
    }
    file
}

fn style(sheet: &CaptionSheet, size: FrameSize) -> String {
    let em = sheet.size * f64::from(size.width.min(size.height));
    let area = SafeArea::of(size);
    let family = match &sheet.font {
        CaptionFont::Family(name) => name.replace(',', " "),
        CaptionFont::Bundled | CaptionFont::File { .. } => BUNDLED_FAMILY.to_owned(),
    };
    let height = f64::from(size.height);
    // Above, in the middle and below are 8, 5 and 2; the margin is from that edge.
    let (alignment, margin) = match sheet.place {
        CaptionPlace::Upper => (8, area.top),
        CaptionPlace::Middle => (5, 0.0),
        CaptionPlace::Lower => (2, height - area.bottom),
        CaptionPlace::Height(part) => (2, (height * (1.0 - part) - em).max(0.0)),
    };
    let has_plate = sheet.plate.is_visible();
    let border = if has_plate {
        (3, em * 0.2, sheet.plate)
    } else {
        (1, em * sheet.outline, sheet.outline_color)
    };
    format!(
        "Style: Caption,{family},{em:.0},{},{},{},{},{},0,0,0,100,100,0,0,{},{:.1},{:.1},\
         {alignment},{:.0},{:.0},{margin:.0},1",
        tint(if sheet.style == CaptionStyle::Word {
            spoken(sheet)
        } else {
            sheet.color
        }),
        tint(sheet.color),
        tint(border.2),
        tint(Color::rgba(0, 0, 0, (sheet.shadow * 160.0) as u8)),
        if sheet.weight >= BOLD { -1 } else { 0 },
        border.0,
        border.1,
        if sheet.shadow > 0.0 && !has_plate {
            em * 0.04
        } else {
            0.0
        },
        area.left,
        f64::from(size.width) - area.right,
    )
}

/// The colour of what is spoken: that of its plate, where it stands on one.
fn spoken(sheet: &CaptionSheet) -> Color {
    if sheet.word_plate.is_visible() {
        sheet.word_plate
    } else {
        sheet.highlight
    }
}

/// A colour as alpha, blue, green, red; alpha 0 hides what is behind.
fn tint(color: Color) -> String {
    let Color {
        red,
        green,
        blue,
        alpha,
    } = color;
    format!("&H{:02X}{blue:02X}{green:02X}{red:02X}", 255 - alpha)
}

/// Words, each with the hundredths of a second that it is sung for.
fn sung(words: &[TimedWord], start: f64, sheet: &CaptionSheet) -> String {
    let hundredths = |secs: f64| (secs * 100.0).round() as i64;
    let mut text = String::new();
    let lead = words
        .first()
        .map_or(0, |word| hundredths(word.span.start) - hundredths(start));
    if lead > 0 {
        text.push_str(&format!("{{\\k{lead}}}"));
    }
    for (index, word) in words.iter().enumerate() {
        let next = words.get(index + 1);
        let end = next.map_or(word.span.end, |next| next.span.start);
        let secs = hundredths(end) - hundredths(word.span.start);
        if word.has_space_before && index > 0 {
            text.push(' ');
        }
        let shown = escaped(&sheet.shown(&word.text));
        text.push_str(&format!("{{\\k{}}}{shown}", secs.max(0)));
    }
    text
}

fn escaped(text: &str) -> String {
    // A backslash would begin a command; nothing looks more like it than this.
    text.replace('\\', "\u{29F5}")
        .replace('{', "\\{")
        .replace('}', "\\}")
}

fn stamp(secs: f64) -> String {
    let (hours, minutes, secs, hundredths) = clock(secs, 100);
    format!("{hours}:{minutes:02}:{secs:02}.{hundredths:02}")
}
