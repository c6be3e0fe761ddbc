//! `reelcraft serve`: the REST service and the page.

mod arguments;
mod engine;

use std::io::IsTerminal as _;
use std::process::{Command, Stdio};
use std::sync::Arc;

use reelcraft_core::{Error, Result};
use reelcraft_http::Service;
use reelcraft_http::settings::{ApiToken, Settings, TOKEN_VARIABLE};
use tracing_subscriber::EnvFilter;

use crate::output::Output;
use crate::providers::Providers;

pub(crate) use arguments::ServeArguments;

pub(crate) async fn serve(
    arguments: &ServeArguments,
    providers: Providers,
    output: Output,
) -> Result<()> {
    let settings = arguments.settings()?;
    if arguments.print_config {
        Output::data(settings.to_toml()?.trim_end());
        return Ok(());
    }
    log(&settings);
    let token = match std::env::var(TOKEN_VARIABLE) {
        Ok(token) if !token.is_empty() => Some(ApiToken::new(&token)?),
        _ => None,
    };
    let service = Service::open(settings, token, Arc::new(providers)).await?;
    let listener = service.listen().await?;
    let address = listener
        .local_addr()
        .map_err(|error| Error::internal("cannot tell the address").because(error))?;
    let url = format!("http://{address}");
    output.good(&format!("Reelcraft listens on {url}"));
    output.json(&serde_json::json!({ "event": "listening", "url": url }));
    if arguments.open {
        open_in_browser(&url, output);
    }
    let stop = async move {
        told_to_stop().await;
        output.say("stopping; what runs goes on after the next start");
    };
    service.serve(listener, stop).await
}

/// Waits for Ctrl-C or the signal by which systems stop services; a second one ends at once.
async fn told_to_stop() {
    wait_for_signal().await;
    tokio::spawn(async {
        wait_for_signal().await;
        std::process::exit(130);
    });
}

async fn wait_for_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    tokio::signal::ctrl_c().await.ok();
}

/// Logs of a service: each line with its time, as text or JSON.
fn log(settings: &Settings) {
    let filter = EnvFilter::try_new(&settings.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if settings.log_json {
        log.json().init();
    } else {
        let is_plain = std::env::var_os("NO_COLOR").is_some() || !std::io::stderr().is_terminal();
        log.with_ansi(!is_plain).init();
    }
}

fn open_in_browser(url: &str, output: Output) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let opened = Command::new(program)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if opened.is_err() {
        output.say(&format!("open {url} in a browser"));
    }
}
