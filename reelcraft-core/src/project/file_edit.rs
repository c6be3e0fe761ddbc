//! Changing the text of a project file in place: comments and order stay.

use std::path::Path;

use toml_edit::{
    Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value, value,
};

use super::{Cue, Edit, SceneRef};

/// Turns an inline table or an array of them into ones with headers.
pub(super) fn make_table(item: &mut Item) {
    if item.as_array().is_some_and(toml_edit::Array::is_empty) {
        *item = Item::ArrayOfTables(ArrayOfTables::new());
        return;
    }
    let taken = std::mem::take(item);
    *item = match taken.into_table() {
        Ok(table) => Item::Table(table),
        Err(other) => match other.into_array_of_tables() {
            Ok(tables) => Item::ArrayOfTables(tables),
            Err(other) => other,
        },
    };
}

/// Makes a change in the text of a project.
pub(super) fn apply(edit: &Edit, document: &mut DocumentMut) {
    match edit {
        Edit::Script { lines, .. } => set_script(document, lines),
        Edit::Line { scene, line } => in_scene(document, scene, |table| {
            table.remove("captions");
            table.remove("voice");
            set(table, "line", line);
        }),
        Edit::Prompt { scene, prompt, .. } => {
            in_scene(document, scene, |table| set(table, "prompt", prompt));
        }
        Edit::Image { scene, image, .. } => {
            in_scene(document, scene, |table| set(table, "image", written(image)));
        }
        Edit::Captions {
            scene, captions, ..
        } => in_scene(document, scene, |table| {
            if captions.is_empty() {
                table.remove("captions");
            } else {
                set(table, "captions", cues(captions));
            }
        }),
        Edit::Voice { file, .. } => {
            let voice = document.entry("voice").or_insert_with(new_table);
            if let Some(voice) = voice.as_table_like_mut() {
                set(voice, "file", written(file));
            }
        }
    }
}

fn new_table() -> Item {
    let mut table = Table::new();
    table.decor_mut().set_prefix("\n");
    Item::Table(table)
}

/// A relative path as it is written in a file on every system.
fn written(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// One caption a row.
fn cues(captions: &[Cue]) -> Array {
    let mut rows: Array = captions
        .iter()
        .map(|cue| {
            let mut row = InlineTable::new();
            row.insert("start", cue.start.into());
            row.insert("end", cue.end.into());
            row.insert("text", cue.text.as_str().into());
            let mut row = Value::InlineTable(row);
            row.decor_mut().set_prefix("\n  ");
            row
        })
        .collect();
    rows.set_trailing("\n");
    rows.set_trailing_comma(true);
    rows
}

/// Sets a value; a comment behind an older one stays.
fn set(table: &mut dyn TableLike, key: &str, new: impl Into<Value>) {
    let mut new = value(new);
    if let (Some(old), Some(new)) = (table.get(key).and_then(Item::as_value), new.as_value_mut()) {
        *new.decor_mut() = old.decor().clone();
    }
    // Inserting under a key that exists would lose the comments before the key.
    match table.get_mut(key) {
        Some(item) => *item = new,
        None => {
            table.insert(key, new);
        }
    }
}

/// Changes the table of a scene, however scenes are written.
fn in_scene(document: &mut DocumentMut, scene: &SceneRef, change: impl FnOnce(&mut dyn TableLike)) {
    let Some(scenes) = document.get_mut("scene") else {
        return;
    };
    let line_of = |table: &dyn TableLike| {
        let line = table.get("line").and_then(Item::as_str);
        line.unwrap_or_default().to_owned()
    };
    if let Some(tables) = scenes.as_array_of_tables_mut() {
        let lines: Vec<String> = tables.iter().map(|table| line_of(table)).collect();
        if let Some(table) = scene.find(&lines).and_then(|at| tables.get_mut(at)) {
            change(table);
        }
    } else if let Some(array) = scenes.as_array_mut() {
        // scene = [{ line = "…" }, …]
        let lines: Vec<String> = array
            .iter()
            .map(|item| item.as_inline_table().map_or(String::new(), |t| line_of(t)))
            .collect();
        if let Some(table) = scene
            .find(&lines)
            .and_then(|at| array.get_mut(at))
            .and_then(Value::as_inline_table_mut)
        {
            change(table);
        }
    }
}

fn set_script(document: &mut DocumentMut, lines: &[String]) {
    let item = document
        .entry("scene")
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    make_table(item);
    let Some(scenes) = item.as_array_of_tables_mut() else {
        return;
    };
    while scenes.len() > lines.len() {
        scenes.remove(scenes.len() - 1);
    }
    for (index, line) in lines.iter().enumerate() {
        match scenes.get_mut(index) {
            Some(scene) => {
                if scene.get("line").and_then(Item::as_str) != Some(line) {
                    scene.remove("prompt");
                    scene.remove("image");
                    scene.remove("captions");
                    scene.remove("voice");
                }
                set(scene, "line", line);
            }
            None => {
                let mut scene = Table::new();
                scene.decor_mut().set_prefix("\n");
                scene.insert("line", value(line));
                scenes.push(scene);
            }
        }
    }
}
