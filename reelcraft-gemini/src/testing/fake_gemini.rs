//! The running server.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use poem::Server;
use poem::listener::TcpAcceptor;
use reelcraft_core::{Error, Result};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::answer::Answer;
use super::builder::FakeGeminiBuilder;
use super::chance::Chance;
use super::record::RecordedRequest;
use super::route::Route;
use super::server::Api;
use super::state::State;

/// A server that answers as the Gemini API does, on 127.0.0.1 until it is dropped.
///
/// It needs a Tokio runtime and runs in its background.
pub struct FakeGemini {
    state: Arc<State>,
    port: u16,
    /// Stops the server when it is dropped.
    _stop: oneshot::Sender<()>,
}

impl FakeGemini {
    /// Begins to set up a server.
    pub fn builder() -> FakeGeminiBuilder {
        FakeGeminiBuilder::default()
    }

    pub(super) async fn start(state: Arc<State>) -> Result<Self> {
        let wanted = state.settings.port;
        let failed = |error: std::io::Error| {
            Error::unavailable(format!("cannot listen on 127.0.0.1:{wanted}")).because(error)
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, wanted))
            .await
            .map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let acceptor = TcpAcceptor::from_tokio(listener).map_err(failed)?;
        let (stop, stopped) = oneshot::channel::<()>();
        let api = Api(Arc::clone(&state));
        tokio::spawn(async move {
            let until = async {
                // It ends when the sender is dropped; nothing is ever sent.
                let _ = stopped.await;
            };
            let served = Server::new_with_acceptor(acceptor)
                .run_with_graceful_shutdown(api, until, Some(Duration::ZERO))
                .await;
            if let Err(error) = served {
                tracing::error!(%error, "the fake of Gemini stopped");
            }
        });
        Ok(Self {
            state,
            port,
            _stop: stop,
        })
    }

    /// Where it listens: `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Orders answers for the next calls of a kind, one a call, after those ordered before.
    /// Then calls are answered normally again. An answer with a flaw of another kind than the
    /// call's is a normal one.
    pub fn script_answers(&self, route: Route, answers: impl IntoIterator<Item = Answer>) {
        self.state.order(route, answers);
    }

    /// How many ordered answers nobody has got yet.
    pub fn answers_left(&self, route: Route) -> usize {
        self.state.ordered(route)
    }

    /// Lets that share of calls, 0 to 1, fail in ways that pass, where no answer is ordered.
    pub fn fail_at_random(&self, share: f64, seed: u64) {
        self.state.set_chance(Chance::new(share, seed));
    }

    /// Everything that it was asked, in the order of arrival, refused requests included.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state.requests()
    }

    /// What it was asked of one kind.
    pub fn requests_of(&self, route: Route) -> Vec<RecordedRequest> {
        let mut requests = self.requests();
        requests.retain(|request| request.route == Some(route));
        requests
    }

    /// Forgets what it was asked.
    pub fn forget_requests(&self) {
        self.state.forget_requests();
    }

    /// How many calls of a kind ran at the same time, at most.
    pub fn most_at_once(&self, route: Route) -> usize {
        self.state.most_at_once(route)
    }
}

impl std::fmt::Debug for FakeGemini {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FakeGemini")
            .field("base_url", &self.base_url())
            .finish_non_exhaustive()
    }
}
