//! A service of its own for each test.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use reelcraft_core::provider::{ImageGen, ScriptGen, Tts};
use reelcraft_core::{Language, Project, Result, Stage, Studio};
use reelcraft_gemini::testing::FakeGemini;
use reelcraft_gemini::{ApiKey, Gemini, GeminiImages, GeminiScript, GeminiSettings, GeminiVoice};
use reelcraft_http::settings::{ApiToken, Settings};
use reelcraft_http::{Engine, ProviderState, Service, VoiceChoice};
use reelcraft_local::card::LocalImages;
use reelcraft_local::music;
use reelcraft_local::script::LocalScript;
use reelcraft_local::voice::LocalVoice;
use reelcraft_render::{FfmpegRenderer, RenderOptions};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::Value;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The providers of a test.
pub(crate) struct TestEngine {
    pub(crate) script: Arc<dyn ScriptGen>,
    pub(crate) images: Arc<dyn ImageGen>,
    pub(crate) tts: Arc<dyn Tts>,
    pub(crate) music: PathBuf,
}

impl TestEngine {
    /// The local ones.
    pub(crate) fn local(folder: &Path) -> Self {
        Self {
            script: Arc::new(LocalScript::new()),
            images: Arc::new(LocalImages::new()),
            tts: Arc::new(LocalVoice::new()),
            music: folder.to_owned(),
        }
    }

    /// Gemini, as `fake` answers.
    pub(crate) fn gemini(folder: &Path, fake: &FakeGemini) -> Self {
        let settings = GeminiSettings {
            base_url: fake.base_url(),
            ..GeminiSettings::default()
        };
        let gemini = Gemini::new(ApiKey::new(KEY).unwrap(), settings).unwrap();
        Self {
            script: Arc::new(GeminiScript::new(gemini.clone())),
            images: Arc::new(GeminiImages::new(gemini.clone())),
            tts: Arc::new(GeminiVoice::new(gemini)),
            music: folder.to_owned(),
        }
    }

    /// A server that answers as Gemini does.
    pub(crate) async fn fake() -> FakeGemini {
        let fake = FakeGemini::builder()
            .key(KEY)
            .script(LocalScript::new())
            .images(LocalImages::new())
            .tts(LocalVoice::new());
        fake.start().await.unwrap()
    }
}

const KEY: &str = "key-that-nobody-sees";

#[async_trait]
impl Engine for TestEngine {
    fn studio(&self, _: &Project, renderer: RenderOptions, _: &BTreeSet<Stage>) -> Result<Studio> {
        Ok(Studio {
            script: Arc::clone(&self.script),
            images: Arc::clone(&self.images),
            tts: Arc::clone(&self.tts),
            renderer: Arc::new(FfmpegRenderer::new(renderer)),
            music: self.music()?,
        })
    }

    async fn providers(&self) -> Vec<ProviderState> {
        vec![ProviderState {
            name: "local".into(),
            is_used: true,
            is_available: true,
            reason: "this is a test".into(),
            models: BTreeMap::new(),
        }]
    }

    async fn voices(&self, _: &Language) -> Vec<VoiceChoice> {
        Vec::new()
    }

    fn guess_language(&self, text: &str) -> Language {
        reelcraft_local::script::guess_language(text)
    }

    fn music(&self) -> Result<BTreeMap<String, PathBuf>> {
        music::unpack(&self.music)
    }
}

/// A service of its own for each test, and a way to talk to it.
pub(crate) struct World {
    pub(crate) folder: Arc<tempfile::TempDir>,
    pub(crate) address: SocketAddr,
    pub(crate) client: Client,
    stop: Option<oneshot::Sender<()>>,
    served: Option<JoinHandle<Result<()>>>,
}

