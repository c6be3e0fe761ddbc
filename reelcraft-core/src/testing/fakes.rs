//! Providers that cost nothing, count their calls, and misbehave on request.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;

use crate::project::{Edit, FrameSize, Project, ProjectStore};
use crate::provider::{
    Generated, ImageGen, ImageRequest, LineRequest, Origin, PictureFile, PictureInfo, PictureType,
    PromptsRequest, RenderRequest, RenderTimings, RenderedVideo, Renderer, ScriptGen,
    ScriptRequest, Speech, SpeechRequest, SpeechUnit, Tts, Usage,
};
use crate::timeline::Clip;
use crate::voiceover::{Pauses, Pcm, SpokenLine, join_lines};
use crate::{AtomicFile, Control, Error, Event, IoContext, Result, Stage};

/// What fakes were asked for, in order, and the errors they are told to give.
#[derive(Debug, Clone, Default)]
pub struct Log(Arc<Mutex<LogState>>);

#[derive(Debug, Default)]
struct LogState {
    calls: Vec<String>,
    errors: BTreeMap<String, Error>,
}

impl Log {
    /// The calls so far: `draw A river`, `speak One line.`
    pub fn calls(&self) -> Vec<String> {
        self.state(|state| state.calls.clone())
    }

    /// Forgets the calls so far and gives them.
    pub fn take(&self) -> Vec<String> {
        self.state(|state| std::mem::take(&mut state.calls))
    }

    /// Makes the call that begins with `prefix` fail until [`heal`](Self::heal).
    pub fn fail(&self, prefix: &str, error: Error) {
        self.state(|state| state.errors.insert(prefix.to_owned(), error));
    }

    /// Ends all failures.
    pub fn heal(&self) {
        self.state(|state| state.errors.clear());
    }

    fn call(&self, call: String) -> Result<()> {
        self.state(|state| {
            let error = state
                .errors
                .iter()
                .find(|(prefix, _)| call.starts_with(prefix.as_str()))
                .map(|(_, error)| error.clone());
            state.calls.push(call);
            error.map_or(Ok(()), Err)
        })
    }

