//! A transport with a list of answers, and calls over it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use reelcraft_core::project::FrameSize;
use reelcraft_core::provider::{
    ImageGen as _, ImageRequest, ScriptGen as _, ScriptRequest, SpeechRequest, Tts as _, Usage,
};
use reelcraft_core::{Control, Error, ErrorKind, Event, Result};
use serde_json::Value;
use tokio::time::Instant;

use super::answers::Answer;
use crate::client::Client;
use crate::gemini::Gemini;
use crate::key::ApiKey;
use crate::settings::{GeminiSettings, Kind};
use crate::transport::Transport;
use crate::{GeminiImages, GeminiScript, GeminiVoice};

pub(super) const KEY: &str = "secret-key-123";

/// Gives the answers one after another, and keeps what was asked.
#[derive(Clone, Default)]
pub(super) struct Answers {
    queue: Arc<Mutex<VecDeque<Answer>>>,
    asked: Arc<Mutex<Vec<(String, Value)>>>,
    takes: Duration,
}

impl Answers {
    pub(super) fn new(answers: Vec<Answer>) -> Self {
        Self {
            queue: Arc::new(Mutex::new(answers.into())),
            ..Self::default()
        }
    }

    /// The same, each after this time.
    pub(super) fn taking(self, takes: Duration) -> Self {
        Self { takes, ..self }
    }

    pub(super) fn calls(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    /// The paths that were asked for, with their queries.
    pub(super) fn paths(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|(path, _)| path.clone()).collect()
    }

    pub(super) fn last_body(&self) -> Value {
        self.asked.lock().unwrap().last().unwrap().1.clone()
    }

    pub(super) fn left(&self) -> usize {
        self.queue.lock().unwrap().len()
    }

    /// A connection that gets them.
    pub(super) fn gemini(&self) -> Gemini {
        self.gemini_with(GeminiSettings::default())
    }

    /// A connection with these settings, but without limits: a minute of few calls would be all
    /// that is measured here.
    pub(super) fn gemini_with(&self, mut settings: GeminiSettings) -> Gemini {
        for model in [
            &mut settings.text,
            &mut settings.image,
            &mut settings.speech,
        ] {
            model.calls_per_minute = Some(60_000);
        }
        settings.check().unwrap();
        let key = ApiKey::new(KEY).unwrap();
        let client = Client::over(Box::new(self.clone()), key, &settings);
        Gemini::of(client, settings)
    }
}

#[async_trait]
impl Transport for Answers {
    async fn post(&self, path: &str, json: Vec<u8>, _: Duration) -> Answer {
        let body = serde_json::from_slice(&json).unwrap();
        self.asked.lock().unwrap().push((path.to_owned(), body));
        tokio::time::sleep(self.takes).await;
        let answer = self.queue.lock().unwrap().pop_front();
        answer.expect("no more calls are made than answers are there")
    }

    async fn get(&self, path: &str, query: &[(&str, String)], timeout: Duration) -> Answer {
        let query: Vec<String> = query
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let path = format!("{path}?{}", query.join("&"));
        self.post(&path, b"null".to_vec(), timeout).await
    }
}

pub(super) fn one_line() -> ScriptRequest {
    ScriptRequest {
        topic: "The sea".to_owned(),
        language: "en".parse().unwrap(),
        scene_count: 1,
        tone: None,
        secs: None,
    }
}

pub(super) fn a_picture() -> ImageRequest {
    ImageRequest {
        prompt: "The sea at dawn".to_owned(),
        style: None,
        language: "en".parse().unwrap(),
        size: FrameSize::new(1080, 1920),
        variant: 0,
        reference: None,
    }
}

pub(super) fn two_lines_spoken() -> SpeechRequest {
    SpeechRequest {
        lines: ["The sea is salty.", "Rivers carry the salt."]
            .map(str::to_owned)
            .into(),
        language: "en".parse().unwrap(),
        voice: None,
        style: None,
        speed: 1.0,
    }
}

