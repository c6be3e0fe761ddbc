//! One mistake of a request.

use poem_openapi::Object;
use reelcraft_core::Problem as CoreProblem;
use serde::{Deserialize, Serialize};

use super::without_paths;

/// One mistake of a request, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Object, Serialize, Deserialize)]
#[oai(skip_serializing_if_is_none)]
pub struct Mistake {
    /// Where in the body it is, as a JSON pointer (RFC 6901) after `#`; or the name of the
    /// parameter or header. Empty for the request as a whole.
    pub pointer: String,
    /// What is wrong, with the value.
    pub detail: String,
    /// The way out, where one is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hint: Option<String>,
}

impl From<&CoreProblem> for Mistake {
    fn from(problem: &CoreProblem) -> Self {
        let place = problem.position.map_or_else(String::new, |position| {
            format!("line {}, column {}: ", position.line, position.column)
        });
        Self {
            pointer: pointer_of(&problem.field),
            detail: without_paths(&format!("{place}{}", problem.message)),
            hint: problem.hint.as_deref().map(without_paths),
        }
    }
}

/// Turns `scene[3].motion`, where scenes count from 1, into `#/scene/2/motion`. What is no path
/// of a field stays as it is.
fn pointer_of(field: &str) -> String {
    if field.is_empty() || field.contains([' ', '/', '#']) {
        return field.to_owned();
    }
    let mut pointer = "#".to_owned();
    for part in field.split('.') {
        let (name, number) = match part.split_once('[') {
            Some((name, rest)) => (name, rest.trim_end_matches(']').parse::<usize>().ok()),
            None => (part, None),
        };
        pointer.push('/');
        pointer.push_str(name);
        if let Some(number) = number {
            pointer.push_str(&format!("/{}", number.saturating_sub(1)));
        }
    }
    pointer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_become_pointers() {
        assert_eq!(pointer_of("scene[3].motion"), "#/scene/2/motion");
        assert_eq!(pointer_of("reel.fps"), "#/reel/fps");
        assert_eq!(pointer_of("scene 3, visuals"), "scene 3, visuals");
        assert_eq!(pointer_of(""), "");
    }
}
