//! Finding all mistakes of a project at once.

use std::ops::Range;
use std::path::{Component, Path};
use std::str::FromStr;

use super::choice::suggest;
use super::node::{Key, Node, Value};
use super::schema::{Field, Kind, MAX_SCENES, SCENE, TABLES, Table};
use super::{Format, Music, Position, Problem, Project};
use crate::{Error, Language, Result};

impl Project {
    /// Reads a project from TOML text; all mistakes at once, each with line, column and hint.
    pub fn from_toml(text: &str) -> Result<Self> {
        let (root, syntax) = Node::from_toml(text);
        let mut checker = Checker {
            text: Some(text),
            problems: Vec::new(),
        };
        for error in &syntax {
            checker.problem("", error.span(), error.message().trim(), None);
        }
        // Half a document would only give mistakes that follow from the first one.
        if syntax.is_empty() {
            checker.project(&root);
        }
        checker.finish()?;
        toml::from_str(text)
            .map_err(|error| Error::internal("a checked project cannot be read").because(error))
    }

    /// Reads a project from a JSON document; all mistakes at once.
    pub fn from_json(document: &serde_json::Value) -> Result<Self> {
        let mut checker = Checker {
            text: None,
            problems: Vec::new(),
        };
        checker.project(&Node::from_json(document));
        checker.finish()?;
        serde_json::from_value(without_nulls(document))
            .map_err(|error| Error::internal("a checked project cannot be read").because(error))
    }
}

fn without_nulls(value: &serde_json::Value) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        Json::Object(entries) => entries
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.clone(), without_nulls(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Json::Array(items) => items.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

struct Checker<'t> {
    text: Option<&'t str>,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn problem(
        &mut self,
        field: &str,
        span: Option<Range<usize>>,
        message: impl Into<String>,
        hint: Option<String>,
    ) {
        let position = self
            .text
            .zip(span)
            .map(|(text, span)| Position::of_offset(text, span.start));
        self.problems.push(Problem {
            field: field.to_owned(),
            position,
            message: message.into(),
            hint,
        });
    }

    fn finish(mut self) -> Result<()> {
        if self.problems.is_empty() {
            return Ok(());
        }
        self.problems.sort_by_key(|problem| problem.position);
        let message = match self.problems.len() {
            1 => "the project has a mistake".to_owned(),
            count => format!("the project has {count} mistakes"),
        };
        Err(Error::invalid(message, self.problems))
    }

    fn project(&mut self, root: &Node) {
        let Value::Table(entries) = &root.value else {
            let message = format!("expected a table, found {}", root.type_name());
            return self.problem("", root.span.clone(), message, None);
        };
        let mut topic = false;
        let mut spoken = false;
        for (key, node) in entries {
            if key.name == SCENE.name {
                spoken |= self.scenes(node);
            } else if let Some(table) = TABLES.iter().find(|table| table.name == key.name) {
                self.table(table, table.name, node);
                topic |= table.name == "reel" && has_text(node, "topic");
            } else {
                let mut names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
                names.push(SCENE.name);
                let message = format!("unknown table `{}`", key.name);
                let hint = Some(suggest(&key.name, &names));
                self.problem("", key.span.clone(), message, hint);
            }
        }
        self.voice_file(entries);
        if !topic && !spoken && self.problems.is_empty() {
            let hint = "write topic = \"…\" under [reel], or at least one [[scene]] with a line";
            self.problem(
                "",
                Some(0..0),
                "there is neither a topic nor a scene with a line",
                Some(hint.to_owned()),
            );
        }
    }

    /// Checks the scenes; says whether any of them has a line.
    fn scenes(&mut self, node: &Node) -> bool {
        let Value::List(scenes) = &node.value else {
            let message = format!("expected scenes, found {}", node.type_name());
            let hint = Some("begin each scene with [[scene]]".to_owned());
            self.problem("scene", node.span.clone(), message, hint);
            return false;
        };
        if scenes.len() > MAX_SCENES {
            let message = format!("{} scenes are more than {MAX_SCENES}", scenes.len());
            let span = scenes.get(MAX_SCENES).and_then(|scene| scene.span.clone());
            self.problem("scene", span, message, None);
        }
        let mut spoken = false;
        for (index, scene) in scenes.iter().enumerate() {
            self.table(&SCENE, &format!("scene[{}]", index + 1), scene);
            spoken |= has_text(scene, "line");
        }
        spoken
    }

    fn table(&mut self, table: &Table, path: &str, node: &Node) {
        let Value::Table(entries) = &node.value else {
            let message = format!("expected a table, found {}", node.type_name());
            let hint = Some(format!("write [{}] on a line of its own", table.name));
            return self.problem(path, node.span.clone(), message, hint);
        };
        for (key, value) in entries {
            let field_path = format!("{path}.{}", key.name);
            match table.fields.iter().find(|field| field.name == key.name) {
                Some(field) => self.value(field, &field_path, value),
                None => {
                    let names: Vec<&str> = table.fields.iter().map(|field| field.name).collect();
                    let message = format!("unknown field `{}`", key.name);
                    let hint = Some(suggest(&key.name, &names));
                    self.problem(path, key.span.clone(), message, hint);
                }
            }
        }
    }

    fn value(&mut self, field: &Field, path: &str, node: &Node) {
        if let Err((message, hint)) = check_value(&field.kind, node) {
            self.problem(path, node.span.clone(), message, hint);
        }
    }

    /// A recording of one's own must be named.
    fn voice_file(&mut self, entries: &[(Key, Node)]) {
        let Some((_, voice)) = entries.iter().find(|(key, _)| key.name == "voice") else {
            return;
        };
        let Value::Table(fields) = &voice.value else {
            return;
        };
        let provider = fields.iter().find(|(key, _)| key.name == "provider");
        if let Some((_, node)) = provider
            && matches!(&node.value, Value::Text(name) if name == "file")
            && !has_text(voice, "file")
        {
            self.problem(
                "voice.provider",
                node.span.clone(),
                "`file` needs a recording",
                Some("name it: file = \"voice.wav\"".to_owned()),
            );
        }
    }
}

fn has_text(table: &Node, name: &str) -> bool {
    let Value::Table(entries) = &table.value else {
        return false;
    };
    entries.iter().any(|(key, node)| {
        key.name == name && matches!(&node.value, Value::Text(text) if !text.trim().is_empty())
    })
}

/// A message and a hint.
type Mistake = (String, Option<String>);

fn check_value(kind: &Kind, node: &Node) -> Result<(), Mistake> {
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
    }
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
