//! Pictures: what is read, what is refused, and what becomes of it on a canvas.

mod bad_files;
mod colours;
mod files;
mod good_files;
mod prepared;
