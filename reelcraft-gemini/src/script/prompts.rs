//! The prompts that a model wrote.

use serde::Deserialize;

use crate::plain_text::clean;
use crate::reading::Reading;

/// The longest prompt that is taken, in characters.
const MAX_PROMPT_CHARS: usize = 1500;

/// The answer.
#[derive(Debug, Deserialize)]
pub(super) struct Prompts {
    pub(super) prompts: Vec<Prompt>,
}

/// What one picture shows.
#[derive(Debug, Deserialize)]
pub(super) struct Prompt {
    /// The number of its line, from 1.
    number: usize,
    prompt: String,
}

/// The prompts in the order they were wanted in; what is too long loses its end.
pub(super) fn in_order(
    prompts: &[Prompt],
    wanted: &[usize],
) -> Result<Reading<Vec<String>>, String> {
    let of = |number: &usize| {
        let found = prompts.iter().find(|prompt| prompt.number == *number);
        let prompt = found
            .map(|prompt| clean(&prompt.prompt))
            .unwrap_or_default();
        if prompt.is_empty() {
            return Err(format!("there is no prompt for line {number}"));
        }
        Ok(prompt.chars().take(MAX_PROMPT_CHARS).collect())
    };
    let prompts: Result<Vec<String>, String> = wanted.iter().map(of).collect();
    prompts.map(Reading::Good)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_come_in_the_order_wanted() {
        let prompt = |number, text: &str| Prompt {
            number,
            prompt: text.to_owned(),
        };
        let prompts = [prompt(5, "five"), prompt(2, "two")];
        let wanted = Reading::Good(vec!["two".to_owned(), "five".to_owned()]);
        assert_eq!(in_order(&prompts, &[2, 5]), Ok(wanted));
        assert!(in_order(&prompts, &[2, 4]).is_err());
        assert!(in_order(&[prompt(1, " \n ")], &[1]).is_err());
    }
}
