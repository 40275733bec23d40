//! The pages of message templates.

fn main() {
    clienthub_frontend::run_templates();
}
