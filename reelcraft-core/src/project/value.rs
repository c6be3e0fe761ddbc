//! What a single value of a project may be.

use std::path::{Component, Path};
use std::str::FromStr;

use super::captions::is_font_file;
use super::choice::suggest;
use super::node::{Node, Value};
use super::schema::Kind;
use super::{Color, Cue, Format, Music};
use crate::{Error, Language, Result};

/// A message and a hint.
pub(super) type Mistake = (String, Option<String>);

/// Checks a value against what a field may hold.
pub(super) fn check_value(kind: &Kind, node: &Node) -> Result<(), Mistake> {
    match kind {
        Kind::Text(max_chars) => {
            let text = text_of(node)?;
            let chars = text.chars().count();
            if chars > *max_chars {
                return mistake(format!("{chars} characters are more than {max_chars}"));
            }
            Ok(())
        }
        Kind::Language => parse::<Language>(node),
        Kind::Format => parse::<Format>(node),
        Kind::Choice(what, names) => {
            let text = text_of(node)?;
            if names.contains(&text) {
                return Ok(());
            }
            Err((
                format!("unknown {what} `{text}`"),
                Some(suggest(text, names)),
            ))
        }
        Kind::Track => check_track(text_of(node)?),
        Kind::Path => check_path(text_of(node)?),
        Kind::Number(low, high) => {
            let number = number_of(node)?;
            if (*low..=*high).contains(&number) {
                Ok(())
            } else {
                mistake(format!("{number} is outside {low} to {high}"))
            }
        }
        Kind::Positive(high) => {
            let number = number_of(node)?;
            if number > 0.0 && number <= *high {
                Ok(())
            } else {
                mistake(format!("{number} seconds are not over 0 and up to {high}"))
            }
        }
        Kind::Integer(low, high) => match node.value {
            Value::Integer(number) if (*low..=*high).contains(&number) => Ok(()),
            Value::Integer(number) => mistake(format!("{number} is outside {low} to {high}")),
            _ => expected("a whole number", node),
        },
        Kind::Flag => match node.value {
            Value::Flag => Ok(()),
            _ => expected("true or false", node),
        },
        Kind::Point => {
            let Value::List(items) = &node.value else {
                return expected("[x, y]", node);
            };
            let numbers: Vec<f64> = items.iter().filter_map(Node::as_number).collect();
            let inside = numbers.iter().all(|number| (0.0..=1.0).contains(number));
            if numbers.len() == 2 && items.len() == 2 && inside {
                Ok(())
            } else {
                mistake("a point is two numbers from 0 to 1, for example [0.5, 0.3]")
            }
        }
        Kind::Color => parse::<Color>(node),
        Kind::Font => match text_of(node)? {
            name if is_font_file(name) => check_path(name),
            name if name.trim().is_empty() || name.chars().count() > 100 => {
                mistake("a font is the name of a family, or the path of a font file")
            }
            _ => Ok(()),
        },
        Kind::Cues => check_cues(node),
    }
}

fn check_cues(node: &Node) -> Result<(), Mistake> {
    const SHAPE: &str = "a caption is { start = 0.0, end = 1.5, text = \"…\" }";
    let Value::List(cues) = &node.value else {
        return expected("a list of captions", node);
    };
    if cues.len() > Cue::MOST_IN_SCENE {
        return mistake(format!(
            "{} captions are more than {}",
            cues.len(),
            Cue::MOST_IN_SCENE
        ));
    }
    let mut before = f64::NEG_INFINITY;
    for (index, cue) in cues.iter().enumerate() {
        let number = index + 1;
        let Value::Table(entries) = &cue.value else {
            return expected("a caption", cue).map_err(|(text, _)| (text, Some(SHAPE.to_owned())));
        };
        let find = |name: &str| entries.iter().find(|(key, _)| key.name == name);
        if let Some((key, _)) = entries
            .iter()
            .find(|(key, _)| !["start", "end", "text"].contains(&key.name.as_str()))
        {
            let hint = Some(SHAPE.to_owned());
            return Err((
                format!("unknown field `{}` of caption {number}", key.name),
                hint,
            ));
        }
        let (Some((_, start)), Some((_, end)), Some((_, text))) =
            (find("start"), find("end"), find("text"))
        else {
            let hint = Some(SHAPE.to_owned());
            return Err((format!("caption {number} is not whole"), hint));
        };
        let (start, end) = (number_of(start)?, number_of(end)?);
        // A caption may begin a little before the cut to its scene.
        let (earliest, latest) = Cue::LIMITS_SECS;
        if !(start >= earliest && end > start && end <= latest) {
            return mistake(format!(
                "caption {number} does not last from {start} to {end}"
            ));
        }
        if start < before - 1e-6 {
            return mistake(format!(
                "caption {number} begins before the one before it ends"
            ));
        }
        before = end;
        let chars = text_of(text)?.chars().count();
        if chars > Cue::MOST_CHARS {
            return mistake(format!(
                "{chars} characters of caption {number} are more than {}",
                Cue::MOST_CHARS
            ));
        }
    }
    Ok(())
}

fn mistake<T>(message: impl Into<String>) -> Result<T, Mistake> {
    Err((message.into(), None))
}

fn expected<T>(what: &str, node: &Node) -> Result<T, Mistake> {
    mistake(format!("expected {what}, found {}", node.type_name()))
}

fn text_of(node: &Node) -> Result<&str, Mistake> {
    match &node.value {
        Value::Text(text) => Ok(text),
        _ => Err((
            format!("expected a text, found {}", node.type_name()),
            Some("put it in \"quotes\"".to_owned()),
        )),
    }
}

fn number_of(node: &Node) -> Result<f64, Mistake> {
    match node.as_number() {
        Some(number) => Ok(number),
        None => expected("a number", node),
    }
}

fn parse<T: FromStr<Err = Error>>(node: &Node) -> Result<(), Mistake> {
    text_of(node)?
        .parse::<T>()
        .map(drop)
        .map_err(|error| (error.to_string(), error.hint_text().map(str::to_owned)))
}

fn check_track(text: &str) -> Result<(), Mistake> {
    let is_name = !text.contains(['/', '\\', '.']);
    if is_name && !text.is_empty() && text != "none" && !Music::BUNDLED.contains(&text) {
        let mut names = Music::BUNDLED.to_vec();
        names.push("none");
        return Err((
            format!("unknown track `{text}`"),
            Some(format!(
                "{}; or give the path of a sound file",
                suggest(text, &names).trim_end_matches('?')
            )),
        ));
    }
    if is_name {
        return Ok(());
    }
    check_path(text)
}

/// Absolute paths are the person's own business; relative ones stay in the project's folder.
fn check_path(text: &str) -> Result<(), Mistake> {
    if text.trim().is_empty() {
        return Err((
            "the path is empty".to_owned(),
            Some("remove the line to have the file made".to_owned()),
        ));
    }
    if text.contains('\0') {
        return mistake("a path cannot hold a zero byte");
    }
    let mut depth = 0i64;
    for component in Path::new(text).components() {
        match component {
            Component::ParentDir => depth -= 1,
            Component::Normal(_) => depth += 1,
            Component::RootDir | Component::Prefix(_) | Component::CurDir => {}
        }
        if depth < 0 {
            return Err((
                format!("`{text}` leaves the project's folder"),
                Some("copy the file beside the project, or give its absolute path".to_owned()),
            ));
        }
    }
    Ok(())
}
