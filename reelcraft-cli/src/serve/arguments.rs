//! What can be written after `reelcraft serve`.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueHint};
use reelcraft_core::Result;
use reelcraft_http::settings::{Bytes, Settings, find_file, read_file};

/// Flags win over the environment, the environment over the settings file.
#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    /// Where to listen [default: 127.0.0.1:8080]; any other machine's way in needs a token in
    /// `REELCRAFT_API_TOKEN`
    #[arg(long, value_name = "ADDRESS:PORT", env = "REELCRAFT_LISTEN")]
    listen: Option<SocketAddr>,
    /// The folder of projects, files and jobs [default: the platform's own]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, env = "REELCRAFT_DATA_DIR")]
    data_dir: Option<PathBuf>,
    /// A name by which the service is reached, besides localhost and addresses
    #[arg(
        long = "host",
        value_name = "NAME",
        value_delimiter = ',',
        env = "REELCRAFT_HOSTS"
    )]
    hosts: Vec<String>,
    /// Another origin whose pages may use it, for example <http://localhost:5173>
    #[arg(
        long = "origin",
        value_name = "URL",
        value_delimiter = ',',
        env = "REELCRAFT_ORIGINS"
    )]
    origins: Vec<String>,
    /// The address of a proxy that stands before it: what it says in X-Forwarded-For is believed
    #[arg(
        long = "proxy",
        value_name = "ADDRESS",
        value_delimiter = ',',
        env = "REELCRAFT_PROXIES"
    )]
    proxies: Vec<IpAddr>,
    /// How many renders run at once [default: one for every two cores]
    #[arg(long, value_name = "N", env = "REELCRAFT_RENDERS")]
    renders: Option<NonZeroUsize>,
    /// How many jobs may wait [default: 100]
    #[arg(long, value_name = "N", env = "REELCRAFT_QUEUE")]
    queue: Option<usize>,
    /// The most that all files may take, for example 20 GB [default: what the disk holds]
    #[arg(long, value_name = "SIZE", env = "REELCRAFT_DISK")]
    disk: Option<Bytes>,
    /// Any other limit, for example `picture_file=40MB` or `temp_days=3`; `--print-config` prints
    /// all of them
    #[arg(
        long = "limit",
        value_name = "NAME=VALUE",
        value_delimiter = ',',
        value_parser = limit,
        env = "REELCRAFT_LIMITS"
    )]
    changed_limits: Vec<(String, String)>,
    /// Write logs as JSON
    #[arg(long, env = "REELCRAFT_LOG_JSON")]
    log_json: bool,
    /// The settings file [default: reelcraft.toml here, else in the user's configuration folder]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, env = "REELCRAFT_CONFIG")]
    config: Option<PathBuf>,
    /// Print the settings as they are in force, in the form of the settings file, and end
    #[arg(long)]
    pub(crate) print_config: bool,
    /// Open the page in the browser
    #[arg(long)]
    pub(crate) open: bool,
}

impl ServeArguments {
    /// The settings as they are in force.
    pub(crate) fn settings(&self) -> Result<Settings> {
        let file = self.config.clone().or_else(find_file);
        let mut settings = match file {
            Some(file) => read_file(&file)?,
            None => Settings::default(),
        };
        let Self {
            listen,
            data_dir,
            hosts,
            origins,
            proxies,
            renders,
            queue,
            disk,
            changed_limits,
            log_json,
            config: _,
            print_config: _,
            open: _,
        } = self;
        settings.listen = listen.unwrap_or(settings.listen);
        settings.data_dir = data_dir.clone().or(settings.data_dir);
        if !hosts.is_empty() {
            settings.hosts.clone_from(hosts);
        }
        if !origins.is_empty() {
            settings.origins.clone_from(origins);
        }
        if !proxies.is_empty() {
            settings.proxies.clone_from(proxies);
        }
        settings.limits = settings.limits.with(changed_limits)?;
        settings.limits.renders = renders.or(settings.limits.renders);
        settings.limits.queue = queue.unwrap_or(settings.limits.queue);
        settings.limits.disk = disk.or(settings.limits.disk);
        settings.log_json |= log_json;
        if let Ok(log) = std::env::var("REELCRAFT_LOG") {
            settings.log = log;
        }
        Ok(settings)
    }
}

/// Reads `NAME=VALUE`.
fn limit(text: &str) -> std::result::Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
