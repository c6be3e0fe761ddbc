//! Everything that is printed: data on standard output, all that is for people on standard error.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the only module that prints"
)]

use std::io::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use anstyle::{AnsiColor, Style};
use indicatif::MultiProgress;
use reelcraft_core::Error;
use serde::Serialize;
use serde_json::json;

use crate::arguments::OutputArguments;

/// The progress bars of all projects.
pub(crate) static BARS: LazyLock<MultiProgress> = LazyLock::new(MultiProgress::new);

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default();
const GOOD: Style = AnsiColor::Green.on_default().bold();

/// Where a run tells things, and how much of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    /// JSON lines on standard output.
    pub(crate) json: bool,
    /// Nothing but errors.
    pub(crate) quiet: bool,
}

impl Output {
    pub(crate) fn new(arguments: &OutputArguments) -> Self {
        Self {
            json: arguments.json,
            quiet: arguments.quiet,
        }
    }

    /// Prints a line for people.
    pub(crate) fn say(self, text: &str) {
        if !self.quiet && !self.json {
            print_for_people(text);
        }
    }

    /// Prints a line of success for people.
    pub(crate) fn good(self, text: &str) {
        self.say(&format!("{GOOD}✓{GOOD:#} {text}"));
    }

    /// Prints a line of failure for people; unlike an error it is part of an answer.
    pub(crate) fn bad(self, text: &str) {
        self.say(&format!("{ERROR}✗{ERROR:#} {text}"));
    }

    /// Prints a way out for people.
    pub(crate) fn hint(self, text: &str) {
        self.say(&format!("  {HINT}{text}{HINT:#}"));
    }

    /// Prints a warning for people.
    pub(crate) fn warning(self, text: &str) {
        self.say(&format!("{WARNING}warning:{WARNING:#} {text}"));
    }

    /// Prints a path that the run was asked to make, as data.
    pub(crate) fn path(self, path: &Path) {
        if !self.json {
            line_on_stdout(&path.display().to_string());
        }
    }

    /// Prints text that was asked for, as data.
    pub(crate) fn data(text: &str) {
        line_on_stdout(text);
    }

    /// Prints a value as one JSON line, when JSON was asked for.
    pub(crate) fn json(self, value: &impl Serialize) {
        if self.json
            && let Ok(text) = serde_json::to_string(value)
        {
            line_on_stdout(&text);
        }
    }

    /// Prints an error with all its problems and the way out; with its project, where there are
    /// several.
    pub(crate) fn error(self, error: &Error, project: Option<&Path>) {
        if self.json {
            return self.json(&json!({
                "event": "failed",
                "project": project.map(shown),
                "error": error.kind(),
                "message": error.chain(),
                "hint": error.hint_text(),
                "problems": error.problems(),
            }));
        }
        let mut text = format!("{ERROR}error:{ERROR:#} ");
        if let Some(project) = project {
            let name = project.display().to_string();
            if !error.to_string().contains(&name) {
                text.push_str(&name);
                text.push_str(": ");
            }
        }
        text.push_str(&error.chain());
        for problem in error.problems() {
            text.push_str(&format!("\n  {problem}"));
        }
        if let Some(hint) = error.hint_text() {
            text.push_str(&format!("\n{HINT}hint:{HINT:#} {hint}"));
        }
        print_for_people(&text);
    }
}

/// Where a file is, as it can be shown and written as JSON: bytes that are no text are replaced.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Prints a line on standard error, with the bars out of the way.
fn print_for_people(text: &str) {
    BARS.suspend(|| anstream::eprintln!("{text}"));
}

/// Standard error with the bars out of the way, for what is logged.
pub(crate) struct BesideBars;

impl std::io::Write for BesideBars {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        BARS.suspend(|| std::io::stderr().write(bytes))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        std::io::stderr().flush()
    }
}

/// Prints a line; a reader that went away is no error.
fn line_on_stdout(text: &str) {
    let mut stdout = anstream::stdout().lock();
    writeln!(stdout, "{text}")
        .and_then(|()| stdout.flush())
        .ok();
}
