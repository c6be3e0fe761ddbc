//! Project files of those who want more than they should get.

use std::io::{Cursor, Write as _};

use reqwest::Method;
use serde_json::json;
use zip::write::SimpleFileOptions;

use crate::hostile::outside;
use crate::world::{World, problem};

/// A ZIP file with these entries.
fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

async fn import(world: &World, media_type: &str, bytes: Vec<u8>) -> reqwest::Response {
    world
        .request(Method::POST, "/api/projects/import")
        .header("Content-Type", media_type)
        .body(bytes)
        .send()
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn names_in_archives_lead_nowhere() {
    let world = World::new().await;
    let secret = world.folder.path().join("secret.jpg");
    std::fs::write(&secret, crate::pictures::jpeg(64, 64)).unwrap();
    let before = outside(world.folder.path());
    let absolute = secret.display().to_string();
    for name in [
        "../../secret.jpg",
        "../secret.jpg",
        absolute.as_str(),
        "C:\\secret.jpg",
    ] {
        let name = name.replace('\\', "\\\\");
        let project = format!("[[scene]]\nline = \"x\"\nimage = \"{name}\"\n");
        // The file is not in the archive: it is not looked for anywhere else.
        let answer = import(
            &world,
            "application/zip",
            zip(&[("project.toml", project.as_bytes())]),
        )
        .await;
        assert_eq!(problem(answer).await.0, 422, "{name}");
        let answer = import(&world, "application/toml", project.into_bytes()).await;
        assert_eq!(problem(answer).await.0, 422, "{name}");
    }
    // One that climbs out is refused, though it is there.
    let picture = crate::pictures::jpeg(64, 64);
    let project = b"[[scene]]\nline = \"x\"\nimage = \"../../../evil.jpg\"\n";
    let entries = [
        ("project.toml", &project[..]),
        ("../../../evil.jpg", &picture),
        ("../x.sh", b"rm"),
    ];
    let answer = import(&world, "application/zip", zip(&entries)).await;
    assert_eq!(problem(answer).await.0, 422);
    assert_eq!(outside(world.folder.path()), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn archives_do_not_grow_without_end() {
    let world = World::with(|settings| settings.limits.archive_file.0 = 1_000_000, None).await;
    let project = b"[[scene]]\nline = \"x\"\nimage = \"a.jpg\"\n";
    let bomb = vec![0; 50_000_000];
    let packed = zip(&[("project.toml", project), ("a.jpg", &bomb)]);
    assert!(packed.len() < 100_000);
    let (status, code, told) = problem(import(&world, "application/zip", packed).await).await;
    assert_eq!((status, code.as_str()), (422, "invalid_input"), "{told}");
    let text = zip(&[("project.toml", &bomb)]);
    assert_eq!(
        problem(import(&world, "application/zip", text).await)
            .await
            .0,
        422
    );
    let large = import(&world, "application/zip", vec![b'x'; 2_000_000]).await;
    assert_eq!(problem(large).await.0, 413);
    let (status, code, _) = problem(import(&world, "text/plain", b"x".to_vec()).await).await;
    assert_eq!((status, code.as_str()), (415, "unsupported_type"));
    let document = json!({ "document": { "reel": { "topic": "x" } } });
    assert!(world.post_json("/api/projects", &document).await["id"].is_string());
    let incoming = world.folder.path().join("data/incoming");
    assert_eq!(std::fs::read_dir(incoming).unwrap().count(), 0);
}
