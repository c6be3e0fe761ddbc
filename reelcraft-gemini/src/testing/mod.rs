//! A server that answers as Gemini does.
