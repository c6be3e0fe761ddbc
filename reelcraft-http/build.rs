//! Says what else the crate is made of: the page, and the steps of the database.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
    // Built later than the crate, the page is found all the same: a folder that was not there
    // counts as changed when it appears.
    println!("cargo::rerun-if-changed=../web/dist");
}
