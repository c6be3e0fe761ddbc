//! What a call is for.

/// What a call is for, by its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Route {
    /// Writing, and counting tokens.
    Text,
    /// Drawing.
    Image,
    /// Speaking.
    Speech,
    /// Listing models or voices.
    List,
}
