//! The server: `/` and `/__sandbox…` are the control page and API, every other path is the Graph API.

use std::net::TcpListener;
use std::sync::Arc;

use actix_web::dev::Server;
use actix_web::{App, HttpServer, web};

use crate::sandbox::Sandbox;
use crate::{control, graph};

/// Big enough for any call that Meta accepts here, small enough to refuse nonsense.
const MAX_BODY_BYTES: usize = 4 * 1024 * 1024;

pub fn serve(listener: TcpListener, sandbox: Arc<Sandbox>) -> std::io::Result<Server> {
    let data = web::Data::from(sandbox);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .app_data(web::PayloadConfig::new(MAX_BODY_BYTES))
            .configure(control::routes)
            .configure(graph::upload::routes)
            .default_service(web::to(graph::handle))
    })
    .workers(2)
    .disable_signals()
    .shutdown_timeout(1)
    .listen(listener)?
    .run();
    Ok(server)
}
