//! A folder and an environment of its own for each test, and the real binary in it.
#![allow(dead_code, reason = "each test file uses its part")]

pub(crate) mod server;
pub(crate) mod sync;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder and an environment of its own.
pub(crate) struct World {
    folder: tempfile::TempDir,
}

/// What a run of the binary gave.
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: Option<i32>,
}

impl Run {
    /// Everything a person sees, with times made equal.
    pub(crate) fn told(&self) -> String {
        format!("exit {:?}\n{}", self.code, self.stderr)
    }

    /// The events of `--json`, in order.
    pub(crate) fn events(&self) -> Vec<serde_json::Value> {
        let lines = self.stdout.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code(),
        }
    }
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The binary in this world, not started yet.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reelcraft"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.folder.path())
            .env("XDG_CACHE_HOME", self.path("cache"))
            .env("NO_COLOR", "1")
            .stdin(Stdio::null());
        command
    }

    /// Runs the binary to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.command(arguments).output().unwrap().into()
    }

    /// All files of the world but caches, with their digests, in order.
    pub(crate) fn files(&self) -> Vec<(String, blake3::Hash)> {
        let mut files = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(self.folder.path()).unwrap();
                    let digest = blake3::hash(&fs::read(&path).unwrap());
                    files.push((name.display().to_string(), digest));
                }
            }
        }
        files.sort_by(|a, b| a.0.cmp(&b.0));
        files
    }

    /// The names of half-written files anywhere in the world.
    pub(crate) fn stray(&self) -> Vec<String> {
        let files = self.files().into_iter().map(|(name, _)| name);
        files
            .filter(|name| {
                name.contains(".partial") || name.contains("tmp") || name.contains(".lease")
            })
            .collect()
    }
}

/// Runs ffprobe and gives its JSON.
pub(crate) fn probe(video: &Path) -> serde_json::Value {
    let output = Command::new("ffprobe")
        .args([
            "-v",
            "error",
            "-show_streams",
            "-show_format",
            "-of",
            "json",
        ])
        .arg(video)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Runs ffmpeg over a file and gives what it says.
pub(crate) fn ffmpeg(arguments: &[&str]) -> (Vec<u8>, String) {
    let output = Command::new("ffmpeg")
        .args(["-nostdin", "-hide_banner"])
        .args(arguments)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}");
    (output.stdout, told)
}
