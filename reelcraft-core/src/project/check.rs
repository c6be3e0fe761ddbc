//! Finding all mistakes of a project at once.

use std::ops::Range;

use super::choice::suggest;
use super::node::{Key, Node, Value};
use super::schema::{Field, MAX_SCENES, SCENE, TABLES, Table};
use super::value::check_value;
use super::{Position, Problem, Project};
use crate::{Error, Result};

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
            spoken |= has_text(scene, "line") || has_text(scene, "card");
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