impl World {
    /// A service with the local providers.
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}, None).await
    }

    /// One with other settings, and a token.
    pub(crate) async fn with(change: impl FnOnce(&mut Settings), token: Option<&str>) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let engine = TestEngine::local(&folder.path().join("music"));
        Self::start(folder, Arc::new(engine), change, token).await
    }

    /// One over a folder that may have been used before.
    pub(crate) async fn start(
        folder: Arc<tempfile::TempDir>,
        engine: Arc<dyn Engine>,
        change: impl FnOnce(&mut Settings),
        token: Option<&str>,
    ) -> Self {
        let mut settings = Settings {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            data_dir: Some(folder.path().join("data")),
            ..Settings::default()
        };
        settings.limits.disk_free.0 = 0;
        change(&mut settings);
        let token = token.map(|token| ApiToken::new(token).unwrap());
        let service = Service::open(settings, token, engine).await.unwrap();
        let listener = service.listen().await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(service.serve(listener, async {
            stopped.await.ok();
        }));
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(Duration::from_mins(2))
            .build()
            .unwrap();
        Self {
            folder,
            address,
            client,
            stop: Some(stop),
            served: Some(served),
        }
    }

    /// Stops the service as Ctrl-C does.
    pub(crate) async fn stop(mut self) -> Arc<tempfile::TempDir> {
        self.stop.take().unwrap().send(()).unwrap();
        self.served.take().unwrap().await.unwrap().unwrap();
        Arc::clone(&self.folder)
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, self.url(path))
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    pub(crate) async fn get_json(&self, path: &str) -> Value {
        ok(self.get(path).await).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Response {
        self.request(Method::POST, path)
            .json(body)
            .send()
            .await
            .unwrap()
    }

    pub(crate) async fn post_json(&self, path: &str, body: &Value) -> Value {
        ok(self.post(path, body).await).await
    }

    /// Asks for a job, and gives it as it is at once.
    pub(crate) async fn begin(&self, path: &str, body: &Value) -> Value {
        let response = self
            .request(Method::POST, path)
            .header("Prefer", "respond-async")
            .json(body)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::ACCEPTED);
        assert_eq!(response.headers()["preference-applied"], "respond-async");
        let location = response.headers()["location"].to_str().unwrap().to_owned();
        let job: Value = response.json().await.unwrap();
        assert_eq!(
            location,
            format!("/api/jobs/{}", job["id"].as_str().unwrap())
        );
        job
    }

    /// Waits until a job has ended.
    pub(crate) async fn ended(&self, job: &Value) -> Value {
        let ends = ["succeeded", "failed", "cancelled"];
        self.until(job, |job| ends.contains(&job["state"].as_str().unwrap()))
            .await
    }

    /// Waits until something is true of a job.
    pub(crate) async fn until(&self, job: &Value, wanted: impl Fn(&Value) -> bool) -> Value {
        let path = format!("/api/jobs/{}", job["id"].as_str().unwrap());
        for _ in 0..1200 {
            let job = self.get_json(&path).await;
            if wanted(&job) {
                return job;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it never comes to that: {}", self.get_json(&path).await);
    }

    /// Sends bytes as they are, and gives all that comes back.
    pub(crate) async fn raw(&self, bytes: &[u8]) -> String {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let mut socket = tokio::net::TcpStream::connect(self.address).await.unwrap();
        socket.write_all(bytes).await.unwrap();
        let mut answer = Vec::new();
        let reading = socket.read_to_end(&mut answer);
        tokio::time::timeout(Duration::from_secs(20), reading)
            .await
            .unwrap()
            .ok();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Uploads a file.
    pub(crate) async fn upload(&self, path: &str, name: &str, bytes: Vec<u8>) -> Response {
        let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
        let form = reqwest::multipart::Form::new().part("file", part);
        self.request(Method::POST, path)
            .multipart(form)
            .send()
            .await
            .unwrap()
    }
}

/// The JSON of a good answer.
pub(crate) async fn ok(response: Response) -> Value {
    let status = response.status();
    let text = response.text().await.unwrap();
    assert!(status.is_success(), "{status}: {text}");
    serde_json::from_str(&text).unwrap()
}

/// The problem of a bad answer: its status and code.
pub(crate) async fn problem(response: Response) -> (u16, String, Value) {
    let status = response.status().as_u16();
    let media_type = response.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    let text = response.text().await.unwrap();
    assert_eq!(media_type, "application/problem+json", "{text}");
    let problem: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(problem["status"], status);
    assert!(problem["instance"].is_string());
    (
        status,
        problem["code"].as_str().unwrap().to_owned(),
        problem,
    )
}
