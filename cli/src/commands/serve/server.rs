//! The web server: the files of the last good build, and a websocket that tells pages to reload.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
};

use anyhow::{Context, bail};
use axum::{
    Router,
    body::Body,
    extract::{
        Request, State,
        ws::{Message, WebSocket, WebSocketUpgrade},
    },
    http::StatusCode,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use tempfile::TempDir;
use tokio::{
    net::TcpListener,
    sync::broadcast::{self, Sender},
};
use tower_http::services::{ServeDir, ServeFile};

/// Where pages connect to learn that they should reload; mdBook puts it into every page.
pub const LIVE_RELOAD: &str = "__livereload";
/// The message that mdBook's pages wait for.
const RELOAD: &str = "reload";
/// The port that mdBook serves on.
pub const DEFAULT_PORT: u16 = 3000;
/// Ports tried after the default one.
const MORE_PORTS: u16 = 20;

/// What is shown to visitors.
pub enum Shown {
    /// A built site and the folder that is removed once no longer shown.
    Site { pages: PathBuf, _folder: TempDir },
    /// Why there is no site yet, as plain text.
    Problems(String),
}

/// What the server shows at the moment; clones share it.
#[derive(Clone)]
pub struct Stage {
    shown: Arc<RwLock<Arc<Shown>>>,
    reload: Sender<()>,
}

impl Stage {
    /// Shows this from the start.
    pub fn new(shown: Shown) -> Self {
        Stage {
            shown: Arc::new(RwLock::new(Arc::new(shown))),
            reload: broadcast::channel(16).0,
        }
    }

    /// Shows something else from now on and has open pages reload.
    pub fn show(&self, shown: Shown) {
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(shown);
        // Nobody listens while no page is open.
        let _ = self.reload.send(());
    }

    /// Whether there is a site to show.
    pub fn has_site(&self) -> bool {
        matches!(*self.current(), Shown::Site { .. })
    }

    fn current(&self) -> Arc<Shown> {
        Arc::clone(&self.shown.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Listens on loopback. A wanted port that is taken is an error; without a wish, the next free one after the default is
/// taken.
pub async fn listen(wanted: Option<u16>) -> anyhow::Result<TcpListener> {
    if let Some(port) = wanted {
        return bind(port).await.with_context(|| {
            format!("cannot listen on port {port}; choose another with `--port`")
        });
    }
    for port in DEFAULT_PORT..=DEFAULT_PORT + MORE_PORTS {
        if let Ok(listener) = bind(port).await {
            return Ok(listener);
        }
    }
    bail!(
        "ports {DEFAULT_PORT} to {} are taken; choose another with `--port`",
        DEFAULT_PORT + MORE_PORTS
    )
}

async fn bind(port: u16) -> std::io::Result<TcpListener> {
    TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await
}

/// Serves until the process is asked to stop.
pub async fn serve(listener: TcpListener, stage: Stage) -> anyhow::Result<()> {
    let app = Router::new()
        .route(&format!("/{LIVE_RELOAD}"), get(live_reload))
        .fallback(page)
        .with_state(stage);
    // Open websockets would keep a graceful shutdown waiting for ever.
    tokio::select! {
        served = async { axum::serve(listener, app).await } => served.context("the web server stopped"),
        () = asked_to_stop() => Ok(()),
    }
}

async fn page(State(stage): State<Stage>, request: Request<Body>) -> Response {
    match &*stage.current() {
        Shown::Site { pages, .. } => {
            let not_found = ServeFile::new(pages.join("404.html"));
            let served = ServeDir::new(pages)
                .not_found_service(not_found)
                .try_call(request)
                .await;
            served.map_or_else(
                |_| StatusCode::INTERNAL_SERVER_ERROR.into_response(),
                IntoResponse::into_response,
            )
        }
        Shown::Problems(text) => {
            (StatusCode::SERVICE_UNAVAILABLE, Html(problem_page(text))).into_response()
        }
    }
}

async fn live_reload(upgrade: WebSocketUpgrade, State(stage): State<Stage>) -> Response {
    // Subscribed before the answer goes out, so that no change is missed in between.
    let mut reload = stage.reload.subscribe();
    upgrade.on_upgrade(move |mut socket: WebSocket| async move {
        tokio::select! {
            Ok(()) | Err(broadcast::error::RecvError::Lagged(_)) = reload.recv() => {
                let _ = socket.send(Message::text(RELOAD)).await;
            }
            _ = socket.recv() => {}
        }
    })
}

/// A page that shows why the first build failed and reloads when one succeeds.
fn problem_page(problems: &str) -> String {
    let escaped = problems
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    format!(
        "<!doctype html>\n<html lang=en><meta charset=utf-8><title>Build failed</title>\n\
         <style>body {{ margin: 2rem; font: 1rem/1.5 system-ui; color-scheme: light dark }} pre {{ overflow: auto }}</style>\n\
         <h1>The site could not be built</h1>\n<p>This page reloads when it could.</p>\n<pre>{escaped}</pre>\n\
         <script>new WebSocket(`ws://${{location.host}}/{LIVE_RELOAD}`).onmessage = () => location.reload()</script>\n"
    )
}

async fn asked_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
            return;
        }
    }
    let _ = interrupted.await;
}
