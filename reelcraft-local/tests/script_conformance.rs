//! The contract of scripts and prompts, as the engine checks it of every provider.

use reelcraft_core::testing::check_script_gen;
use reelcraft_local::script::LocalScript;

#[tokio::test]
async fn the_local_script_keeps_the_contract() {
    for language in ["uz", "uz-Cyrl", "en", "ru"] {
        check_script_gen(&LocalScript::new(), &language.parse().unwrap()).await;
    }
}
