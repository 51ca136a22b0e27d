//! Connections: a bounded number, none that holds its place without asking.

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// What a connection may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Longest time for the head of a request to come, and for a connection to be kept without one.
    pub(crate) head: Duration,
    /// Connections at a time; others wait until one ends. Below what systems let a process have open.
    pub(crate) most: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { head: Duration::from_secs(15), most: 512 }
    }
}

/// Wait after a connection could not be taken because the system has no more to give.
const BREATH: Duration = Duration::from_millis(200);

/// Takes connections and answers on them until `end` comes, then waits for the requests under way.
pub(crate) async fn answer(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    end: impl Future<Output = ()>,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head);
    let under_way = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(limits.most));
    let mut end = pin!(end);
    loop {
        let place = tokio::select! {
            place = places.clone().acquire_owned() => place,
            () = &mut end => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut end => break,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!("a connection could not be taken: {error}");
                tokio::time::sleep(BREATH).await;
                continue;
            }
        };
        let service = TowerToHyperService::new(router.clone());
        let connection = under_way.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!("a connection ended: {error}");
            }
            drop(place);
        });
    }
    drop(listener);
    under_way.shutdown().await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use tokio::sync::oneshot;

    #[test]
    fn connections_that_ask_nothing_shut_nobody_out() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let at = listener.local_addr().unwrap();
        let limits = Limits { head: Duration::from_millis(150), most: 4 };
        let router = Router::new().route("/", get(|| async { "here" }));
        let (end, ended) = oneshot::channel::<()>();
        let server = runtime.spawn(answer(listener, router, limits, async {
            let _ = ended.await;
        }));
        let mut silent: Vec<TcpStream> = (0..12)
            .map(|n| {
                let mut stream = TcpStream::connect(at).unwrap();
                // Some begin a head that never ends, the others say nothing at all.
                if n % 2 == 0 {
                    stream.write_all(b"GET / HTTP/1.1\r\nx-a: ").unwrap();
                }
                stream
            })
            .collect();
        let mut asking = TcpStream::connect(at).unwrap();
        asking.write_all(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        asking.read_to_string(&mut answer).unwrap();
        assert!(answer.ends_with("here"), "{answer}");
        for stream in &mut silent {
            // Closed from the other side, with an answer (408) or without.
            let _ = stream.read_to_end(&mut Vec::new());
        }
        end.send(()).unwrap();
        runtime.block_on(server).unwrap();
    }
}
