//! A body that arrives in pieces, and may break off.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, ReadBuf};
use tokio::time::{Sleep, sleep};

/// How long the first half may take to arrive before the connection breaks.
const BEFORE_THE_BREAK: Duration = Duration::from_millis(30);

/// The bytes of a body; only the first half where it is cut. The response must then say the length
/// of the whole, so that the server closes the connection when the rest does not come.
pub(super) struct AnswerBody {
    bytes: Vec<u8>,
    sent: usize,
    /// The wait before the break, where there is one.
    cut: Option<Pin<Box<Sleep>>>,
}

impl AnswerBody {
    pub(super) fn new(mut bytes: Vec<u8>, is_cut: bool) -> Self {
        if is_cut {
            bytes.truncate(bytes.len() / 2);
        }
        Self {
            bytes,
            sent: 0,
            cut: is_cut.then(|| Box::pin(sleep(BEFORE_THE_BREAK))),
        }
    }
}

impl AsyncRead for AnswerBody {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let rest = self.bytes.get(self.sent..).unwrap_or_default();
        let count = rest.len().min(buffer.remaining());
        buffer.put_slice(rest.get(..count).unwrap_or_default());
        self.sent += count;
        if count == 0
            && let Some(wait) = &mut self.cut
        {
            ready!(wait.as_mut().poll(context));
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        Poll::Ready(Ok(()))
    }
}
