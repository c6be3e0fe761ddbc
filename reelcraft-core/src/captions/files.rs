//! Captions as files that players and editors read.

use super::ass::ass;
use super::{Caption, CaptionSheet};
use crate::project::FrameSize;
use crate::project::choice::choice;

choice! {
    /// A format of caption files.
    #[derive(Default)]
    pub enum CaptionFormat ("caption format") {
        /// `SubRip`.
        #[default]
        Srt = "srt",
        /// `WebVTT`.
        Vtt = "vtt",
        /// Advanced `SubStation` Alpha: with font, colours, place, and words that light up.
        Ass = "ass",
    }
}

/// Writes captions as a file.
pub fn write_captions(
    captions: &[Caption],
    format: CaptionFormat,
    sheet: &CaptionSheet,
    size: FrameSize,
) -> String {
    match format {
        CaptionFormat::Srt => srt(captions),
        CaptionFormat::Vtt => vtt(captions),
        CaptionFormat::Ass => ass(captions, sheet, size),
    }
}

/// A time as hours, minutes, seconds and a fraction of `per_sec` parts.
pub(super) fn clock(secs: f64, per_sec: u64) -> (u64, u64, u64, u64) {
    let parts = (secs.max(0.0) * per_sec as f64).round() as u64;
    let whole = parts / per_sec;
    (whole / 3600, whole / 60 % 60, whole % 60, parts % per_sec)
}

/// A time with milliseconds behind a mark.
fn stamp(secs: f64, mark: char) -> String {
    let (hours, minutes, secs, millis) = clock(secs, 1000);
    format!("{hours:02}:{minutes:02}:{secs:02}{mark}{millis:03}")
}

/// The rows of a text without empty ones, which would end a caption.
fn rows(text: &str) -> String {
    let rows = text.lines().map(str::trim).filter(|row| !row.is_empty());
    rows.collect::<Vec<_>>().join("\n")
}

fn srt(captions: &[Caption]) -> String {
    let mut file = String::new();
    for (index, caption) in captions.iter().enumerate() {
        let (start, end) = (stamp(caption.span.start, ','), stamp(caption.span.end, ','));
        let (number, text) = (index + 1, rows(&caption.text));
        file.push_str(&format!("{number}\n{start} --> {end}\n{text}\n\n"));
    }
    file
}

fn vtt(captions: &[Caption]) -> String {
    let mut file = "WEBVTT\n\n".to_owned();
    for caption in captions {
        let (start, end) = (stamp(caption.span.start, '.'), stamp(caption.span.end, '.'));
        let text = rows(&caption.text)
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        file.push_str(&format!("{start} --> {end}\n{text}\n\n"));
    }
    file
}

#[cfg(test)]
mod tests {
    use super::super::{CaptionPage, TimedWord};
    use super::*;
    use crate::LineSpan;
    use crate::project::{CaptionLook, CaptionStyle, Captions};

    fn caption(start: f64, end: f64, text: &str) -> Caption {
        let span = LineSpan { start, end };
        let word = |(index, word): (usize, &str)| TimedWord {
            text: word.to_owned(),
            has_space_before: true,
            span: LineSpan {
                start: start + index as f64 * 0.25,
                end: start + index as f64 * 0.25 + 0.25,
            },
        };
        Caption {
            scene: 0,
            span,
            text: text.to_owned(),
            pages: vec![CaptionPage {
                span,
                words: text.split_whitespace().enumerate().map(word).collect(),
            }],
        }
    }

    fn written(captions: &[Caption], format: CaptionFormat) -> String {
        let captions_of = Captions {
            style: CaptionStyle::Word,
            look: CaptionLook::Bold,
            ..Captions::default()
        };
        let sheet = CaptionSheet::of(&captions_of, None);
        write_captions(captions, format, &sheet, FrameSize::new(1080, 1920))
    }

    #[test]
    fn srt_and_vtt_hold_times_and_texts() {
        let all = [
            caption(0.25, 1.9996, "a < b & c"),
            caption(3661.5, 3662.0, "Two\n\nrows"),
        ];
        assert_eq!(
            written(&all, CaptionFormat::Srt),
            "1\n00:00:00,250 --> 00:00:02,000\na < b & c\n\n\
             2\n01:01:01,500 --> 01:01:02,000\nTwo\nrows\n\n"
        );
        assert_eq!(
            written(&all, CaptionFormat::Vtt),
            "WEBVTT\n\n00:00:00.250 --> 00:00:02.000\na &lt; b &amp; c\n\n\
             01:01:01.500 --> 01:01:02.000\nTwo\nrows\n\n"
        );
    }

    #[test]
    fn ass_lights_words_up_when_they_are_spoken() {
        let file = written(&[caption(1.0, 1.75, "one {two} three")], CaptionFormat::Ass);
        assert!(file.contains("PlayResX: 1080\nPlayResY: 1920\n"), "{file}");
        let event = file.lines().last().unwrap();
        assert_eq!(
            event,
            "Dialogue: 0,0:00:01.00,0:00:01.75,Caption,,0,0,0,,\
             {\\k25}ONE {\\k25}\\{TWO\\} {\\k25}THREE"
        );
        // Yellow is what is spoken, white what is still to come; outlined in black.
        let style = file
            .lines()
            .find(|line| line.starts_with("Style:"))
            .unwrap();
        assert!(
            style.contains(",&H0000E6FF,&H00FFFFFF,&H00000000,"),
            "{style}"
        );
    }
}
