//! Cancelling ends all waiting at once, and throws nothing away that arrives.

use std::time::Duration;

use reelcraft_core::Control;
use reelcraft_core::provider::ImageGen as _;
use tokio::time::Instant;

use super::answers::{picture, picture_of, too_fast};
use super::world::{Answers, a_picture};
use crate::GeminiImages;

async fn cancelled_after(answers: &Answers, secs: u64) -> (bool, bool, f64, usize) {
    let images = GeminiImages::new(answers.gemini());
    let control = Control::default();
    let request = a_picture();
    let begun = Instant::now();
    let cancel = async {
        tokio::time::sleep(Duration::from_secs(secs)).await;
        control.cancel();
    };
    let (drawn, ()) = tokio::join!(images.draw(&request, &control), cancel);
    let is_cancelled = drawn
        .as_ref()
        .is_err_and(reelcraft_core::Error::is_cancelled);
    let secs = begun.elapsed().as_secs_f64();
    (drawn.is_ok(), is_cancelled, secs, answers.calls())
}

#[tokio::test(start_paused = true)]
async fn a_wait_ends_at_once() {
    let answers = Answers::new(vec![too_fast("50s")]);
    let (_, is_cancelled, secs, _) = cancelled_after(&answers, 3).await;
    assert!(is_cancelled && secs < 3.1, "{secs}");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_under_way_is_kept() {
    let answers = Answers::new(vec![picture()]).taking(Duration::from_secs(20));
    let (is_drawn, _, secs, _) = cancelled_after(&answers, 5).await;
    assert!(is_drawn && secs > 19.9);
    let poor = Answers::new(vec![picture_of(128, 72)]).taking(Duration::from_secs(20));
    let (is_drawn, _, _, calls) = cancelled_after(&poor, 5).await;
    assert!(is_drawn, "it is not quite right, and better than nothing");
    assert_eq!(calls, 1);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_begun_any_more() {
    let answers = Answers::new(Vec::new());
    let control = Control::default();
    control.cancel();
    let images = GeminiImages::new(answers.gemini());
    let refused = images.draw(&a_picture(), &control).await;
    assert!(refused.unwrap_err().is_cancelled());
    assert_eq!(answers.calls(), 0);
}
