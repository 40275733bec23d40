//! The program: installs the crypto provider and hands over to the command line.

use std::process::ExitCode;

/// Gives large blocks back at once: a sign-in takes 19 MB for an instant, which the system's allocator keeps for each thread.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        eprintln!("clienthub: a crypto provider was installed before the program's own");
        return ExitCode::FAILURE;
    }
    match clienthub::cli::run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("clienthub: {error:#}");
            ExitCode::FAILURE
        }
    }
}
