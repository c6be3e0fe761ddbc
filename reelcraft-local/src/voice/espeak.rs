//! Running espeak-ng: text in by its standard input, sound or tables out.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use reelcraft_core::{Error, ErrorKind, Result};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;

/// How to get the program.
const HOW_TO_INSTALL: &str = "install espeak-ng: `sudo apt-get install espeak-ng` on Debian and \
    Ubuntu, `sudo dnf install espeak-ng` on Fedora, `brew install espeak-ng` on macOS, \
    `winget install eSpeak-NG.eSpeak-NG` on Windows";

/// The most sound that one run may give, in bytes: about 25 minutes.
const MOST_OUTPUT_BYTES: u64 = 64 << 20;
/// The most of its messages that is kept.
const MOST_MESSAGE_BYTES: u64 = 2048;

/// The program, at a path or by a name to be found on `PATH`.
#[derive(Debug, Clone)]
pub(super) struct Espeak {
    program: PathBuf,
}

/// What the program said when it failed.
#[derive(Debug, thiserror::Error)]
#[error("espeak-ng ended with {status}: {message}")]
struct Failure {
    status: std::process::ExitStatus,
    message: String,
}

impl Espeak {
    pub(super) fn new(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
        }
    }

    /// The error for a program that does not answer as espeak-ng does.
    pub(super) fn is_another_program(&self) -> Error {
        Error::unavailable(format!("{} lists no voices", self.program.display()))
            .hint(HOW_TO_INSTALL)
    }

    /// Runs the program with fixed arguments and `text` on its standard input, and gives its
    /// standard output. When the future is dropped the process is killed; Ctrl-C in a terminal
    /// does not reach it, so that the caller decides how the work ends.
    pub(super) async fn run(
        &self,
        arguments: &[&str],
        text: &str,
        deadline: Duration,
    ) -> Result<Vec<u8>> {
        let mut command = Command::new(&self.program);
        #[cfg(unix)]
        command.process_group(0);
        let mut child = command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| cannot_start(&self.program, error))?;
        let (stdin, stdout, stderr) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let work = async {
            let write = async {
                if let Some(mut stdin) = stdin {
                    // A program that ends early closes the pipe; its exit status says why.
                    let _ = stdin.write_all(text.as_bytes()).await;
                    let _ = stdin.shutdown().await;
                }
            };
            let (output, message, ()) = futures::join!(
                read_at_most(stdout, MOST_OUTPUT_BYTES + 1),
                read_at_most(stderr, MOST_MESSAGE_BYTES),
                write
            );
            let output = output.map_err(cannot_talk)?;
            if output.len() as u64 > MOST_OUTPUT_BYTES {
                return Err(Error::invalid_input(
                    "the spoken line is longer than 25 minutes",
                ));
            }
            let status = child.wait().await.map_err(cannot_talk)?;
            if !status.success() {
                let message = message.unwrap_or_default();
                let message = String::from_utf8_lossy(&message).trim().to_owned();
                return Err(
                    Error::unavailable("espeak-ng failed").because(Failure { status, message })
                );
            }
            Ok(output)
        };
        tokio::time::timeout(deadline, work).await.map_err(|_| {
            let secs = deadline.as_secs();
            Error::new(
                ErrorKind::Timeout,
                format!("espeak-ng gave no answer in {secs} s"),
            )
        })?
    }
}

/// Reads to the end or to `limit` bytes, whichever is first; the rest is thrown away so that the
/// program is not held up.
async fn read_at_most(
    pipe: Option<impl AsyncRead + Unpin>,
    limit: u64,
) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        (&mut pipe).take(limit).read_to_end(&mut bytes).await?;
        if limit < MOST_OUTPUT_BYTES {
            let mut rest = [0u8; 1024];
            while pipe.read(&mut rest).await? > 0 {}
        }
    }
    Ok(bytes)
}

fn cannot_start(program: &Path, error: std::io::Error) -> Error {
    let text = match error.kind() {
        std::io::ErrorKind::NotFound => format!("{} is not installed", program.display()),
        _ => format!("cannot start {}", program.display()),
    };
    Error::unavailable(text).hint(HOW_TO_INSTALL).because(error)
}

fn cannot_talk(error: std::io::Error) -> Error {
    Error::internal("cannot talk to espeak-ng").because(error)
}