/// What became of a call.
pub(super) struct Outcome {
    /// What it took where it succeeded.
    pub(super) result: Result<Usage, Error>,
    /// The models that were asked, in order.
    pub(super) models: Vec<String>,
    pub(super) bodies: Vec<Value>,
    /// What it took on the clock.
    pub(super) secs: f64,
    pub(super) warnings: Vec<String>,
    /// Seconds of speech.
    pub(super) sound_secs: f64,
    /// Answers that nobody asked for.
    pub(super) left: usize,
}

impl Outcome {
    pub(super) fn kind(&self) -> ErrorKind {
        self.error().kind().clone()
    }

    pub(super) fn error(&self) -> &Error {
        self.result.as_ref().unwrap_err()
    }

    /// What was used up, whether it succeeded or not.
    pub(super) fn usage(&self) -> Usage {
        match &self.result {
            Ok(usage) => *usage,
            Err(error) => error.usage(),
        }
    }

    /// Waits were as long as they should be, or up to a second a wait longer, and all answers
    /// were asked for.
    pub(super) fn assert_waited(&self, least: f64, waits: u32) {
        let most = least + f64::from(waits) + 0.01;
        assert!(
            self.secs >= least && self.secs <= most,
            "{} s instead of {least}",
            self.secs
        );
        assert_eq!(self.left, 0, "all answers are asked for");
    }
}

/// A control that keeps its warnings.
pub(super) fn listening() -> (Control, Arc<Mutex<Vec<String>>>) {
    let warnings = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&warnings);
    let control = Control::new(move |event: Event| {
        if let Event::Warning { message } = event {
            heard.lock().unwrap().push(message);
        }
    });
    (control, warnings)
}

pub(super) async fn outcome(kind: Kind, answers: Vec<Answer>) -> Outcome {
    let answers = Answers::new(answers);
    outcome_over(kind, &answers, answers.gemini()).await
}

pub(super) async fn outcome_over(kind: Kind, answers: &Answers, gemini: Gemini) -> Outcome {
    let (control, warnings) = listening();
    let already = answers.calls();
    let begun = Instant::now();
    let mut sound_secs = 0.0;
    let result = match kind {
        Kind::Text => {
            let script = GeminiScript::new(gemini);
            let written = script.write_script(&one_line(), &control).await;
            written.map(|written| written.origin.usage)
        }
        Kind::Image => {
            let images = GeminiImages::new(gemini);
            let drawn = images.draw(&a_picture(), &control).await;
            drawn.map(|drawn| drawn.origin.usage)
        }
        Kind::Speech => {
            let voice = GeminiVoice::new(gemini);
            let spoken = voice.speak(&two_lines_spoken(), &control).await;
            spoken.map(|spoken| {
                sound_secs = spoken.value.audio.secs();
                spoken.origin.usage
            })
        }
    };
    let secs = begun.elapsed().as_secs_f64();
    let asked = answers.asked.lock().unwrap();
    let asked = &asked[already..];
    let model = |path: &str| {
        let name = path.rsplit('/').next().unwrap();
        name.split(':').next().unwrap().to_owned()
    };
    Outcome {
        result,
        models: asked.iter().map(|(path, _)| model(path)).collect(),
        bodies: asked.iter().map(|(_, body)| body.clone()).collect(),
        secs,
        warnings: warnings.lock().unwrap().clone(),
        sound_secs,
        left: answers.left(),
    }
}

pub(super) async fn text(answers: Vec<Answer>) -> Outcome {
    outcome(Kind::Text, answers).await
}

pub(super) async fn image(answers: Vec<Answer>) -> Outcome {
    outcome(Kind::Image, answers).await
}

pub(super) async fn speech(answers: Vec<Answer>) -> Outcome {
    outcome(Kind::Speech, answers).await
}
