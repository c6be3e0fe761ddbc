//! The things that a client of Reelcraft asks to have written, recognised by their data and
//! their schema.

use reelcraft_core::provider::{LineRequest, PromptsRequest, ScriptRequest};
use reelcraft_core::{Control, Language};
use serde_json::{Value, json};

use super::errors::Stop;
use super::state::State;

/// How many lines a script has when nobody says.
const USUAL_SCENES: u64 = 6;

/// Gives the values that the providers behind the server know for a task: a script, prompts for
/// its pictures, or other words for one line. `None` for any other task.
pub(super) async fn known_values(
    state: &State,
    data: &Value,
    schema: &Value,
) -> Result<Option<Value>, Stop> {
    let has = |property: &str| schema.pointer(&format!("/properties/{property}")).is_some();
    let items = |property: &str| schema.pointer(&format!("/properties/{property}/items"));
    if let Some(topic) = text(data, "topic")
        && let Some(items) = items("lines")
    {
        let lines = write_script(state, data, topic).await?;
        let lines: Vec<Value> = lines
            .iter()
            .enumerate()
            .map(|(index, line)| fit_item(items, "line", index + 1, line))
            .collect();
        return Ok(Some(json!({"lines": lines, "title": topic})));
    }
    let lines = numbered_lines(data);
    if let (Some(wanted), Some(items)) = (numbers(data, "wanted"), items("prompts")) {
        let prompts = write_prompts(state, data, &lines, &wanted).await?;
        let prompts: Vec<Value> = prompts
            .iter()
            .map(|(number, prompt)| fit_item(items, "prompt", *number, prompt))
            .collect();
        let setting = "The same people and places throughout, in the light of one long day.";
        return Ok(Some(json!({"prompts": prompts, "setting": setting})));
    }
    let number = data.get("number").and_then(Value::as_u64);
    if let (Some(number), true) = (number, has("line")) {
        let line = rewrite_line(state, data, &lines, number).await?;
        return Ok(Some(json!({"line": line, "number": number})));
    }
    Ok(None)
}

async fn write_script(state: &State, data: &Value, topic: &str) -> Result<Vec<String>, Stop> {
    let scenes = data.get("scenes").and_then(Value::as_u64);
    let request = ScriptRequest {
        topic: topic.to_owned(),
        language: language_of(state, data, topic),
        scene_count: scenes.unwrap_or(USUAL_SCENES).clamp(1, 60) as usize,
        tone: text(data, "tone").map(str::to_owned),
        secs: None,
    };
    let written = state
        .settings
        .script
        .write_script(&request, &Control::default())
        .await?;
    Ok(written.value)
}

/// Gives other words for the line with a number.
async fn rewrite_line(
    state: &State,
    data: &Value,
    lines: &[(usize, String)],
    number: u64,
) -> Result<String, Stop> {
    let texts: Vec<String> = lines.iter().map(|(_, line)| line.clone()).collect();
    let index = lines.iter().position(|(found, _)| *found as u64 == number);
    let request = LineRequest {
        language: language_of(state, data, &texts.join(" ")),
        // A line that is not there is refused by the provider.
        index: index.unwrap_or(texts.len()),
        lines: texts,
        topic: text(data, "topic").map(str::to_owned),
        tone: text(data, "tone").map(str::to_owned),
        wish: text(data, "wish").map(str::to_owned),
        variant: data
            .get("variant")
            .and_then(Value::as_u64)
            .map_or(0, |variant| variant as u32),
    };
    let script = &state.settings.script;
    Ok(script
        .rewrite_line(&request, &Control::default())
        .await?
        .value)
}

/// Gives number and prompt of each wanted line that exists.
async fn write_prompts(
    state: &State,
    data: &Value,
    lines: &[(usize, String)],
    wanted: &[usize],
) -> Result<Vec<(usize, String)>, Stop> {
    let mut indexes: Vec<usize> = wanted
        .iter()
        .filter_map(|number| lines.iter().position(|(found, _)| found == number))
        .collect();
    indexes.sort_unstable();
    indexes.dedup();
    let texts: Vec<String> = lines.iter().map(|(_, line)| line.clone()).collect();
    let request = PromptsRequest {
        language: language_of(state, data, &texts.join(" ")),
        lines: texts,
        wanted: indexes.clone(),
        style: text(data, "style").map(str::to_owned),
    };
    let written = state
        .settings
        .script
        .write_prompts(&request, &Control::default())
        .await?;
    let numbers = indexes
        .iter()
        .filter_map(|index| lines.get(*index))
        .map(|(number, _)| *number);
    Ok(numbers.zip(written.value).collect())
}

/// The language that the data names, else that of the text.
fn language_of(state: &State, data: &Value, sample: &str) -> Language {
    text(data, "language")
        .and_then(|tag| tag.parse().ok())
        .unwrap_or_else(|| (state.settings.guess_language)(sample))
}

fn text<'a>(data: &'a Value, name: &str) -> Option<&'a str> {
    data.get(name)?.as_str()
}

fn numbers(data: &Value, name: &str) -> Option<Vec<usize>> {
    let numbers = data.get(name)?.as_array()?;
    let numbers = numbers.iter().filter_map(Value::as_u64);
    Some(numbers.map(|number| number as usize).collect())
}

/// The lines with their numbers: objects with both, or texts that count from 1.
fn numbered_lines(data: &Value) -> Vec<(usize, String)> {
    let lines = data.get("lines").and_then(Value::as_array);
    let lines = lines.into_iter().flatten().enumerate();
    lines
        .filter_map(|(index, line)| {
            let number = line.get("number").and_then(Value::as_u64);
            let text = line.as_str().or_else(|| text(line, "line"))?;
            let number = number.map_or(index + 1, |number| number as usize);
            Some((number, text.to_owned()))
        })
        .collect()
}

/// Puts a text into an item of a list: as it is, or under `name`, or the first property that
/// takes a text.
fn fit_item(items: &Value, name: &str, number: usize, text: &str) -> Value {
    let Some(properties) = items.get("properties").and_then(Value::as_object) else {
        return text.into();
    };
    let takes_text = |schema: &Value| {
        let type_name = schema.get("type").and_then(Value::as_str);
        type_name.is_some_and(|type_name| type_name.eq_ignore_ascii_case("string"))
    };
    let property = if properties.contains_key(name) {
        Some(name)
    } else {
        let mut found = properties.iter().filter(|(_, schema)| takes_text(schema));
        found.next().map(|(name, _)| name.as_str())
    };
    let mut item = json!({"number": number});
    if let (Value::Object(map), Some(property)) = (&mut item, property) {
        map.insert(property.to_owned(), text.into());
    }
    item
}
