//! Reading `SubRip` files as people and programs write them.

use crate::project::{Position, Problem};
use crate::{Error, LineSpan, Result};

/// A caption of a `SubRip` file.
#[derive(Debug, Clone, PartialEq)]
pub struct SubripCue {
    /// When it is seen, in seconds.
    pub span: LineSpan,
    /// What is shown, without tags; rows are divided by `\n`.
    pub text: String,
    /// The line of the file that has its times, from 1.
    pub line: usize,
}

/// The most bytes of a file of captions that are read.
pub(crate) const MOST_BYTES: usize = 4 << 20;
/// No tag is longer.
const MOST_TAG_CHARS: usize = 200;
/// As many mistakes are told.
const MOST_PROBLEMS: usize = 100;

/// Reads a `SubRip` file, also with `WebVTT`'s heading and full stops in its times. Numbers may be
/// missing or wrong. Captions come back in the order of their times. All mistakes are told at
/// once, each with its line.
pub fn read_subrip(text: &str) -> Result<Vec<SubripCue>> {
    if text.len() > MOST_BYTES {
        return Err(Error::invalid_input(format!(
            "{} bytes are too many for a file of captions",
            text.len()
        )));
    }
    let text = text.trim_start_matches('\u{feff}');
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim_end_matches('\r'))
        .collect();
    let mut cues: Vec<SubripCue> = Vec::new();
    let mut problems = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        if !line.contains("-->") {
            continue;
        }
        let Some(span) = read_times(line) else {
            let message = format!("`{}` are no times", line.trim());
            let hint = "write them as 00:00:01,000 --> 00:00:02,500";
            problems.push(problem(at, message, Some(hint)));
            continue;
        };
        let number = at;
        let mut rows = Vec::new();
        while let Some(row) = lines.get(at).filter(|row| !row.trim().is_empty()) {
            // Some programs leave no empty line before the next caption's number.
            let begins_next = row.trim().parse::<u32>().is_ok()
                && lines
                    .get(at + 1)
                    .is_some_and(|next| read_times(next).is_some());
            if begins_next || read_times(row).is_some() {
                break;
            }
            rows.push(without_tags(row).trim().to_owned());
            at += 1;
        }
        cues.push(SubripCue {
            span,
            text: rows.join("\n"),
            line: number,
        });
    }
    if cues.is_empty() && problems.is_empty() && !text.trim().is_empty() {
        return Err(Error::invalid_input("there is no caption in the file")
            .hint("a caption is a line of times, 00:00:01,000 --> 00:00:02,500, and its text"));
    }
    cues.sort_by(|a, b| a.span.start.total_cmp(&b.span.start));
    problems.extend(misplaced(&cues));
    refuse(problems)?;
    // What is within the tolerance.
    let nexts: Vec<f64> = cues.iter().skip(1).map(|cue| cue.span.start).collect();
    for (cue, next) in cues.iter_mut().zip(nexts) {
        cue.span.end = cue.span.end.min(next);
    }
    Ok(cues)
}

/// Refuses a file with mistakes; the first hundred are told.
pub(super) fn refuse(mut problems: Vec<Problem>) -> Result<()> {
    problems.sort_by_key(|problem| problem.position.map(|position| position.line));
    let message = match problems.len() {
        0 => return Ok(()),
        1 => "the captions have a mistake".to_owned(),
        count => format!("the captions have {count} mistakes"),
    };
    problems.truncate(MOST_PROBLEMS);
    Err(Error::invalid(message, problems))
}

/// The captions that do not follow each other.
fn misplaced(cues: &[SubripCue]) -> Vec<Problem> {
    let backwards = cues.iter().filter(|cue| cue.span.end <= cue.span.start);
    let backwards = backwards.map(|cue| {
        problem(
            cue.line,
            "the caption ends before it begins".to_owned(),
            None,
        )
    });
    let overlapping = cues.windows(2).filter_map(|pair| match pair {
        [before, after] if after.span.start < before.span.end - 0.000_5 => {
            let message = format!(
                "the caption begins before that of line {} ends",
                before.line
            );
            let hint = "one caption is seen at a time";
            Some(problem(after.line, message, Some(hint)))
        }
        _ => None,
    });
    backwards.chain(overlapping).collect()
}

pub(super) fn problem(line: usize, message: String, hint: Option<&str>) -> Problem {
    Problem {
        field: String::new(),
        position: Some(Position { line, column: 1 }),
        message,
        hint: hint.map(str::to_owned),
    }
}

/// `00:00:01,000 --> 00:00:02,500`, and what may stand behind.
fn read_times(line: &str) -> Option<LineSpan> {
    let (start, rest) = line.split_once("-->")?;
    let end = rest.split_whitespace().next()?;
    Some(LineSpan {
        start: read_stamp(start.trim())?,
        end: read_stamp(end)?,
    })
}

