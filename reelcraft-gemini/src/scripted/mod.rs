//! What happens after each failure, over a transport that gives answers from a list, on a clock
//! that is turned: which error, how many attempts, how long they take, and what they cost.

mod answers;
mod attempts;
mod cancelling;
mod continued;
mod costs;
mod empty;
mod lasting;
mod lists;
mod models;
mod pictures;
mod prompts;
mod refused;
mod repaired;
mod secrets;
mod speech;
mod unread;
mod world;
