//! `reelcraft cache`: the folder of finished segments.

use reelcraft_core::Result;
use reelcraft_render::video::StoreInfo;
use reelcraft_render::{FfmpegRenderer, RenderOptions};
use serde_json::json;

use crate::arguments::CacheCommand;
use crate::output::{Output, shown};

pub(crate) fn cache(command: CacheCommand, output: Output) -> Result<()> {
    let store = FfmpegRenderer::new(RenderOptions::default()).store()?;
    let folder = store.folder().display();
    match command {
        CacheCommand::Info => {
            let info = store.info()?;
            if !output.json {
                Output::data(&format!("{folder}: {}", size(info)));
            }
            output
                .json(&json!({ "event": "cache", "folder": shown(store.folder()), "holds": info }));
        }
        CacheCommand::Clear => {
            let (removed, left) = (store.clear()?, store.info()?);
            output.good(&format!("{folder}: removed {}", size(removed)));
            if left.entries > 0 {
                output.say(&format!("  {} are in use by a running render", size(left)));
            }
            output.json(&json!({
                "event": "cache_cleared", "folder": shown(store.folder()),
                "removed": removed, "left": left,
            }));
        }
    }
    Ok(())
}

fn size(info: StoreInfo) -> String {
    let entries = match info.entries {
        1 => "1 entry".to_owned(),
        count => format!("{count} entries"),
    };
    format!("{entries}, {}", indicatif::BinaryBytes(info.bytes))
}