/// Hours are left out where there are none.
fn read_stamp(stamp: &str) -> Option<f64> {
    let (clock, millis) = stamp.split_once([',', '.']).unwrap_or((stamp, "0"));
    let digits = |text: &str| text.chars().all(|digit| digit.is_ascii_digit());
    if !digits(millis) || millis.is_empty() || millis.len() > 9 {
        return None;
    }
    let fraction: f64 = format!("0.{millis}").parse().ok()?;
    let parts: Vec<&str> = clock.split(':').collect();
    if !(2..=3).contains(&parts.len()) || !parts.iter().all(|part| digits(part)) {
        return None;
    }
    let mut secs = 0.0;
    for part in parts {
        secs = secs * 60.0 + f64::from(part.parse::<u32>().ok()?);
    }
    Some(secs + fraction)
}

/// Leaves out `<i>`, `<font …>`, `{\an8}`, and reads the entities of `WebVTT`.
fn without_tags(row: &str) -> String {
    let mut text = String::new();
    let mut rest = row;
    while let Some(first) = rest.chars().next() {
        let tag = match first {
            '<' if is_tag(rest) => rest.find('>'),
            '{' if rest.starts_with("{\\") => near(rest, '}'),
            _ => None,
        };
        if let Some(end) = tag {
            rest = rest.get(end + 1..).unwrap_or_default();
        } else {
            text.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}

/// Where a character stands, if it is near.
fn near(text: &str, wanted: char) -> Option<usize> {
    let near = text.char_indices().take(MOST_TAG_CHARS);
    near.into_iter()
        .find(|(_, letter)| *letter == wanted)
        .map(|(at, _)| at)
}

/// `<i>`, `</b>`, `<font color="…">`; not the sign in `a < b`.
fn is_tag(text: &str) -> bool {
    let text: String = text.chars().take(MOST_TAG_CHARS).collect();
    let name = text.trim_start_matches('<');
    let name = name.strip_prefix('/').unwrap_or(name);
    let name: String = name.chars().take_while(char::is_ascii_alphabetic).collect();
    ["i", "b", "u", "s", "font", "c", "v", "ruby", "rt", "lang"].contains(&name.as_str())
        && text.contains('>')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(f64, f64, String)> {
        let cues = read_subrip(text).unwrap().into_iter();
        cues.map(|cue| (cue.span.start, cue.span.end, cue.text))
            .collect()
    }

    #[test]
    fn files_of_all_habits_are_read() {
        let plain = vec![
            (1.0, 2.5, "One\ntwo".to_owned()),
            (3.0, 4.0, "a < b".to_owned()),
        ];
        for text in [
            "1\n00:00:01,000 --> 00:00:02,500\nOne\ntwo\n\n2\n00:00:03,000 --> 00:00:04,000\na < b\n",
            "\u{feff}1\r\n00:00:01,000 --> 00:00:02,500\r\nOne\r\ntwo\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\na < b",
            "WEBVTT\n\n00:01.000 --> 00:02.500 align:start\nOne\ntwo\n\n00:03.000 --> 00:04.000\na &lt; b\n",
            "7\n00:00:03,000 --> 00:00:04,000\n{\\an8}<i>a < b</i>\n8\n00:00:01,000 --> 00:00:02,500\n<font color=\"#fff\">One</font>\ntwo\n",
        ] {
            assert_eq!(read(text), plain, "{text}");
        }
        assert_eq!(read(""), []);
    }

    #[test]
    fn all_mistakes_are_told_with_their_lines() {
        let mistakes = |text: &str| -> Vec<String> {
            let error = read_subrip(text).unwrap_err();
            error.problems().iter().map(ToString::to_string).collect()
        };
        for text in ["hello", "1\n00:00:01 -> 2"] {
            let error = read_subrip(text).unwrap_err();
            assert_eq!(error.to_string(), "there is no caption in the file");
        }
        let times = mistakes("1\n00:00:0x --> 00:00:02,0\nA");
        assert_eq!(times.len(), 1);
        assert!(times[0].starts_with("line 2, column 1: `00:00:0x --> 00:00:02,0` are no times"));
        let file = "1\n00:00:03,0 --> 00:00:02,0\nA\n\n2\n00:00:04,0 --> 00:00:06,0\nB\n\n3\n\
            00:00:05,0 --> 00:00:07,0\nC\n\n4\nsoon --> later\nD\n";
        assert_eq!(
            mistakes(file),
            [
                "line 2, column 1: the caption ends before it begins",
                "line 10, column 1: the caption begins before that of line 6 ends (one caption is \
                 seen at a time)",
                "line 14, column 1: `soon --> later` are no times (write them as 00:00:01,000 --> \
                 00:00:02,500)",
            ]
        );
    }

    #[test]
    fn rows_of_signs_take_no_time() {
        let signs = "<".repeat(300_000) + &"{\\".repeat(100_000) + &"<i<b".repeat(50_000);
        let file = format!("00:00:01,000 --> 00:00:02,000\n{signs}\n");
        assert_eq!(read(&file)[0].2.len(), signs.len());
    }
}
