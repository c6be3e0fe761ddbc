//! What can be written on the command line.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PathBufValueParser, PossibleValuesParser, TypedValueParser as _};
use clap::{Args, Parser, Subcommand, ValueHint};
use reelcraft_core::captions::CaptionFormat;
use reelcraft_core::project::Format;
use reelcraft_core::provider::Quality;
use reelcraft_core::{Language, Stage};

use crate::espeak_words::{self, EspeakWordsArguments};
use crate::providers::ProviderChoice;
#[cfg(feature = "serve")]
use crate::serve::ServeArguments;

/// From a topic to a finished short vertical video, every part of it editable on the way.
#[derive(Debug, Parser)]
#[command(
    name = "reelcraft",
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  reelcraft new \"Why the sea is salty\" -o sea.toml   begin a project
  reelcraft make sea.toml                            make everything that is missing, and sea.mp4
  reelcraft visuals sea.toml --scene 3 --force       draw one picture again
  reelcraft make *.toml --jobs 2                     many videos

Everything works without a key and without a network; with GEMINI_API_KEY set, Gemini writes,
draws and speaks. A project is one TOML file: change any
line, prompt, picture or sound in it and run `reelcraft make` again; only what changed is redone."
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) output: OutputArguments,
    /// What writes, draws and speaks
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        env = "REELCRAFT_PROVIDER"
    )]
    pub(crate) provider: ProviderChoice,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How much is told, and in which form.
#[derive(Debug, Clone, Args)]
pub(crate) struct OutputArguments {
    /// Print events as JSON, one a line, on standard output
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Print nothing but errors and the path of the video
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Print what happens inside; twice for more
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Begin a project from a topic
    #[command(after_help = "\
Examples:
  reelcraft new \"Why the sea is salty\"
  reelcraft new \"Nega dengiz suvi shoʻr?\" --language uz --scenes 6 -o dengiz.toml
  reelcraft new - --language ru < article.txt        a whole text becomes the script")]
    New(NewArguments),
    /// Write the lines
    #[command(after_help = "\
Examples:
  reelcraft script sea.toml
  reelcraft script sea.toml --force                  write them again; the old file is kept
  reelcraft script sea.toml --scene 3 --wish \"shorter, with a question\"")]
    Script(ScriptArguments),
    /// Draw the pictures, and write their prompts
    #[command(after_help = "\
Examples:
  reelcraft visuals sea.toml
  reelcraft visuals sea.toml --scene 3 --force       another picture for scene 3
  reelcraft visuals sea.toml --scene 2,5-7")]
    Visuals(StageArguments),
    /// Speak the lines
    #[command(after_help = "\
Examples:
  reelcraft voice sea.toml
  reelcraft voice sea.toml --scene 4 --force")]
    Voice(StageArguments),
    /// Render the video from what is there
    #[command(after_help = "\
Examples:
  reelcraft render sea.toml
  reelcraft render sea.toml --format reel,square     sea.mp4, and sea-square.mp4
  reelcraft render sea.toml --quality draft -o look.mp4")]
    Render(RenderArguments),
    /// Make everything that is missing or out of date, and the video
    #[command(after_help = "\
Examples:
  reelcraft make sea.toml
  reelcraft make sea.toml --dry-run                  say what would be made
  reelcraft make sea.toml --scene 3 --force visuals  another picture for scene 3, and the video
  reelcraft make *.toml --jobs 2                     many videos; one that fails stops no other

Exit codes: 0 all done, 1 failed, 2 wrong input, 3 some of several failed, 130 stopped.")]
    Make(MakeArguments),
    /// Write the captions as a file, or take an edited file over
    #[command(after_help = "\
Examples:
  reelcraft captions sea.toml > sea.srt
  reelcraft captions sea.toml --format ass -o sea.ass
  reelcraft captions sea.toml --import edited.srt    times and words of the file go into the project")]
    Captions(CaptionsArguments),
    /// Find the mistakes of project files
    #[command(after_help = "\
Examples:
  reelcraft check sea.toml
  reelcraft check *.toml --json")]
    Check(CheckArguments),
    /// Serve the page and the REST API
    #[cfg(feature = "serve")]
    #[command(after_help = "\
Examples:
  reelcraft serve --open                             on this machine alone
  REELCRAFT_API_TOKEN=… reelcraft serve --listen 0.0.0.0:8080
  reelcraft serve --print-config > reelcraft.toml    all settings, to be changed

Try the API at /docs. Running jobs survive a stop, a crash and a kill: they go on by themselves.")]
    Serve(ServeArguments),
    /// Show or empty the folder of finished segments
    #[command(after_help = "\