    fn state<T>(&self, action: impl FnOnce(&mut LogState) -> T) -> T {
        action(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn generated<T>(value: T) -> Generated<T> {
    Generated {
        value,
        origin: Origin {
            provider: "fake".to_owned(),
            model: "fake-1".to_owned(),
            usage: one_call(),
        },
    }
}

/// What each call of a fake takes.
fn one_call() -> Usage {
    Usage {
        calls: 1,
        micro_usd: 1000,
        ..Usage::default()
    }
}

/// Writes lines that count themselves.
#[derive(Debug, Clone, Default)]
pub struct FakeScript(pub Log);

#[async_trait]
impl ScriptGen for FakeScript {
    fn name(&self) -> &'static str {
        "fake"
    }

    async fn write_script(
        &self,
        request: &ScriptRequest,
        control: &Control,
    ) -> Result<Generated<Vec<String>>> {
        control.check()?;
        if request.topic.trim().is_empty() {
            return Err(Error::invalid_input("the topic is empty"));
        }
        self.0.call(format!("script {}", request.topic))?;
        let lines = (1..=request.scene_count).map(|n| format!("Line {n} of the fake script."));
        Ok(generated(lines.collect()))
    }

    async fn rewrite_line(
        &self,
        request: &LineRequest,
        control: &Control,
    ) -> Result<Generated<String>> {
        control.check()?;
        let LineRequest { index, variant, .. } = request;
        if request.lines.get(*index).is_none() {
            return Err(Error::invalid_input(format!("there is no line {index}")));
        }
        self.0.call(format!("rewrite {}", index + 1))?;
        let wish = request.wish.as_deref().unwrap_or("anew");
        Ok(generated(format!(
            "Line {}, {wish}, version {variant}.",
            index + 1
        )))
    }

    fn estimate_script(&self, _: &ScriptRequest) -> Usage {
        one_call()
    }

    fn estimate_line(&self, _: &LineRequest) -> Usage {
        one_call()
    }

    fn estimate_prompts(&self, _: &PromptsRequest) -> Usage {
        one_call()
    }

    async fn write_prompts(
        &self,
        request: &PromptsRequest,
        control: &Control,
    ) -> Result<Generated<Vec<String>>> {
        control.check()?;
        let mut prompts = Vec::new();
        for index in &request.wanted {
            let line = request
                .lines
                .get(*index)
                .ok_or_else(|| Error::invalid_input(format!("there is no line {index}")))?;
            prompts.push(format!("A picture of {line}"));
        }
        if !prompts.is_empty() {
            self.0.call(format!("prompts {}", prompts.len()))?;
        }
        Ok(generated(prompts))
    }
}

/// Draws plain pictures whose colour depends on the request.
#[derive(Debug, Clone, Default)]
pub struct FakeImages(pub Log);

#[async_trait]
impl ImageGen for FakeImages {
    fn name(&self) -> &'static str {
        "fake"
    }

    fn concurrency(&self) -> usize {
        2
    }

    fn estimate(&self, _: &ImageRequest) -> Usage {
        one_call()
    }

    async fn draw(
        &self,
        request: &ImageRequest,
        control: &Control,
    ) -> Result<Generated<PictureFile>> {
        control.check()?;
        if request.prompt.trim().is_empty() {
            return Err(Error::invalid_input("the prompt is empty"));
        }
        tokio::task::yield_now().await;
        self.0.call(format!("draw {}", request.prompt))?;
        let hash = blake3::hash(format!("{}{}", request.prompt, request.variant).as_bytes());
        let mut colour = [0; 3];
        colour.copy_from_slice(&hash.as_bytes()[..3]);
        Ok(generated(PictureFile {
            bytes: tiny_picture(request.size, colour),
            picture_type: PictureType::Png,
        }))
    }
}

/// Writes a PNG of one colour with the shape of `size`, a few hundred bytes long.
pub fn tiny_picture(size: FrameSize, colour: [u8; 3]) -> Vec<u8> {
    let scale = (size.width.max(size.height) / 64).max(1);
    let (width, height) = (size.width / scale, size.height / scale);
    // Each row begins with its filter: 0, none.
    let row = [vec![0], colour.repeat(width as usize)].concat();
    let raw = row.repeat(height as usize);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    chunk(&mut png, *b"IHDR", &header);
    chunk(&mut png, *b"IDAT", &stored_zlib(&raw));
    chunk(&mut png, *b"IEND", &[]);
    png
}

fn chunk(png: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    png.extend((data.len() as u32).to_be_bytes());
    let start = png.len();
    png.extend(name);
    png.extend(data);
    let crc = crc32(&png[start..]);
    png.extend(crc.to_be_bytes());
}

/// RFC 1950 with stored blocks only.
fn stored_zlib(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut blocks = data.chunks(0xFFFF).peekable();
    while let Some(block) = blocks.next() {
        out.push(u8::from(blocks.peek().is_none()));
        let length = block.len() as u16;
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    let (mut a, mut b) = (1u32, 0u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65521;
        b = (b + a) % 65521;
    }
    out.extend((b << 16 | a).to_be_bytes());
    out
}

/// CRC-32 of ISO 3309, as PNG uses it.
fn crc32(data: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in data {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
        }
    }
    !crc
}

/// Hums each line, one tenth of a second a letter.
#[derive(Debug, Clone)]
pub struct FakeVoice {
    /// What it was asked for.
    pub log: Log,
    /// What it is best asked for at a time.
    pub unit: SpeechUnit,
    /// Whether it tells the times of the lines.
    pub tells_times: bool,
}

impl FakeVoice {
    /// Makes a voice that is asked line by line and tells times.
    pub fn by_line(log: Log) -> Self {
        Self {
            log,
            unit: SpeechUnit::Line,
            tells_times: true,
        }
    }
}

#[async_trait]
impl Tts for FakeVoice {
    fn name(&self) -> &'static str {
        "fake"
    }

    fn unit(&self) -> SpeechUnit {
        self.unit
    }

    fn concurrency(&self) -> usize {
        2
    }

    fn estimate(&self, _: &SpeechRequest) -> Usage {
        one_call()
    }

