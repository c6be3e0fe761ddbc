//! Taking connections.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use poem::http::uri::Scheme;
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Addr, Endpoint, Response};
use reelcraft_core::{Error, Result};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::routes::routes;
use crate::service::Service;

/// How long the head of a request may take to arrive, and how long a connection may be idle.
const HEAD_PATIENCE: Duration = Duration::from_secs(30);
/// How long answers may go on after the service was told to stop.
const ANSWER_PATIENCE: Duration = Duration::from_secs(5);

impl Service {
    /// Takes the address of the settings; port 0 is any free one.
    pub async fn listen(&self) -> Result<TcpListener> {
        let address = self.shared.settings.listen;
        TcpListener::bind(address).await.map_err(|error| {
            Error::unavailable(format!("cannot listen on {address}"))
                .because(error)
                .hint("is another one running? choose another port with --listen")
        })
    }

    /// Answers until `stop`; then running jobs are parked, and the service is closed.
    pub async fn serve(self, listener: TcpListener, stop: impl Future<Output = ()>) -> Result<()> {
        let endpoint = Arc::new(routes(&self.shared)?);
        let places = Arc::new(Semaphore::new(self.shared.settings.limits.connections));
        let graceful = GracefulShutdown::new();
        tokio::pin!(stop);
        loop {
            let place = tokio::select! {
                place = Arc::clone(&places).acquire_owned() => place,
                () = &mut stop => break,
            };
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = &mut stop => break,
            };
            let (socket, remote) = match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, mostly: some connections will end.
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            let connection = serve_one(socket, remote, Arc::clone(&endpoint));
            let connection = graceful.watch(connection);
            tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::debug!(%error, %remote, "a connection ended early");
                }
                drop(place);
            });
        }
        drop(listener);
        tracing::info!("stopping");
        self.shared.closing.cancel();
        let parking = self.close();
        let answering = tokio::time::timeout(ANSWER_PATIENCE, graceful.shutdown());
        tokio::join!(parking, answering).0;
        Ok(())
    }
}

/// Answers the requests of one connection.
fn serve_one<E>(
    socket: TcpStream,
    remote: SocketAddr,
    endpoint: Arc<E>,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error>
where
    E: Endpoint<Output = Response> + 'static,
{
    socket.set_nodelay(true).ok();
    let local = socket.local_addr().unwrap_or(remote);
    let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let endpoint = Arc::clone(&endpoint);
        async move {
            let local = LocalAddr(Addr::SocketAddr(local));
            let remote = RemoteAddr(Addr::SocketAddr(remote));
            let request = (request, local, remote, Scheme::HTTP).into();
            let response = match endpoint.call(request).await {
                Ok(response) => response,
                Err(error) => error.into_response(),
            };
            Ok::<hyper::Response<_>, std::convert::Infallible>(response.into())
        }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_PATIENCE)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(socket), service)
}