Examples:
  reelcraft cache info
  reelcraft cache clear                              the next render encodes everything again")]
    Cache {
        /// What to do
        #[command(subcommand)]
        command: CacheCommand,
    },
    /// Say what works on this machine, and what to install
    Doctor,
    /// Print completions for a shell
    #[command(after_help = "\
Examples:
  reelcraft completions bash > ~/.local/share/bash-completion/completions/reelcraft
  reelcraft completions zsh  > ~/.zfunc/_reelcraft")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Say when espeak-ng speaks each word of the text on standard input
    #[command(hide = true, name = espeak_words::COMMAND)]
    EspeakWords(EspeakWordsArguments),
}

impl Command {
    /// Whether it logs in a way of its own, as a service does.
    pub(crate) fn logs_by_itself(&self) -> bool {
        #[cfg(feature = "serve")]
        if matches!(self, Self::Serve(_)) {
            return true;
        }
        false
    }
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(crate) enum CacheCommand {
    /// Say where it is and how much it holds
    Info,
    /// Remove everything that no running render uses
    Clear,
}

#[derive(Debug, Args)]
pub(crate) struct NewArguments {
    /// The topic in a few words, or `-` to read a topic or a whole text from standard input
    pub(crate) topic: String,
    /// Language of the lines: uz, uz-Cyrl, en, ru [default: guessed from the topic]
    #[arg(short, long)]
    pub(crate) language: Option<Language>,
    /// Number of scenes [default: by --length, else 8]
    #[arg(short, long, value_parser = clap::value_parser!(u32).range(1..=60))]
    pub(crate) scenes: Option<u32>,
    /// About how many seconds the voice shall take, 5 to 600
    #[arg(long, value_name = "SECONDS")]
    pub(crate) length: Option<f64>,
    /// reel, portrait, square, landscape, or `WIDTHxHEIGHT`
    #[arg(short, long, default_value = "reel")]
    pub(crate) format: Format,
    /// The look of all pictures, for example "watercolour, soft light"
    #[arg(long)]
    pub(crate) style: Option<String>,
    /// The manner of the script, for example "playful"
    #[arg(long)]
    pub(crate) tone: Option<String>,
    /// The project file [default: named after the topic]
    #[arg(short, long, value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ScriptArguments {
    #[command(flatten)]
    pub(crate) stage: StageArguments,
    /// What shall be different in the lines of --scene, in your words
    #[arg(long, value_name = "WORDS", requires = "scenes")]
    pub(crate) wish: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct StageArguments {
    /// The project file
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) scope: ScopeArguments,
    /// Make a new version of what is there already
    #[arg(long)]
    pub(crate) force: bool,
}

/// Which scenes are touched, and whether anything is.
#[derive(Debug, Clone, Args)]
pub(crate) struct ScopeArguments {
    /// Only these scenes: 3, or 2,5-7
    #[arg(short, long = "scene", value_name = "N")]
    pub(crate) scenes: Option<SceneList>,
    /// Keep what was made from words that have changed since
    #[arg(long)]
    pub(crate) keep_stale: bool,
    /// Say what would be made, and make nothing
    #[arg(short = 'n', long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RenderArguments {
    /// The project file
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// The video [default: NAME.mp4 beside the project]
    #[arg(short, long, value_hint = ValueHint::FilePath, value_parser = video_path())]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) encoding: EncodingArguments,
    /// Encode everything again
    #[arg(long)]
    pub(crate) force: bool,
    /// Say what would be made, and make nothing
    #[arg(short = 'n', long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct EncodingArguments {
    /// One or several formats, each a video of its own: reel, portrait, square, landscape, or
    /// `WIDTHxHEIGHT` [default: the project's]
    #[arg(long = "format", value_name = "FORMAT", value_delimiter = ',')]
    pub(crate) formats: Vec<Format>,
    /// Time against picture quality; a draft is half as wide and high
    #[arg(long, default_value = "standard", value_parser = choices::<Quality>(Quality::NAMES))]
    pub(crate) quality: Quality,
    /// x264's constant rate factor, 1 to 51, in place of the quality's own: less is better
    #[arg(long, value_parser = crf)]
    pub(crate) crf: Option<f32>,
    /// x264's preset in place of the quality's own
    #[arg(long, value_parser = PossibleValuesParser::new(PRESETS))]
    pub(crate) preset: Option<String>,
    /// An H.264 encoder of FFmpeg to try before libx264, for example `h264_nvenc`
    #[arg(long, value_name = "NAME", env = "REELCRAFT_ENCODER")]
    pub(crate) encoder: Option<String>,
    /// Threads that compose and encode [default: one a core]
    #[arg(long, value_name = "N")]
    pub(crate) workers: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) cache: CacheArguments,
}

