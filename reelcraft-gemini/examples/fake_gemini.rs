//! A server that answers as Gemini does: `cargo run -p reelcraft-gemini --features testing
//! --example fake_gemini`.

fn main() {}
