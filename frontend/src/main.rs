//! The pages but those of message templates.

fn main() {
    clienthub_frontend::run_hub();
}