/// How much is kept for the next render.
#[derive(Debug, Clone, Args)]
pub(crate) struct CacheArguments {
    /// The most GiB of finished segments that are kept for the next render
    #[arg(long, value_name = "GIB", env = "REELCRAFT_CACHE_LIMIT", default_value = "4",
        value_parser = gibibytes)]
    pub(crate) cache_limit: u64,
}

const PRESETS: [&str; 9] = [
    "ultrafast",
    "superfast",
    "veryfast",
    "faster",
    "fast",
    "medium",
    "slow",
    "slower",
    "veryslow",
];

fn crf(text: &str) -> Result<f32, String> {
    let crf = text.parse().ok().filter(|crf| (1.0..=51.0).contains(crf));
    crf.ok_or_else(|| format!("`{text}` is not a number from 1 to 51"))
}

/// Gives bytes.
fn gibibytes(text: &str) -> Result<u64, String> {
    let size = text.parse().ok().filter(|size| (0.0..=1e6).contains(size));
    size.map(|size: f64| (size * f64::from(1 << 30)) as u64)
        .ok_or_else(|| format!("`{text}` is not a size in GiB"))
}

#[derive(Debug, Args)]
pub(crate) struct MakeArguments {
    /// The project files
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,
    /// How many videos are made at the same time
    #[arg(short, long, default_value = "1", value_name = "N")]
    pub(crate) jobs: NonZeroUsize,
    #[command(flatten)]
    pub(crate) scope: ScopeArguments,
    /// Make new versions of these parts: script, prompts, visuals, voice, render
    #[arg(long, value_name = "PART", value_delimiter = ',', value_parser = choices::<StageName>(StageName::NAMES))]
    pub(crate) force: Vec<StageName>,
    /// The video, when there is one project [default: NAME.mp4 beside the project]
    #[arg(short, long, value_hint = ValueHint::FilePath, value_parser = video_path())]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) encoding: EncodingArguments,
}

#[derive(Debug, Args)]
pub(crate) struct CaptionsArguments {
    /// The project file
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// What is written [default: by the name of the output, else srt]
    #[arg(short, long, value_parser = choices::<CaptionFormat>(CaptionFormat::NAMES))]
    pub(crate) format: Option<CaptionFormat>,
    /// The file to write [default: standard output]
    #[arg(short, long, value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// Write over a file that the project did not make
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
    /// An edited SRT file whose captions are taken over into the project
    #[arg(long, value_name = "SRT", value_hint = ValueHint::FilePath, conflicts_with_all = ["format", "output"])]
    pub(crate) import: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// The project files
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,
}

/// A stage by its name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StageName(pub(crate) Stage);

impl StageName {
    const NAMES: &'static [&'static str] = &["script", "prompts", "visuals", "voice", "render"];
}

impl FromStr for StageName {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let stage = Stage::ALL.into_iter().find(|stage| stage.name() == name);
        stage
            .map(Self)
            .ok_or_else(|| format!("unknown part `{name}`"))
    }
}

/// A path that ends in `.mp4`.
fn video_path() -> impl clap::builder::TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| {
        let is_video = path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("mp4"));
        if is_video {
            Ok(path)
        } else {
            Err("the video is an MP4 file: name it NAME.mp4")
        }
    })
}

fn choices<T>(names: &'static [&'static str]) -> impl clap::builder::TypedValueParser<Value = T>
where
    T: FromStr + Clone + Send + Sync + 'static,
    T::Err: std::fmt::Display + Into<Box<dyn std::error::Error + Send + Sync>>,
{
    PossibleValuesParser::new(names).try_map(|name| name.parse::<T>())
}

/// Scene numbers: `3`, or `2,5-7`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SceneList(pub(crate) BTreeSet<usize>);

impl FromStr for SceneList {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |part: &str| match part.trim().parse::<usize>() {
            Ok(number) if (1..=500).contains(&number) => Ok(number),
            _ => Err(format!("`{part}` is no scene number; write 3, or 2,5-7")),
        };
        let mut scenes = BTreeSet::new();
        for part in text.split(',') {
            match part.split_once('-') {
                Some((first, last)) => scenes.extend(number(first)?..=number(last)?),
                None => {
                    scenes.insert(number(part)?);
                }
            }
        }
        if scenes.is_empty() {
            return Err(format!("`{text}` names no scene"));
        }
        Ok(Self(scenes))
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn scene_lists_are_read() {
        let list: SceneList = "2,5-7".parse().unwrap();
        assert_eq!(list.0.into_iter().collect::<Vec<_>>(), [2, 5, 6, 7]);
        for text in ["", "0", "7-5", "a", "1-", "501"] {
            assert!(text.parse::<SceneList>().is_err(), "{text}");
        }
    }
}
