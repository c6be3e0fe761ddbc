//! Answers that cost a while, and change seldom.

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

/// An answer that costs a while, and changes seldom: it is found out again when it is old. Who
/// asks meanwhile waits for it.
#[derive(Debug)]
pub(crate) struct Remembered<T> {
    lasts: Duration,
    answer: Mutex<Option<(Instant, T)>>,
}

impl<T: Clone> Remembered<T> {
    pub(crate) fn new(lasts: Duration) -> Self {
        Self {
            lasts,
            answer: Mutex::default(),
        }
    }

    /// The answer, found out by `ask` where it is not known or too old.
    pub(crate) async fn get(&self, ask: impl Future<Output = T>) -> T {
        let mut known = self.answer.lock().await;
        if let Some((since, answer)) = &*known
            && since.elapsed() < self.lasts
        {
            return answer.clone();
        }
        let answer = ask.await;
        *known = Some((Instant::now(), answer.clone()));
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_known_is_not_found_out_again_until_it_is_old() {
        let remembered = Remembered::new(Duration::from_secs(30));
        assert_eq!(remembered.get(async { 1 }).await, 1);
        assert_eq!(remembered.get(async { 2 }).await, 1);
        tokio::time::advance(Duration::from_secs(31)).await;
        assert_eq!(remembered.get(async { 3 }).await, 3);
    }
}
