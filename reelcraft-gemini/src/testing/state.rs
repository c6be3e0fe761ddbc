//! What the connections of one server share.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reelcraft_core::Language;
use reelcraft_core::provider::{ImageGen, ScriptGen, Tts};
use serde_json::Value;

use super::answer::Answer;
use super::chance::Chance;
use super::record::RecordedRequest;
use super::reply::Reply;
use super::route::Route;

/// Finds out the language of a text.
pub(super) type GuessLanguage = dyn Fn(&str) -> Language + Send + Sync;

/// Hears of each answer when it is made.
pub(super) type OnAnswer = dyn Fn(&RecordedRequest) + Send + Sync;

/// How a server was set up.
pub(super) struct Settings {
    pub(super) script: Arc<dyn ScriptGen>,
    pub(super) images: Arc<dyn ImageGen>,
    pub(super) tts: Arc<dyn Tts>,
    pub(super) guess_language: Arc<GuessLanguage>,
    pub(super) key: String,
    pub(super) port: u16,
    pub(super) image_delay: Duration,
    pub(super) signature_chars: usize,
    pub(super) revived: Vec<String>,
    pub(super) on_answer: Option<Arc<OnAnswer>>,
}

/// What the connections of one server share.
pub(super) struct State {
    pub(super) settings: Settings,
    requests: Mutex<Vec<(u64, RecordedRequest)>>,
    ordered: Mutex<HashMap<Route, VecDeque<Answer>>>,
    chance: Mutex<Chance>,
    continued: Mutex<HashMap<String, Continued>>,
    drawn: Mutex<HashMap<String, u32>>,
    running: Mutex<HashMap<Route, Running>>,
    numbers: AtomicU64,
}

/// The second half of a written answer.
#[derive(Debug, Clone)]
struct Continued {
    /// The body of the call that got the first half.
    body: Value,
    rest: String,
}

#[derive(Debug, Clone, Copy, Default)]
struct Running {
    now: usize,
    most: usize,
}

impl State {
    pub(super) fn new(settings: Settings, chance: Chance) -> Self {
        Self {
            settings,
            requests: Mutex::default(),
            ordered: Mutex::default(),
            chance: Mutex::new(chance),
            continued: Mutex::default(),
            drawn: Mutex::default(),
            running: Mutex::default(),
            numbers: AtomicU64::default(),
        }
    }

    /// Remembers a request and gives its number.
    pub(super) fn arrived(&self, request: RecordedRequest) -> u64 {
        let number = self.next_number();
        lock(&self.requests).push((number, request));
        number
    }

    /// Remembers what a request turned out to be for.
    pub(super) fn recognised(&self, number: u64, route: Route) {
        self.edit(number, |request| request.route = Some(route));
    }

    /// Remembers what a request was answered.
    pub(super) fn answered(&self, number: u64, reply: &Reply) {
        let request = self.edit(number, |request| request.answer = Some(reply.into()));
        if let (Some(request), Some(on_answer)) = (request, &self.settings.on_answer) {
            on_answer(&request);
        }
    }

    /// Changes a request that is still remembered, and gives it.
    fn edit(
        &self,
        number: u64,
        change: impl FnOnce(&mut RecordedRequest),
    ) -> Option<RecordedRequest> {
        let mut requests = lock(&self.requests);
        let (_, request) = requests.iter_mut().find(|(found, _)| *found == number)?;
        change(request);
        Some(request.clone())
    }

    /// All requests so far.
    pub(super) fn requests(&self) -> Vec<RecordedRequest> {
        let requests = lock(&self.requests);
        requests
            .iter()
            .map(|(_, request)| request.clone())
            .collect()
    }

    /// Forgets the requests so far.
    pub(super) fn forget_requests(&self) {
        lock(&self.requests).clear();
    }

    /// Appends answers for the next calls.
    pub(super) fn order(&self, route: Route, answers: impl IntoIterator<Item = Answer>) {
        lock(&self.ordered)
            .entry(route)
            .or_default()
            .extend(answers);
    }

    /// How many ordered answers are left.
    pub(super) fn ordered(&self, route: Route) -> usize {
        lock(&self.ordered).get(&route).map_or(0, VecDeque::len)
    }

    /// Makes calls fail from now on.
    pub(super) fn set_chance(&self, chance: Chance) {
        *lock(&self.chance) = chance;
    }

    /// The answer to the next call.
    pub(super) fn next_answer(&self, route: Route) -> Answer {
        let ordered = lock(&self.ordered)
            .get_mut(&route)
            .and_then(VecDeque::pop_front);
        match ordered {
            Some(answer) => answer,
            None if route == Route::List => Answer::normal(),
            None => lock(&self.chance).answer(),
        }
    }

    /// Keeps the second half of an answer and gives the token for it.
    pub(super) fn keep_rest(&self, body: &Value, rest: String) -> String {
        let token = format!("continue-{}", self.response_id());
        let kept = Continued {
            body: body.clone(),
            rest,
        };
        lock(&self.continued).insert(token.clone(), kept);
        token
    }

    /// The second half for a token, when the rest of the body is the same as before.
    pub(super) fn take_rest(&self, token: &str, body: &Value) -> Option<String> {
        let mut continued = lock(&self.continued);
        let is_same = continued.get(token).is_some_and(|kept| kept.body == *body);
        is_same
            .then(|| continued.remove(token))
            .flatten()
            .map(|kept| kept.rest)
    }

    /// How often a prompt was drawn before.
    pub(super) fn next_variant(&self, prompt: &str) -> u32 {
        let mut drawn = lock(&self.drawn);
        let next = drawn.entry(prompt.to_owned()).or_default();
        let variant = *next;
        *next += 1;
        variant
    }

    /// Counts a call as running until the guard is dropped.
    pub(super) fn running(self: &Arc<Self>, route: Route) -> RunningGuard {
        let mut running = lock(&self.running);
        let count = running.entry(route).or_default();
        count.now += 1;
        count.most = count.most.max(count.now);
        RunningGuard {
            state: Arc::clone(self),
            route,
        }
    }

    /// How many calls ran at the same time, at most.
    pub(super) fn most_at_once(&self, route: Route) -> usize {
        lock(&self.running)
            .get(&route)
            .map_or(0, |count| count.most)
    }

    /// An identifier for a response, none twice.
    pub(super) fn response_id(&self) -> String {
        format!("fake-{:012}", self.next_number())
    }

    fn next_number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }
}

/// Ends the counting of a running call.
pub(super) struct RunningGuard {
    state: Arc<State>,
    route: Route,
}

impl Drop for RunningGuard {
    fn drop(&mut self) {
        if let Some(count) = lock(&self.state.running).get_mut(&self.route) {
            count.now -= 1;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