    async fn speak(&self, request: &SpeechRequest, control: &Control) -> Result<Generated<Speech>> {
        control.check()?;
        let is_spoken = |line: &String| line.chars().any(char::is_alphanumeric);
        if request.lines.is_empty() || !request.lines.iter().all(is_spoken) {
            return Err(Error::invalid_input("there is a line without words"));
        }
        if request.language.primary() == "tlh" {
            return Err(Error::invalid_input("tlh cannot be spoken"));
        }
        tokio::task::yield_now().await;
        self.log
            .call(format!("speak {}", request.lines.join(" | ")))?;
        let rate = 8000;
        let lines: Vec<SpokenLine> = request
            .lines
            .iter()
            .map(|line| {
                let secs = 0.1 * line.chars().count() as f64 / request.speed;
                let count = (secs * f64::from(rate)) as usize;
                let samples = (0..count).map(|i| (i as f32 * 0.5).sin() * 0.5).collect();
                SpokenLine {
                    audio: Some(Pcm {
                        samples,
                        sample_rate_hz: rate,
                    }),
                    scene_secs: None,
                }
            })
            .collect();
        let voiceover = join_lines(&lines, Pauses::STANDARD)?;
        let spans = voiceover.lines.into_iter().flatten().collect();
        Ok(generated(Speech {
            audio: voiceover.audio,
            lines: self.tells_times.then_some(spans),
            words: None,
        }))
    }
}

/// Writes the timeline as JSON in place of a video.
#[derive(Debug, Clone, Default)]
pub struct FakeRenderer(pub Log);

#[async_trait]
impl Renderer for FakeRenderer {
    async fn render(&self, request: &RenderRequest, control: &Control) -> Result<RenderedVideo> {
        control.check()?;
        let timeline = &request.timeline;
        self.0.call(format!("render {} frames", timeline.length))?;
        let has_picture = |clip: &&Clip| {
            let card = clip.card.as_ref();
            card.is_none_or(|card| card.background.is_none())
        };
        for clip in timeline.clips.iter().filter(has_picture) {
            self.inspect_picture(&clip.picture).await?;
        }
        control.report(Event::StageStarted {
            stage: Stage::Render,
            total: timeline.length,
        });
        let json = serde_json::to_vec_pretty(timeline).unwrap_or_default();
        AtomicFile::write(&request.output, &json)?;
        let poster = request.output.with_extension("jpg");
        AtomicFile::write(&poster, b"poster")?;
        control.report(Event::Progress {
            stage: Stage::Render,
            done: timeline.length,
            total: timeline.length,
            eta_secs: Some(0.0),
        });
        Ok(RenderedVideo {
            path: request.output.clone(),
            poster,
            secs: timeline.secs(),
            frames: timeline.length,
            segments: timeline.segments().len(),
            segments_reused: 0,
            timings: RenderTimings::default(),
        })
    }

    async fn inspect_picture(&self, file: &Path) -> Result<PictureInfo> {
        let bytes = std::fs::read(file).io_context("read", file)?;
        if PictureType::sniff(&bytes).is_none() {
            return Err(Error::media(format!("{} is no picture", file.display())));
        }
        Ok(PictureInfo {
            size: FrameSize::new(1, 1),
            has_alpha: false,
        })
    }

    async fn decode_audio(&self, file: &Path) -> Result<Pcm> {
        let bytes = std::fs::read(file).io_context("read", file)?;
        Pcm::from_wav(&bytes).map_err(|error| error.context(file.display()))
    }
}

/// Keeps a project in memory, and its files in a folder.
#[derive(Debug)]
pub struct MemoryStore {
    project: Mutex<Project>,
    folder: PathBuf,
}

impl MemoryStore {
    /// Keeps `project` in memory, and its files in `folder`.
    pub fn new(project: Project, folder: impl Into<PathBuf>) -> Self {
        Self {
            project: Mutex::new(project),
            folder: folder.into(),
        }
    }

    /// Changes the project as a person would.
    pub fn change(&self, change: impl FnOnce(&mut Project)) {
        change(&mut self.project.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl ProjectStore for MemoryStore {
    fn load(&self) -> Result<Project> {
        let project = self.project.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(project.clone())
    }

    fn save(&self, edit: &Edit) -> Result<bool> {
        let mut project = self.project.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(edit.apply(&mut project))
    }

    fn folder(&self) -> &Path {
        &self.folder
    }

    fn assets_folder(&self) -> PathBuf {
        self.folder.join("assets")
    }

    fn default_output(&self) -> PathBuf {
        self.folder.join("video.mp4")
    }
}
