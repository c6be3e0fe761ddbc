//! A running service.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::Value;

use super::World;

/// A running service.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) url: String,
    pub(crate) client: Client,
}

impl Server {
    /// Starts the binary, and waits until it listens.
    pub(crate) fn start(world: &World, prepare: impl FnOnce(&mut Command)) -> Self {
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let mut command = world.command(&[
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--data-dir",
            "data",
            "--json",
        ]);
        prepare(&mut command);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::from(
                std::fs::File::options()
                    .create(true)
                    .append(true)
                    .open(world.path("serve.log"))
                    .unwrap(),
            ))
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let event: Value = serde_json::from_str(&line)
            .unwrap_or_else(|_| panic!("{line}{}", world.read("serve.log")));
        Self {
            child,
            url: event["url"].as_str().unwrap().to_owned(),
            client: Client::builder().no_proxy().build().unwrap(),
        }
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Value {
        let mut request = self.client.request(method, format!("{}{path}", self.url));
        request = request.header("Prefer", "respond-async");
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await.unwrap();
        let status = response.status();
        let text = response.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        self.send(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Value {
        self.send(Method::POST, path, Some(body)).await
    }

    /// Waits until a job has ended.
    pub(crate) async fn ended(&self, id: &str) -> Value {
        for _ in 0..2400 {
            let job = self.get(&format!("/api/jobs/{id}")).await;
            if ["succeeded", "failed", "cancelled"].contains(&job["state"].as_str().unwrap()) {
                return job;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the job does not end");
    }

    /// Ends the process without a word to it.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The database is whole, and no half-written file is left.
pub(crate) async fn check_folder(world: &World) {
    use sqlx::Connection as _;
    let options =
        sqlx::sqlite::SqliteConnectOptions::new().filename(world.path("data/reelcraft.db"));
    let mut database = sqlx::SqliteConnection::connect_with(&options)
        .await
        .unwrap();
    let told: String = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_one(&mut database)
        .await
        .unwrap();
    assert_eq!(told, "ok");
    let files = world.files().into_iter().map(|(name, _)| name);
    let stray: Vec<String> = files
        .filter(|name| name.starts_with("data/") && !name.starts_with("data/cache/"))
        .filter(|name| {
            [".partial", "#", "incoming-"]
                .iter()
                .any(|part| name.contains(part))
        })
        .collect();
    assert!(stray.is_empty(), "{stray:?}");
}
