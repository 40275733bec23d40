//! The editor of message templates.

fn main() {
    clienthub_frontend::run_editor();
}
