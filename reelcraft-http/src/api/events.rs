//! Streams of events: what is the case, then everything that happens.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use futures::stream::{self, Stream};
use poem::web::sse::{Event, SSE};
use poem::{IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::payload::Payload;
use poem_openapi::registry::{
    MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry,
};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use crate::jobs::{Bus, Note};

/// How often a silent stream says that it lives.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// A stream of server-sent events.
pub(crate) struct EventStream(SSE);

/// Says what is the case now: the name of the event, all about it, and whether nothing more
/// will happen.
pub(crate) type Snapshot =
    futures::future::BoxFuture<'static, Option<(&'static str, String, bool)>>;

impl EventStream {
    /// Makes a stream of the notes that `is_wanted` chooses. It begins with what was missed since
    /// the note `heard`; where that is not known any more, with the snapshot.
    pub(crate) fn new(
        bus: &Bus,
        closing: CancellationToken,
        heard: Option<i64>,
        is_wanted: impl Fn(&Note) -> bool + Send + 'static,
        snapshot: impl Fn() -> Snapshot + Send + 'static,
        ends: bool,
    ) -> Self {
        let listener = bus.listen(heard);
        let needs_snapshot = listener.missed.is_none();
        let state = State {
            number: listener.number,
            waiting: listener.missed.unwrap_or_default().into(),
            coming: listener.coming,
            closing,
            is_wanted: Box::new(is_wanted),
            snapshot: Box::new(snapshot),
            needs_snapshot,
            ends,
            is_over: false,
        };
        Self(SSE::new(state.events()).keep_alive(KEEP_ALIVE))
    }
}

struct State {
    number: i64,
    waiting: VecDeque<Arc<Note>>,
    coming: broadcast::Receiver<Arc<Note>>,
    /// Cancelled when the service ends, and the stream with it.
    closing: CancellationToken,
    is_wanted: Box<dyn Fn(&Note) -> bool + Send>,
    snapshot: Box<dyn Fn() -> Snapshot + Send>,
    needs_snapshot: bool,
    /// Whether the stream ends with the last note of a job.
    ends: bool,
    is_over: bool,
}

impl State {
    fn events(self) -> impl Stream<Item = Event> + Send {
        stream::unfold(self, |mut state| async move {
            let event = state.next().await?;
            Some((event, state))
        })
    }

    async fn next(&mut self) -> Option<Event> {
        loop {
            if self.is_over {
                return None;
            }
            if std::mem::take(&mut self.needs_snapshot) {
                let (event, data, is_last) = (self.snapshot)().await?;
                self.is_over = is_last;
                let number = self.number.to_string();
                return Some(Event::message(data).event_type(event).id(number));
            }
            let note = match self.waiting.pop_front() {
                Some(note) => note,
                None => {
                    let coming = tokio::select! {
                        coming = self.coming.recv() => coming,
                        () = self.closing.cancelled() => return None,
                    };
                    match coming {
                        Ok(note) => note,
                        Err(broadcast::error::RecvError::Lagged(_)) => {
                            self.needs_snapshot = true;
                            continue;
                        }
                        Err(broadcast::error::RecvError::Closed) => return None,
                    }
                }
            };
            self.number = self.number.max(note.number);
            if !(self.is_wanted)(&note) {
                continue;
            }
            self.is_over = self.ends && note.is_last;
            let event = Event::message(note.data.clone()).event_type(note.event);
            return Some(event.id(note.number.to_string()));
        }
    }
}

impl Payload for EventStream {
    const CONTENT_TYPE: &'static str = "text/event-stream";

    fn schema_ref() -> MetaSchemaRef {
        let text = || MetaSchemaRef::Inline(Box::new(MetaSchema::new("string")));
        MetaSchemaRef::Inline(Box::new(MetaSchema {
            description: Some("One event: its name, its id, and its data as JSON"),
            properties: vec![("event", text()), ("id", text()), ("data", text())],
            ..MetaSchema::new("object")
        }))
    }
}

impl IntoResponse for EventStream {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

impl ApiResponse for EventStream {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "Server-sent events, each with an id",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType {
                    content_type: Self::CONTENT_TYPE,
                    schema: Self::schema_ref(),
                }],
                headers: Vec::new(),
            }],
        }
    }

    fn register(_: &mut Registry) {}
}
