//! Keeping the folders of the server out of what people are told.

/// The addresses of the service, which may be told.
const PUBLIC: [&str; 6] = [
    "/temp/",
    "/uploads/",
    "/music/",
    "/exports/",
    "/api/",
    "/docs",
];

/// Replaces every absolute path of a text by the name of its file. Addresses of the service stay.
pub(crate) fn without_paths(text: &str) -> String {
    text.split_inclusive(char::is_whitespace)
        .map(shortened)
        .collect()
}

fn shortened(word: &str) -> String {
    let Some(start) = word.find('/') else {
        return word.to_owned();
    };
    let (before, path) = word.split_at(start);
    let is_absolute = before
        .chars()
        .next_back()
        .is_none_or(|c| !c.is_alphanumeric() && c != ':' && c != '#' && c != '.');
    let is_alone = path.trim_end().len() == 1;
    if !is_absolute || is_alone || PUBLIC.iter().any(|public| path.starts_with(public)) {
        return word.to_owned();
    }
    let name = path.rsplit('/').next().unwrap_or_default();
    format!("{before}{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_the_server_are_not_told() {
        for (text, told) in [
            (
                "cannot read /srv/data/a.jpg today",
                "cannot read a.jpg today",
            ),
            ("`/srv/data/a.jpg` is cut off", "`a.jpg` is cut off"),
            ("there is no /temp/x.jpg", "there is no /temp/x.jpg"),
            ("mistake at #/scene/2/motion", "mistake at #/scene/2/motion"),
            ("see https://example.org/a", "see https://example.org/a"),
            ("5 / 2 and/or 3", "5 / 2 and/or 3"),
        ] {
            assert_eq!(without_paths(text), told);
        }
    }
}
