//! Two hundred clients at once, against a service that runs: half of them read the status and a
//! picture, a quarter uploads pictures, a quarter queues small renders. It tells how long the
//! answers took, what went wrong, and how much memory the service took.
//!
//! ```text
//! reelcraft serve --data-dir /tmp/load &
//! cargo run --release -p reelcraft-http --example load -- http://127.0.0.1:8080 60 $!
//! ```
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "an example for the terminal"
)]

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};

/// How long a client waits between two requests.
const PAUSE: Duration = Duration::from_millis(100);

/// What the clients saw, by what they asked for.
#[derive(Default)]
struct Seen(Mutex<BTreeMap<&'static str, Answers>>);

#[derive(Default)]
struct Answers {
    millis: Vec<f64>,
    /// How often each came: a status, or what went wrong.
    outcomes: BTreeMap<String, usize>,
}

impl Seen {
    /// Sends a request, and notes how it went; gives the body.
    async fn send(&self, what: &'static str, request: RequestBuilder) -> Option<Vec<u8>> {
        let begun = Instant::now();
        let answer = async {
            let response = request.send().await?;
            let status = response.status();
            Ok::<_, reqwest::Error>((status, response.bytes().await?))
        };
        let (outcome, body) = match answer.await {
            Ok((status, body)) => (status.as_u16().to_string(), Some(body.to_vec())),
            Err(error) => (format!("{error:?}"), None),
        };
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let answers = seen.entry(what).or_default();
        answers.millis.push(begun.elapsed().as_secs_f64() * 1000.0);
        *answers.outcomes.entry(outcome).or_default() += 1;
        body
    }

    fn print(&self) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        println!(
            "{:<8} {:>8} {:>8} {:>8} {:>8}  outcomes",
            "request", "count", "p50 ms", "p99 ms", "max ms"
        );
        for (what, answers) in seen.iter_mut() {
            answers.millis.sort_by(f64::total_cmp);
            let part = |share: f64| {
                let last = answers.millis.len().saturating_sub(1);
                let at = (last as f64 * share).round() as usize;
                answers.millis.get(at).copied().unwrap_or_default()
            };
            let (count, outcomes) = (answers.millis.len(), &answers.outcomes);
            println!(
                "{what:<8} {count:>8} {:>8.1} {:>8.1} {:>8.1}  {outcomes:?}",
                part(0.5),
                part(0.99),
                part(1.0)
            );
        }
    }
}

/// What the clients share.
struct Field {
    url: String,
    client: Client,
    seen: Seen,
    until: Instant,
    picture: Vec<u8>,
}

impl Field {
    async fn read(&self, image: &str) {
        while Instant::now() < self.until {
            let status = self.client.get(format!("{}/api/status", self.url));
            self.seen.send("status", status).await;
            tokio::time::sleep(PAUSE).await;
            self.seen
                .send("asset", self.client.get(format!("{}{image}", self.url)))
                .await;
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn upload(&self) -> Option<String> {
        let part = reqwest::multipart::Part::bytes(self.picture.clone()).file_name("a.jpg");
        let form = reqwest::multipart::Form::new().part("file", part);
        let request = self
            .client
            .post(format!("{}/api/upload/image", self.url))
            .multipart(form);
        let body = self.seen.send("upload", request).await?;
        let answer: Value = serde_json::from_slice(&body).ok()?;
        answer.get("image_url")?.as_str().map(str::to_owned)
    }

    async fn upload_all_the_time(&self) {
        while Instant::now() < self.until {
            self.upload().await;
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn queue(&self, image: &str) {
        let scene = json!({ "image_url": image, "duration": 1.0 });
        let body = json!({ "scenes": [scene], "format": "216x384", "quality": "draft" });
        while Instant::now() < self.until {
            let request = self.client.post(format!("{}/api/render/video", self.url));
            let request = request.header("Prefer", "respond-async").json(&body);
            self.seen.send("render", request).await;
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// The memory of a process in MB: now, and at most so far.
fn memory_mb(process: &str) -> Option<(u64, u64)> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse::<u64>().ok()
    };
    Some((field("VmRSS:")? / 1024, field("VmHWM:")? / 1024))
}

/// A picture as phones have them, smaller.
fn picture() -> Vec<u8> {
    let picture = image::RgbImage::from_fn(1280, 720, |x, y| {
        image::Rgb([(x % 251) as u8, (y % 241) as u8, ((x * y) % 239) as u8])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .expect("a picture is written to memory");
    bytes.into_inner()
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let url = arguments
        .next()
        .unwrap_or_else(|| "http://127.0.0.1:8080".to_owned());
    let secs = arguments
        .next()
        .and_then(|secs| secs.parse().ok())
        .unwrap_or(60);
    let process = arguments.next();
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    let client = Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(30))
        .build();
    let field = Arc::new(Field {
        url,
        client: client.expect("a client needs no network"),
        seen: Seen::default(),
        until: Instant::now() + Duration::from_secs(secs),
        picture: picture(),
    });
    let image = field.upload().await.expect("the service takes a picture");
    let mut clients = tokio::task::JoinSet::new();
    for number in 0..200 {
        let (field, image) = (Arc::clone(&field), image.clone());
        clients.spawn(async move {
            match number % 4 {
                0 | 1 => field.read(&image).await,
                2 => field.upload_all_the_time().await,
                _ => field.queue(&image).await,
            }
        });
    }
    clients.join_all().await;
    field.seen.print();
    if let Some((now, most)) = process.as_deref().and_then(memory_mb) {
        println!("memory of the service: {now} MB, at most {most} MB");
    }
}
